"""Letters, through a real conversation with a mail server."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_string, policy
from email.headerregistry import Address
from threading import Thread

import pytest

from trafftpkg.web.mail import SmtpMail, mail_from

ANA = Address(addr_spec="ana@example.com")
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def test_a_letter_is_handed_to_the_mail_server() -> None:
    with _server() as (port, heard):
        mail = SmtpMail(server=f"smtp://127.0.0.1:{port}", sender="Maré Alta <page@book.example>")
        mail.send(ANA, "Maré Alta: Your link", "https://book.example/sign-in/x\n", AT)

    assert _recipients(heard) == ["rcpt to:<ana@example.com>"]
    assert "Date: Mon, 05 Jan 2026 09:00:00 +0000" in heard
    assert [line for line in heard if re.fullmatch(r"Message-ID: <\S+@book\.example>", line)]
    assert "https://book.example/sign-in/x" in heard


@pytest.mark.parametrize(
    "name",
    ["root,postmaster,ana", "ana@example.com,eve", "Eve <eve@example.com>,", 'a" <eve@example.com>, "'],
)
def test_whatever_a_name_holds_a_letter_goes_to_one_mailbox(name: str) -> None:
    with _server() as (port, heard):
        mail = SmtpMail(server=f"smtp://127.0.0.1:{port}", sender="page@example.com")
        mail.send(Address(username=name, domain="example.com"), "Your link", "https://book.example\n", AT)

    (recipient,) = _recipients(heard)
    assert recipient.endswith("@example.com>")
    letter = message_from_string("\n".join(heard[heard.index("data") + 1 :]), policy=policy.default)
    assert len(letter["to"].addresses) == 1
    assert not {"bcc", "cc"} & {each.lower() for each in letter}


def test_a_mail_server_that_is_not_there_is_an_error_that_the_page_expects() -> None:
    mail = SmtpMail(server="smtp://127.0.0.1:9", sender="page@example.com")

    with pytest.raises(OSError):  # noqa: PT011 - whatever the system says
        mail.send(ANA, "A letter", "Words\n", AT)


def test_without_both_settings_nothing_is_mailed() -> None:
    assert mail_from({}) is None
    assert mail_from({"TRAFFTPKG_SMTP": "smtp://localhost"}) is None
    assert mail_from({"TRAFFTPKG_SMTP": "smtp://localhost", "TRAFFTPKG_MAIL_FROM": "a@b.c"}) is not None


def _recipients(heard: list[str]) -> list[str]:
    """As newer versions of the library say it, and older ones too."""
    return [line.replace("rcpt TO", "rcpt to") for line in heard if line.lower().startswith("rcpt")]


@contextmanager
def _server() -> Iterator[tuple[int, list[str]]]:
    """Take one letter as any mail server would, and keep the lines of the conversation."""
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=_converse, args=(listener, heard))
        thread.start()
        yield listener.getsockname()[1], heard
        thread.join(timeout=10)


def _converse(listener: socket.socket, heard: list[str]) -> None:
    connection, _ = listener.accept()
    with connection, connection.makefile("rw", encoding="utf-8", newline="\r\n") as talk:
        in_letter = False
        _say(talk, "220 ready")
        for line in talk:
            heard.append(line.strip())
            if in_letter:
                in_letter = line.strip() != "."
                if not in_letter:
                    _say(talk, "250 taken")
                continue
            in_letter = line.lower().startswith("data")
            _say(
                talk, "354 go on" if in_letter else "221 bye" if line.lower().startswith("quit") else "250 ok"
            )
            if line.lower().startswith("quit"):
                return


def _say(talk: object, line: str) -> None:
    talk.write(f"{line}\n")  # type: ignore[attr-defined]
    talk.flush()  # type: ignore[attr-defined]
