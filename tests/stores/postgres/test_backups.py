"""A ledger on a server is backed up to a folder, and comes back to a file or to another server."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.stores.postgres.server import Server, begun
from tests.stores.postgres.test_copying import place
from tests.stores.samples import OPENING, sale
from trafftpkg.bootstrap import Desk
from trafftpkg.domain.client import Client
from trafftpkg.domain.door import Waiting
from trafftpkg.domain.errors.restoring import NewerLedgerError, RestoreReplacesError
from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.ids import ClientKey
from trafftpkg.engine.scope import Scope
from trafftpkg.stores.backups.backing_up import Backup

ANA = Client(key=ClientKey("c-ana"), handle="ana", name="Ana")
LATE = datetime(2026, 3, 1, tzinfo=UTC)
WAITING = Waiting(key="page/1", client=ANA.key)


@pytest.fixture(autouse=True)
def _key_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def kept(address: str, tmp_path: Path) -> Backup:
    """Return a backup of a server's ledger: two sales, a client, a booking that waits, and a key."""
    desk = place(address, tmp_path)
    desk.clients.add(ANA)
    record(desk, sale("2026-01-05T10:00", 1, key="k1"), sale("2026-01-06T10:00", 2))
    desk.door.wait_for(WAITING, LATE)
    assert desk.door.signatures.sign("kind", "text")
    (tmp_path / "backups").mkdir()
    return desk.back_up(tmp_path / "backups")


def record(desk: Desk, *drafts: object) -> None:
    """Record drafts as they are."""
    with desk.ledger.writing(Scope(everything=True)) as books:
        books.append(drafts, OPENING)  # type: ignore[arg-type]


def lines_of(backup: Backup) -> bytes:
    return Path(backup.folder, "ledger.jsonl").read_bytes()


def test_it_comes_back_as_a_file_with_its_clients_and_what_waits(kept: Backup, tmp_path: Path) -> None:
    desk = place(tmp_path / "new.jsonl", tmp_path)

    found = desk.restore(Path(kept.folder), confirmed=False)

    assert (found.head, found.head.seq) == (kept.head, 2)
    assert (tmp_path / "new.jsonl").read_bytes() == lines_of(kept)
    assert desk.clients.find("ana") == ANA
    assert desk.door.overdue(LATE, 9) == [WAITING]
    assert set(kept.files) == {
        *("head.json", "ledger.jsonl", "ledger.jsonl.clients", "ledger.jsonl.door", "ledger.jsonl.key")
    }
    assert (tmp_path / "new.jsonl.key").read_bytes() in {
        each.read_bytes() for each in (tmp_path / "state" / "trafftpkg").iterdir()
    }


def test_it_comes_back_on_another_server_and_goes_on_there(
    kept: Backup, server: Server, tmp_path: Path
) -> None:
    address = begun(server.address("restored"))
    desk = place(address, tmp_path)

    desk.restore(Path(kept.folder), confirmed=False)
    record(desk, sale("2026-02-01T10:00", 3))
    again = desk.back_up(tmp_path / "backups")

    assert desk.care.verify().damages == ()
    assert desk.clients.find("ana") == ANA
    assert desk.door.overdue(LATE, 9) == [WAITING]
    assert lines_of(again).startswith(lines_of(kept))
    with pytest.raises(NewerLedgerError):
        desk.restore(Path(kept.folder), confirmed=True)


def test_an_older_part_of_it_is_replaced_only_if_that_is_said(
    kept: Backup, address: str, tmp_path: Path
) -> None:
    desk = place(address, tmp_path)

    with pytest.raises(RestoreReplacesError) as refused:
        desk.restore(Path(kept.folder), confirmed=False)
    done = desk.restore(Path(kept.folder), confirmed=True)

    assert (refused.value.seq, refused.value.known) == (2, 2)
    assert done.kept_as == ()


def test_another_ledger_is_never_replaced(kept: Backup, server: Server, tmp_path: Path) -> None:
    desk = place(begun(server.address("another")), tmp_path)
    record(desk, sale("2026-01-05T10:00", 1, key="other"))

    with pytest.raises(BadArgumentError):
        desk.restore(Path(kept.folder), confirmed=True)


def test_what_fails_in_the_middle_leaves_the_tables_empty(
    kept: Backup, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = place(begun(server.address("interrupted")), tmp_path)

    def broken(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("trafftpkg.stores.backups.restoring_rows.copy_clients", broken)

    with pytest.raises(StoreUnavailableError):
        desk.restore(Path(kept.folder), confirmed=False)

    with desk.ledger.reading() as books:
        assert books.head() is None
