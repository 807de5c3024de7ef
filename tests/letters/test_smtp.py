"""Letters, through a real conversation with a mail server."""

import re
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage

import pytest

from tests.letters.mail_server import MailServer
from tests.rules import rule
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.letters import smtp
from trafftpkg.letters.plain import LetterWords, plain_letter
from trafftpkg.letters.smtp import Delivery, SmtpMail, mail_from

ANA = Address(addr_spec="ana@example.com")
DESK = Address(addr_spec="desk@marealta.example")
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


def mail(server: MailServer) -> SmtpMail:
    return SmtpMail(server=server.address, sender="Maré Alta <page@book.example>")


def letter(to: Address = ANA) -> EmailMessage:
    words = LetterWords(subject="Your link", text="https://book.example/sign-in/x\n")
    return plain_letter("Maré Alta <page@book.example>", "Maré Alta", to, words, AT)


def test_a_letter_is_handed_to_the_mail_server(server: MailServer) -> None:
    assert mail(server).send(letter(), ANA) == Delivery(fate="taken")

    (taken,) = server.taken
    assert (taken.sender, taken.to) == ("page@book.example", "ana@example.com")
    assert taken.letter["Date"] == "Mon, 05 Jan 2026 09:00:00 +0000"
    assert re.fullmatch(r"<\S+@book\.example>", taken.letter["Message-ID"])
    assert taken.letter["Subject"] == "Maré Alta: Your link"
    assert taken.letter.get_content() == "https://book.example/sign-in/x\n"


def test_the_server_of_these_tests_takes_no_letter_that_breaks_off(server: MailServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as sender:
        heard = sender.makefile("rb")
        sender.sendall(b"MAIL FROM:<a@b.example>\r\nRCPT TO:<ana@example.com>\r\nDATA\r\nMessage-ID: <half")
        sender.shutdown(socket.SHUT_WR)
        heard.read()

    assert server.taken == []


@pytest.mark.parametrize(
    "name",
    ["root,postmaster,ana", "ana@example.com,eve", "Eve <eve@example.com>,", 'a" <eve@example.com>, "'],
)
def test_whatever_a_name_holds_a_letter_goes_to_one_mailbox(server: MailServer, name: str) -> None:
    to = Address(username=name, domain="example.com")

    mail(server).send(letter(to), to)

    (taken,) = server.taken
    assert len([line for line in server.heard if line.lower().startswith("rcpt")]) == 1
    assert len(taken.letter["to"].addresses) == 1
    assert not {"bcc", "cc"} & {each.lower() for each in taken.letter}


def test_a_letter_reaches_an_address_in_any_letters(server: MailServer) -> None:
    to = Address(username="jürgen", domain="xn--mller-kva.example")

    assert mail(server).send(letter(to), to).fate == "taken"

    assert server.recipients() == ["jürgen@xn--mller-kva.example"]


def test_a_server_that_cannot_take_such_an_address_refuses_it_for_good(server: MailServer) -> None:
    server.manners.speaks_utf8 = False
    to = Address(username="jürgen", domain="example.com")

    answer = mail(server).send(letter(to), to)

    assert answer.fate == "refused"
    assert "SMTPUTF8" in (answer.said or "")


@pytest.mark.parametrize("speaks", [True, False])
def test_whether_an_address_can_be_reached_is_known_before_anything_is_promised(
    server: MailServer, *, speaks: bool
) -> None:
    server.manners.speaks_utf8 = speaks
    jurgen = Address(username="jürgen", domain="example.com")

    assert [mail(server).reaches(each) for each in (ANA, jurgen, jurgen)] == [True, speaks, speaks]
    assert len([line for line in server.heard if line.lower().startswith("ehlo")]) == 1


def test_whether_a_server_is_up_is_known_for_two_seconds(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter((0.0, 1.0, 1.9, 2.1, 2.1, 3.0))
    monkeypatch.setattr(smtp, "monotonic", lambda: next(seconds))
    known = [mail(server).is_up(), mail(server).is_up()]
    server.goes_down()

    assert [*known, mail(server).is_up(), mail(server).is_up()] == [True, True, True, False]


def test_while_a_server_is_down_any_address_may_be_reached(server: MailServer) -> None:
    server.goes_down()

    assert mail(server).reaches(Address(username="jürgen", domain="example.com"))


@pytest.mark.parametrize(
    ("said", "fate"),
    [
        ("550 5.1.1 no such mailbox", "refused"),
        ("553 that is none", "refused"),
        ("450 4.2.0 try again later", "refused_for_now"),
        ("421 we are closing", "server_down"),
    ],
)
def test_what_a_server_says_to_a_recipient_is_heeded(server: MailServer, said: str, fate: str) -> None:
    server.manners.to["ana"] = said

    answer = mail(server).send(letter(), ANA)

    assert (answer.fate, answer.said, server.taken) == (fate, said, [])


@pytest.mark.parametrize(
    ("said", "fate"),
    [("552 too large", "refused"), ("451 not now", "refused_for_now"), ("421 closing", "server_down")],
)
def test_what_a_server_says_to_a_letter_is_heeded(server: MailServer, said: str, fate: str) -> None:
    server.manners.data = said

    answer = mail(server).send(letter(), ANA)

    assert (answer.fate, answer.said) == (fate, said)


@pytest.mark.parametrize(
    ("said", "fate"),
    [
        ("552 5.3.4 too large", "refused"),
        ("550 5.7.1 not from this sender", "refused_for_now"),
        ("452 4.3.1 not so much now", "refused_for_now"),
        ("530 5.7.0 sign in first", "server_down"),
        ("421 closing", "server_down"),
    ],
)
def test_a_letter_refused_by_its_sender_or_size_holds_up_no_other(
    server: MailServer, said: str, fate: str
) -> None:
    server.manners.sender = said

    answer = mail(server).send(letter(), ANA)

    assert (answer.fate, answer.said, server.taken) == (fate, said, [])


def test_a_copy_goes_only_where_the_letter_went_and_its_refusal_changes_nothing(server: MailServer) -> None:
    assert mail(server).send(letter(), ANA, DESK).fate == "taken"
    server.manners.to["desk"] = "550 no"
    assert mail(server).send(letter(), ANA, DESK).fate == "taken"
    server.manners.to["ana"] = "450 later"
    assert mail(server).send(letter(), ANA, DESK).fate == "refused_for_now"

    assert server.recipients() == ["ana@example.com", "desk@marealta.example", "ana@example.com"]
    assert server.taken[0].letter["Message-ID"] == server.taken[1].letter["Message-ID"]


@pytest.mark.parametrize("how", ["down", "not ready", "hangs up", "slow"])
def test_a_server_that_does_not_work_is_told_and_raises_nothing(
    server: MailServer, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "_WAIT", 0.2)
    through = mail(server)
    match how:
        case "down":
            server.goes_down()
        case "not ready":
            server.manners.ready = "554 not now"
        case "hangs up":
            server.manners.hangs_up = True
        case "slow":
            server.manners.waits = 0.5

    answer = through.send(letter(), ANA)

    assert answer.fate == "server_down"
    assert answer.said


@rule("R-16.6")
def test_several_letters_go_over_one_connection(server: MailServer) -> None:
    with mail(server).conversation() as conversation:
        fates = [conversation.send(letter(), ANA).fate for _ in range(3)]

    assert (fates, server.connections) == (["taken"] * 3, 1)
    assert server.heard[-1].upper() == "QUIT"


@rule("R-16.6")
def test_a_conversation_without_letters_connects_to_nothing(server: MailServer) -> None:
    with mail(server).conversation():
        pass

    assert server.connections == 0


@rule("R-16.6")
@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("to", "550 no such mailbox"),
        ("sender", "452 not now"),
        ("begin", "451 not now"),
        ("begin", "554 no"),
        ("data", "552 too large"),
    ],
)
def test_a_letter_that_is_refused_leaves_the_next_as_it_is(server: MailServer, word: str, said: str) -> None:
    usual = getattr(server.manners, word)
    with mail(server).conversation() as conversation:
        setattr(server.manners, word, {"ana": said} if word == "to" else said)
        refused = conversation.send(letter(), ANA)
        setattr(server.manners, word, usual)
        taken = conversation.send(letter(DESK), DESK)

    assert (refused.said, taken.fate, server.connections) == (said, "taken", 1)


@rule("R-16.6")
def test_a_server_that_ends_a_connection_is_connected_to_again(server: MailServer) -> None:
    server.manners.most = 2
    with mail(server).conversation() as conversation:
        fates = [conversation.send(letter(), ANA).fate for _ in range(5)]

    assert (fates, server.connections) == (["taken"] * 5, 3)
    assert len(server.taken) == 5


@rule("R-16.6")
def test_a_server_that_ends_each_connection_at_once_is_down(server: MailServer) -> None:
    server.manners.most = 0
    with mail(server).conversation() as conversation:
        first, second = (conversation.send(letter(), ANA) for _ in range(2))

    assert (first.fate, second.fate, server.taken) == ("server_down", "server_down", [])


@pytest.mark.parametrize("goodbye", ["500 what?", ""])
def test_whatever_a_server_says_to_the_goodbye_the_letter_was_taken(server: MailServer, goodbye: str) -> None:
    server.manners.goodbye = goodbye

    assert mail(server).send(letter(), ANA).fate == "taken"


def test_without_a_mail_server_nothing_is_mailed() -> None:
    assert mail_from({}) is None
    assert mail_from({"TRAFFTPKG_SMTP": "smtp://localhost", "TRAFFTPKG_MAIL_FROM": "a@b.c"}) is not None


@pytest.mark.parametrize(
    ("server", "sender", "reason"),
    [
        ("mail.example:25", "a@b.example", "not_a_mail_server"),
        ("https://mail.example", "a@b.example", "not_a_mail_server"),
        ("smtp://", "a@b.example", "not_a_mail_server"),
        ("smtp://mail.example:none", "a@b.example", "not_a_mail_server"),
        ("smtps://mail.example", "Studio Lumen", "not_a_sender"),
        ("smtps://mail.example", "", "not_a_sender"),
        ("smtps://mail.example", "a@b.example\nBcc: eve@example.com", "not_a_sender"),
    ],
)
def test_what_is_no_mail_server_or_sender_is_refused_before_anything_is_sent(
    server: str, sender: str, reason: str
) -> None:
    with pytest.raises(BadArgumentError) as refused:
        mail_from({"TRAFFTPKG_SMTP": server, "TRAFFTPKG_MAIL_FROM": sender})

    assert refused.value.reason == reason


def test_where_the_server_is_is_told_without_a_password() -> None:
    found = SmtpMail(server="smtps://ana:secret@mail.example:465", sender="a@b.c")

    assert found.where == "smtps://mail.example:465"
