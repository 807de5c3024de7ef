"""`trafftpkg demo`: the main job, played in a scratch folder."""

import shutil
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from trafftpkg.cli.demo import Scene, example_catalogue, played
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import write_lines, write_objects
from trafftpkg.cli.views.values import Json
from trafftpkg.domain.wording import day_in_words

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
