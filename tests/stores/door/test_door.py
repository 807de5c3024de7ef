"""The door: signatures that cannot be made, a secret of its owner's, and links that work once."""

import re
import sqlite3
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from multiprocessing import Barrier as BarrierOfServers
from multiprocessing import Process, Queue
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stores.postgres.server import running
from trafftpkg.domain.door import Limit
from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.domain.errors.unusable import StoreUnusableError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.stores.door.door import LedgerDoor
from trafftpkg.stores.door.key import secret_key
from trafftpkg.stores.door.notes import DoorNotes, copy_notes
from trafftpkg.stores.door.signatures import Signatures
from trafftpkg.stores.jsonl.door_file import DoorFile
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.door_tables import DoorTables
from trafftpkg.stores.postgres.tables import make_tables

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
SIGNATURES = Signatures(b"k" * 32)
OpenDoor = Callable[[], LedgerDoor]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a database with the tables of a ledger."""
    with running() as server:
        address = server.address("door")
        database = Database(address)
        with database.outside() as connection:
            make_tables(connection, database.where)
        yield address


@pytest.fixture(params=["file", "database"])
def another_door(request: pytest.FixtureRequest, tmp_path: Path) -> OpenDoor:
    """Return what opens the one door of a ledger, as each of its servers does."""
    if request.param == "file":
        return lambda: _door(tmp_path)
    address = request.getfixturevalue("address")
    return lambda: LedgerDoor(
        key_file=tmp_path / "key", notes=DoorNotes(DoorTables(Database(address))), given_key=None
    )


@given(kind=st.text(), text=st.text())
def test_what_was_signed_is_read_for_its_own_use_only(kind: str, text: str) -> None:
    signed = SIGNATURES.sign(kind, text)

    assert SIGNATURES.signed(kind, signed) == text
    assert SIGNATURES.signed(f"{kind}.", signed) is None
    assert Signatures(b"o" * 32).signed(kind, signed) is None


@given(text=st.text(min_size=1), data=st.data())
def test_what_was_signed_says_the_same_or_nothing_once_it_was_changed(text: str, data: st.DataObject) -> None:
    signed = SIGNATURES.sign("kind", text)
    place = data.draw(st.integers(0, len(signed) - 1))
    letter = data.draw(st.sampled_from("ABCDEFabcdef0189-_=+/. é"))
    changed = signed[:place] + letter + signed[place + 1 :]

    assert SIGNATURES.signed("kind", changed) in (None, text)
    assert SIGNATURES.signed("kind", signed + letter) in (None, text)


@given(text=st.text(), other=st.text())
def test_a_signature_alone_is_of_its_own_text_and_use_only(text: str, other: str) -> None:
    signature = SIGNATURES.signature("kind", text)

    assert SIGNATURES.is_signature("kind", text, signature)
    assert SIGNATURES.is_signature("kind", other, signature) == (other == text)
    assert not SIGNATURES.is_signature("another", text, signature)
    assert not SIGNATURES.is_signature("kind", text, other)


def test_a_signature_alone_does_not_show_what_is_signed() -> None:
    assert re.search("pur|cHVy", SIGNATURES.signature("own", "c1 pur-1")) is None


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl.key"

    first, second = secret_key(path, None), secret_key(path, None)

    assert first == second
    assert len(first) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["ledger.jsonl.key"]


def test_of_threads_that_start_at_once_all_have_one_key(tmp_path: Path) -> None:
    for turn in range(60):
        path, together = tmp_path / f"key-{turn}", Barrier(6)

        def made(path: Path = path, together: Barrier = together) -> bytes:
            together.wait()
            return secret_key(path, None)

        with ThreadPoolExecutor(6) as threads:
            keys = {each.result() for each in [threads.submit(made) for _ in range(6)]}

        assert len(keys) == 1
    assert len(list(tmp_path.iterdir())) == 60


def test_servers_that_start_at_once_come_to_one_secret(tmp_path: Path) -> None:
    heard: Queue[bytes] = Queue()
    servers = [Process(target=_make, args=(tmp_path / "key", heard)) for _ in range(4)]
    for server in servers:
        server.start()
    for server in servers:
        server.join()

    assert len({heard.get(timeout=10) for _ in servers}) == 1


def test_a_secret_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    secret_key(path, None)
    path.chmod(0o640)

    with pytest.raises(StoreUnusableError) as raised:
        secret_key(path, None)

    assert raised.value.reason == "key_not_secret"


def test_a_file_that_is_no_secret_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"short")
    path.chmod(0o600)

    with pytest.raises(StoreUnusableError):
        secret_key(path, None)


def test_a_secret_that_is_given_leaves_no_file(tmp_path: Path) -> None:
    secret_key(tmp_path / "key", "x" * 32)

    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StoreUnusableError):
        secret_key(tmp_path / "key", "x" * 31)


def test_a_link_lets_in_once_whichever_server_is_asked(another_door: OpenDoor) -> None:
    one, other = another_door(), another_door()
    link = _link(one)

    assert other.who_comes(link, NOW) is not None
    coming = one.let_in(link, NOW)

    assert coming is not None
    assert (coming.client, coming.next) == ("c1", "/account")
    assert other.let_in(link, NOW) is None
    assert other.who_comes(link, NOW) is None


def test_of_many_who_open_a_link_at_once_one_gets_in(another_door: OpenDoor) -> None:
    doors = [another_door() for _ in range(8)]
    link = _link(doors[0])

    with ThreadPoolExecutor(8) as threads:
        came = list(threads.map(lambda door: door.let_in(link, NOW), doors))

    assert sum(each is not None for each in came) == 1


def test_a_link_ends_at_its_very_moment(another_door: OpenDoor) -> None:
    door = another_door()
    link = _link(door)

    assert door.who_comes(link, NOW + timedelta(minutes=59)) is not None
    assert door.let_in(link, NOW + timedelta(hours=1)) is None


def test_a_session_is_its_clients_until_it_ends(another_door: OpenDoor) -> None:
    door, other = another_door(), another_door()
    until = NOW + timedelta(days=14)
    for session in ("phone", "tablet"):
        door.begin(session, ClientKey("c2"), NOW, until)

    assert other.holder("phone", until - timedelta(seconds=1)) == "c2"
    assert other.holder("phone", until) is None
    other.end("phone", NOW)
    assert (door.holder("phone", NOW), door.holder("tablet", NOW)) == (None, "c2")
    other.sign_out(ClientKey("c2"), NOW)
    assert door.holder("tablet", NOW) is None


def test_a_random_reference_stands_for_what_it_was_made_for_until_it_ends(another_door: OpenDoor) -> None:
    door, until = another_door(), NOW + timedelta(days=1)

    reference = door.refer("pur-1 full", now=NOW, until=until)

    assert door.refer("pur-1 full", now=NOW, until=until) != reference
    assert "pur" not in reference
    assert another_door().referred(reference, NOW) == ("pur-1 full", until)
    assert door.referred(reference, until) is None
    assert door.referred("none of ours", NOW) is None
    assert door.who_comes(reference, NOW) is None


def test_references_that_are_over_are_forgotten(tmp_path: Path) -> None:
    door = _door(tmp_path)
    door.refer("pur-1 full", now=NOW, until=NOW + timedelta(days=1))

    door.refer("pur-2 full", now=NOW + timedelta(days=1), until=NOW + timedelta(days=2))

    assert [what for _, what in _noted(tmp_path)] == ["pur-2 full"]


def test_who_reads_the_notes_cannot_use_what_was_handed_out(tmp_path: Path) -> None:
    door = _door(tmp_path)
    link = _link(door)

    assert link not in str(_noted(tmp_path))


def test_attempts_are_counted_within_their_time(another_door: OpenDoor) -> None:
    door, other = another_door(), another_door()

    def attempt(by: LedgerDoor, at: datetime, who: str = "ana") -> bool:
        return by.allows(Limit(what="sign-in", most=2, within=timedelta(minutes=10)), who, at)

    assert [attempt(door, NOW), attempt(other, NOW), attempt(door, NOW)] == [True, True, False]
    assert attempt(door, NOW, who="eva")
    assert attempt(door, NOW + timedelta(minutes=10))


def test_of_many_attempts_at_once_no_more_are_let_through(another_door: OpenDoor) -> None:
    doors = [another_door() for _ in range(8)]

    def attempt(door: LedgerDoor) -> bool:
        return door.allows(Limit(what="purchase", most=3, within=timedelta(minutes=10)), "192.0.2.1", NOW)

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, doors)) == 3


def test_a_door_whose_file_is_deleted_forgets_all_and_begins_anew(tmp_path: Path) -> None:
    door = _door(tmp_path)
    lost, later = _link(door), NOW + timedelta(minutes=1)
    assert door.who_comes(lost, later) is not None

    (tmp_path / "door").unlink()

    assert list(tmp_path.iterdir()) == []
    assert door.who_comes(lost, later) is None
    assert door.let_in(_link(door), later) is not None


def test_a_door_whose_file_is_deleted_and_empty_again_begins_anew(tmp_path: Path) -> None:
    door = _door(tmp_path)
    lost, later = _link(door), NOW + timedelta(minutes=1)
    (tmp_path / "door").unlink()
    (tmp_path / "door").touch()

    assert door.who_comes(lost, later) is None
    assert door.let_in(_link(door), later) is not None


def test_a_file_that_is_deleted_in_the_moment_of_a_write_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, lay_out = _door(tmp_path), DoorFile._lay_out
    lost, later = _link(door), NOW + timedelta(minutes=1)

    def and_delete(self: DoorFile, connection: sqlite3.Connection) -> None:
        monkeypatch.undo()
        lay_out(self, connection)
        (tmp_path / "door").unlink()

    monkeypatch.setattr(DoorFile, "_lay_out", and_delete)
    link = _link(door)

    assert door.let_in(link, later) is not None
    assert door.who_comes(lost, later) is None
    assert stat.S_IMODE((tmp_path / "door").stat().st_mode) == 0o600


def test_a_copy_that_is_repeated_lets_nobody_in_who_went_in_or_out_meanwhile(tmp_path: Path) -> None:
    old, new = DoorFile(tmp_path / "door"), DoorFile(tmp_path / "new-door")
    door, there = _door(tmp_path), LedgerDoor(key_file=tmp_path / "key", notes=DoorNotes(new), given_key=None)
    link, later = _link(door), NOW + timedelta(minutes=1)
    door.sign_out(ClientKey("c2"), NOW)
    copy_notes(old, new)
    assert there.who_comes(link, later) is not None

    assert door.let_in(link, later) is not None
    door.begin("phone", ClientKey("c2"), later, later + timedelta(days=1))
    door.sign_out(ClientKey("c2"), later)
    copy_notes(old, new)

    assert there.who_comes(link, later) is None
    assert there.holder("phone", later) is None


def test_a_door_of_an_earlier_version_is_kept_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    link = _link(_door(tmp_path))
    with closing(sqlite3.connect(tmp_path / "door")) as connection:
        connection.executescript("PRAGMA user_version = 0; PRAGMA journal_mode = WAL;")

    assert _door(tmp_path).let_in(link, NOW + timedelta(minutes=1)) is not None
    assert [each.name for each in tmp_path.iterdir()] == ["door"]


def test_servers_that_begin_the_file_at_once_find_it_whole(tmp_path: Path) -> None:
    together = BarrierOfServers(4)
    heard: Queue[str] = Queue()
    servers = [Process(target=_begin, args=(tmp_path, together, heard)) for _ in range(4)]
    for server in servers:
        server.start()
    for server in servers:
        server.join()

    assert {heard.get(timeout=10) for _ in servers} == {"all well"}
    assert len(list(tmp_path.iterdir())) == 40


def test_a_door_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    notes = DoorNotes(DoorFile(tmp_path / "missing" / "door"))

    with pytest.raises(StoreUnavailableError):
        notes.sign_out(ClientKey("c1"), NOW, NOW)


def _link(door: LedgerDoor) -> str:
    return door.link_for(ClientKey("c1"), now=NOW, valid=timedelta(hours=1), next_path="/account")


def _noted(folder: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "door")) as connection:
        return connection.execute("SELECT name, what FROM door_references").fetchall()


def _door(folder: Path) -> LedgerDoor:
    return LedgerDoor(key_file=folder / "key", notes=DoorNotes(DoorFile(folder / "door")), given_key=None)


def _make(path: Path, heard: "Queue[bytes]") -> None:
    heard.put(secret_key(path, None))


def _begin(folder: Path, together: Barrier, heard: "Queue[str]") -> None:
    said = "all well"
    for turn in range(40):
        together.wait()
        try:
            DoorNotes(DoorFile(folder / str(turn))).settled("key")
        except StoreUnavailableError as error:
            said = str(error.said)
    heard.put(said)
