"""Words for purchases that cannot be changed like this, and for requests that cannot be taken."""

from trafftpkg.domain.errors.changing import (
    AppointmentsAheadError,
    IdempotencyConflictError,
    NotEnoughUnitsError,
    PaymentDueError,
    PurchaseEndedError,
)
from trafftpkg.domain.terms import Measure
from trafftpkg.web.page_names import PageNames
from trafftpkg.web.words.base import Said, words

_ENDED = {
    "voided": "has been ended",
    "refunded": "was paid back",
    "expired": "has expired",
}


@words.register
def _(error: PaymentDueError, names: PageNames) -> Said:
    return Said(
        problem=f"{names.formats.money(error.due)} is still to be paid for this package.",
        remedy="Your account says how.",
    )


@words.register
def _(error: AppointmentsAheadError, names: PageNames) -> Said:
    return Said(
        problem="Visits are booked with this package.", remedy="Please cancel them first, in your account."
    )


@words.register
def _(error: PurchaseEndedError, names: PageNames) -> Said:
    ended = _ENDED.get(error.status, "has ended")
    return Said(problem=f"This package {ended}.", remedy="Your account shows the packages that you can use.")


@words.register
def _(error: NotEnoughUnitsError, names: PageNames) -> Said:
    left = names.formats.units(error.available, Measure(unit=error.unit, uses=error.uses))
    return Said(problem=f"This package has only {left} left.", remedy="Please choose fewer visits.")


@words.register
def _(error: IdempotencyConflictError, names: PageNames) -> Said:
    return Said(
        problem="You have sent this form before, with other choices; that was done, and this was not.",
        remedy="Your account shows what is booked. To book more, please begin again from the front page.",
    )
