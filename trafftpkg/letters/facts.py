"""What a letter is written from: everything it says, as values; and who writes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from email.headerregistry import Address
from pathlib import Path

from trafftpkg.domain.appointment import Allocation, Appointment, Visit
from trafftpkg.domain.balance import VisitNumber
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.letters import REMINDERS, LetterKind
from trafftpkg.domain.purchase import Balance, Purchase
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.outcomes import PaymentMade
from trafftpkg.engine.questions.history import Ruling
from trafftpkg.letters.links import OwnPaths, PageLinks


@value
class PurchaseTold(Value):
    """A purchase in a letter, as it is right after what the letter is about.

    Args:
        due: What is still to be paid for it. It is asked of who pays, who may be another than the reader.
        asked: Whether the reader is the one who pays.
        owned: Whether it is the reader's own. It may be one that they pay for, or that was shared with them.
    """

    purchase: Purchase
    balance: Balance
    due: Decimal
    asked: bool
    owned: bool


@value
class VisitTold(Value):
    """A visit in a letter, as it is right after what the letter is about.

    Args:
        numbers: Which visit of its purchase it is, by purchase, where visits are counted.
        sequence: How often it was changed so far, for SEQUENCE in calendars.
        before: Of a move: what was booked until then.
        ruling: Of a cancellation: whether its units (or its price) were kept, released or forgiven, and why.
        held: Of a cancellation: which purchases had given how many units until then.
        price: Of a cancellation of a visit without a package: what it cost until then.
    """

    appointment: Appointment
    numbers: Mapping[PurchaseId, VisitNumber]
    sequence: int
    before: Visit | None = None
    ruling: Ruling | None = None
    held: tuple[Allocation, ...] = ()
    price: Decimal | None = None


@value
class LetterFacts(Value):
    """One letter: what it is about and whom it goes to.

    Args:
        key: The letter's own name: the same whenever it is written again.
        message_id: The header, made of the key; with its angle brackets.
        ledger: The ledger's own name, by which UIDs of visits in calendars are unique.
        at: The moment it became due, for the header Date: the same whenever it is written again.
        client: Whom it goes to.
        to: Their address; the domain is in ASCII, the local part may need SMTPUTF8.
        by_page: Whether it was done on the page. What the page itself calls off was not paid in time.
        purchases: Sold, or paying for the visits told; of a reminder the one it is about.
        visits: In the order of their starts. A sale's letter tells those that were booked with it.
        payments: Received or, below zero, paid back with the same entry.
        others: Other clients that it tells of: who pays, or for whom it was bought.
    """

    key: str
    message_id: str
    ledger: str
    kind: LetterKind
    at: datetime
    client: Client
    to: Address
    by_page: bool
    time_zone: str
    currency: str
    purchases: tuple[PurchaseTold, ...] = ()
    visits: tuple[VisitTold, ...] = ()
    payments: tuple[PaymentMade, ...] = ()
    others: tuple[Client, ...] = ()

    @property
    def is_reminder(self) -> bool:
        """Whether time made it due: such letters can be stopped by who gets them."""
        return self.kind in REMINDERS


@value
class Letterhead(Value):
    """Who writes.

    Args:
        catalogue: As declared now: the business card, and the names of what is sold.
        folder: The catalogue's folder, with `letters/` and pictures. None where there is none.
        sender: The header From, as it was set: `Studio Lumen <hello@lumen.example>`.
        links: Of the page, for the client the letter goes to. None where no page is known.
    """

    catalogue: Catalogue
    folder: str | None
    sender: str
    links: PageLinks | None


def heads_of(
    catalogue: Catalogue, folder: Path, sender: str, address: str | None = None, paths: OwnPaths | None = None
) -> Callable[[Client], Letterhead]:
    """Return what makes letterheads.

    Args:
        folder: The catalogue's, with the logo.
        sender: The header From.
        address: The page's whole address, without a slash at its end. Without it letters have no links.
        paths: The page's paths of a client's own things.
    """

    def head_for(client: Client) -> Letterhead:
        links = PageLinks(address, paths, client.key) if address and paths else None
        return Letterhead(catalogue=catalogue, folder=str(folder), sender=sender, links=links)

    return head_for
