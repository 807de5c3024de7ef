"""A business that sends letters: real stores in a folder, and a mail server that says what it is told to."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

from tests.web.shop import Shop
from trafftpkg.domain.letters import REMINDERS, LetterKind
from trafftpkg.domain.outbox import Letter
from trafftpkg.engine.inquiry import Inquiry
from trafftpkg.letters.collecting import Collecting
from trafftpkg.letters.facts import LetterFacts, Letterhead
from trafftpkg.letters.sending import Sending, SendingReport
from trafftpkg.letters.smtp import Delivery


class Told:
    """Takes letters, and keeps what each was written from."""

    sender = "Maré Alta <desk@marealta.example>"

    def __init__(self) -> None:
        self.facts: list[LetterFacts] = []
        self.taken: list[tuple[str, str]] = []
        self.copies: list[str] = []
        self.says = Delivery(fate="taken")
        self._written: LetterFacts | None = None

    def write(self, facts: LetterFacts, _head: Letterhead) -> EmailMessage:
        """Write a letter that says nothing."""
        self._written = facts
        letter = EmailMessage()
        letter["Message-ID"] = facts.message_id
        return letter

    def is_up(self) -> bool:
        """Tell whether it takes letters now."""
        return True

    def reaches(self, to: Address) -> bool:
        """Take any address."""
        return bool(to.addr_spec)

    def conversation(self) -> AbstractContextManager["Told"]:
        """Take letters one after the other."""
        return nullcontext(self)

    def send(self, letter: EmailMessage, to: Address, copy: Address | None = None) -> Delivery:
        """Take a letter, or say what is to be said."""
        if self.says.fate == "taken":
            assert self._written is not None
            self.facts.append(self._written)
            self.taken.append((to.addr_spec, str(letter["Message-ID"])))
            self.copies += [copy.addr_spec] if copy else []
        return self.says

    def kinds(self) -> list[str]:
        """Return what the letters were about, and to whom they went."""
        return [f"{each.kind} to {each.client.handle}" for each in self.facts]


class Post:
    """The business, its outbox, and its mail."""

    def __init__(self, folder: Path, ledger: str | None = None) -> None:
        self.shop = Shop(folder, ledger)
        self.mail = Told()
        self.waiting_for_answers: set[str] = set()
        self.copies = True
        self.reminders: Sequence[LetterKind] = REMINDERS

    def collecting(self) -> Collecting:
        """Return what puts letters in the outbox, now."""
        desk = self.shop.desk()
        return Collecting(self.inquiry(), desk.outbox, desk.place, self.reminders)

    def inquiry(self) -> Inquiry:
        """Return an inquiry, now."""
        return self.shop.desk().inquiry

    def sending(self) -> Sending:
        """Return what sends them, now."""
        desk = self.shop.desk()
        return Sending(
            inquiry=desk.inquiry,
            outbox=desk.outbox,
            mail=self.mail,
            head=lambda _: Letterhead(
                catalogue=desk.catalogue.catalogue(), folder=None, sender=self.mail.sender, links=None
            ),
            write=self.mail.write,
            waits=lambda key: key in self.waiting_for_answers,
            copies=self.copies,
            clock=desk.read_clock,
        )

    def begins(self) -> None:
        """Note where letters begin."""
        assert self.collecting().collect() == 0

    def goes(self, at: str | None = None, *, reminding: bool = False) -> SendingReport:
        """Do what the page does, or, reminding, what the night job does."""
        if at is not None:
            self.shop.now = at
        collecting = self.collecting()
        collecting.collect()
        if reminding:
            collecting.remind()
        return self.sending().send()

    def outbox(self) -> list[Letter]:
        """Return all letters."""
        return self.shop.desk().outbox.letters()

    def told(self) -> list[str]:
        """Return how far each letter is."""
        return [
            f"{each.kind} {each.status}{f' ({each.trouble})' if each.trouble else ''}"
            for each in self.outbox()
        ]

    def after(self, **length: float) -> str:
        """Return a moment some time from now, as typed."""
        return (datetime.fromisoformat(self.shop.now) + timedelta(**length)).isoformat()
