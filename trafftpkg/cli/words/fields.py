"""What the fields of requests and questions are called on a command line."""

from typing import Any

_ALSO = {
    "appointment": ("thing",),
    "client": ("handle",),
    "first_day": ("first",),
    "last_day": ("last",),
    "package": ("identifier",),
    "purchase": ("purchases", "thing"),
    "verdict": ("keep",),
}
"""Parameters of commands that are called otherwise than the field they fill."""


def option_of(context: Any, field: str) -> str:
    """Return the option or argument that fills a field of the command that ran; the field where none does.

    Args:
        context: The command's, as Typer made it; None where none ran.
    """
    while context is not None:
        for name in (field, *_ALSO.get(field, ())):
            for parameter in context.command.params:
                if parameter.name == name:
                    return _shown(parameter)
        context = context.parent
    return field


def field_of(context: Any, option: str) -> str:
    """Return the field that an option or argument fills, as `option_of` names it."""
    while context is not None:
        for parameter in context.command.params:
            if _shown(parameter) == option:
                return _field(str(parameter.name))
        context = context.parent
    return option.lstrip("-").replace("-", "_").lower()


def _shown(parameter: Any) -> str:
    long = [each for each in parameter.opts if each.startswith("--")]
    return str(long[0] if long else parameter.metavar or parameter.name)


def _field(parameter: str) -> str:
    return next((field for field in ("package", "client") if parameter in _ALSO[field]), parameter)
