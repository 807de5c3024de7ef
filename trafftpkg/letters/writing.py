"""Writes a letter: its headers, its text, the same as HTML, and the visits for a calendar.

It goes out as it is. Nothing in it is random, and no clock is read: written again from the same facts, it is
the same message.
"""

from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from trafftpkg.letters.facts import LetterFacts, Letterhead
from trafftpkg.letters.texts import header_name, one_line, text_of

if TYPE_CHECKING:
    from trafftpkg.languages.language import Languages
    from trafftpkg.letters.saying import Saying
    from trafftpkg.letters.sheet import LetterSheet

_STOP = "List-Unsubscribe"
_LINE = 75
"""The longest line; quoted-printable allows one sign more (RFC 2045, 6.7), which Python may add."""


class LetterPolicy(EmailPolicy):
    """Writes headers as the standard library does, but leaves addresses of pages whole.

    A long address would become an encoded word otherwise, which no mail program follows (RFC 2369).
    """

    def fold(self, name: str, value: str) -> str:
        """Return a header as its lines."""
        if name != _STOP:
            return str(super().fold(name, value))
        return f"{name}: {value.replace(', ', f',{self.linesep} ')}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return a header as its lines in bytes."""
        return self.fold(name, value).encode("ascii") if name == _STOP else super().fold_binary(name, value)


def write(facts: LetterFacts, head: Letterhead, known: "Languages | None" = None) -> EmailMessage:
    """Return a letter in the language of who reads it.

    Args:
        known: The languages that there are words in. Left out: those of the program.
    """
    from trafftpkg.languages.language import known_languages
    from trafftpkg.letters.calendars import calendars_of
    from trafftpkg.letters.composing import sheet_of
    from trafftpkg.letters.logo import logo_of
    from trafftpkg.letters.pages import page_of
    from trafftpkg.letters.saying import Saying

    saying = Saying(facts, head, known or known_languages())
    sheet = sheet_of(saying)
    letter = EmailMessage(policy=LetterPolicy(max_line_length=_LINE))
    for name, value in _headers(sheet, saying, head):
        letter[name] = value
    letter.set_content(text_of(sheet), cte="quoted-printable")
    logo = logo_of(head)
    letter.add_alternative(page_of(sheet, saying, logo), subtype="html", cte="quoted-printable")
    if logo is not None:
        kind, sort = logo.kind.split("/")
        _html_of(letter).add_related(logo.data, kind, sort, cid=f"<{logo.cid}>", disposition="inline")
    for calendar in calendars_of(saying, sender_of(head)):
        letter.add_attachment(
            calendar.text,
            subtype="calendar",
            cte="quoted-printable",
            filename=calendar.file,
            params={"method": calendar.method},
        )
    letter["Content-Language"] = saying.telling.language.spoken
    _bound(letter, facts.key)
    return letter


def sender_of(head: Letterhead) -> Address:
    """Return who writes: the address as it was set, with its name or else the business's."""
    name, address = parseaddr(head.sender)
    return Address(
        header_name(name) or header_name(head.catalogue.business.name), addr_spec=one_line(address)
    )


def _headers(sheet: "LetterSheet", saying: "Saying", head: Letterhead) -> Iterator[tuple[str, str | Address]]:
    facts, contact = saying.facts, saying.business.contact
    yield "From", sender_of(head)
    yield "To", Address(header_name(facts.client.name or ""), facts.to.username, facts.to.domain)
    yield "Subject", one_line(sheet.subject)
    yield "Date", format_datetime(facts.at.astimezone(ZoneInfo(facts.time_zone)))
    yield "Message-ID", facts.message_id
    if contact.email:
        yield "Reply-To", Address(header_name(saying.business.name), addr_spec=contact.email)
    yield "Auto-Submitted", "auto-generated"  # nobody's note of absence answers it (RFC 3834)
    if facts.is_reminder:
        yield from _ways_to_stop(sheet, saying)


def _ways_to_stop(sheet: "LetterSheet", saying: "Saying") -> Iterator[tuple[str, str]]:
    page, email = sheet.stop.address if sheet.stop else None, saying.business.contact.email
    ways = [f"<{page}>"] * bool(page) + [f"<mailto:{email}>"] * bool(email)
    if ways:
        yield _STOP, ", ".join(ways)
    if page:
        yield f"{_STOP}-Post", "List-Unsubscribe=One-Click"


def _html_of(letter: EmailMessage) -> EmailMessage:
    found = letter.get_body(("html",))
    assert isinstance(found, EmailMessage), "the letter was given one"
    return found


def _bound(letter: EmailMessage, key: str) -> None:
    """Name the boundaries by the letter's key, so that it is the same whenever it is written."""
    parts = [each for each in letter.walk() if each.is_multipart()]
    for number, each in enumerate(parts):
        each.set_boundary(f"={number}={sha256(key.encode()).hexdigest()[:32]}=")
