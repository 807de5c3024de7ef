"""A backup is complete or not there, and so is what is restored from it, whatever strikes."""

import json
import os
import re
import shlex
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import UTC, datetime
from errno import EACCES
from pathlib import Path

import pytest

from tests.faults.program import Said, Shop
from tests.faults.soundness import check_chain, check_sound
from tests.faults.test_disk import IN_A_NAMESPACE
from tests.source_code import ROOT
from trafftpkg.domain.errors.unavailable import LedgerLockedError
from trafftpkg.domain.errors.unusable import NotPermittedError
from trafftpkg.domain.notice import unheard
from trafftpkg.stores.backups.backing_up import backed_up
from trafftpkg.stores.jsonl.client_file import ClientBookFile
from trafftpkg.stores.jsonl.ledger import JsonlLedger
from trafftpkg.stores.jsonl.place import JsonlPlace

SELLING = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from itertools import count
from pathlib import Path
from tests.here import play
for n in count(1):
    for line in ("purchase c%d glow-10 --method card --new-client", "client merge ana c%d --yes"):
        code, _, err = play((line % n).split(), Path(), os.environ.copy())
        assert code in (0, 1), err
    Path("sold").write_text(str(n))
"""
NOW = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def kept(shop: Shop) -> Path:
    """Return a backup of the shop: entries 1 and 2."""
    return backup_of(shop)


def backup_of(shop: Shop) -> Path:
    """Make a backup, and return its folder."""
    (shop.folder / "backups").mkdir(exist_ok=True)
    return shop.folder / str(shop.here("ledger backup backups").answer["folder"])


def restored(shop: Shop, backup: Path, *, yes: bool = False) -> Said:
    """Restore a backup in a shop."""
    return shop.here(f"ledger restore {backup}{' --yes' if yes else ''}")


def elsewhere(shop: Shop) -> Shop:
    """Return an empty folder of another machine."""
    other = Shop(shop.folder.parent / "elsewhere")
    other.folder.mkdir()
    return other


def in_the_book(book: Path) -> set[str]:
    with closing(sqlite3.connect(book)) as clients:
        return {key for (key,) in clients.execute("SELECT key FROM clients")}


def merged_in(book: Path) -> set[int]:
    with closing(sqlite3.connect(book)) as clients:
        found = clients.execute("SELECT merged_seq FROM clients WHERE merged_seq IS NOT NULL")
        return {seq for (seq,) in found}


def test_a_backup_is_its_owners_alone_and_works_on_another_machine(shop: Shop) -> None:
    shop.file(".key").write_bytes(b"k" * 32)
    shop.file(".key").chmod(0o600)
    before = os.umask(0)
    try:
        backup = backup_of(shop)
    finally:
        os.umask(before)
    other = elsewhere(shop)

    said = restored(other, backup)

    assert re.fullmatch(r"2026-01-05T100000Z-entry-2-[0-9a-f]{8}", backup.name)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in backup.iterdir()} == {0o600}
    assert said.answer["seq"] == 2
    assert other.ledger.read_bytes() == shop.ledger.read_bytes()
    assert other.file(".key").read_bytes() == b"k" * 32
    assert other.here("show apt-1").answer == shop.here("show apt-1").answer
    assert other.here(f"ledger verify --head {backup}/head.json").code == 0
    check_sound(other)


def test_every_backup_made_while_others_write_has_each_client_and_each_merge_of_its_lines(shop: Shop) -> None:
    seller = shop.start_python(SELLING)
    try:
        while not (shop.folder / "sold").exists():
            assert seller.poll() is None
        backups = [backup_of(shop) for _ in range(5)]
    finally:
        seller.kill()
        seller.wait()

    assert len(set(backups)) == 5
    assert backups[0].name != backups[-1].name
    for backup in backups:
        check_chain(backup / "ledger.jsonl")
        entries = [json.loads(line) for line in (backup / "ledger.jsonl").read_bytes().splitlines()]
        named = {client for each in entries for client in each["clients"]}
        assert named <= in_the_book(backup / "ledger.jsonl.clients")
        merges = {each["seq"] for each in entries if each["request"] == "merge"}
        assert merged_in(backup / "ledger.jsonl.clients") == merges


def test_nobody_writes_between_the_last_lines_and_the_client_book(shop: Shop) -> None:
    shop.folder.joinpath("backups").mkdir()
    place = Watched(str(shop.ledger), unheard, lambda: None, begins=False)

    @contextmanager
    def held() -> Iterator[object]:
        with place.ledger.writing(None) as books:
            yield books

    backed_up(place, shop.folder / "backups", NOW, held)

    assert place.was_locked


class Watched(JsonlPlace):
    """A place that notes whether others could write when its client book was copied."""

    was_locked = False

    @property
    def client_tables(self) -> ClientBookFile:
        """The client book."""
        try:
            with JsonlLedger(self.file, lock_wait=0).writing(None):
                self.was_locked = False
        except LedgerLockedError:
            self.was_locked = True
        return super().client_tables


def test_a_sealed_ledger_can_be_backed_up(shop: Shop) -> None:
    assert shop.here("ledger copy --to moved.jsonl").code == 0

    backup = backup_of(shop)

    assert (backup / "ledger.jsonl").read_bytes() == shop.ledger.read_bytes()


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_a_backup_struck_down_leaves_nothing_for_one_and_the_next_clears_it_away(
    shop: Shop, call: str
) -> None:
    backups = shop.folder / "backups"
    backups.mkdir()
    strike = ["strace", "-f", "-qqq", "-o", str(shop.log), "-e", f"inject={call}:signal=KILL:when=1"]

    struck = shop.run("ledger backup backups", *strike)

    assert struck.code == -9
    assert [each.name[:12] for each in backups.iterdir()] == [".unfinished-"]
    finished = backup_of(shop)
    assert list(backups.iterdir()) == [finished]


def test_a_backup_under_way_is_not_cleared_away_by_another(shop: Shop) -> None:
    backups = shop.folder / "backups"
    backups.mkdir()
    waiting = shop.start(
        "ledger backup backups",
        "strace",
        "-qqq",
        "-o",
        "/dev/null",
        "-e",
        "inject=rename:delay_enter=1500000",
    )
    while not any((each / "head.json").exists() for each in backups.iterdir()):
        assert waiting.poll() is None

    backup_of(shop)

    assert shop.ended(waiting).code == 0
    assert len(list(backups.iterdir())) == 2


def test_a_backup_on_a_full_disk_says_so_and_leaves_nothing_behind(shop: Shop) -> None:
    script = """
        mkdir small && mount -t tmpfs -o size=40k tmpfs small
        set +e
        $PROGRAM ledger backup small --format json 2>said; echo $? > code
        ls -A small > after
    """
    shop.shell(script, *IN_A_NAMESPACE)

    assert (shop.folder / "code").read_text() == "4\n"
    assert '"disk_full"' in (shop.folder / "said").read_text()
    assert (shop.folder / "after").read_text() == ""


def test_a_folder_for_backups_that_is_not_there_is_not_made(shop: Shop) -> None:
    said = shop.here("ledger backup backups/new")
    remedy = str(json.loads(said.err.splitlines()[-1])["error"]["remedy"])

    assert (said.code, said.error) == (2, "usage")
    assert not (shop.folder / "backups").exists()
    subprocess.run(shlex.split(remedy.removeprefix("Create it: ")), check=True)
    assert shop.here("ledger backup backups/new").code == 0


@pytest.mark.parametrize("name", ["taken", "taken/new"])
def test_a_file_in_the_place_of_the_folder_for_backups_is_named(shop: Shop, name: str) -> None:
    (shop.folder / "taken").touch()

    said = shop.here(f"ledger backup {name}")

    assert (said.code, said.error) == (2, "usage")
    assert "taken is a file, not a folder." in said.err


def test_a_folder_that_one_may_not_write_to_is_named(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    backups = shop.folder / "backups"
    backups.mkdir()

    def refuse(prefix: str, dir: Path) -> str:  # noqa: A002 - the library's name
        raise PermissionError(EACCES, "Permission denied", f"{dir}/{prefix}x")

    monkeypatch.setattr("trafftpkg.stores.backups.new_folder.mkdtemp", refuse)
    with pytest.raises(NotPermittedError) as raised:
        backed_up(
            JsonlPlace(str(shop.ledger), unheard, lambda: None, begins=False), backups, NOW, nullcontext
        )

    assert (raised.value.where, raised.value.writing) == (str(backups), True)


def test_what_cannot_be_trusted_is_not_backed_up(shop: Shop) -> None:
    (shop.folder / "backups").mkdir()
    shop.ledger.write_bytes(shop.ledger.read_bytes().replace(b"glow-10", b"glow-20", 1))

    said = shop.here("ledger backup backups")

    assert (said.code, said.error) == (3, "ledger_damaged")
    assert list((shop.folder / "backups").iterdir()) == []


def test_a_damaged_client_book_is_not_backed_up(shop: Shop) -> None:
    (shop.folder / "backups").mkdir()
    with shop.file(".clients").open("r+b") as book:
        book.seek(4096)
        book.write(b"\xff" * 4096)

    said = shop.here("ledger backup backups")

    assert (said.code, said.error) == (3, "client_book_damaged")
    assert json.loads(said.err.splitlines()[-1])["error"]["details"]["where"] == "ledger.jsonl.clients"
    assert list((shop.folder / "backups").iterdir()) == []


@pytest.mark.parametrize("when", ["1", "3"])
def test_a_restore_struck_down_is_no_half_ledger_and_is_done_when_it_is_repeated(
    shop: Shop, kept: Path, when: str
) -> None:
    shop.file(".key").write_bytes(b"k" * 32)
    backup = backup_of(shop)
    other = elsewhere(shop)
    strike = ["strace", "-qqq", "-o", str(shop.log), "-e", f"inject=rename:signal=KILL:when={when}"]

    struck = other.run(f"ledger restore {backup}", *strike)

    assert struck.code == -9
    assert not other.ledger.exists()
    assert restored(other, backup).code == 0
    assert {each.name for each in other.folder.iterdir()} == {
        f"ledger.jsonl{each}" for each in ("", ".clients", ".key", ".lock")
    }
    check_sound(other)


def test_while_one_ledger_takes_the_place_of_another_there_is_none(shop: Shop, kept: Path) -> None:
    assert shop.here("client edit ana --name Anna").code == 0
    shop.ledger.write_bytes(b"".join(shop.ledger.read_bytes().splitlines(keepends=True)[:2]))

    strike = ["strace", "-qqq", "-o", str(shop.log), "-e", "inject=rename:signal=KILL:when=3"]
    shop.run(f"ledger restore {kept} --yes", *strike)

    assert shop.here("list").error == "ledger_missing"

    assert restored(shop, kept, yes=True).code == 0
    assert shop.here("client list").answer[0]["name"] == "Ana"
    check_sound(shop)


def test_a_restore_on_a_full_disk_leaves_all_as_it_was(shop: Shop, kept: Path) -> None:
    script = f"""
        mkdir small && mount -t tmpfs -o size=40k tmpfs small
        set +e
        $PROGRAM --ledger small/ledger.jsonl ledger restore {kept} --format json 2>said; echo $? > code
        ls -A small > after
    """
    shop.shell(script, *IN_A_NAMESPACE)

    assert (shop.folder / "code").read_text() == "4\n"
    assert '"disk_full"' in (shop.folder / "said").read_text()
    assert (shop.folder / "after").read_text().split() in ([], ["ledger.jsonl.lock"])


def test_a_newer_ledger_is_never_replaced(shop: Shop, kept: Path) -> None:
    shop.here("adjust pur-1 --units +1 --reason Sorry")
    newer = shop.ledger.read_bytes()

    said = restored(shop, kept, yes=True)

    assert (said.code, said.error) == (2, "usage")
    assert shop.ledger.read_bytes() == newer


def test_another_ledger_is_never_replaced(shop: Shop, kept: Path) -> None:
    other = elsewhere(shop)
    other.here("purchase eve glow-10 --method card --new-client")
    theirs = other.ledger.read_bytes()

    said = restored(other, kept, yes=True)
    other.ledger.unlink()
    by_its_index = restored(other, kept, yes=True)

    assert [(each.code, each.error) for each in (said, by_its_index)] == [(2, "usage")] * 2
    assert theirs.count(b"\n") == 2
    assert not other.ledger.exists()


def test_what_was_recorded_after_the_backup_is_given_up_only_if_it_is_said(shop: Shop, kept: Path) -> None:
    shop.here("adjust pur-1 --units +1 --reason Sorry")
    shop.ledger.unlink()

    refused = restored(shop, kept)
    done = restored(shop, kept, yes=True)

    details = json.loads(refused.err)["error"]["details"]
    assert (refused.code, refused.error) == (1, "confirmation_needed")
    assert (details["seq"], details["known"], details["lost"]) == (2, 3, 1)
    assert done.answer["seq"] == 2
    assert shop.file(".index.ahead-3").exists()
    assert shop.file(".clients.before-restore").exists()
    check_sound(shop)


def test_a_damaged_ledger_makes_room_and_is_kept(shop: Shop, kept: Path) -> None:
    shop.ledger.chmod(0o640)
    damaged = shop.ledger.read_bytes().replace(b"glow-10", b"glow-20", 1)
    shop.ledger.write_bytes(damaged)

    refused = restored(shop, kept)
    done = restored(shop, kept, yes=True)

    assert (refused.code, refused.error) == (1, "confirmation_needed")
    assert done.code == 0
    assert shop.file(".before-restore").read_bytes() == damaged
    assert stat.S_IMODE(shop.ledger.stat().st_mode) == 0o640
    check_sound(shop)


@pytest.mark.parametrize("part", ["ledger.jsonl", "ledger.jsonl.clients"])
def test_a_backup_with_a_link_in_it_is_not_followed(shop: Shop, kept: Path, part: str) -> None:
    (kept / part).rename(shop.folder / "secret")
    (kept / part).symlink_to(shop.folder / "secret")
    other = elsewhere(shop)

    said = restored(other, kept)

    assert (said.code, said.error) == (3, "store_unusable")
    assert "symbolic link" in json.loads(said.err)["error"]["problem"]
    assert list(other.folder.iterdir()) == []


@pytest.mark.parametrize("part", [".clients", ".key"])
def test_a_link_in_the_place_of_a_file_is_not_followed(shop: Shop, kept: Path, part: str) -> None:
    (kept / "ledger.jsonl.key").write_bytes(b"k" * 32)
    other = elsewhere(shop)
    (other.folder / "precious").write_text("kept")
    other.file(part).symlink_to("precious")

    said = restored(other, kept, yes=True)

    assert (said.code, said.error) == (3, "store_unusable")
    assert (other.folder / "precious").read_text() == "kept"
    assert not other.ledger.exists()


def test_a_backup_that_was_changed_or_cut_is_not_restored(shop: Shop, kept: Path) -> None:
    other = elsewhere(shop)
    lines = (kept / "ledger.jsonl").read_bytes()
    (kept / "ledger.jsonl").write_bytes(b"".join(lines.splitlines(keepends=True)[:2]))
    cut = restored(other, kept)
    (kept / "ledger.jsonl").write_bytes(lines.replace(b"glow-10", b"glow-20", 1))
    changed = restored(other, kept)
    (kept / "ledger.jsonl").write_bytes(lines)
    (kept / "ledger.jsonl.clients").write_bytes(b"no book")
    bookless = restored(other, kept)

    assert [each.error for each in (cut, changed, bookless)] == [
        *("ledger_damaged", "ledger_damaged", "client_book_damaged")
    ]
    assert [each.name for each in other.folder.iterdir()] == []


def test_a_copy_made_by_hand_can_be_restored_too(shop: Shop, kept: Path) -> None:
    (kept / "head.json").unlink()

    assert restored(elsewhere(shop), kept).answer["seq"] == 2
