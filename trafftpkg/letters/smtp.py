"""Hands letters to a mail server, if one is configured: the only way in which letters are sent."""

import os
import smtplib
import ssl
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from time import monotonic
from typing import Literal, NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.value import Value, replace, value

SERVER, SENDER = "TRAFFTPKG_SMTP", "TRAFFTPKG_MAIL_FROM"
"""The environment variables that name the mail server, and who letters are from."""

_WAIT = 20.0
"""Seconds to wait for each answer of the server."""
_SHORT_WAIT = 3.0
"""The same where a visitor of the page waits for it."""
_KNOWN_FOR, _UNKNOWN_FOR, _UP_FOR = 3600.0, 60.0, 2.0
"""How many seconds it is remembered what a server can do, that it could not be asked, and that it is up."""
_LONGEST_SAID = 300
_CLOSING, _NOT_SIGNED_IN = 421, 530
"""By these answers a server says, at any moment, that it is going down, or takes no letters of ours."""
_TOO_LARGE = 552
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class _Known(NamedTuple):
    """What is known of a server since a moment: whether it is up, and takes addresses beyond ASCII."""

    since: float
    is_up: bool
    speaks_utf8: bool


_KNOWN: dict[str, _Known] = {}


@value
class Delivery(Value):
    """What became of a letter.

    Args:
        fate: `taken`; `refused` for good, or `refused_for_now`; or the server is down, for all letters.
        said: What the server, or the system, said.
    """

    fate: Literal["taken", "refused", "refused_for_now", "server_down"]
    said: str | None = None


class Conversation(Protocol):
    """Sends letters, one after the other."""

    def send(self, letter: EmailMessage, to: Address, copy: Address | None = None) -> Delivery:
        """Send a letter to one recipient, and tell what became of it. It never raises an error.

        Args:
            copy: Who else gets it, once the recipient's was taken. If that fails, the letter is sent all the
                same.
        """


class Mail(Conversation, Protocol):
    """Sends letters, also several over one connection."""

    @property
    def sender(self) -> str:
        """The header From."""

    def reaches(self, to: Address) -> bool:
        """Tell whether the server takes letters to such an address; while that is not known, it may."""

    def is_up(self) -> bool:
        """Tell whether the server takes letters now, or did two seconds ago: a visitor waits for it."""

    def conversation(self) -> AbstractContextManager[Conversation]:
        """Return what sends several letters over one connection, which ends when it is left."""


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

    def reaches(self, to: Address) -> bool:
        """Tell whether the server takes letters to such an address. It is asked, but not often."""
        if to.addr_spec.isascii():
            return True
        known = self._known(_KNOWN_FOR)
        return (known if known.is_up else self._known(_UNKNOWN_FOR)).speaks_utf8

    def is_up(self) -> bool:
        """Tell whether the server takes letters now; see `Mail`."""
        return self._known(_UP_FOR).is_up

    def _known(self, no_older_than: float) -> _Known:
        known = _KNOWN.get(self.server)
        if known is None or monotonic() - known.since > no_older_than:
            known = self._asked()
            _KNOWN[self.server] = known
        return known

    def _asked(self) -> _Known:
        try:
            connection = self._connected(_SHORT_WAIT)
        except OSError:
            return _Known(monotonic(), is_up=False, speaks_utf8=True)
        speaks = connection.has_extn("smtputf8")
        with suppress(OSError):
            connection.quit()
        connection.close()
        return _Known(monotonic(), is_up=True, speaks_utf8=speaks)

    def send(self, letter: EmailMessage, to: Address, copy: Address | None = None) -> Delivery:
        """Send a letter over a connection of its own; see `Conversation`."""
        with self.conversation() as conversation:
            return conversation.send(letter, to, copy)

    def conversation(self) -> AbstractContextManager[Conversation]:
        """Return what sends several letters; see `Mail`."""
        return _SmtpConversation(lambda: self._connected(_WAIT))

    def _connected(self, wait: float) -> smtplib.SMTP:
        where = urlsplit(self.server)
        host = where.hostname or "localhost"
        secure = ssl.create_default_context()
        if where.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, where.port or 465, timeout=wait, context=secure)
        else:
            connection = smtplib.SMTP(host, where.port or 587, timeout=wait)
        try:
            if where.scheme == "smtp" and host not in _THIS_MACHINE:
                connection.starttls(context=secure)
            connection.ehlo_or_helo_if_needed()
            if where.username:
                connection.login(unquote(where.username), unquote(where.password or ""))
        except BaseException:
            connection.close()
            raise
        return connection


class _SmtpConversation:
    """One connection for many letters: made for the first, and again where the server ended it."""

    def __init__(self, connect: Callable[[], smtplib.SMTP]) -> None:
        self._connect = connect
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Conversation:
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()

    def send(self, letter: EmailMessage, to: Address, copy: Address | None = None) -> Delivery:
        """Send a letter; see `Conversation`. Whether the server is down is told by a new connection only."""
        if self._connection is not None:
            answer = _handed_with_copy(self._connection, letter, to, copy)
            if answer.fate != "server_down":
                return answer
            self._leave()
        try:
            self._connection = self._connect()
        except OSError as error:  # smtplib's errors are OSErrors
            return Delivery(fate="server_down", said=_said(error))
        return _handed_with_copy(self._connection, letter, to, copy)

    def _leave(self) -> None:
        if self._connection is None:
            return
        with suppress(OSError):  # Whatever it says to the goodbye, it has taken the letters or not.
            self._connection.quit()
        self._connection.close()
        self._connection = None


def _handed_with_copy(
    connection: smtplib.SMTP, letter: EmailMessage, to: Address, copy: Address | None
) -> Delivery:
    answer = _handed(connection, letter, to)
    if answer.fate == "taken" and copy is not None:
        _handed(connection, letter, copy)
    return answer


def _handed(connection: smtplib.SMTP, letter: EmailMessage, to: Address) -> Delivery:
    """Hand a letter over. The recipient is given, and not parsed from the letter."""
    try:
        connection.send_message(letter, to_addrs=[to.addr_spec])
    except smtplib.SMTPRecipientsRefused as error:
        (said,) = error.recipients.values()
        return _refused(*said)
    except smtplib.SMTPSenderRefused as error:
        return _refused_sender(error)
    except smtplib.SMTPDataError as error:
        with suppress(OSError):  # smtplib leaves the letter open whose text was not wanted at all.
            connection.rset()
        return _refused(error.smtp_code, error.smtp_error)
    except smtplib.SMTPNotSupportedError as error:  # The server cannot take an address with such letters.
        return Delivery(fate="refused", said=_said(error))
    except OSError as error:
        return Delivery(fate="server_down", said=_said(error))
    return Delivery(fate="taken")


def _refused(code: int, said: bytes | str) -> Delivery:
    words = said if isinstance(said, str) else said.decode("utf-8", "replace")
    fate: Literal["server_down", "refused", "refused_for_now"] = (
        "server_down"
        if code in (_CLOSING, _NOT_SIGNED_IN)
        else "refused"
        if code >= 500
        else "refused_for_now"
    )
    return Delivery(fate=fate, said=_one_line(f"{code} {words}"))


def _refused_sender(error: smtplib.SMTPSenderRefused) -> Delivery:
    """Only a size is of the letter for good; another sender may be set, and then the letter goes."""
    answer = _refused(error.smtp_code, error.smtp_error)
    if answer.fate == "refused" and error.smtp_code != _TOO_LARGE:
        return replace(answer, fate="refused_for_now")
    return answer


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
    """Return the mail server of TRAFFTPKG_SMTP and TRAFFTPKG_MAIL_FROM. None if there is none.

    Raises:
        BadArgumentError: they are not the addresses of a mail server and of a sender.
    """
    server, sender = environment.get(SERVER), environment.get(SENDER, "")
    if not server:
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
