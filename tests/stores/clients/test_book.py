"""The client book: found by every name, refused when taken, and gone when erased."""

import os
import random
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.rules import rule
from trafftpkg.domain.client import Called, Client, Reach
from trafftpkg.domain.errors.naming import AmbiguousClientError, ClientExistsError, UnknownClientError
from trafftpkg.domain.errors.unavailable import (
    DiskFullError,
    LedgerLockedError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from trafftpkg.domain.errors.untrusted import ClientBookDamagedError, LedgerTooNewError
from trafftpkg.domain.errors.unusable import NotPermittedError, StoreUnusableError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.value import replace
from trafftpkg.stores.clients.book import TableClientBook, copy_clients
from trafftpkg.stores.clients.columns import CLIENTS
from trafftpkg.stores.jsonl.client_file import ClientBookFile, client_book_at
from trafftpkg.stores.jsonl.client_schema import SCHEMA_VERSION

ANA = Client(
    key=ClientKey("c1a2b3"),
    handle="ana",
    name="Ana Ilić",
    email="Ana@Example.com",
    phone="+381 64 111 2222",
    time_zone="Europe/Belgrade",
)
BOB = Client(key=ClientKey("c9f8e7"), handle="bob")

# With a cache of one page the half-done change is in the file, and its undoing in the journal beside it.
DIES_IN_THE_MIDDLE_OF_A_WRITE = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE clients SET handle = handle || '-changed'")
connection.execute("INSERT INTO texts VALUES (1, ?, '5a17')", ("." * 100_000,))
os._exit(9)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl.clients"


@pytest.fixture
def book(path: Path) -> TableClientBook:
    book = client_book_at(path)
    book.add(ANA)
    book.add(BOB)
    return book


# Finding


@pytest.mark.parametrize(
    "typed",
    [
        "ana",
        "ana@example.com",
        "ANA@EXAMPLE.COM",
        "+381641112222",
        "00381 64 111 2222",
        "064/111-2222",
        "(+381) 64 111 2222",
        "tel:+381641112222",
        "mailto:ana@example.com",
        "c1a2b3",
        "ANA",
        " \u202aana",
        "Ana Ilić",
        "ana ilic",
        "ANA ILIC\u0301",
    ],
)
def test_a_client_is_found_by_handle_email_phone_name_or_key(book: TableClientBook, typed: str) -> None:
    assert book.find(typed) == ANA


@pytest.mark.parametrize("typed", ["an", "Ana Ilić Kos", "bob@example.com", "+381641112223", "", "%", "c1"])
def test_what_nobody_has_finds_nobody(book: TableClientBook, typed: str) -> None:
    assert book.find(typed) is None


def test_a_number_that_several_have_is_ambiguous_and_names_them(book: TableClientBook) -> None:
    book.add(Client(key=ClientKey("c4"), handle="zoe", phone="064 111 2222", shared=("phone",)))

    with pytest.raises(AmbiguousClientError) as refusal:
        book.find("+381641112222")

    assert refusal.value.handles == ("ana", "zoe")


def test_a_key_goes_before_a_handle_of_the_same_letters(book: TableClientBook) -> None:
    book.add(Client(key=ClientKey("c5"), handle="c1a2b3"))

    assert book.find("c1a2b3") == ANA


def test_the_nearest_handle_is_suggested_and_nothing_far_from_it(book: TableClientBook) -> None:
    assert book.nearest("anna") == "ana"
    assert book.nearest("ANA") == "ana"
    assert book.nearest("wolfgang") is None


def test_clients_come_by_handle(book: TableClientBook) -> None:
    book.add(Client(key=ClientKey("c0"), handle="zoe"))
    book.add(Client(key=ClientKey("c1"), handle="adam"))

    assert [each.handle for each in book.clients()] == ["adam", "ana", "bob", "zoe"]


def test_many_keys_are_looked_up_together_and_unknown_ones_are_missing(book: TableClientBook) -> None:
    strangers = [ClientKey(f"cx{number}") for number in range(1200)]

    assert book.by_keys([*strangers, ANA.key, BOB.key]) == {ANA.key: ANA, BOB.key: BOB}


# Adding and changing


def test_a_handle_is_given_once(book: TableClientBook) -> None:
    with pytest.raises(ClientExistsError) as refusal:
        book.add(Client(key=ClientKey("c7"), handle="ana"))

    assert (refusal.value.what, refusal.value.typed, refusal.value.handle) == ("handle", "ana", "ana")


def test_an_email_belongs_to_one_client_whatever_its_case(book: TableClientBook) -> None:
    with pytest.raises(ClientExistsError) as refusal:
        book.add(Client(key=ClientKey("c7"), handle="anna", email="ANA@example.com"))

    assert (refusal.value.what, refusal.value.typed, refusal.value.handle) == (
        "email",
        "ANA@example.com",
        "ana",
    )
    assert book.find("anna") is None


@rule("R-1.21")
@pytest.mark.parametrize(("what", "typed"), [("email", "ANA@example.com"), ("phone", "064 111 22 22")])
def test_what_is_anothers_is_only_taken_where_they_are_said_to_share_it(
    book: TableClientBook, what: Reach, typed: str
) -> None:
    carl = Client(key=ClientKey("c7"), handle="carl")
    both = replace(carl, **{what: typed})  # type: ignore[arg-type]  # texts both

    with pytest.raises(ClientExistsError) as refusal:
        book.add(both)
    assert (refusal.value.what, refusal.value.handle) == (what, "ana")

    book.add(replace(both, shared=(what,)))
    with pytest.raises(AmbiguousClientError) as several:
        book.find(typed)
    assert several.value.handles == ("ana", "carl")
    book.change(replace(both, name="Carl", shared=(what,)))
    book.change(replace(ANA, name="Ana"))


def test_who_has_something_already_keeps_it_though_another_has_it_too(
    book: TableClientBook, path: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as older:
        older.execute("UPDATE clients SET email = 'Ana@Example.com', email_folded = 'ana@example.com'")

    book.change(replace(BOB, name="Bob", email="Ana@Example.com"))

    assert [each.handle for each in book.reached_by("ana@example.com")] == ["ana", "bob"]


@rule("R-1.20")
def test_only_a_question_takes_a_part_of_a_name(book: TableClientBook) -> None:
    assert book.find("ana il") is None
    assert book.find("ana il", in_part=True) == ANA
    assert book.nearest("il") == "ana"


@rule("R-1.20")
def test_a_whole_name_goes_before_one_that_it_begins_and_a_handle_before_both(book: TableClientBook) -> None:
    kos = Client(key=ClientKey("c7"), handle="kos", name="Ana Ilić-Kos")
    book.add(kos)

    assert book.find("ana ilić", in_part=True) == ANA
    with pytest.raises(AmbiguousClientError) as refusal:
        book.find("ilic", in_part=True)
    assert refusal.value.clients == (
        Called(client="ana", name="Ana Ilić"),
        Called(client="kos", name="Ana Ilić-Kos"),
    )
    book.change(replace(kos, name="Ana"))
    assert book.find("ana", in_part=True) == ANA


@rule("R-1.20")
def test_a_handle_is_taken_in_any_spelling(book: TableClientBook) -> None:
    with pytest.raises(ClientExistsError):
        book.add(Client(key=ClientKey("c7"), handle="ANA"))


@rule("R-1.22")
def test_an_older_book_is_read_as_it_is_and_a_check_names_what_leads_to_several(
    book: TableClientBook, path: Path
) -> None:
    twin = Client(key=ClientKey("c7"), handle="Ana", email="ana@EXAMPLE.com", shared=("email",))
    hides = Client(key=ClientKey("c8"), handle="064-111-2222")
    with closing(sqlite3.connect(path, isolation_level=None)) as older:
        for each in (twin, hides):
            facts = {**dict(zip(CLIENTS.names, CLIENTS.row(each), strict=True)), "shared": ""}
            marks = ", ".join(f":{name}" for name in facts)
            older.execute(f"INSERT INTO clients ({', '.join(facts)}) VALUES ({marks})", facts)

    assert (book.find("ana"), book.find("064-111-2222")) == (ANA, hides)
    assert [(each.what, each.handles) for each in book.doubles()] == [
        ("handle", ("Ana", "ana")),
        ("email", ("Ana", "ana")),
        ("phone", ("064-111-2222", "ana")),
    ]
    book.change(twin)
    assert [each.what for each in book.doubles()] == ["handle", "phone"]


def test_a_made_handle_is_nobody_elses(book: TableClientBook) -> None:
    assert (book.free_handle("eve"), book.free_handle("Ana")) == ("eve", "Ana-2")


def test_a_change_keeps_the_key_and_takes_the_new_facts(book: TableClientBook) -> None:
    married = Client(key=ANA.key, handle="ana-k", name="Ana Kos", email="ana@example.com")

    book.change(married)

    assert book.find("ana@example.com") == married
    assert book.find("ana") is None
    assert book.find("+381641112222") is None


def test_a_change_may_not_take_what_is_anothers(book: TableClientBook) -> None:
    with pytest.raises(ClientExistsError):
        book.change(Client(key=BOB.key, handle="bob", email="ana@EXAMPLE.com"))

    assert book.find("bob") == BOB


def test_a_client_erased_meanwhile_cannot_be_changed(book: TableClientBook) -> None:
    book.erase(BOB.key, ())

    with pytest.raises(UnknownClientError):
        book.change(BOB)


# Texts


def test_a_text_is_kept_with_its_salt_under_its_entry(book: TableClientBook) -> None:
    book.keep_text(7, "Ana was ill.", "5a17")

    assert book.texts([6, 7]) == {7: ("Ana was ill.", "5a17")}


def test_a_text_left_by_an_unrecorded_attempt_is_replaced(book: TableClientBook) -> None:
    book.keep_text(7, "Never recorded.", "00")
    book.keep_text(7, "Ana was ill.", "5a17")

    assert book.texts([7]) == {7: ("Ana was ill.", "5a17")}


# Erasing


def test_an_erased_client_is_found_by_no_name(book: TableClientBook) -> None:
    book.keep_text(3, "Ana was ill.", "5a17")
    book.keep_text(4, "Bob moved.", "5a18")

    book.erase(ANA.key, [3])

    assert [book.find(typed) for typed in ("ana", "ana@example.com", "+381641112222", "c1a2b3")] == [None] * 4
    assert book.texts([3, 4]) == {4: ("Bob moved.", "5a18")}


def test_of_an_erased_client_the_bare_key_stays_marked(book: TableClientBook) -> None:
    book.merge(ANA.key, BOB.key, 5)
    book.add(Client(key=ClientKey("c4"), handle="zoe"))

    book.erase(ANA.key, [])
    book.erase(ANA.key, [])

    assert book.erased([ANA.key, BOB.key, ClientKey("c4"), ClientKey("c5")]) == {ANA.key, BOB.key}


def test_a_copy_of_the_book_knows_who_was_erased_and_holds_nothing_of_them(
    book: TableClientBook, path: Path, tmp_path: Path
) -> None:
    book.erase(ANA.key, [])
    other = tmp_path / "other.jsonl.clients"

    copy_clients(ClientBookFile(path, wait=1.0), ClientBookFile(other, wait=1.0))

    copied = client_book_at(other)
    assert (copied.clients(), copied.erased([ANA.key, BOB.key])) == ([BOB], {ANA.key})


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5])
def test_a_book_of_an_earlier_version_is_read_and_written(
    book: TableClientBook, path: Path, version: int
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as older:
        older.execute("ALTER TABLE clients DROP COLUMN language")
        if version < 5:
            older.execute("DROP TABLE letters")
            older.execute("DROP TABLE letters_mark")
            older.execute("DROP TABLE letters_stopped")
        if version < 4:
            older.execute("DROP INDEX clients_by_handle")
            for column in ("handle_folded", "name_folded", "shared"):
                older.execute(f"ALTER TABLE clients DROP COLUMN {column}")
            older.execute("DROP INDEX clients_by_email")
        if version < 3:
            older.execute("DROP TABLE erased")
        if version == 1:
            older.execute("ALTER TABLE clients DROP COLUMN merged_into")
            older.execute("ALTER TABLE clients DROP COLUMN merged_seq")
        older.execute(f"PRAGMA user_version = {version}")

    assert (book.clients(), book.erased([ANA.key])) == ([ANA, BOB], set())
    assert (book.find("ana ilic"), book.find("BOB")) == (ANA, BOB)
    book.keep_text(1, "Ana was ill.", "5a17")
    assert (book.find("ana ilic"), book.find("BOB")) == (ANA, BOB)
    book.erase(ANA.key, [])
    assert (book.clients(), book.erased([ANA.key])) == ([BOB], {ANA.key})


def test_an_erased_handle_can_be_given_again(book: TableClientBook) -> None:
    book.erase(ANA.key, ())

    book.add(Client(key=ClientKey("c7"), handle="ana", email="ana@example.com"))


def test_no_byte_of_an_erased_client_stays_in_the_folder(book: TableClientBook, path: Path) -> None:
    book.keep_text(3, "A hen party of nine", "5a17")

    book.erase(ANA.key, [3])

    left = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert [
        word
        for word in (b"Ilic", "Ilić".encode(), b"xample", b"111 2222", b"1112222", b"hen party")
        if word in left
    ] == []
    assert b"bob" in left


def test_what_was_replaced_is_overwritten_in_the_file(book: TableClientBook, path: Path) -> None:
    book.keep_text(3, "A hen party of nine", "5a17")
    book.keep_text(3, "A party", "5a17")
    book.change(Client(key=ANA.key, handle="ana", phone="+381 64 333 4444"))

    left = path.read_bytes()
    assert [word for word in (b"hen party", b"xample", b"111 2222") if word in left] == []


def test_rows_moved_about_before_leave_no_copy_when_erased(book: TableClientBook, path: Path) -> None:
    dice = random.Random(20260105)
    for seq in dice.sample(range(300), 300):
        book.keep_text(seq, f"secret-{seq:03d}" + "." * dice.randrange(900), "5a17")

    book.erase(ANA.key, range(0, 300, 2))

    left = path.read_bytes()
    assert [seq for seq in range(0, 300, 2) if f"secret-{seq:03d}".encode() in left] == []
    assert len(book.texts(range(300))) == 150


# The file


def test_a_missing_file_is_an_empty_book_and_stays_missing(path: Path) -> None:
    book = client_book_at(path)

    assert (book.find("ana"), book.nearest("ana"), book.clients()) == (None, None, [])
    assert (book.by_keys([ANA.key]), book.texts([1])) == ({}, {})
    assert not path.exists()


def test_only_its_owner_may_read_the_file(book: TableClientBook, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_no_side_file_stays_after_a_write(book: TableClientBook, path: Path) -> None:
    book.keep_text(1, "Ana was ill.", "5a17")

    assert list(path.parent.iterdir()) == [path]


def test_what_one_book_writes_another_reads(book: TableClientBook, path: Path) -> None:
    assert client_book_at(path).find("ana") == ANA


def test_a_write_waits_no_longer_than_it_may(book: TableClientBook, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()

        with pytest.raises(LedgerLockedError) as failure:
            client_book_at(path, wait=0.05).keep_text(1, "Ana was ill.", "5a17")

    assert time.monotonic() - began < 3
    assert (failure.value.where, failure.value.waited) == (str(path), 0.05)
    assert book.texts([1]) == {}


def test_a_reader_is_not_kept_waiting_by_a_writer_at_work(book: TableClientBook, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM clients")

        assert client_book_at(path, wait=0.0).find("ana") == ANA


def test_what_a_killed_writer_left_half_done_is_undone_by_the_next_reader(
    book: TableClientBook, path: Path
) -> None:
    subprocess.run([sys.executable, "-c", DIES_IN_THE_MIDDLE_OF_A_WRITE, path], check=False)
    assert path.with_name(path.name + "-journal").exists()

    assert book.find("ana") == ANA

    assert list(path.parent.iterdir()) == [path]


def test_a_reader_needs_no_permission_to_write() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.jsonl.clients"
        client_book_at(path).add(ANA)
        path.chmod(0o444)
        path.parent.chmod(0o555)

        with _without_privilege():
            assert client_book_at(path).find("ana") == ANA
            with pytest.raises(NotPermittedError) as failure:
                client_book_at(path).add(BOB)

        assert failure.value.writing

        path.parent.chmod(0o700)


def test_a_file_that_may_not_be_read_says_so() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.jsonl.clients"
        client_book_at(path).add(ANA)
        path.chmod(0o000)
        path.parent.chmod(0o755)

        with _without_privilege(), pytest.raises(NotPermittedError) as failure:
            client_book_at(path).find("ana")

    assert failure.value.where == str(path)


def test_a_folder_that_is_missing_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError) as failure:
        client_book_at(tmp_path / "nowhere" / "ledger.jsonl.clients").add(ANA)

    assert failure.value.reason == "no_folder"


def test_a_file_that_is_no_database_is_not_trusted(path: Path) -> None:
    path.write_text("handle,name\nana,Ana\n" * 100)

    with pytest.raises(ClientBookDamagedError) as failure:
        client_book_at(path).find("ana")

    assert failure.value.where == str(path)
    assert (failure.value.reason, failure.value.said) == ("unreadable", "file is not a database")


def test_a_book_that_was_restored_is_read_as_it_is_now(
    book: TableClientBook, path: Path, tmp_path: Path
) -> None:
    backup = Path(shutil.copy(path, tmp_path / "backup"))
    eve = Client(key=ClientKey("c7e7e7"), handle="eve")
    book.add(eve)
    assert [book.find("eve"), book.find("eve")] == [eve, eve]

    backup.replace(path)

    assert book.find("eve") is None
    assert book.find("ana") == ANA


def test_a_page_that_nobody_asks_for_is_checked_too(book: TableClientBook, path: Path) -> None:
    for n in range(200):
        book.add(Client(key=ClientKey(f"c{n:06}"), handle=f"client-{n}", name="x" * 100))
    book.check()
    with path.open("r+b") as file:
        file.seek(-4096, os.SEEK_END)
        file.write(bytes(range(256)) * 16)

    with pytest.raises(ClientBookDamagedError):
        client_book_at(path).check()


def test_a_database_of_another_program_is_no_empty_book(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")

    with pytest.raises(ClientBookDamagedError):
        client_book_at(path).find("ana")
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    with pytest.raises(ClientBookDamagedError):
        client_book_at(path).check()


def test_a_book_on_another_disk_is_used_there(book: TableClientBook, path: Path, tmp_path: Path) -> None:
    away = path.rename(tmp_path / "away")
    path.symlink_to(away)
    eve = Client(key=ClientKey("c7e7e7"), handle="eve")

    client_book_at(path).add(eve)

    assert path.is_symlink()
    assert client_book_at(away).find("eve") == eve


@pytest.mark.parametrize("write", [False, True])
def test_a_book_on_a_disk_that_is_not_there_is_not_an_empty_one(path: Path, *, write: bool) -> None:
    path.symlink_to("unmounted/book")

    with pytest.raises(StoreUnavailableError, match="unmounted"):
        client_book_at(path).add(ANA) if write else client_book_at(path).find("ana")


def test_a_book_with_two_names_is_read_and_not_written_to(book: TableClientBook, path: Path) -> None:
    path.with_name("second").hardlink_to(path)

    assert client_book_at(path).find("ana") == ANA
    with pytest.raises(StoreUnusableError):
        client_book_at(path).add(Client(key=ClientKey("c7e7e7"), handle="eve"))


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")

    with pytest.raises(ClientBookDamagedError):
        client_book_at(path).add(ANA)

    with closing(sqlite3.connect(path)) as other:
        assert [name for (name,) in other.execute("SELECT name FROM sqlite_schema")] == ["recipes"]


def test_a_book_written_by_a_newer_program_is_not_touched(book: TableClientBook, path: Path) -> None:
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")

    with pytest.raises(LedgerTooNewError) as failure:
        book.find("ana")
    with pytest.raises(LedgerTooNewError):
        book.erase(ANA.key, ())

    assert (failure.value.version, failure.value.known) == (SCHEMA_VERSION + 1, SCHEMA_VERSION)


def test_a_full_disk_keeps_nothing_and_says_so(book: TableClientBook, path: Path) -> None:
    file = ClientBookFile(path, wait=1.0)

    with pytest.raises(DiskFullError), file.writing() as connection:
        connection.execute("DELETE FROM clients")
        connection.execute("PRAGMA max_page_count = 6")
        connection.execute("INSERT INTO texts VALUES (1, %(text)s, '5a17')", {"text": "." * 100_000})

    assert book.clients() == [ANA, BOB]


def test_a_disk_that_fails_while_writing_leaves_the_outcome_unknown(
    book: TableClientBook, path: Path
) -> None:
    with _no_file_longer_than(path.stat().st_size), pytest.raises(OutcomeUnknownError) as failure:
        book.keep_text(1, "." * 100_000, "5a17")

    assert failure.value.where == str(path)
    assert book.texts([1]) == {}


@contextmanager
def _without_privilege() -> Iterator[None]:
    """Root may write everywhere; be nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def _no_file_longer_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
