"""Words for a reason, filled with the facts of its error."""

from collections.abc import Callable
from datetime import datetime

from trafftpkg.cli.words.base import Words
from trafftpkg.domain.errors.usage import BadArgumentError, Fact

Called = Callable[[str], str]
"""Says what a field is called where it was asked: an option at the terminal, a column in a file."""
Saying = Callable[[BadArgumentError, Called], Words]


def plain(problem: str, remedy: str) -> Saying:
    """Return a saying that fills facts into a problem and a remedy; `{field}` is what the field is called."""
    return lambda error, called: Words(*(each.format(**_facts(error, called)) for each in (problem, remedy)))


def not_a(expected: str) -> Saying:
    """Return a saying for a text that is no such thing."""
    return plain("'{given}' is not valid for {field}.", f"Give {expected}.")


def _facts(error: BadArgumentError, called: Called) -> dict[str, str]:
    facts = {name: shown(getattr(error, name)) for name in ("given", "limit", "nearest", "currency", "line")}
    return {**facts, "field": called(error.field), "thing": str(error.thing), "one": one_of(error.choices)}


def shown(fact: Fact) -> str:
    """Return a fact as it is printed."""
    return fact.isoformat(timespec="minutes") if isinstance(fact, datetime) else str(fact)


def one_of(choices: tuple[str, ...]) -> str:
    """Return what there is to choose from."""
    return ", ".join(choices)
