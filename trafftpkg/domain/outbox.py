"""The outbox: letters to clients that are due, and how far each is."""

from datetime import datetime
from typing import Literal

from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.letters import LetterKind
from trafftpkg.domain.value import Value, value

LetterStatus = Literal["waiting", "sent", "failed", "dropped"]
"""How far a letter is: it waits until it is sent, the mail server refuses it, or it has no more to say."""

LetterTrouble = Literal[
    "given_up",
    "no_address",
    "no_answer_yet",
    "no_longer_due",
    "not_an_address",
    "refused",
    "refused_for_now",
    "server_down",
    "stopped",
    "before_letters",
]
"""Why a letter was not sent, or not yet. Scripts may rely on these words."""


@value
class Letter(Value):
    """A letter in the outbox. What it says is written when it is sent, from what is recorded.

    Args:
        key: Its own name: of the entry, or of what made it due; of its kind, and of the client.
        about: The purchase or the appointment.
        seq: The entry that it tells of; None of a reminder.
        due_at: When it became due.
        tries: How often it was taken in hand.
        next_at: When it may be taken in hand next. While it is in hand: when its sender is taken for dead.
        ended_at: When it was sent, failed or dropped.
        trouble: Why it was not sent, or not yet; `said` is what the mail server said.
    """

    key: str
    kind: LetterKind
    client: ClientKey
    about: PurchaseId | AppointmentId
    seq: int | None
    due_at: datetime
    status: LetterStatus = "waiting"
    tries: int = 0
    next_at: datetime
    ended_at: datetime | None = None
    trouble: LetterTrouble | None = None
    said: str | None = None


@value
class LetterMark(Value):
    """Up to which entry letters were made, and whether sending rests because the mail server is down.

    Args:
        rests: How many rests there were since a letter was last taken.
    """

    seq: int
    hash: str
    rest_until: datetime | None = None
    rests: int = 0
