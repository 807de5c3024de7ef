"""Words for purchases that cannot be changed or ended like this."""

from trafftpkg.cli.words.base import Words, words
from trafftpkg.cli.words.names import Names
from trafftpkg.cli.words.times import local, money
from trafftpkg.domain.errors.changing import (
    AppointmentsAheadError,
    ErasureLosesError,
    IdempotencyConflictError,
    MoneyWasPaidError,
    NotEnoughUnitsError,
    NotFrozenError,
    PaymentDueError,
    PurchaseEndedError,
    ReasonRequiredError,
    RefundExceedsPaidError,
    UnitMismatchError,
)
from trafftpkg.domain.terms import Measure
from trafftpkg.domain.wording import told_in_words, units_in_words


@words.register
def _(error: NotFrozenError, names: Names) -> Words:
    return Words(
        problem=f"{error.purchase} has no freeze that could be ended then.",
        remedy=f"See what happened to it: trafftpkg history {error.purchase}",
    )


@words.register
def _(error: PaymentDueError, names: Names) -> Words:
    return Words(
        problem=f"{money(error.due)} is still due for {error.purchase}, and nothing of it can be given away.",
        remedy=f"trafftpkg pay {error.purchase} all --method METHOD",
    )


@words.register
def _(error: RefundExceedsPaidError, names: Names) -> Words:
    thing = error.purchase or error.appointment
    if error.method is not None:
        return Words(
            problem=(
                f"By {error.method} {money(error.paid)} came in for {thing}, less than {money(error.amount)}."
            ),
            remedy="Leave --method out: it goes back by all the ways it came, the latest first.",
        )
    return Words(
        problem=f"{money(error.amount)} is more than can be paid back for {thing}: {money(error.paid)}.",
        remedy=f"Give --amount {money(error.paid)} or less, or leave it out.",
    )


@words.register
def _(error: MoneyWasPaidError, names: Names) -> Words:
    return Words(
        problem=(
            f"{money(error.paid)} was paid for {error.purchase}, and {money(error.used)} of it was used: "
            "voiding would keep the rest."
        ),
        remedy=(
            f"Pay it back: trafftpkg refund {error.purchase} --reason TEXT. "
            "To keep it, all the same: add --keep-money."
        ),
    )


@words.register
def _(error: AppointmentsAheadError, names: Names) -> Words:
    first = error.appointments[0]
    if error.purchase is None and error.employee is None:
        return Words(
            problem=f"{first} is still to come.",
            remedy=(
                f"Cancel it first: trafftpkg cancel {first} --by business. "
                "All at once: add --cancel-appointments."
            ),
        )
    at_once = " To refund or void, all at once: add --cancel-appointments."
    by = "" if error.purchase else " --by business"
    return Words(
        problem=(
            f"Appointments of {error.purchase or error.employee} stand in the way: "
            f"{', '.join(error.appointments)}."
        ),
        remedy=f"Cancel or move them first: trafftpkg cancel {first}{by}.{at_once if error.purchase else ''}",
    )


@words.register
def _(error: ErasureLosesError, names: Names) -> Words:
    left = [
        *([f"visits to come ({', '.join(error.appointments)})"] if error.appointments else []),
        *(
            f"{told_in_words(each.units, Measure(unit=each.unit, uses=each.uses))} left of {each.purchase}"
            for each in error.units
        ),
        *(f"{money(each.amount)} to pay for {each.thing}" for each in error.due),
        *(f"{money(each.amount)} to get back for {each.thing}" for each in error.owed),
    ]
    return Words(
        problem=f"{error.handle} still has {', '.join(left)}. Erased, this belongs to nobody.",
        remedy=(
            "Cancel, refund or pay first. "
            f"To erase all the same, which cannot be undone: trafftpkg client erase {error.handle} --yes"
        ),
    )


@words.register
def _(error: ReasonRequiredError, names: Names) -> Words:
    return Words(
        problem=f"'{error.request}' needs a reason here, and there is none.",
        remedy='Say why: --reason "…"',
    )


@words.register
def _(error: PurchaseEndedError, names: Names) -> Words:
    when = "" if error.ended_at is None else f" since {local(error.ended_at, error.time_zone)}"
    back = f"trafftpkg extend {error.purchase} --by 2w --reason TEXT"
    return Words(
        problem=f"{error.purchase} is {error.status}{when}.",
        remedy=f"Give it more time: {back}" if error.status == "expired" else "Sell another one.",
    )


@words.register
def _(error: NotEnoughUnitsError, names: Names) -> Words:
    of_service = f" for '{error.service}'" if error.service else ""
    available, asked = (_visits_and_units(each, error) for each in (error.available, error.asked))
    return Words(
        problem=f"{error.purchase} has {available} free{of_service}, and {asked} would go.",
        remedy=f"Take fewer, or see where they are: trafftpkg show {error.purchase}",
    )


@words.register
def _(error: UnitMismatchError, names: Names) -> Words:
    if error.unit == "minute":
        return Words(
            problem=f"{error.purchase} is counted in hours; {error.units} says neither hours nor minutes.",
            remedy=f"Say which: --units {error.units}h or --units {error.units}m",
        )
    typed = units_in_words(error.units, error.typed_in)
    return Words(
        problem=f"{error.purchase} is counted in sessions, and {typed} is a length of time.",
        remedy=f"Give a number of sessions: --units {'-1' if error.units < 0 else '1'}",
    )


@words.register
def _(error: IdempotencyConflictError, names: Names) -> Words:
    return Words(
        problem=(
            f"The key '{error.key}' is recorded for another request: '{error.request}', entry {error.seq}, "
            "with other arguments."
        ),
        remedy="Repeat that request exactly, or give this one a key of its own.",
    )


def _visits_and_units(units: int, error: NotEnoughUnitsError) -> str:
    """`6 visits (12 sessions)`: visits to tell the client, sessions to type."""
    told = told_in_words(units, Measure(unit=error.unit, uses=error.uses))
    plain = units_in_words(units, error.unit)
    return told if told == plain else f"{told} ({plain})"
