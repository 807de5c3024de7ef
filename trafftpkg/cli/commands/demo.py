"""`trafftpkg demo`: the main job, played in a scratch folder."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from trafftpkg.cli.demo import example_catalogue, played
from trafftpkg.cli.options import FormatOption
from trafftpkg.cli.output import format_of, write_lines, write_objects

_FIELDS = ("command", "exit", "output")


def command(ctx: typer.Context, form: FormatOption = "table") -> None:
    """Play the main job on an example business.

    Everything is really run, in a folder that is thrown away afterwards. The
    dates are those of the example, whatever today is.

        trafftpkg demo
    """
    asked = format_of(form)
    with TemporaryDirectory(prefix="trafftpkg-demo-") as scratch:
        folder = Path(scratch)
        shutil.copytree(example_catalogue(), folder / "catalog")
        scenes = played(folder)
        if asked != "table":
            write_objects(
                ({"command": each.command, "exit": each.code, "output": each.output} for each in scenes),
                asked,
                _FIELDS,
            )
            return
        for scene in scenes:
            write_lines([f"$ {scene.command}", *scene.output.splitlines(), ""])
