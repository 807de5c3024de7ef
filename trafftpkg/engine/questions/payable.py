"""Which free times can be paid for: by a purchase, by a sale made now, or by who pays for a visit already."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from trafftpkg.domain.choosing import Occasion, refusal_of, refusal_to_move

if TYPE_CHECKING:
    from trafftpkg.domain.appointment import Appointment, Visit
    from trafftpkg.domain.purchase import Purchase
    from trafftpkg.engine.reading import Reading


class Pays(NamedTuple):
    """Whether a visit can be paid for.

    Args:
        is_by_visit: Whether that depends on hour, place and employee. Otherwise it is the same all day long.
    """

    judge: Callable[[Visit], bool]
    is_by_visit: bool


def by_purchase(reading: Reading, payer: str) -> Pays:
    """Return whether a purchase could pay for a visit, as `book --from` would judge."""
    purchase = reading.worksheet({}).purchase(payer)
    return Pays(
        lambda visit: refusal_of(purchase, _occasion(reading, purchase, visit)) is None,
        _is_by_visit([purchase]),
    )


def by_sale(reading: Reading, package: str) -> Pays:
    """Return whether a package, if it was sold now, would pay for a visit that is booked with it (R-6.5)."""
    from trafftpkg.engine.requests.purchase import sold_now  # only where a package is to be bought

    sold = sold_now(reading.worksheet({}), package)
    return Pays(
        lambda visit: refusal_of(sold, _occasion(reading, sold, visit, in_sale=True)) is None,
        _is_by_visit([sold]),
    )


def by_what_pays_already(reading: Reading, moved: Appointment) -> Pays:
    """Return whether those who pay for a visit could pay for it elsewhere, as `reschedule` would judge."""
    sheet = reading.worksheet({})
    payers = [sheet.purchase(each.purchase) for each in moved.allocation]
    return Pays(lambda visit: not _refused(reading, payers, moved, visit), _is_by_visit(payers))


def _is_by_visit(payers: Iterable[Purchase]) -> bool:
    return any(each.terms.only is not None for each in payers)


def _refused(reading: Reading, payers: Iterable[Purchase], moved: Appointment, visit: Visit) -> bool:
    return any(refusal_to_move(each, moved.id, _occasion(reading, each, visit)) for each in payers)


def _occasion(reading: Reading, payer: Purchase, visit: Visit, *, in_sale: bool = False) -> Occasion:
    return Occasion(
        client=payer.client, visit=visit, now=reading.now, zone=reading.time_zone, in_sale=in_sale
    )
