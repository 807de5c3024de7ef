"""Words for purchases that cannot be changed or ended like this."""

from trafftpkg.cli.words.base import Words, local, money, words
from trafftpkg.cli.words.names import Names
from trafftpkg.domain.errors.changing import (
    AppointmentsAheadError,
    ErasureLosesError,
    IdempotencyConflictError,
    LongExtensionError,
    MergeLastsError,
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
from trafftpkg.domain.wording import day_in_words, told_in_words, units_in_words


@words.register
def _(error: NotFrozenError, names: Names) -> Words:
    return Words(
        problem=f"{error.purchase} is not frozen on that day.",
        remedy=f"See its freezes: trafftpkg history {error.purchase}",
    )


@words.register
def _(error: PaymentDueError, names: Names) -> Words:
    return Words(
        problem=f"{error.purchase} has {money(error.due)} due. It can be transferred only when it is paid.",
        remedy=f"Record the payment: trafftpkg pay {error.purchase} all --method METHOD",
    )


@words.register
def _(error: RefundExceedsPaidError, names: Names) -> Words:
    thing = error.purchase or error.appointment
    if error.method is not None:
        return Words(
            problem=(
                f"{thing}: {money(error.paid)} was paid by {error.method}, less than {money(error.amount)}."
            ),
            remedy="Leave out --method. The money then goes back the way it came, the latest payment first.",
        )
    if not error.paid:
        return Words(
            problem=f"Nothing can be paid back for {thing}: nothing that was paid for it is left.",
            remedy=f"See what was paid: trafftpkg show {thing}",
        )
    return Words(
        problem=f"At most {money(error.paid)} can be paid back for {thing}, not {money(error.amount)}.",
        remedy=f"Give --amount {money(error.paid)} or less, or leave it out.",
    )


@words.register
def _(error: MoneyWasPaidError, names: Names) -> Words:
    return Words(
        problem=(
            f"{money(error.paid)} was paid for {error.purchase}, but only {money(error.used)} was used. "
            "Voiding it would keep the rest."
        ),
        remedy=(
            f"Pay the rest back: trafftpkg refund {error.purchase} --reason TEXT. "
            "To keep the money, add --keep-money."
        ),
    )


@words.register
def _(error: AppointmentsAheadError, names: Names) -> Words:
    first = error.appointments[0]
    if error.purchase is None and error.employee is None:
        return Words(
            problem=f"{first} has not taken place yet.",
            remedy=(
                f"Cancel it first: trafftpkg cancel {first} --by business. "
                "To do both in one step, add --cancel-appointments."
            ),
        )
    if error.asked != "end":
        return _not_these_days(error)
    at_once = " To refund or void in one step, add --cancel-appointments."
    by = "" if error.purchase else " --by business"
    return Words(
        problem=(
            f"{error.purchase or error.employee} still has appointments: {', '.join(error.appointments)}."
        ),
        remedy=f"Cancel or move them first: trafftpkg cancel {first}{by}.{at_once if error.purchase else ''}",
    )


def _not_these_days(error: AppointmentsAheadError) -> Words:
    first, booked = error.appointments[0], ", ".join(error.appointments)
    if error.asked == "freeze":
        return Words(
            problem=f"{error.purchase} cannot be frozen: {booked} would be on frozen days.",
            remedy=(
                f"Move them first: trafftpkg reschedule {first} --at START. "
                "To cancel them in one step, add --cancel-appointments."
            ),
        )
    return Words(
        problem=f"{error.purchase} would end earlier, and {booked} would be after its last day.",
        remedy=f"Move or cancel them first: trafftpkg reschedule {first} --at START",
    )


@words.register
def _(error: MergeLastsError, names: Names) -> Words:
    others = dict.fromkeys((*error.shared, *error.paid_for))
    moves = ", ".join((*error.purchases, *error.appointments, *others)) or "nothing yet"
    return Words(
        problem=f"{error.kept} would take over all that {error.merged} has, for good: {moves}.",
        remedy=f"If they are one person: trafftpkg client merge {error.kept} {error.merged} --yes",
    )


@words.register
def _(error: LongExtensionError, names: Names) -> Words:
    now = (
        "has no last day yet" if error.last_day is None else f"is valid until {day_in_words(error.last_day)}"
    )
    return Words(
        problem=f"{error.purchase} {now}; {day_in_words(error.given)} is more than two years later.",
        remedy="Check the year. If it is right, add --yes.",
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
        problem=f"{error.handle} still has {', '.join(left)}. If you erase the client, this is lost.",
        remedy=(
            "Cancel, refund or pay first. "
            f"To erase anyway, which cannot be undone: trafftpkg client erase {error.handle} --yes"
        ),
    )


@words.register
def _(error: ReasonRequiredError, names: Names) -> Words:
    return Words(
        problem=f"'{error.request}' needs a reason.",
        remedy='Give one: --reason "…"',
    )


@words.register
def _(error: PurchaseEndedError, names: Names) -> Words:
    ended = "expired" if error.status == "expired" else f"was {error.status}"
    when = "" if error.ended_at is None else f" on {local(error.ended_at, error.time_zone)}"
    back = f"trafftpkg extend {error.purchase} --by 2w --reason TEXT"
    return Words(
        problem=f"{error.purchase} {ended}{when}.",
        remedy=(
            f"Give it more time: {back}"
            if error.status == "expired"
            else f"See what was used and paid: trafftpkg show {error.purchase}. Or sell another one."
        ),
    )


@words.register
def _(error: NotEnoughUnitsError, names: Names) -> Words:
    of_service = f" for '{error.service}'" if error.service else ""
    available, asked = (_visits_and_units(each, error) for each in (error.available, error.asked))
    return Words(
        problem=f"{error.purchase} has {available} free{of_service}. You asked for {asked}.",
        remedy=f"Give fewer, or see how they are used: trafftpkg show {error.purchase}",
    )


@words.register
def _(error: UnitMismatchError, names: Names) -> Words:
    if error.unit == "minute":
        return Words(
            problem=f"{error.purchase} is counted in hours. {error.units} needs a unit.",
            remedy=f"Give hours or minutes: --units {error.units}h or --units {error.units}m",
        )
    typed = units_in_words(error.units, error.typed_in)
    return Words(
        problem=f"{error.purchase} is counted in sessions, but {typed} is a duration.",
        remedy=f"Give a number of sessions: --units {'-1' if error.units < 0 else '1'}",
    )


@words.register
def _(error: IdempotencyConflictError, names: Names) -> Words:
    return Words(
        problem=(
            f"The key '{error.key}' was already used for another request: '{error.request}', "
            f"entry {error.seq}."
        ),
        remedy="Repeat that request exactly, or use a new key for this one.",
    )


def _visits_and_units(units: int, error: NotEnoughUnitsError) -> str:
    """`6 visits (12 sessions)`: visits to tell the client, sessions to type."""
    told = told_in_words(units, Measure(unit=error.unit, uses=error.uses))
    plain = units_in_words(units, error.unit)
    return told if told == plain else f"{told} ({plain})"
