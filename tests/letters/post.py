"""Letters as stories tell of them: what was recorded, as the facts of a letter, and the letter read back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from icalendar import Calendar

from tests.story import Story
from trafftpkg.domain.appointment import Appointment, Visit
from trafftpkg.domain.balance import balance_of, visit_number
from trafftpkg.domain.catalogue import Bank, Contact
from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import AppointmentId, ClientKey
from trafftpkg.domain.letters import LetterKind
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.outcomes import PaymentMade
from trafftpkg.engine.questions.history import Ruling
from trafftpkg.languages.language import Languages
from trafftpkg.letters.facts import LetterFacts, Letterhead, PurchaseTold, VisitTold
from trafftpkg.letters.links import OwnPaths, PageLinks
from trafftpkg.letters.writing import write

PAGE = "https://lumen.example"

CONTACT = Contact(
    address=("Knez Mihailova 1", "11000 Belgrade"),
    phone="+381 11 555 01 00",
    dial="tel:+381-11-555-01-00",
    email="hello@lumen.example",
    hours=((0, 540, 1020), (1, 540, 1020)),
)
MAP = "https://www.openstreetmap.org/search?query=Knez+Mihailova+1%2C+11000+Belgrade"
BANK = Bank(holder="Studio Lumen", iban="RS35105008123123123173", bic="XXXXRSBG")


class Signatures:
    """Signs so that one can read in an address what it is of."""

    def sign(self, kind: str, text: str) -> str:
        return "s" * 120

    def signature(self, kind: str, text: str) -> str:
        return text.rpartition(" ")[2]


@dataclass(frozen=True)
class Read:
    """A letter as a mail program reads it."""

    whole: bytes
    mail: EmailMessage

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.mail.get_body((kind,))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")

    @property
    def calendars(self) -> list[Calendar]:
        return [
            Calendar.from_ical(str(each.get_content()))
            for each in self.mail.iter_attachments()
            if each.get_content_type() == "text/calendar"
        ]


class Post:
    """Writes letters about what happened in a story."""

    def __init__(self, story: Story, client: str = "ana", **about: Any) -> None:
        self.story = story
        story.declares(contact=CONTACT, bank=BANK)
        story.knows(client)
        found = story.clients.find(client)
        assert found is not None
        self.client = replace(found, **{"name": "Ana Sousa", "email": "ana@example.com", **about})
        self.links: PageLinks | None = PageLinks(PAGE, OwnPaths(Signatures()), found.key)
        self.folder: str | None = None
        self.known: Languages | None = None

    def purchase(self, purchase: str, *, asked: bool = True, owned: bool = True) -> PurchaseTold:
        found = self.story.purchase(purchase)
        balance = balance_of(found, self.story.moment())
        return PurchaseTold(purchase=found, balance=balance, due=due_of(found), asked=asked, owned=owned)

    def visit(self, visit: str, **more: Any) -> VisitTold:
        found = self.story.appointment(visit)
        return self._told(found, **{"sequence": 0, **more})

    def _told(self, found: Appointment, *, sequence: int, **more: Any) -> VisitTold:
        payers = [self.story.purchase(each.purchase) for each in found.allocation]
        numbers = {each.id: number for each in payers if (number := visit_number(each, found.id))}
        return VisitTold(appointment=found, numbers=numbers, sequence=sequence, **more)

    def moved(self, visit: str, before: Visit) -> VisitTold:
        return self.visit(visit, sequence=1, before=before)

    def cancelled(
        self, visit: str, before: Appointment, units: str, rule: str, sequence: int = 1
    ) -> VisitTold:
        ruling = Ruling(appointment=AppointmentId(visit), units=units, rule=rule)  # type: ignore[arg-type] # typed
        held, price = before.allocation, before.price
        return self.visit(visit, sequence=sequence, ruling=ruling, held=held, price=price)

    def facts(
        self,
        kind: LetterKind,
        *,
        purchases: Sequence[PurchaseTold] = (),
        visits: Sequence[VisitTold] = (),
        others: Iterable[Client] = (),
        payments: Iterable[PaymentMade] = (),
    ) -> LetterFacts:
        return LetterFacts(
            key=f"{kind}/7/ana",
            message_id="<letter.7@lumen.example>",
            ledger="l123",
            kind=kind,
            at=self.story.moment(),
            client=self.client,
            to=Address(username="ana", domain="example.com"),
            by_page=False,
            time_zone=self.story.catalogue.business.time_zone,
            currency=self.story.catalogue.business.currency,
            purchases=tuple(purchases),
            visits=tuple(visits),
            others=tuple(others),
            payments=tuple(payments),
        )

    def head(self) -> Letterhead:
        return Letterhead(
            catalogue=self.story.catalogue, folder=self.folder, sender="hello@lumen.example", links=self.links
        )

    def writes(self, kind: LetterKind, **about: Any) -> Read:
        written = write(self.facts(kind, **about), self.head(), self.known)
        whole = written.as_bytes()
        mail = message_from_bytes(whole, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        return Read(whole, mail)


def client(handle: str, name: str) -> Client:
    return Client(key=ClientKey(f"c{handle}"), handle=handle, name=name)
