"""Cancelling an appointment, or recording that the client did not come."""

from typing import Literal

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.cancelling import (
    Consequence,
    Verdict,
    cancellation_verdict,
    consequences,
    free_until,
    no_show_verdict,
)
from trafftpkg.domain.errors.booking import NotStartedError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.events.booking import AppointmentCancelled, AppointmentMissed, CancelledBy, DecidedBy
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.value import value
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.standing import (
    appointment_ahead,
    payers_of,
    policy_of,
    standing_appointment,
)
from trafftpkg.engine.worksheet import Worksheet

SetAside = Literal["release", "keep"]
"""What staff decide in place of the policy."""


@value
class CancelAppointment(Request):
    """Cancel an appointment that has not begun.

    Args:
        verdict: Sets the policy aside.
        places: How many of a party do not come; None for all.
    """

    name = "cancel"
    added = ("places",)

    appointment: str
    by: CancelledBy = "client"
    verdict: SetAside | None = None
    reason: str | None = None
    places: int | None = None

    @property
    def wants_reason(self) -> bool:
        return self.verdict is not None

    def decide(self, sheet: Worksheet) -> None:
        if self.by == "business" and self.verdict == "keep":
            raise BadArgumentError(field="verdict", reason="business_releases", given=self.verdict)
        appointment = appointment_ahead(sheet, self.appointment)
        verdict = self.verdict or self._by_policy(sheet, appointment)
        gone = _part(sheet, appointment, self.places, verdict)
        cancel(sheet, gone, by=self.by, verdict=verdict, decided_by="staff" if self.verdict else "policy")

    def _by_policy(self, sheet: Worksheet, appointment: Appointment) -> Verdict:
        if self.by == "business":
            return "release"
        payers = payers_of(sheet, appointment)
        policy = policy_of(appointment, payers)
        in_time = sheet.now <= free_until(appointment.visit.starts_at, policy, appointment.visit.time_zone)
        return cancellation_verdict(policy, in_time, payers[0].forgiven if payers else policy.forgiven)


@value
class MissAppointment(Request):
    """Record that the client did not come to an appointment that has begun.

    Args:
        places: How many of a party did not come; None for all.
    """

    name = "no-show"
    added = ("places",)

    appointment: str
    verdict: SetAside | None = None
    reason: str | None = None
    places: int | None = None

    @property
    def wants_reason(self) -> bool:
        return self.verdict is not None

    def decide(self, sheet: Worksheet) -> None:
        appointment = standing_appointment(sheet, self.appointment)
        visit = appointment.visit
        if sheet.now < visit.starts_at:
            raise NotStartedError(
                appointment=appointment.id, starts_at=visit.starts_at, time_zone=visit.time_zone
            )
        payers = payers_of(sheet, appointment)
        policy = policy_of(appointment, payers)
        verdict = self.verdict or no_show_verdict(policy, payers[0].forgiven if payers else policy.forgiven)
        gone = _part(sheet, appointment, self.places, verdict)
        back = _given_back(sheet, gone, verdict, made_good=False)
        sheet.record(
            AppointmentMissed(
                appointment=gone.id,
                purchases=tuple(each.purchase for each in gone.allocation),
                kept=verdict == "keep",
                released=tuple(each.release for each in back),
                forgiven_by=_forgiven_by(gone, verdict),
                expiries=tuple(each.expiry for each in back if each.expiry is not None),
                reason=sheet.reason_hash,
                decided_by="staff" if self.verdict else "policy",
            )
        )


def _part(sheet: Worksheet, appointment: Appointment, places: int | None, verdict: Verdict) -> Appointment:
    """Return the visit of those who do not come: of some of a party it is one of their own (R-8.8).

    Raises:
        BadArgumentError: more than there are, or nobody.
    """
    party = appointment.visit.party
    if places is not None and not 0 < places <= party:
        raise BadArgumentError(
            field="places", reason="more_than_come", given=places, limit=party, thing=appointment.id
        )
    if places is None or places == party:
        return appointment
    from trafftpkg.engine.requests.splitting import split_party  # hardly anybody needs it

    return split_party(sheet, appointment, places, price_stays=verdict == "keep")


def cancel(
    sheet: Worksheet,
    appointment: Appointment,
    *,
    by: CancelledBy,
    verdict: Verdict,
    decided_by: DecidedBy = "policy",
) -> None:
    """Record a cancellation with what it gives back; also for those that other requests bring with them."""
    back = _given_back(sheet, appointment, verdict, made_good=by == "business")
    sheet.record(
        AppointmentCancelled(
            appointment=appointment.id,
            by=by,
            purchases=tuple(each.purchase for each in appointment.allocation),
            kept=verdict == "keep",
            released=tuple(each.release for each in back),
            forgiven_by=_forgiven_by(appointment, verdict),
            expiries=tuple(each.expiry for each in back if each.expiry is not None),
            reason=sheet.reason_hash,
            decided_by=decided_by,
        )
    )


def _given_back(
    sheet: Worksheet, appointment: Appointment, verdict: Verdict, made_good: bool
) -> list[Consequence]:
    if verdict == "keep":
        return []
    return consequences(
        appointment, payers_of(sheet, appointment), sheet.now, sheet.time_zone, made_good=made_good
    )


def _forgiven_by(appointment: Appointment, verdict: Verdict) -> PurchaseId | None:
    return appointment.allocation[0].purchase if verdict == "forgive" else None
