"""What the client book makes of two entries that are one person."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.naming import ClientExistsError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import replace
from trafftpkg.stores.clients.book import TableClientBook
from trafftpkg.stores.jsonl.client_file import client_book_at

ANA = Client(key=ClientKey("c-ana"), handle="ana", name="Ana", email="ana@example.com")
BEA = Client(
    key=ClientKey("c-bea"), handle="bea", name="Bea", email="bea@example.com", phone="+381 64 111 2222"
)
CLEO = Client(key=ClientKey("c-cleo"), handle="cleo")

VERSION_1 = """
CREATE TABLE clients (
    key TEXT PRIMARY KEY, handle TEXT NOT NULL UNIQUE, name TEXT, email TEXT, email_folded TEXT UNIQUE,
    phone TEXT, phone_ending TEXT, time_zone TEXT
) WITHOUT ROWID;
CREATE INDEX clients_by_phone ON clients (phone_ending) WHERE phone_ending IS NOT NULL;
CREATE TABLE texts (seq INTEGER PRIMARY KEY, text TEXT NOT NULL, salt TEXT NOT NULL);
INSERT INTO clients VALUES ('c-ana', 'ana', 'Ana', 'ana@example.com', 'ana@example.com', '064 111 2222',
    '1112222', NULL);
PRAGMA user_version = 1;
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl.clients"


@pytest.fixture
def book(path: Path) -> TableClientBook:
    """A book with all three, Bea merged into Ana by entry 7."""
    book = client_book_at(path, wait=0.1)
    book.add_all([ANA, BEA, CLEO])
    book.merge(ANA.key, BEA.key, 7)
    return book


def test_all_that_led_to_the_merged_one_leads_to_the_other(book: TableClientBook) -> None:
    for typed in ("bea", "bea@example.com", "064 111 2222", "c-bea"):
        found = book.find(typed)

        assert found is not None
        assert found.handle == "ana", typed


def test_contact_data_fills_what_is_lacking_and_changes_nothing_else(book: TableClientBook) -> None:
    found = book.find("ana")

    assert found is not None
    assert (found.name, found.email, found.phone) == ("Ana", "ana@example.com", "+381 64 111 2222")


def test_lists_and_suggestions_know_the_kept_one_only(book: TableClientBook) -> None:
    assert [each.handle for each in book.clients()] == ["ana", "cleo"]
    assert book.nearest("beaa") is None


def test_what_was_merged_later_is_left_out_as_of_an_entry(book: TableClientBook) -> None:
    before, after = book.find("bea", 6), book.find("bea", 7)

    assert before is not None
    assert after is not None
    assert (before.handle, after.handle, after.entered_as) == ("bea", "ana", "c-bea")


def test_the_merged_ones_handle_and_address_stay_taken(book: TableClientBook) -> None:
    with pytest.raises(ClientExistsError):
        book.add(Client(key=ClientKey("c-new"), handle="bea"))
    with pytest.raises(ClientExistsError):
        book.add(Client(key=ClientKey("c-new"), handle="new", email="BEA@example.com"))


def test_the_kept_one_may_take_over_the_other_address(book: TableClientBook) -> None:
    book.change(Client(key=ANA.key, handle="ana", email="bea@example.com"))

    found = book.find("bea@example.com")

    assert found is not None
    assert (found.key, found.entered_as) == (ANA.key, None)


def test_merging_again_or_one_who_was_erased_changes_nothing(book: TableClientBook) -> None:
    book.merge(ANA.key, BEA.key, 9)
    book.merge(CLEO.key, ClientKey("c-gone"), 9)

    assert book.find("bea", 7) == book.find("bea")


def test_erasing_the_kept_one_erases_all_that_were_merged(book: TableClientBook, path: Path) -> None:
    book.merge(CLEO.key, ANA.key, 8)
    book.erase(CLEO.key, [])

    assert book.clients() == []
    left = path.read_bytes()
    for each in (ANA, BEA, CLEO):
        assert each.key.encode() in left
        left = left.replace(each.key.encode(), b"")
    for name in (b"bea", b"ana", b"cleo", b"1112222"):
        assert name not in left


def test_many_are_found_as_one_is(book: TableClientBook) -> None:
    book.add(Client(key=ClientKey("c-dan"), handle="dan", phone="+44 64 111 2222"))

    found = book.find_each(["ana", "bea", "nobody", "64 111 2222"])

    assert [getattr(each, "handle", each) for each in list(found.values())[:3]] == ["ana", "ana", None]
    assert getattr(found["64 111 2222"], "handles", None) == ("ana", "dan")


def test_a_book_of_version_1_is_read_as_it_is_and_changed_when_written_to(path: Path) -> None:
    with closing(sqlite3.connect(path)) as old:
        old.executescript(VERSION_1)
    book = client_book_at(path, wait=0.1)

    assert [each.handle for each in book.clients()] == ["ana"]
    assert book.find("064 111 2222") == book.find("ana") != None  # noqa: E711 - a chain
    with closing(sqlite3.connect(path)) as still:
        assert still.execute("PRAGMA user_version").fetchone() == (1,)

    book.add(replace(BEA, shared=("phone",)))
    book.merge(ANA.key, BEA.key, 7)

    assert [each.handle for each in book.clients()] == ["ana"]
    with closing(sqlite3.connect(path)) as new:
        assert new.execute("PRAGMA user_version").fetchone() == (6,)
