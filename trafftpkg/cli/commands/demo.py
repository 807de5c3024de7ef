"""`trafftpkg demo`: the main job, played in a scratch folder. What is typed is really run."""

import io
import os
import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import date
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import typer

from trafftpkg.cli.main import run
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import write_lines, write_objects
from trafftpkg.cli.views.values import Json
from trafftpkg.domain.wording import day_in_words

SCRIPT = (
    ("2026-01-05T10:00", 'client add ana --name "Ana Ilic" --email ana@example.com'),
    ("2026-01-05T10:00", "catalog show glow-10"),
    ("2026-01-05T10:01", "purchase ana glow-10 --method card --reference ch_1"),
    ("2026-01-05T10:02", "book ana facial --at 2026-01-20T10:00"),
    ("2026-01-05T10:03", "book ana massage --at 2026-01-22T10:00 --employee ines"),
    ("2026-01-05T10:04", "list ana"),
    ("2026-01-05T10:05", "explain ana facial --at 2026-02-03T10:00"),
    ("2026-01-20T09:00", "cancel apt-2"),
    ("2026-01-20T12:00", "show pur-1"),
    ("2026-07-06T02:00", "expire"),
    ("2026-07-06T09:00", "book ana facial --at 2026-07-07T10:00"),
    ("2026-07-06T09:05", "history pur-1"),
    ("2026-07-06T09:06", "ledger verify"),
)
"""When, by the business's clock, and what is typed then."""


class Scene(NamedTuple):
    """One command of the demo: its time by the business's clock, the command, its output and exit code."""

    now: str
    command: str
    output: str
    code: int


def example_catalogue() -> Path:
    """Return the folder of the example catalogue."""
    return Path(str(files("trafftpkg") / "example"))


def played(folder: Path) -> Iterator[Scene]:
    """Run the demo line by line on the catalogue in `folder`, with a new ledger next to it."""
    for now, line in SCRIPT:
        shown = io.StringIO()
        with _setting(folder, now), redirect_stdout(shown), redirect_stderr(shown):
            code = run(shlex.split(line))
        yield Scene(now, f"trafftpkg {line}", shown.getvalue(), code)


@contextmanager
def _setting(folder: Path, now: str) -> Iterator[None]:
    """Set the environment of the program, without the user's own settings."""
    here = {
        "TRAFFTPKG_CATALOG": str(folder / "catalog"),
        "TRAFFTPKG_LEDGER": str(folder / "ledger.jsonl"),
        "TRAFFTPKG_NOW": now,
        "TRAFFTPKG_ALLOW_FUTURE": "1",
        "TRAFFTPKG_ACTOR": "desk",
    }
    before = {name: os.environ.get(name) for name in here}
    os.environ.update(here)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


_FIELDS = ("now", "command", "exit", "output")


def command(ctx: typer.Context, form: FormatOption = "table") -> None:
    """Show an example business at work.

    Runs real commands in a temporary folder, which is removed afterwards. The
    dates belong to the example.

        trafftpkg demo
    """
    with TemporaryDirectory(prefix="trafftpkg-demo-") as scratch:
        folder = Path(scratch)
        shutil.copytree(example_catalogue(), folder / "catalog")
        scenes = played(folder)
        if form != "table":
            write_objects((_object(each) for each in scenes), form, _FIELDS)
            return
        day = ""
        for scene in scenes:
            if scene.now[:10] != day:
                day = scene.now[:10]
                write_lines([f"# {day_in_words(date.fromisoformat(day))}"])
            write_lines([f"$ {scene.command}", *scene.output.splitlines(), ""])


def _object(scene: Scene) -> Json:
    return {"now": scene.now, "command": scene.command, "exit": scene.code, "output": scene.output}
