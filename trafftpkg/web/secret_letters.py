"""The letters with a secret: links and codes to sign in with. They go at once, and are kept nowhere."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.headerregistry import Address

from trafftpkg.domain.client import Client
from trafftpkg.domain.ids import ClientKey
from trafftpkg.languages.telling import Telling
from trafftpkg.letters.plain import LetterWords, code_words, plain_letter, sign_in_words, welcome_words
from trafftpkg.web.page_settings import PageSettings
from trafftpkg.web.safety.limits import CONFIRM_WITHIN
from trafftpkg.web.transfer import Transfer

LINK_VALID = timedelta(minutes=30)
"""How long a link works. At least as long as letters to one client are counted: see `safety/limits.py`."""
_LOG = logging.getLogger("trafftpkg.page")


def sign_in_letter(  # noqa: PLR0913, PLR0917 - a background task is given its arguments one by one
    settings: PageSettings,
    names: Telling,
    client: Client,
    now: datetime,
    next_path: str,
    whom: str | None = None,
) -> None:
    """Mail a sign-in link that somebody asked for.

    Args:
        whom: For which client it is, where several have this address.
    """
    link = _link(settings, client.key, now, LINK_VALID, next_path)
    _send(settings, client.email or "", sign_in_words(names, link, whom), now)


def code_letter(settings: PageSettings, names: Telling, to: str, code: str, whom: str | None) -> None:
    """Mail the code that lets a client in, in the browser where it was asked for.

    Args:
        whom: For which client it is, where several have this address.
    """
    _send(settings, to, code_words(names, code, whom), settings.backend.now())


def welcome(  # noqa: PLR0913, PLR0917 - a background task is given its arguments one by one
    settings: PageSettings,
    names: Telling,
    client: Client,
    now: datetime,
    key: str,
    transfer: Transfer | None = None,
) -> None:
    """Mail a new client the way to their account, and what they are to pay by bank transfer.

    Args:
        key: Of the request that booked. If the mail server is down, it waits for no answer: none can come.
    """
    if client.email is None:
        return
    link = _link(settings, client.key, now, timedelta(days=1), "/account")
    zone = names.catalogue.business.time_zone
    until = names.formats.moment(now + CONFIRM_WITHIN, zone)
    paying = () if transfer is None else tuple(_to_transfer(names, transfer, zone))
    if _send(settings, client.email, welcome_words(names, link, until, paying), now) == "server_down":
        settings.backend.door.settled(key)


def _to_transfer(names: Telling, transfer: Transfer, zone: str) -> Iterator[str]:
    amount = names.formats.money(transfer.amount)
    if transfer.until is None:
        yield names.gettext("Please transfer %(amount)s:", amount=amount)
    else:
        until = names.formats.moment(transfer.until, zone)
        yield names.gettext("Please transfer %(amount)s by %(when)s:", amount=amount, when=until)
    rows: list[tuple[str, str]] = [(names.gettext("Payment reference"), transfer.reference)]
    if transfer.bank is not None:
        bank = transfer.bank
        holder = (names.gettext("Account holder"), bank.holder)
        rows = [holder, ("IBAN", bank.iban_to_read), *([("BIC", bank.bic)] if bank.bic else []), *rows]
    yield from (f"  {label}: {fact}" for label, fact in rows)


def _link(settings: PageSettings, client: ClientKey, now: datetime, valid: timedelta, next_path: str) -> str:
    link = settings.backend.door.link_for(client, now=now, valid=valid, next_path=next_path)
    return f"{settings.address}/sign-in/{link}"


def _send(settings: PageSettings, to: str, words: LetterWords, now: datetime) -> str | None:
    """Send a letter after the answer, and return its fate. A failure is logged, without the recipient."""
    assert settings.mail is not None
    mailbox = settings.backend.engine(now).clients.mailbox(to)
    if mailbox is None:
        _LOG.error(
            "a letter could not be sent: the client book has no e-mail address there, but another text"
        )
        return None
    # An address object with one name and one domain: whatever the book has, it cannot become a header.
    address = Address(username=mailbox[0], domain=mailbox[1])
    business = settings.backend.catalogue().business.name
    letter = plain_letter(settings.mail.sender, business, address, words, now)
    answer = settings.mail.send(letter, address)
    if answer.fate != "taken":
        # What the server said may have the address in it; the log does not.
        _LOG.error("a letter could not be sent: %s", answer.fate.replace("_", " "))
    return answer.fate
