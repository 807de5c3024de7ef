"""What Typer finds wrong with a command line, as errors of our own with a way out."""

import re
from typing import Any

from typer._click import exceptions as typed

from trafftpkg.cli.errors import CommandLineError
from trafftpkg.cli.words.base import sentence


def typed_wrongly(failure: BaseException) -> CommandLineError | None:
    """Return the error that a Typer exception stands for; None where it is none of Typer's."""
    if isinstance(failure, typed.NoArgsIsHelpError):
        return CommandLineError(problem="No command was given.", example=None, path=failure.ctx.command_path)
    if not isinstance(failure, typed.UsageError):
        return None
    context: Any = failure.ctx
    path = "trafftpkg" if context is None else context.command_path
    return CommandLineError(problem=_problem(failure), example=_example(context), path=path)


def help_in(failure: BaseException) -> str | None:
    """Return the help that Typer shows where a group was called without a command."""
    return failure.format_message() if isinstance(failure, typed.NoArgsIsHelpError) else None


def _problem(failure: typed.UsageError) -> str:
    if isinstance(failure, typed.NoSuchOption):
        if re.fullmatch(r"-\d", failure.option_name):
            return _below_zero(failure.ctx)
        near = sorted(failure.possibilities or ())
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        return f"There is no option {failure.option_name}.{hint}"
    message = failure.format_message()
    for pattern, ours in _OURS.items():
        if found := re.match(pattern, message, re.DOTALL):
            return found.expand(ours)
    return sentence(message)


_OURS = {
    r"Missing (?:argument|option) '(.+?)'.*": r"\1 is missing.",
    r"Got unexpected extra argument\(s\) \((.*)\)": (
        r"This is more than the command takes: \1. Put a text with spaces in quotes."
    ),
    r"Option '(.+)' requires an argument\.": r"\1 needs a value.",
    r"Option '(.+)' does not take a value\.": r"\1 takes no value.",
}
"""What Typer says, and what is said instead."""


def _below_zero(context: Any) -> str:
    """`AMOUNT cannot be below zero. Give an amount above 0.`, where the command has one."""
    if any(
        each.metavar == "AMOUNT" and each.param_type_name == "argument" for each in context.command.params
    ):
        return "AMOUNT cannot be below zero. Give an amount above 0."
    return "A number cannot be below zero here."


def _example(context: Any) -> str | None:
    """Return the first example of the command's help."""
    found = re.search(r"^ *(trafftpkg .+)$", (context and context.command.help) or "", re.MULTILINE)
    return found[1] if found else None
