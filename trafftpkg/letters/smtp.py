"""Hands letters to a mail server, if one is configured: the only way in which letters are sent."""

import os
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Literal, Protocol
from urllib.parse import unquote, urlsplit

from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.value import Value, value

SERVER, SENDER = "TRAFFTPKG_SMTP", "TRAFFTPKG_MAIL_FROM"
"""The environment variables that name the mail server, and who letters are from."""

_WAIT = 20.0
"""Seconds to wait for each answer of the server."""
_LONGEST_SAID = 300
_CLOSING = 421
"""By this answer a server says, at any moment, that it is going down."""
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@value
class Delivery(Value):
    """What became of a letter.

    Args:
        fate: `taken`; `refused` for good, or `refused_for_now`; or the server is down, for all letters.
        said: What the server, or the system, said.
    """

    fate: Literal["taken", "refused", "refused_for_now", "server_down"]
    said: str | None = None


class Mail(Protocol):
    """Sends letters."""

    @property
    def sender(self) -> str:
        """The header From."""

    def send(self, letter: EmailMessage, to: Address, copy: Address | None = None) -> Delivery:
        """Send a letter to one recipient, and tell what became of it. It never raises an error.

        Args:
            copy: Who else gets it, once the recipient's was taken. If that fails, the letter is sent all the
                same.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpMail:
    """Sends through a mail server: `smtps://name:word@host:465`, or `smtp://…:587` with STARTTLS.

    Only a server on this machine is trusted without it.
    """

    server: str
    sender: str

    @property
    def where(self) -> str:
        """The server, without a password, to be printed."""
        parts = urlsplit(self.server)
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{parts.hostname or 'localhost'}{port}"

    def send(self, letter: EmailMessage, to: Address, copy: Address | None = None) -> Delivery:
        """Send a letter; see `Mail`."""
        try:
            connection = self._connected()
        except OSError as error:  # smtplib's errors are OSErrors
            return Delivery(fate="server_down", said=_said(error))
        try:
            answer = _handed(connection, letter, to)
            if answer.fate == "taken" and copy is not None:
                _handed(connection, letter, copy)
            return answer
        finally:
            with suppress(OSError):  # Whatever it says to the goodbye, it has taken the letter or not.
                connection.quit()
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        where = urlsplit(self.server)
        host = where.hostname or "localhost"
        secure = ssl.create_default_context()
        if where.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                host, where.port or 465, timeout=_WAIT, context=secure
            )
        else:
            connection = smtplib.SMTP(host, where.port or 587, timeout=_WAIT)
        try:
            if where.scheme == "smtp" and host not in _THIS_MACHINE:
                connection.starttls(context=secure)
            if where.username:
                connection.login(unquote(where.username), unquote(where.password or ""))
        except BaseException:
            connection.close()
            raise
        return connection


def _handed(connection: smtplib.SMTP, letter: EmailMessage, to: Address) -> Delivery:
    """Hand a letter over. The recipient is given, and not parsed from the letter."""
    try:
        connection.send_message(letter, to_addrs=[to.addr_spec])
    except smtplib.SMTPRecipientsRefused as error:
        (said,) = error.recipients.values()
        return _refused(*said)
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error.smtp_error)
    except smtplib.SMTPNotSupportedError as error:  # The server cannot take an address with such letters.
        return Delivery(fate="refused", said=_said(error))
    except OSError as error:
        return Delivery(fate="server_down", said=_said(error))
    return Delivery(fate="taken")


def _refused(code: int, said: bytes | str) -> Delivery:
    words = said if isinstance(said, str) else said.decode("utf-8", "replace")
    fate: Literal["server_down", "refused", "refused_for_now"] = (
        "server_down" if code == _CLOSING else "refused" if code >= 500 else "refused_for_now"
    )
    return Delivery(fate=fate, said=_one_line(f"{code} {words}"))


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(error.smtp_code, error.smtp_error).said or ""
    return _one_line(str(error) or type(error).__name__)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_SAID]


def domain_of(sender: str) -> str:
    """Return the domain of the header From, for Message-IDs."""
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def mail_from(environment: Mapping[str, str] = os.environ) -> SmtpMail | None:
    """Return the mail server of TRAFFTPKG_SMTP and TRAFFTPKG_MAIL_FROM. None if they are not set.

    Raises:
        BadArgumentError: they are not the addresses of a mail server and of a sender.
    """
    server, sender = environment.get(SERVER), environment.get(SENDER)
    if not server or not sender:
        return None
    if not _is_mail_server(server):
        raise BadArgumentError(field=SERVER, reason="not_a_mail_server")  # it may hold a password
    if "@" not in parseaddr(sender)[1] or not sender.isprintable():
        raise BadArgumentError(field=SENDER, reason="not_a_sender", given=sender)
    return SmtpMail(server=server, sender=sender)


def _is_mail_server(typed: str) -> bool:
    try:
        parts = urlsplit(typed)
        return parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
