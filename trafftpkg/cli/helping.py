"""Help in 80 columns, with examples to paste and rarely needed options last."""

from itertools import groupby
from typing import Any

from trafftpkg.cli.output import write_lines

RARELY = "Rarely needed"
"""The heading for options that most readers of a help pass over."""


class PlainHelp:
    """Help for a command or a group; a mixin for Typer's classes."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return the help option with a callback that reports a full disk."""
        option = super().get_help_option(ctx)  # type: ignore[misc] # Typer's class comes next
        if option is not None:
            option.callback = _print_help
        return option

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write the help's paragraphs."""
        _write_help(getattr(self, "help", None) or "", formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options, each under its heading, those rarely needed last."""
        write_options(self, ctx, formatter)


def write_options(command: Any, ctx: Any, formatter: Any) -> None:
    """Write what a command takes; the headings stand in the order Arguments, Options, `RARELY`."""
    told = [(_heading(each), each.get_help_record(ctx)) for each in command.get_params(ctx)]
    rows = sorted((pair for pair in told if pair[1] is not None), key=lambda pair: _HEADINGS.index(pair[0]))
    for heading, pairs in groupby(rows, key=lambda pair: pair[0]):
        with formatter.section(heading):
            formatter.write_dl([row for _, row in pairs])


_HEADINGS = ("Arguments", "Options", RARELY)


def _heading(param: Any) -> str:
    if param.param_type_name == "argument":
        return "Arguments"
    # What Typer adds by itself is about setting up a shell.
    rare = param.rich_help_panel == RARELY or param.name in ("install_completion", "show_completion")
    return RARELY if rare else "Options"


def _print_help(ctx: Any, param: Any, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        write_lines([ctx.get_help()])
        ctx.exit()


def _write_help(text: str, formatter: Any) -> None:
    """Write paragraphs, wrapped; examples stand together and are never broken, so that they can be pasted."""
    after_example = False
    for paragraph in text.split("\n\n"):
        is_example = paragraph.lstrip().startswith("trafftpkg ")
        if not (is_example and after_example):
            formatter.write_paragraph()
        if is_example:
            formatter.write(f"      {paragraph.strip()}\n")
        else:
            with formatter.indentation():
                formatter.write_text(paragraph)
        after_example = is_example
