"""Letting a package pay for a visit that was booked at its price, or by another."""

from trafftpkg.domain.appointment import Allocation, Appointment
from trafftpkg.domain.cancelling import consequences
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.base import Expiry
from trafftpkg.domain.events.booking import AppointmentRedeemed
from trafftpkg.domain.validity import expiry_with_visit
from trafftpkg.domain.value import value
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.redeeming import allocation_for
from trafftpkg.engine.requests.standing import already_cancelled, live_purchase, payers_of
from trafftpkg.engine.worksheet import Worksheet


@value
class RedeemAppointment(Request):
    """Let a package pay for a visit, in place of its price or of what pays now, from now on (R-12.3).

    Args:
        payer: The purchase that is to pay, whatever the burn-down order.
    """

    name = "redeem"

    appointment: str
    payer: str | None = None
    reason: str | None = None

    def decide(self, sheet: Worksheet) -> None:
        visit = sheet.appointment(self.appointment)
        if visit.status != "booked" and not (visit.fate is not None and visit.fate.kept):
            raise already_cancelled(sheet, visit)
        former = [live_purchase(sheet, each.id, expired_too=True) for each in payers_of(sheet, visit)]
        allocation = allocation_for(sheet, visit.client, visit.visit, self.payer, instead=visit.id)
        if set(allocation) == set(visit.allocation):
            payers = tuple(dict.fromkeys(each.purchase for each in allocation))
            raise BadArgumentError(
                field="payer", reason="pays_already", thing=visit.id, given=self.payer, choices=payers
            )
        back = consequences(visit, former, sheet.now, sheet.time_zone)
        still = {part.purchase for part in allocation}
        moved = (each.expiry for each in back if each.release.purchase not in still)
        sheet.record(
            AppointmentRedeemed(
                appointment=visit.id,
                service=visit.visit.service,
                employee=visit.visit.employee,
                location=visit.visit.location,
                starts_at=visit.visit.starts_at,
                allocation=allocation,
                kept=visit.status != "booked",
                released=tuple(each.release for each in back),
                expiries=(*(each for each in moved if each), *_started(sheet, visit, allocation)),
                reason=sheet.reason_hash,
            )
        )


def _started(sheet: Worksheet, visit: Appointment, allocation: tuple[Allocation, ...]) -> list[Expiry]:
    """The new end of those whose validity the visit starts: not before they were bought."""
    payers = (sheet.purchase(part.purchase).without(visit.id) for part in allocation)
    found = (
        expiry_with_visit(each, max(visit.visit.starts_at, each.purchased_at), sheet.now, sheet.time_zone)
        for each in payers
    )
    return [each for each in found if each is not None]
