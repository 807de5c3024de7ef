"""Data on stdout, in the format asked for; words, and how far a long job has got, on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from io import TextIOWrapper
from typing import Literal, TextIO

from trafftpkg.cli.views.values import Json

Format = Literal["table", "json", "jsonl", "csv"]
FORMATS: tuple[Format, ...] = ("table", "json", "jsonl", "csv")

FOR_EXCEL: ContextVar[bool] = ContextVar("FOR_EXCEL", default=False)
"""CSV begins with a byte order mark, by which Excel knows that it is UTF-8."""


def write_objects(objects: Iterable[Json], form: Format, fields: Collection[str]) -> None:
    """Write several objects: a JSON array with one object a line, JSON lines, or CSV with a header."""
    if form == "csv":
        _write_csv(objects, fields)
        return
    lines = map(_encoder(), objects)
    if form == "jsonl":
        write_lines(lines)
    else:
        _write_array(list(lines))  # a failure on the way prints nothing


def write_object(found: Json, form: Format, fields: Collection[str]) -> None:
    """Write one object: JSON, one JSON line, or CSV with a header and one row."""
    if form == "csv":
        _write_csv([found], fields)
    else:
        write_lines([_encoder()(found)])


def write_lines(lines: Iterable[str]) -> None:
    """Write whole lines on stdout.

    Raises:
        BrokenPipeError: nobody reads it any more.
        StoreUnavailableError: there is no room, or no stdout.
    """
    with _stdout() as stream:
        for line in lines:
            stream.write(f"{line}\n")


def write_text(text: str) -> None:
    """Write a whole document on stdout as it is; raises as `write_lines` does."""
    with _stdout() as stream:
        stream.write(text)


def write_file(text: str) -> None:
    """Write the text of a file on stdout, in UTF-8 whatever the terminal's; raises as `write_lines` does."""
    with _stdout() as stream:
        _write_utf8(stream)
        stream.write(text)


def finish() -> None:
    """Hand everything written to the system; raises as `write_lines` does."""
    if sys.stdout is not None:
        with _stdout() as stream:
            stream.flush()


def say(words: str) -> None:
    """Write words for a person, on stderr, after all that was written on stdout before."""
    if sys.stdout is not None:
        with suppress(OSError):  # it fails again, and is reported, when the command ends
            sys.stdout.flush()
    if sys.stderr is not None:
        with suppress(OSError):  # there is nowhere left to say it; the exit code does
            print(words, file=sys.stderr, flush=True)


@contextmanager
def _stdout() -> Iterator[TextIO]:
    if sys.stdout is None:
        raise _unwritten(None)
    try:
        yield sys.stdout
    except BrokenPipeError:
        raise
    except OSError as failure:
        raise _unwritten(failure.strerror or str(failure)) from failure


def _write_utf8(stream: TextIO) -> None:
    """Let what is written from now on be UTF-8: who reads a file knows nothing of our terminal."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8")


def _unwritten(said: str | None) -> Exception:
    from trafftpkg.domain.errors.unavailable import StoreUnavailableError

    return StoreUnavailableError(where="standard output", reason="not_printed", said=said)


def _encoder() -> Callable[[Json], str]:
    """Return what writes an object as JSON: made once for all that are printed."""
    from json import JSONEncoder

    readable = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
    # What is printed is made for it, and holds nothing that it is in itself.
    return JSONEncoder(ensure_ascii=not readable, check_circular=False).encode


def _write_array(lines: Iterable[str]) -> None:
    """Write objects, one a line, piece by piece: as one text they would take several times the memory."""
    with _stdout() as stream:
        before = "["
        for line in lines:
            stream.write(before + line)
            before = ",\n "
        stream.write("[]\n" if before == "[" else "]\n")


def _write_csv(objects: Iterable[Json], fields: Collection[str]) -> None:
    import csv

    from trafftpkg.cli.formulas import defused

    with _stdout() as stream:
        _write_utf8(stream)
        if FOR_EXCEL.get():
            stream.write("\ufeff")
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(fields)
        for each in objects:
            flat = dict(_flat("", each))
            rows.writerow([defused(flat.get(field, "")) for field in fields])


def _flat(path: str, value: object) -> Iterable[tuple[str, str]]:
    """Yield one cell a field: `entry.seq` for what lies deeper, lists as their members' ids."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(f"{path}.{name}" if path else name, inner)
    elif isinstance(value, list | tuple):
        yield path, " ".join(_cell(_first(each)) for each in value)
    else:
        yield path, _cell(value)


def _first(member: object) -> object:
    return next(iter(member.values()), "") if isinstance(member, dict) else member


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


_WIDTH = 40


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Hand out what is to be told how much is done of how much; the bar is gone when the context ends.

    Where stderr is no terminal there is nothing to be told.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // max(total, 1)
        if percent != shown:
            shown = percent
            full = _WIDTH * percent // 100
            sys.stderr.write(f"\r{label} [{'#' * full}{'.' * (_WIDTH - full)}] {percent:3} %")
            sys.stderr.flush()

    try:
        yield show
    finally:
        if shown >= 0:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
