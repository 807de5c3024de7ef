"""The door: seals that cannot be made or changed, a secret of its owner's, and links that work once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import Process, Queue
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stores.postgres.server import running
from trafftpkg.domain.door import Limit
from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.stores.door.door import Door
from trafftpkg.stores.door.key import secret_key
from trafftpkg.stores.door.notes import DoorNotes
from trafftpkg.stores.door.seals import Seals
from trafftpkg.stores.jsonl.door_file import DoorFile
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.door_tables import DoorTables
from trafftpkg.stores.postgres.schema import make_tables

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
SEALS = Seals(b"k" * 32)
OpenDoor = Callable[[], Door]


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
    return lambda: Door(
        key_file=tmp_path / "key", book=DoorNotes(DoorTables(Database(address))), given_key=None
    )


@given(kind=st.text(), text=st.text())
def test_what_was_sealed_opens_for_its_own_use_only(kind: str, text: str) -> None:
    sealed = SEALS.seal(kind, text)

    assert SEALS.opened(kind, sealed) == text
    assert SEALS.opened(f"{kind}.", sealed) is None
    assert Seals(b"o" * 32).opened(kind, sealed) is None


@given(text=st.text(min_size=1), data=st.data())
def test_a_seal_that_was_changed_anywhere_does_not_open(text: str, data: st.DataObject) -> None:
    sealed = SEALS.seal("kind", text)
    place = data.draw(st.integers(0, len(sealed) - 1))
    letter = data.draw(st.sampled_from("ABCDEFabcdef0189-_=+/ é"))
    changed = sealed[:place] + letter + sealed[place + 1 :]

    assert changed == sealed or SEALS.opened("kind", changed) is None
    assert SEALS.opened("kind", sealed + letter) is None


def test_a_seal_does_not_show_what_is_sealed() -> None:
    assert "glow" not in SEALS.seal("package", "glow-10-glow-10")


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

    with pytest.raises(StoreUnavailableError) as raised:
        secret_key(path, None)

    assert raised.value.remedy == f"chmod 600 '{path}'"


def test_a_file_that_is_no_secret_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"short")
    path.chmod(0o600)

    with pytest.raises(StoreUnavailableError):
        secret_key(path, None)


def test_a_secret_that_is_given_leaves_no_file(tmp_path: Path) -> None:
    secret_key(tmp_path / "key", "x" * 32)

    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StoreUnavailableError):
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


def test_knocks_are_counted_within_their_time(another_door: OpenDoor) -> None:
    door, other = another_door(), another_door()

    def knock(by: Door, at: datetime, who: str = "ana") -> bool:
        return by.allows(Limit(what="sign-in", most=2, within=timedelta(minutes=10)), who, at)

    assert [knock(door, NOW), knock(other, NOW), knock(door, NOW)] == [True, True, False]
    assert knock(door, NOW, who="eva")
    assert knock(door, NOW + timedelta(minutes=10))


def test_of_many_knocks_at_once_no_more_are_let_through(another_door: OpenDoor) -> None:
    doors = [another_door() for _ in range(8)]

    def knock(door: Door) -> bool:
        return door.allows(Limit(what="purchase", most=3, within=timedelta(minutes=10)), "192.0.2.1", NOW)

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(knock, doors)) == 3


def test_a_door_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    book = DoorNotes(DoorFile(tmp_path / "missing" / "door"))

    with pytest.raises(StoreUnavailableError):
        book.first_use("mark", NOW, NOW)


def _link(door: Door) -> str:
    return door.link_for(ClientKey("c1"), now=NOW, valid=timedelta(hours=1), next_path="/account")


def _door(folder: Path) -> Door:
    return Door(key_file=folder / "key", book=DoorNotes(DoorFile(folder / "door")), given_key=None)


def _make(path: Path, heard: "Queue[bytes]") -> None:
    heard.put(secret_key(path, None))
