"""Sends letters, if a mail server is configured."""

import os
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Protocol
from urllib.parse import unquote, urlsplit

_WAIT = 20.0


class Mail(Protocol):
    """Sends a letter."""

    def send(self, to: Address, subject: str, text: str, at: datetime) -> None:
        """Send a letter, dated with a moment. Raises OSError (smtplib's errors are OSErrors)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpMail:
    """Sends through a mail server: `smtps://name:word@host:465`, or `smtp://…:587` with STARTTLS.

    Only `smtp://localhost` is trusted without it.
    """

    server: str
    sender: str

    def send(self, to: Address, subject: str, text: str, at: datetime) -> None:
        where = urlsplit(self.server)
        host = where.hostname or "localhost"
        secure = ssl.create_default_context()
        letter = self._letter(to, subject, text, at)
        if where.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                host, where.port or 465, timeout=_WAIT, context=secure
            )
        else:
            connection = smtplib.SMTP(host, where.port or 587, timeout=_WAIT)
        with connection:
            if where.scheme == "smtp" and host not in ("localhost", "127.0.0.1", "::1"):
                connection.starttls(context=secure)
            if where.username:
                connection.login(unquote(where.username), unquote(where.password or ""))
            # The recipient is given, and not parsed from the letter.
            connection.send_message(letter, to_addrs=[to.addr_spec])

    def _letter(self, to: Address, subject: str, text: str, at: datetime) -> EmailMessage:
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = self.sender, to, subject
        letter["Date"] = format_datetime(at)
        letter["Message-ID"] = make_msgid(domain=parseaddr(self.sender)[1].rpartition("@")[2] or None)
        letter.set_content(text)
        return letter


def mail_from(environment: Mapping[str, str] = os.environ) -> SmtpMail | None:
    """Return the mail server of TRAFFTPKG_SMTP and TRAFFTPKG_MAIL_FROM. None if they are not set."""
    server, sender = environment.get("TRAFFTPKG_SMTP"), environment.get("TRAFFTPKG_MAIL_FROM")
    return SmtpMail(server=server, sender=sender) if server and sender else None
