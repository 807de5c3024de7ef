"""Words for what was typed and cannot be meant."""

from trafftpkg.cli.words.base import Words, words
from trafftpkg.cli.words.names import Names
from trafftpkg.cli.words.times import local
from trafftpkg.domain.errors.usage import (
    MalformedError,
    MomentInTheFutureError,
    NotPossibleError,
    SkippedTimeError,
    TwiceOccurringTimeError,
)


@words.register
def _(error: MalformedError, names: Names) -> Words:
    return Words(
        problem=f"{error.what} cannot be '{error.typed}'.",
        remedy=f"Give {error.expected}.",
    )


@words.register
def _(error: SkippedTimeError, names: Names) -> Words:
    return Words(
        problem=f"{error.typed:%Y-%m-%d %H:%M} does not exist in {error.time_zone}: the clocks skip it.",
        remedy="Give a time before or after the change.",
    )


@words.register
def _(error: TwiceOccurringTimeError, names: Names) -> Words:
    both = [_with_offset(error, moment) for moment in (error.first, error.second)]
    return Words(
        problem=f"{error.typed:%Y-%m-%d %H:%M} comes twice in {error.time_zone}: the clocks go back.",
        remedy=f"Say which one is meant, with its offset: {both[0]} or {both[1]}.",
    )


@words.register
def _(error: MomentInTheFutureError, names: Names) -> Words:
    return Words(
        problem=(
            f"{local(error.now, None)} is in the future: "
            f"this computer's clock says {local(error.clock, None)}."
        ),
        remedy="Leave out --now and TRAFFTPKG_NOW. If that moment is meant: trafftpkg --allow-future …",
    )


@words.register
def _(error: NotPossibleError, names: Names) -> Words:
    # What is named rather than told, "a later --until", is something to give.
    named = error.instead.startswith(("--", "a ", "an ", "another ", "one "))
    return Words(
        problem=_sentence(error.why), remedy=_sentence(f"give {error.instead}" if named else error.instead)
    )


def _with_offset(error: TwiceOccurringTimeError, moment: object) -> str:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    assert isinstance(moment, datetime)
    return moment.astimezone(ZoneInfo(error.time_zone)).isoformat(timespec="minutes")


def _sentence(clause: str) -> str:
    # An id stays as it is typed.
    if clause.partition(" ")[0].isalpha():
        clause = clause[:1].upper() + clause[1:]
    return clause if clause.endswith((".", "?", "!")) else f"{clause}."
