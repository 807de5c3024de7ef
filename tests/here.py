"""The program run in this process: most of a short command is the start of a process."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

from trafftpkg.cli.main import run


class Played(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


def play(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], *, together: bool = False
) -> Played:
    """Run a command line in a folder, with these variables and no others.

    Args:
        together: What goes to stderr stands in `out`, where it was said.
    """
    out = _stream()
    err = out if together else _stream()
    with chdir(folder), _variables(environment), redirect_stdout(out), redirect_stderr(err):
        code = run(words)
    return Played(code, _text(out), "" if together else _text(err))


def _stream() -> "TextIOWrapper[BytesIO]":
    return TextIOWrapper(BytesIO(), encoding="utf-8", errors="backslashreplace")


def _text(stream: "TextIOWrapper[BytesIO]") -> str:
    stream.flush()
    return stream.buffer.getvalue().decode()


@contextmanager
def _variables(environment: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
