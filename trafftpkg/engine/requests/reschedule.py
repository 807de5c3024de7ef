"""Moving an appointment to another time, employee, or location."""

from collections.abc import Callable, Iterable
from datetime import datetime

from trafftpkg.domain.appointment import Appointment, Visit
from trafftpkg.domain.cancelling import free_until
from trafftpkg.domain.candidate import Candidate
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.choosing import Occasion, refusal_to_move
from trafftpkg.domain.diary import moved_visit
from trafftpkg.domain.errors.booking import TooLateToRescheduleError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.base import Expiry
from trafftpkg.domain.events.booking import AppointmentRescheduled
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.validity import expiry_with_visit
from trafftpkg.domain.value import value
from trafftpkg.engine.requests.base import Override, Request
from trafftpkg.engine.requests.placed import placed
from trafftpkg.engine.requests.placing import ANY, Place, VisitWanted
from trafftpkg.engine.requests.redeeming import cannot_pay
from trafftpkg.engine.requests.standing import appointment_ahead, payers_of, policy_of
from trafftpkg.engine.worksheet import Worksheet


@value
class RescheduleAppointment(Request):
    """Move an appointment; time, employee and location stay unless given, and so does what pays (R-8.5)."""

    name = "reschedule"
    goes_by_catalogue = True

    appointment: str
    at: datetime | None = None
    employee: str | None = None
    location: str | None = None
    overrides: tuple[Override, ...] = ()
    reason: str | None = None

    @property
    def wants_reason(self) -> bool:
        return bool(self.overrides)

    def decide(self, sheet: Worksheet) -> None:
        if self.at is None and self.employee is None and self.location is None:
            raise BadArgumentError(field="at", reason="nothing_given", choices=("at", "employee", "location"))
        appointment = appointment_ahead(sheet, self.appointment)
        payers = payers_of(sheet, appointment)
        self._check_in_time(sheet, appointment, payers)
        visit = self._visit(sheet, appointment, payers)
        refused = _refused(sheet, appointment, payers, visit)
        if refused is not None:
            raise cannot_pay(refused.purchase, visit, (refused,), "moved")
        sheet.record(
            AppointmentRescheduled(
                appointment=appointment.id,
                purchases=tuple(payer.id for payer in payers),
                visit=visit,
                expiries=tuple(_moved_ends(sheet, appointment, payers, visit)),
                overridden=self.overrides,
                reason=sheet.reason_hash,
            )
        )

    def employees_named(self, catalogue: Callable[[], Catalogue]) -> Iterable[str]:
        # Not `super()`: a value is a class made anew, of which it knows nothing.
        return catalogue().employees if self.employee == ANY else Request.employees_named(self, catalogue)

    def _check_in_time(self, sheet: Worksheet, appointment: Appointment, payers: list[Purchase]) -> None:
        visit = appointment.visit
        until = free_until(visit.starts_at, policy_of(appointment, payers), visit.time_zone)
        if sheet.now > until:
            raise TooLateToRescheduleError(
                appointment=appointment.id,
                starts_at=visit.starts_at,
                until=until,
                time_zone=visit.time_zone,
                overrides=self.overrides,
            )

    def _visit(self, sheet: Worksheet, appointment: Appointment, payers: list[Purchase]) -> Visit:
        before = appointment.visit
        wanted = VisitWanted(
            service=before.service,
            at=self.at or before.starts_at,
            employee=self.employee or before.employee,
            location=self.location or before.location,
        )

        def moved(place: Place, starts_at: datetime) -> Visit:
            return moved_visit(before, place.service, place.employee, place.location, starts_at)

        def paid(visit: Visit) -> bool:
            return _refused(sheet, appointment, payers, visit) is None

        return placed(
            sheet,
            wanted,
            appointment.client,
            self.overrides,
            at_place=moved,
            moved=appointment.id,
            paid=paid,
        )


def _refused(
    sheet: Worksheet, appointment: Appointment, payers: list[Purchase], visit: Visit
) -> Candidate | None:
    """Return the first of those who pay that cannot pay for the visit as it would be."""
    occasion = Occasion(client=appointment.client, visit=visit, now=sheet.now, zone=sheet.time_zone)
    for payer in payers:
        refusal = refusal_to_move(payer, appointment.id, occasion)
        if refusal is not None:
            return Candidate(purchase=payer.id, chosen=False, rank=None, fate=refusal)
    return None


def _moved_ends(
    sheet: Worksheet, appointment: Appointment, payers: list[Purchase], visit: Visit
) -> list[Expiry]:
    ends = (
        expiry_with_visit(each, visit.starts_at, sheet.now, sheet.time_zone, appointment.id)
        for each in payers
    )
    return [end for end in ends if end is not None]
