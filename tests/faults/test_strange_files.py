"""What is no file of ours where one should lie: it is not opened, emptied, or replaced, and nothing hangs."""

import os
from pathlib import Path

import pytest

from tests.faults.program import Shop
from tests.faults.soundness import BOOK

BESIDE = [
    ".lock",
    ".index",
    ".index-wal",
    ".index-shm",
    ".index-journal",
    ".index.new",
    ".mended",
    ".clients",
]
COMMANDS = [
    BOOK,
    "list ana",
    "client add eve --name Eve",
    "ledger rebuild",
    "ledger repair --yes",
    "ledger verify",
]


@pytest.mark.parametrize("kind", ["link", "dangling link", "loop", "pipe", "folder", "device"])
@pytest.mark.parametrize("ending", BESIDE)
def test_nothing_is_done_to_what_is_not_ours(shop: Shop, ending: str, kind: str) -> None:
    victim, path = shop.folder / "victim", shop.file(ending)
    victim.write_text("keep this")
    path.unlink(missing_ok=True)
    _put(kind, path, victim)
    before = path.lstat()
    shop.ledger.write_bytes(shop.ledger.read_bytes().replace(b"\n", b"\r\n", 1))

    said = shop.run_each(COMMANDS)

    assert all(each.code in (0, 3, 4) for each in said), [each.err for each in said]
    assert not any("Traceback" in each.err for each in said)
    assert victim.read_text() == "keep this"
    assert os.path.samestat(path.lstat(), before)
    assert not (shop.folder / "nowhere").exists()


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_a_ledger_is_read_and_written_to_without_an_index_of_its_own(shop: Shop, kind: str) -> None:
    shop.file(".index").unlink()
    _put(kind, shop.file(".index"), shop.folder / "victim")

    said = shop.run(BOOK)
    refused = shop.run("ledger rebuild")

    assert said.code == 0
    assert (refused.code, refused.error) == (3, "store_unusable")
    assert f"mv {shop.file('.index')} " in refused.err
    assert shop.keys()[-1] == "again"


def _put(kind: str, path: Path, victim: Path) -> None:
    match kind:
        case "link":
            victim.touch()
            path.symlink_to(victim)
        case "dangling link":
            path.symlink_to(victim.with_name("nowhere"))
        case "loop":
            path.symlink_to(path.name)
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case _:
            # What stands for a device where one may not be made: it is no regular file either.
            if os.geteuid() == 0:
                os.mknod(path, 0o020666, os.makedev(1, 3))
            else:
                os.mkfifo(path)
