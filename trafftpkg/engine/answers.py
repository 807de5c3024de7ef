"""What the engine answers: facts, and what is needed to put them into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.purchase import Payment, Purchase


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How facts are to be read.

    Args:
        now: The moment they are judged at, UTC.
        time_zone: The business's.
        currency: The ledger's.
        handles: What clients are called; one that is missing was erased, and its key stands for it.
    """

    now: datetime
    time_zone: str
    currency: str
    handles: Mapping[ClientKey, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMade:
    """A payment, and what it was for: a purchase, or a visit without a package."""

    purchase: PurchaseId | None
    appointment: AppointmentId | None
    payment: Payment


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a request did: the things it touched, as they are right after it.

    Args:
        entry: As recorded; None for a dry run.
        replayed: The key was recorded already, and this is the answer of then.
        new: The ids that began with this request.
    """

    entry: Entry | None
    replayed: bool
    dry_run: bool
    view: View
    purchases: tuple[Purchase, ...]
    appointments: tuple[Appointment, ...]
    payments: tuple[PaymentMade, ...]
    new: frozenset[str]
