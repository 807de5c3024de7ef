"""What is one e-mail address, how it is kept, and that all its spellings are one."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import rule
from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.naming import AmbiguousClientError, ClientExistsError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.stores.clients.book import TableClientBook
from trafftpkg.stores.clients.email_address import email_address, folded, mailbox, spellings
from trafftpkg.stores.jsonl.client_file import client_book_at

ZOE = Client(key=ClientKey("c1"), handle="zoe", email="zoë@münchen.example")
ZOE_APART = "zoe\u0308@MU\u0308NCHEN.example"
ZOE_IN_ASCII = "zoë@xn--mnchen-3ya.example"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ana@Example.COM ", "Ana@example.com"),
        ("\u202aana@example.com\u202c", "ana@example.com"),
        ("mailto:ana@example.com", "ana@example.com"),
        (" MailTo:ana@example.com?subject=Hi", "ana@example.com"),
        (ZOE_APART, ZOE.email),
        (ZOE_IN_ASCII, ZOE.email),
        ("ana@ｅｘａｍｐｌｅ.com", "ana@example.com"),
        ("ana+studio@shop.test", "ana+studio@shop.test"),
        ("ana@straße.example", "ana@straße.example"),
    ],
)
def test_an_address_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert email_address(typed) == kept


@rule("R-1.15")
@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ana",
        "root,postmaster,c@example.com",
        "a@example.com,b@example.com",
        "a@example.com b@example.com",
        "a@example.com\r\nBcc: b@example.com",
        "Ana <a@example.com>",
        "a@c..com",
        "a..b@example.com",
        "mailto:",
        "mailto:a@example.com,b@example.com",
        "mailto:a@example.com\r\nBcc: b@example.com",
        "a@-b.com",
        "a@localhost",
        "a@[127.0.0.1]",
        '"a b"@example.com',
        "a" * 300 + "@example.com",
        "a" * 1_000_000 + "@example.com",
    ],
)
def test_what_is_no_address_or_several_is_refused(typed: str) -> None:
    with pytest.raises(BadArgumentError) as refusal:
        email_address(typed)

    assert (refusal.value.field, refusal.value.reason) == ("email", "not_an_email_address")
    assert mailbox(typed) is None


def test_however_long_a_text_is_it_is_judged_at_once() -> None:
    assert mailbox("ana@example.com") is not None  # the library is loaded
    typed = "a." * 1_000_000 + "@" + "ü." * 1_000_000
    began = process_time()

    assert mailbox(typed) is None

    assert process_time() - began < 0.1


def test_a_letter_goes_to_one_mailbox_at_a_domain_in_ascii() -> None:
    assert mailbox("Ana@Straße.example") == ("Ana", "xn--strae-oqa.example")


def test_all_spellings_of_an_address_are_filed_under_one() -> None:
    assert {folded(each) for each in (str(ZOE.email), ZOE_APART, ZOE_IN_ASCII)} == {ZOE.email}
    assert folded("ana@straße.example") != folded("ana@strasse.example")


@given(st.from_regex(r"(?a)[\w.+-]{1,20}@([a-zA-Z0-9-]{1,8}\.|xn--p1ai\.){1,3}[a-zA-Z]{2,4}", fullmatch=True))
def test_an_address_in_plain_letters_is_filed_under_how_it_is_kept(typed: str) -> None:
    try:
        kept = email_address(typed)
    except BadArgumentError:
        kept = typed

    assert folded(typed) == kept.lower()
    assert kept.lower() in spellings(typed)


# In the client book


@pytest.fixture
def book(tmp_path: Path) -> TableClientBook:
    return client_book_at(tmp_path / "ledger.jsonl.clients")


@rule("R-1.15")
@pytest.mark.parametrize("typed", [str(ZOE.email), ZOE_APART, ZOE_IN_ASCII, "ZOË@münchen.example"])
def test_a_client_is_found_by_any_spelling_and_keeps_the_address_to_themself(
    book: TableClientBook, typed: str
) -> None:
    book.add(ZOE)

    assert book.find(typed) == ZOE
    with pytest.raises(ClientExistsError):
        book.add(book.as_kept(Client(key=ClientKey("c2"), handle="zoey", email=typed)))


@pytest.mark.parametrize("filed", [ZOE_APART, ZOE_IN_ASCII, "Zoë@München.EXAMPLE"])
def test_a_client_whom_an_earlier_version_filed_as_typed_is_found(
    book: TableClientBook, tmp_path: Path, filed: str
) -> None:
    book.add(ZOE)
    _file_as_earlier(tmp_path, filed)

    assert book.find(str(ZOE.email)) == book.find(ZOE_IN_ASCII) == replace(ZOE, email=filed)
    with pytest.raises(ClientExistsError):
        book.add(Client(key=ClientKey("c2"), handle="zoey", email=ZOE.email))


@pytest.mark.parametrize("filed", ["root,c@example.com", "a@b@example.com", "ana@shop"])
def test_what_an_earlier_version_took_for_an_address_is_read_as_it_is_and_can_be_mended(
    book: TableClientBook, tmp_path: Path, filed: str
) -> None:
    book.add(ZOE)
    _file_as_earlier(tmp_path, filed)

    found = book.find(filed.upper())
    assert found == replace(ZOE, email=filed)
    named = book.as_kept(replace(found, name="Zoë"), found)
    book.change(named)
    assert book.find(filed) == named
    with pytest.raises(BadArgumentError):
        book.as_kept(replace(found, email="another,c@example.com"), found)


def test_two_who_were_filed_under_two_spellings_of_one_address_are_both_named(
    book: TableClientBook, tmp_path: Path
) -> None:
    book.add(ZOE)
    _file_as_earlier(tmp_path, ZOE_APART)
    with closing(sqlite3.connect(tmp_path / "ledger.jsonl.clients")) as older, older:
        older.execute(
            "INSERT INTO clients (key, handle, email, email_folded) VALUES ('c2', 'eve', :email, :email)",
            {"email": ZOE_IN_ASCII},
        )

    with pytest.raises(AmbiguousClientError) as refusal:
        book.find(str(ZOE.email))

    assert refusal.value.handles == ("eve", "zoe")


def test_two_addresses_that_an_earlier_version_held_for_one_are_told_apart(
    book: TableClientBook, tmp_path: Path
) -> None:
    book.add(ZOE)
    _file_as_earlier(tmp_path, "zoe@straße.example")

    assert book.find("zoe@strasse.example") is None
    assert spellings("zoe@straße.example")[0] == "zoe@straße.example"


def _file_as_earlier(folder: Path, email: str) -> None:
    """File the only client's address as versions before this one did."""
    with closing(sqlite3.connect(folder / "ledger.jsonl.clients")) as older, older:
        older.execute("UPDATE clients SET email = ?, email_folded = ?", (email, email.strip().casefold()))
