"""A business and its page in this process: real stores in a folder of its own, a clock that stands still."""

import re
import shutil
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp

from tests.compiled import keep_compiled
from tests.web.asgi_browser import Answer, AsgiBrowser
from trafftpkg.bootstrap import Desk
from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.purchase import Purchase
from trafftpkg.engine.clients import new_client
from trafftpkg.engine.outcomes import Outcome
from trafftpkg.engine.questions.appointments import ListAppointments
from trafftpkg.engine.questions.purchases import ListPurchases
from trafftpkg.engine.requests.base import Request
from trafftpkg.engine.requests.book import BookAppointment
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.engine.requests.purchase import PurchasePackage
from trafftpkg.languages.language import Languages, known_languages
from trafftpkg.languages.telling import Telling
from trafftpkg.letters.smtp import Delivery
from trafftpkg.web.app import booking_page
from trafftpkg.web.backend import Backend
from trafftpkg.web.page_settings import PageSettings
from trafftpkg.web.payment import Checkout

CATALOGUE = Path(__file__).parent.parent.parent / "catalog"
ADDRESS = "https://book.example"


def declare(business: Path, line: str) -> None:
    """Write a line of business.yaml in the place of the one with the same key, or at its end."""
    key = line[: line.index(":") + 1]
    others = [each for each in business.read_text().splitlines() if not each.startswith(key)]
    business.write_text("\n".join([*others, line, ""]))


class LetterBox:
    """A mail server that keeps what it is sent: recipient, subject and text."""

    sender = "Maré Alta <desk@marealta.example>"

    def __init__(self) -> None:
        self.letters: list[tuple[str, str, str]] = []
        self.speaks_utf8 = True
        self.is_down = False

    def reaches(self, to: Address) -> bool:
        """Tell whether it takes such an address."""
        return self.speaks_utf8 or to.addr_spec.isascii()

    def conversation(self) -> AbstractContextManager["LetterBox"]:
        """Take letters one after the other."""
        return nullcontext(self)

    def is_up(self) -> bool:
        """Tell whether it takes letters now."""
        return not self.is_down

    def send(self, letter: EmailMessage, to: Address, copy: Address | None = None) -> Delivery:
        """Keep a letter, unless it is down."""
        if self.is_down:
            return Delivery(fate="server_down")
        text = letter.get_body(("plain",))
        assert text is not None
        self.letters.append((to.addr_spec, str(letter["Subject"]), text.get_content()))
        return Delivery(fate="taken")

    def link(self) -> str:
        """Return the path of the link in the last letter."""
        found = re.search(rf"{ADDRESS}(/sign-in/\S+)", self.letters[-1][2])
        assert found is not None
        return found[1]


class Shop:
    """The example business, Maré Alta, on Monday 5 January 2026 at ten in the morning."""

    def __init__(self, folder: Path, ledger: str | None = None) -> None:
        self.folder = folder
        self.ledger = ledger or str(folder / "ledger.jsonl")
        self.now = "2026-01-05T10:00"
        self.address = ADDRESS
        self.allow_future = True
        self.mail: LetterBox | None = LetterBox()
        self.checkouts: list[Checkout] = []
        self.embedders: list[str] = []
        self.known: Languages | None = None
        shutil.copytree(CATALOGUE, folder / "catalog")
        keep_compiled(folder / "catalog")

    def desk(self) -> Desk:
        """Return a desk at the moment it is."""
        return Desk(
            catalogue=self.folder / "catalog",
            ledger=self.ledger,
            now=datetime.fromisoformat(self.now),
            actor="desk",
            notice=lambda _: None,
            begins=True,
            allow_future=self.allow_future,
        )

    def browser(self, **facts: Any) -> AsgiBrowser:
        """Return a new browser at the page as it is configured now."""
        return AsgiBrowser(app=self.app(), **facts)

    def app(self) -> ASGIApp:
        """Return the page as it is configured now."""
        return booking_page(self.settings())

    def settings(self) -> PageSettings:
        """Return what the page is configured with now."""
        self.page_desk = self.desk()
        return PageSettings(
            backend=Backend(self.page_desk),
            folder=self.folder / "catalog",
            address=self.address,
            mail=self.mail,
            checkouts=self.checkouts,
            embedders=self.embedders,
            known=self.known,
        )

    def with_pictures(self) -> AsgiBrowser:
        """Return a new browser at a page whose pictures are ready."""
        browser = self.browser()
        browser.get("/")
        self.page_desk.catalogue.pictures.wait()
        return browser

    def later(self, browser: AsgiBrowser, now: str) -> AsgiBrowser:
        """Return the same browser at another moment."""
        self.now = now
        return self.browser(cookies=browser.cookies)

    def declares(self, file: str, text: str) -> None:
        """Write a file of the catalogue."""
        (self.folder / "catalog" / file).write_text(text)

    def declares_of_business(self, line: str) -> None:
        """Write a line of business.yaml, in the place of the one with the same key."""
        declare(self.folder / "catalog/business.yaml", line)

    def edits(self, file: str, old: str, new: str) -> None:
        """Change something in a file of the catalogue."""
        path = self.folder / "catalog" / file
        path.write_text(path.read_text().replace(old, new))

    def english(self) -> Telling:
        """Return how the page tells things in English."""
        return Telling(self.desk().catalogue.catalogue(), known_languages().named("en"))

    def speaks_only_english(self) -> None:
        """Leave out the other languages of its texts."""
        self.edits("business.yaml", "[en, pt]", "[en]")
        for file in (self.folder / "catalog").rglob("*.yaml"):
            text = re.sub(r"\n *pt: .*", "", file.read_text())
            file.write_text(re.sub(r"\{en: ([^,}]+), pt: [^}]+\}", r"{en: \1}", text))

    def knows(self, handle: str) -> ClientKey:
        """Add a client."""
        client = new_client(handle, name=handle.capitalize(), email=f"{handle}@example.com")
        self.desk().clients.add(client)
        return client.key

    def does(self, request: Request) -> Outcome:
        """Send a request as the desk does."""
        return self.desk().engine.execute(request)

    def sells(self, package: str, *, to: str, method: str = "card", **more: Any) -> Purchase:
        """Sell a package at the desk."""
        return self.does(PurchasePackage(client=to, package=package, method=method, **more)).purchases[0]

    def books(self, service: str, *, for_: str, at: str, **more: Any) -> Appointment:
        """Book a visit at the desk."""
        wanted = VisitWanted(
            service=service, at=datetime.fromisoformat(at), employee=more.pop("employee", None)
        )
        return self.does(BookAppointment(client=for_, wanted=wanted, **more)).appointments[0]

    def purchases(self) -> tuple[Purchase, ...]:
        """Return all purchases."""
        return self.desk().inquiry.ask(ListPurchases()).purchases

    def appointments(self) -> tuple[Appointment, ...]:
        """Return all appointments."""
        return self.desk().inquiry.ask(ListAppointments()).appointments

    def entries(self) -> int:
        """Return how many entries there are."""
        with self.desk().ledger.reading() as books:
            head = books.head()
            return 0 if head is None else head.seq

    def link_for(self, handle: str) -> str:
        """Return the path of a link that signs a client in."""
        desk = self.desk()
        client = desk.clients.find(handle)
        assert client is not None
        part = desk.door.link_for(
            client.key, now=desk.read_clock(), valid=timedelta(hours=1), next_path="/account"
        )
        return f"/sign-in/{part}"

    def signed_in(self, handle: str) -> AsgiBrowser:
        """Return a browser in which a client has signed in."""
        browser = self.browser()
        link = self.link_for(handle)
        assert browser.send(browser.get(link), link).headers["location"] == "/account"
        return browser


def time_of(page: Answer, row: str, clock: str) -> str:
    """Return the value of a free time that a page offers: `12:00`."""
    found = re.search(rf'name="{row}-time" value="([^"]+)"[^>]*><span>{clock}', page.text)
    assert found is not None, f"{clock} is not offered"
    return found[1]
