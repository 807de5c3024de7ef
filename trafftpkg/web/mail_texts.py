"""The letters: links to sign in with."""

import logging
from datetime import datetime, timedelta
from email.headerregistry import Address
from smtplib import SMTPException

from trafftpkg.domain.ids import ClientKey
from trafftpkg.languages.formats import Formats
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
    link = _link(settings, client, now, LINK_VALID, next_path)
    text = (
        f"Here is {f'the link for {whom}' if whom else 'your link'} to sign in. "
        "It works once, and for 30 minutes:\n\n"
        f"{link}\n\nIf you did not ask for it, nothing happens, and you can forget this letter.\n"
    )
    _send(settings, to, "Your link to sign in", text, now)


def code_letter(settings: PageSettings, to: str, code: str, now: datetime, whom: str | None) -> None:
    """Mail the code that lets a client in, in the browser where it was asked for.

    Args:
        whom: For which client it is, where several have this address.
    """
    text = (
        f"Here is {f'the code for {whom}' if whom else 'your code'}: {code[:3]} {code[3:]}\n\n"
        "Please type it into the form that you are filling in. It works once, and for 10 minutes.\n"
        "If you did not ask for it, nothing happens. Please tell the code to nobody.\n"
    )
    _send(settings, to, f"{code[:3]} {code[3:]} is your code", text, now)


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
    until = formats.moment(now + CONFIRM_WITHIN, zone)
    paying = "" if transfer is None else f"{_to_transfer(transfer, formats, zone)}\n"
    text = (
        f"Thank you. Please open this link by {until}, so that we know that the address is yours.\n"
        "What you have just booked is given up otherwise.\n\n"
        f"{link}\n\n"
        "It signs you in, once, until tomorrow. In your account you see what is left, and you book,\n"
        "move and cancel visits. "
        "Later links are sent to you whenever you ask for them.\n"
        f"{paying}"
    )
    _send(settings, to, "Thank you, and your account", text, now)


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


def _send(settings: PageSettings, to: str, subject: str, text: str, now: datetime) -> None:
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
    try:
        settings.mail.send(address, f"{settings.backend.catalogue().business.name}: {subject}", text, now)
    except (OSError, SMTPException) as error:
        _LOG.error("a letter could not be sent: %s", type(error).__name__)
