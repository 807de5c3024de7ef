"""The two things said about every error, the table where each file says them, and facts in sentences."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import singledispatch
from typing import NamedTuple
from zoneinfo import ZoneInfo

from trafftpkg.cli.views.people import moment_words
from trafftpkg.cli.words.names import Names
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.usage import BadArgumentError, Fact
from trafftpkg.domain.moments import Length


class Words(NamedTuple):
    """What is wrong with the facts, and what to do next: whole sentences, or a command to paste."""

    problem: str
    remedy: str


Called = Callable[[str], str]
"""Says what a field is called where it was asked: an option at the terminal, a column in a file."""
Saying = Callable[[BadArgumentError, Called], Words]


def sentence(text: str) -> str:
    """Return a text with its full stop, if it ends without one."""
    text = text.strip()
    return text if text.endswith((".", "?", "!")) else f"{text}."


@singledispatch
def words(error: TrafftpkgError, names: Names) -> Words:
    """Return what to say about an error; one without words of its own is a defect of the program."""
    raise AssertionError(f"no words for {type(error).__name__}")


def plain(problem: str, remedy: str) -> Saying:
    """Return a saying that fills facts into a problem and a remedy; `{field}` is what the field is called."""
    return lambda error, called: Words(*(each.format(**_facts(error, called)) for each in (problem, remedy)))


def not_a(expected: str) -> Saying:
    """Return a saying for a text that is no such thing."""
    return plain("'{given}' is not valid for {field}.", f"Give {expected}.")


def shown(fact: Fact) -> str:
    """Return a fact as it is printed."""
    return fact.isoformat(timespec="minutes") if isinstance(fact, datetime) else str(fact)


def one_of(choices: tuple[str, ...]) -> str:
    """Return what there is to choose from."""
    return ", ".join(choices)


def local(moment: datetime, zone: str | None) -> str:
    """`Tue 20 Jan 2026 10:00`, in the zone if there is one, else in UTC and saying so."""
    if zone is None:
        return f"{moment_words(moment.astimezone(UTC))} UTC"
    return moment_words(moment.astimezone(ZoneInfo(zone)))


def typeable(moment: datetime, zone: str) -> str:
    """`2026-01-20T10:00`, as `--at` takes it."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def money(amount: Decimal) -> str:
    """An amount as it was recorded or typed."""
    return f"{amount:f}"


def length_words(length: Length) -> str:
    """`1 hour`, `24 hours`, `30 days`."""
    word = {"m": "minute", "h": "hour", "d": "day", "w": "week"}[length.unit]
    return f"{length.count} {word}{'' if length.count == 1 else 's'}"


def _facts(error: BadArgumentError, called: Called) -> dict[str, str]:
    facts = {name: shown(getattr(error, name)) for name in ("given", "limit", "nearest", "currency", "line")}
    return {**facts, "field": called(error.field), "thing": str(error.thing), "one": one_of(error.choices)}
