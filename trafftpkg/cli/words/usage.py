"""Words for what was typed and cannot be meant."""

from datetime import datetime
from zoneinfo import ZoneInfo

from trafftpkg.cli.errors import (
    AmbiguousDayError,
    CommandLineError,
    MalformedError,
    UnknownCommandError,
    UnknownTopicError,
)
from trafftpkg.cli.words.base import Words, local, words
from trafftpkg.cli.words.names import Names
from trafftpkg.cli.words.reasons import REASONS
from trafftpkg.domain.errors.usage import (
    BadArgumentError,
    EntriesNotAheadError,
    MomentInTheFutureError,
    SkippedTimeError,
    TwiceOccurringTimeError,
)


@words.register
def _(error: BadArgumentError, names: Names) -> Words:
    return REASONS[error.reason](error, names.called)


@words.register
def _(error: MalformedError, names: Names) -> Words:
    return Words(
        problem=f"'{error.typed}' is not valid for {error.what}.",
        remedy=f"Give {error.expected}.",
    )


@words.register
def _(error: AmbiguousDayError, names: Names) -> Words:
    several = len(error.readings) > 1
    kind = "moment" if "T" in error.readings[0] else "day"
    unclear = "can be read in more than one way" if several else f"is not a {kind} as it is written here"
    return Words(
        problem=f"{error.what} '{error.typed}' {unclear}.",
        remedy=f"Give {' or '.join(error.readings)}.",
    )


@words.register
def _(error: SkippedTimeError, names: Names) -> Words:
    return Words(
        problem=f"{error.typed:%Y-%m-%d %H:%M} does not exist in {error.time_zone}: the clocks go forward.",
        remedy="Give an earlier or a later time.",
    )


@words.register
def _(error: TwiceOccurringTimeError, names: Names) -> Words:
    both = [_with_offset(error, moment) for moment in (error.first, error.second)]
    return Words(
        problem=f"{error.typed:%Y-%m-%d %H:%M} occurs twice in {error.time_zone}: the clocks go back.",
        remedy=f"Give it with its offset: {both[0]} or {both[1]}.",
    )


@words.register
def _(error: MomentInTheFutureError, names: Names) -> Words:
    return Words(
        problem=(
            f"{local(error.now, None)} is in the future. "
            f"This computer's clock says {local(error.clock, None)}."
        ),
        remedy="Leave out --now and TRAFFTPKG_NOW. To use this moment anyway: trafftpkg --allow-future …",
    )


@words.register
def _(error: EntriesNotAheadError, names: Names) -> Words:
    if error.first == 0:
        return Words(
            problem=f"All entries of {error.where} are ahead of this computer's clock, also the first.",
            remedy="Correct this computer's clock. If it is right, start a new ledger.",
        )
    if error.first is None:
        return Words(
            problem=f"No entry from {error.seq} on is ahead of this computer's clock.",
            remedy="See the last entry: trafftpkg ledger head",
        )
    return Words(
        problem=f"Entry {error.seq} is not ahead of this computer's clock. The first that is: {error.first}.",
        remedy=f"See what would be set aside: trafftpkg ledger repair --future-from {error.first}",
    )


def _with_offset(error: TwiceOccurringTimeError, moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(error.time_zone)).isoformat(timespec="minutes")


@words.register
def _(error: UnknownCommandError, names: Names) -> Words:
    if error.typed == "help" and error.meant:
        return Words(problem="Help is an option here, not a command.", remedy=_help_of(error.meant[0]))
    offered = " or ".join(f"'{each}'" for each in error.meant)
    hint = f" Did you mean {offered}?" if offered else ""
    remedy = "; or: ".join(_help_of(each) for each in error.meant) or f"{error.path} --help"
    return Words(problem=f"There is no command '{error.typed}'.{hint}", remedy=remedy)


def _help_of(command: str) -> str:
    return f"trafftpkg {command}".strip() + ("" if command.startswith("-") else " --help")


@words.register
def _(error: UnknownTopicError, names: Names) -> Words:
    hint = f" Did you mean '{error.nearest}'?" if error.nearest else ""
    remedy = f"trafftpkg guide {error.nearest}" if error.nearest else "List the topics: trafftpkg guide"
    return Words(problem=f"The guide has no topic '{error.typed}'.{hint}", remedy=remedy)


@words.register
def _(error: CommandLineError, names: Names) -> Words:
    more = f"{error.path} --help"
    remedy = f"For example: {error.example}. More: {more}" if error.example else more
    return Words(problem=error.problem, remedy=remedy)
