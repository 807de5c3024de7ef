"""Taking units for a visit: the choice of who pays (R-6), recorded as a booking."""

from __future__ import annotations

from trafftpkg.domain.appointment import Allocation, Visit
from trafftpkg.domain.candidate import Candidate
from trafftpkg.domain.choosing import Choice, Occasion, choose_payer, ways_to_pay
from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.booking import NothingToRedeemError, PayerAsked, PurchaseCannotPayError
from trafftpkg.domain.events.base import Expiry
from trafftpkg.domain.events.booking import AppointmentBooked
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.validity import expiry_with_visit
from trafftpkg.engine.requests.base import Override
from trafftpkg.engine.worksheet import Worksheet


def choice_for(  # noqa: PLR0913 - by name only: the ways a visit may be paid
    sheet: Worksheet,
    client: ClientKey,
    visit: Visit,
    preferred: str | None = None,
    *,
    in_sale: bool = False,
    instead: AppointmentId | None = None,
) -> Choice:
    """Return who would pay. For a visit booked with its sale, only `preferred` can.

    Args:
        instead: The appointment itself, where it is paid already: that gives its units back first.

    Raises:
        NotAMemberError: the preferred one is another client's, and not shared with them.
    """
    occasion = Occasion(client=client, visit=visit, now=sheet.now, zone=sheet.time_zone, in_sale=in_sale)
    named = None if preferred is None else sheet.purchase(preferred)
    if named is not None and client not in (named.client, *named.members):
        raise not_a_member(named, client)
    purchases = [named] if in_sale and named is not None else sheet.redeemable_by(client)
    free = [each if instead is None else each.without(instead) for each in purchases]
    return choose_payer(free, occasion, preferred=None if named is None else named.id)


def ways_for(sheet: Worksheet, client: ClientKey, visit: Visit) -> tuple[tuple[Allocation, ...], ...]:
    """Return all that a client could choose to pay, in order, each with what completes it (R-6.10)."""
    occasion = Occasion(client=client, visit=visit, now=sheet.now, zone=sheet.time_zone)
    return ways_to_pay(sheet.redeemable_by(client), occasion)


def not_a_member(purchase: Purchase, client: ClientKey) -> TrafftpkgError:
    """Return the refusal of a client whom a purchase is not shared with."""
    from trafftpkg.domain.errors.naming import NotAMemberError  # only when something is wrong

    return NotAMemberError(
        purchase=purchase.id,
        client=client,
        owner=purchase.client,
        members=len(purchase.members),
        most=purchase.terms.members,
    )


def redeem(
    sheet: Worksheet,
    client: Client,
    visit: Visit,
    *,
    preferred: str | None = None,
    overridden: tuple[Override, ...] = (),
) -> None:
    """Book a visit and take its units from the purchases that pay; errors are those of `allocation_for`."""
    record_booking(sheet, client, visit, allocation_for(sheet, client.key, visit, preferred), overridden)


def allocation_for(
    sheet: Worksheet,
    client: ClientKey,
    visit: Visit,
    preferred: str | None = None,
    instead: AppointmentId | None = None,
) -> tuple[Allocation, ...]:
    """Return which purchases pay for a visit, and how much each; `choice_for` explains `instead`.

    Raises:
        NotAMemberError: the preferred one is another client's.
        NothingToRedeemError: no purchase can pay; with the reason of each.
        PurchaseCannotPayError: the preferred one cannot.
    """
    choice = choice_for(sheet, client, visit, preferred, instead=instead)
    paying = {each.purchase for each in choice.allocation}
    if preferred is not None and PurchaseId(preferred) not in paying:
        raise cannot_pay(preferred, visit, choice.candidates, "named")
    if not choice.allocation:
        raise NothingToRedeemError(
            client=client,
            service=visit.service,
            starts_at=visit.starts_at,
            time_zone=visit.time_zone,
            candidates=choice.candidates,
        )
    return choice.allocation


def pays(sheet: Worksheet, client: ClientKey, visit: Visit, preferred: str | None = None) -> bool:
    """Tell whether a purchase of the client, or the preferred one, would pay for a visit."""
    paying = {each.purchase for each in choice_for(sheet, client, visit, preferred).allocation}
    return bool(paying) if preferred is None else preferred in paying


def record_booking(
    sheet: Worksheet,
    client: Client,
    visit: Visit,
    allocation: tuple[Allocation, ...],
    overridden: tuple[Override, ...] = (),
) -> None:
    """Record a visit that purchases pay, with the new end of those whose validity it starts."""
    sheet.record(
        AppointmentBooked(
            appointment=sheet.next("apt"),
            client=client.key,
            visit=visit,
            allocation=allocation,
            expiries=tuple(_started(sheet, visit, allocation)),
            overridden=overridden,
            reason=sheet.reason_hash,
            shown=sheet.shown_hash,
        )
    )


def cannot_pay(
    purchase: str, visit: Visit, candidates: tuple[Candidate, ...], asked: PayerAsked
) -> PurchaseCannotPayError:
    """Return the refusal of one purchase, with the reasons of all."""
    return PurchaseCannotPayError(
        asked=asked,
        purchase=PurchaseId(purchase),
        service=visit.service,
        starts_at=visit.starts_at,
        time_zone=visit.time_zone,
        candidates=candidates,
    )


def _started(sheet: Worksheet, visit: Visit, allocation: tuple[Allocation, ...]) -> list[Expiry]:
    payers = (sheet.purchase(each.purchase) for each in allocation)
    expiries = (expiry_with_visit(each, visit.starts_at, sheet.now, sheet.time_zone) for each in payers)
    return [expiry for expiry in expiries if expiry is not None]
