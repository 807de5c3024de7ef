"""The letters with a secret: links and codes to sign in with. They go at once, and are kept nowhere."""

import logging
from datetime import datetime, timedelta
from email.headerregistry import Address

from trafftpkg.domain.ids import ClientKey
from trafftpkg.languages.formats import Formats
from trafftpkg.letters.plain import LetterWords, code_words, plain_letter, sign_in_words, welcome_words
from trafftpkg.web.page_settings import PageSettings
from trafftpkg.web.safety.limits import CONFIRM_WITHIN
from trafftpkg.web.transfer import Transfer

LINK_VALID = timedelta(minutes=30)
"""How long a link works. At least as long as letters to one client are counted: see `safety/limits.py`."""
_LOG = logging.getLogger("trafftpkg.page")


def sign_in_letter(  # noqa: PLR0913, PLR0917 - a background task is given its arguments one by one
    settings: PageSettings, client: ClientKey, to: str, now: datetime, next_path: str, whom: str | None = None
) -> None:
    """Mail a sign-in link that somebody asked for.

    Args:
        whom: For which client it is, where several have this address.
    """
    _send(settings, to, sign_in_words(_link(settings, client, now, LINK_VALID, next_path), whom), now)


def code_letter(settings: PageSettings, to: str, code: str, now: datetime, whom: str | None) -> None:
    """Mail the code that lets a client in, in the browser where it was asked for.

    Args:
        whom: For which client it is, where several have this address.
    """
    _send(settings, to, code_words(code, whom), now)


def welcome(
    settings: PageSettings,
    client: ClientKey,
    to: str | None,
    now: datetime,
    transfer: Transfer | None = None,
) -> None:
    """Mail a new client the way to their account, and what they are to pay by bank transfer."""
    if to is None:
        return
    link = _link(settings, client, now, timedelta(days=1), "/account")
    catalogue = settings.backend.catalogue()
    zone = catalogue.business.time_zone
    formats = settings.names(catalogue, settings.language(None, "")).formats
    paying = "" if transfer is None else f"{_to_transfer(transfer, formats, zone)}\n"
    _send(settings, to, welcome_words(link, formats.moment(now + CONFIRM_WITHIN, zone), paying), now)


def _to_transfer(transfer: Transfer, formats: Formats, zone: str) -> str:
    until = "" if transfer.until is None else f" by {formats.moment(transfer.until, zone)}"
    facts = [f"\nPlease transfer {formats.money(transfer.amount)}{until}:\n"]
    if transfer.bank is not None:
        facts += [f"  Account holder: {transfer.bank.holder}", f"  IBAN: {transfer.bank.iban_to_read}"]
        facts += [f"  BIC: {transfer.bank.bic}"] if transfer.bank.bic else []
    return "\n".join([*facts, f"  Payment reference: {transfer.reference}"])


def _link(settings: PageSettings, client: ClientKey, now: datetime, valid: timedelta, next_path: str) -> str:
    link = settings.backend.door.link_for(client, now=now, valid=valid, next_path=next_path)
    return f"{settings.address}/sign-in/{link}"


def _send(settings: PageSettings, to: str, words: LetterWords, now: datetime) -> None:
    """Send a letter after the answer. A failure is logged for the operator, without the recipient."""
    assert settings.mail is not None
    mailbox = settings.backend.engine(now).clients.mailbox(to)
    if mailbox is None:
        _LOG.error(
            "a letter could not be sent: the client book has no e-mail address there, but another text"
        )
        return
    # An address object with one name and one domain: whatever the book has, it cannot become a header.
    address = Address(username=mailbox[0], domain=mailbox[1])
    business = settings.backend.catalogue().business.name
    letter = plain_letter(settings.mail.sender, business, address, words, now)
    answer = settings.mail.send(letter, address)
    if answer.fate != "taken":
        # What the server said may have the address in it; the log does not.
        _LOG.error("a letter could not be sent: %s", answer.fate.replace("_", " "))
