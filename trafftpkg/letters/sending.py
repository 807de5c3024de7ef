"""Sends what waits in the outbox: one letter in hand at a time, on however many machines."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from typing import NamedTuple

from trafftpkg.domain.client import Client
from trafftpkg.domain.door import PAGE
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.outbox import Letter, LetterTrouble
from trafftpkg.domain.value import Value, replace, value
from trafftpkg.engine.inquiry import Inquiry
from trafftpkg.engine.reading import Reading
from trafftpkg.letters.facts import LetterFacts
from trafftpkg.letters.gathering import (
    Recipient,
    entry_of,
    facts_of_news,
    facts_of_reminder,
    message_id,
)
from trafftpkg.letters.ports import HeadFor, Outbox, Write
from trafftpkg.letters.smtp import Conversation, Delivery, Mail, domain_of

IN_HAND = timedelta(minutes=10)
"""After how long a sender counts as dead: longer than the mail server can take with one letter."""
LONGEST_WAIT = timedelta(days=5)
"""For how long after it was due a letter is tried, as mail servers do. Then it is no news any more."""
MOST_TRIES = 30
"""How often a letter is taken in hand, whatever became of those who had it."""
UNTIL_ANSWERED = timedelta(minutes=5)
"""How often it is looked whether a client has answered our first letter, where nobody says so."""

_FIRST_WAIT, _MOST_WAIT = timedelta(minutes=5), timedelta(hours=12)
_FIRST_REST, _MOST_REST = timedelta(minutes=1), timedelta(hours=1)


@value
class SendingReport(Value):
    """What became of the letters that were taken in hand.

    Args:
        postponed: They are tried again later.
        server_said: What the mail server, or the system, said when it was down; then no more was tried.
    """

    sent: int = 0
    failed: int = 0
    dropped: int = 0
    postponed: int = 0
    server_said: str | None = None


class _Ready(NamedTuple):
    letter: EmailMessage
    to: Address
    copy: Address | None


class Sending:
    """Sends what waits in the outbox.

    Args:
        inquiry: Of the ledger, at the moment now.
        head: Returns who writes to a client.
        write: Writes a letter.
        waits: Tells whether the client of a request, by its key, has not answered our first letter yet.
        copies: Whether the business gets a copy of news.
        clock: Returns the time: sending takes some.
    """

    def __init__(  # noqa: PLR0913 - by name only: all that a letter needs on its way
        self,
        *,
        inquiry: Inquiry,
        outbox: Outbox,
        mail: Mail,
        head: HeadFor,
        write: Write,
        waits: Callable[[str], bool],
        copies: bool,
        clock: Callable[[], datetime],
    ) -> None:
        self._inquiry = inquiry
        self._outbox = outbox
        self._mail = mail
        self._head = head
        self._write = write
        self._waits = waits
        self._copies = copies
        self._clock = clock

    def send(self, limit: int | None = None) -> SendingReport:
        """Send letters until none is due, so many were taken in hand, or the mail server is down."""
        report = SendingReport()
        taken = 0
        with self._mail.conversation() as conversation:
            while limit is None or taken < limit:
                now = self._clock()
                letter = self._outbox.take(now, now + IN_HAND)
                if letter is None:
                    break
                taken += 1
                report = self._sent(letter, conversation, report)
                if report.server_said is not None:
                    break
        return report

    def _sent(self, letter: Letter, conversation: Conversation, report: SendingReport) -> SendingReport:
        if letter.tries >= MOST_TRIES or self._is_stale(letter):
            self._outbox.end(letter, "failed", self._clock(), "given_up", letter.said)
            return replace(report, failed=report.failed + 1)
        with self._inquiry.ledger.reading() as books:
            ready = self._ready(letter, self._inquiry.reading(books))
        if isinstance(ready, _Ready):
            return self._noted(letter, conversation.send(ready.letter, ready.to, ready.copy), report)
        if ready == "no_answer_yet":
            self._outbox.postpone(letter, self._clock() + UNTIL_ANSWERED, ready)
            return replace(report, postponed=report.postponed + 1)
        if ready == "not_an_address":
            self._outbox.end(letter, "failed", self._clock(), ready)
            return replace(report, failed=report.failed + 1)
        self._outbox.end(letter, "dropped", self._clock(), ready)
        return replace(report, dropped=report.dropped + 1)

    def _is_stale(self, letter: Letter) -> bool:
        """Tell whether it is news no more, for example where letters were not sent for weeks."""
        return letter.seq is not None and self._clock() - letter.due_at > LONGEST_WAIT

    def _ready(self, letter: Letter, reading: Reading) -> "_Ready | LetterTrouble":
        """Write a letter, or tell why it is not sent."""
        entry = entry_of(letter, reading)
        client = reading.clients.find(letter.client)
        if client is None or not client.email:
            return "no_address"
        if hindered := self._hindrance(letter, client, entry):
            return hindered
        to = self._address(client.email)
        if to is None:
            return "not_an_address"
        facts = self._facts(letter, entry, client, to, reading)
        if facts is None:
            return "no_longer_due"
        head = self._head(client)
        contact = head.catalogue.business.contact.email
        copy = self._address(contact) if contact and self._copies and entry is not None else None
        return _Ready(self._write(facts, head), to, None if copy == to else copy)

    def _hindrance(self, letter: Letter, client: Client, entry: Entry | None) -> LetterTrouble | None:
        if letter.seq is not None and entry is None:
            return "no_longer_due"
        if entry is None:
            return "stopped" if self._outbox.has_stopped(client.key) else None
        has_to_answer = entry.by == PAGE and entry.key is not None and self._waits(entry.key)
        return "no_answer_yet" if has_to_answer else None

    def _facts(
        self, letter: Letter, entry: Entry | None, client: Client, to: Address, reading: Reading
    ) -> LetterFacts | None:
        header = reading.books.header()
        assert header is not None, "a letter tells of what is recorded"
        named = message_id(letter, header.ledger, domain_of(self._mail.sender))
        recipient = Recipient(client=client, to=to, message_id=named)
        if entry is None:
            return facts_of_reminder(letter, recipient, reading)
        return facts_of_news(letter, entry, recipient, reading)

    def _address(self, email: str) -> Address | None:
        """Return an address with one name and one domain: whatever it holds, it cannot become a header."""
        found = self._inquiry.clients.mailbox(email)
        return None if found is None else Address(username=found[0], domain=found[1])

    def _noted(self, letter: Letter, delivery: Delivery, report: SendingReport) -> SendingReport:
        now = self._clock()
        match delivery.fate:
            case "taken":
                self._outbox.end(letter, "sent", now)
                return replace(report, sent=report.sent + 1)
            case "refused":
                self._outbox.end(letter, "failed", now, "refused", delivery.said)
                return replace(report, failed=report.failed + 1)
            case "refused_for_now" if now - letter.due_at >= LONGEST_WAIT:
                self._outbox.end(letter, "failed", now, "given_up", delivery.said)
                return replace(report, failed=report.failed + 1)
            case "refused_for_now":
                tried = replace(letter, tries=letter.tries + 1)
                until = now + wait_after(tried.tries)
                self._outbox.postpone(tried, until, "refused_for_now", delivery.said)
                return replace(report, postponed=report.postponed + 1)
            case "server_down":
                self._outbox.postpone(letter, now, "server_down", delivery.said)
                mark = self._outbox.mark()
                self._outbox.rest(now + rest_after(0 if mark is None else mark.rests))
                said = delivery.said or ""
                return replace(report, postponed=report.postponed + 1, server_said=said)


def wait_after(tries: int) -> timedelta:
    """Return how long a letter waits after so many tries: three times as long each time, up to half a day."""
    longer: int = 3 ** min(tries - 1, 9)
    return min(_FIRST_WAIT * longer, _MOST_WAIT)


def rest_after(rests: int) -> timedelta:
    """Return how long sending rests after so many rests: twice as long each time, at most an hour."""
    longer: int = 2 ** min(rests, 9)
    return min(_FIRST_REST * longer, _MOST_REST)
