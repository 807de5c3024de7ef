"""A client who is erased leaves no trace, whatever strikes while it is done; it never says it was not."""

import sqlite3
from contextlib import closing

import pytest

from tests.faults.program import Shop

ERASE = "client erase ana --yes"
NAME = b"Privatissima"

POINTS = {
    "before the deletion is in the journal": ("fdatasync", ".clients-journal", "1"),
    "before the deletion is in the file": ("fdatasync", ".clients", "1"),
    "before the deletion is final": ("unlink", ".clients-journal", "1"),
    "before the old file is in the journal": ("fdatasync", ".clients-journal", "3"),
    "before the new file is begun": ("fdatasync", ".clients-journal", "4"),
    "before the new file is on the disk": ("fdatasync", ".clients", "2"),
    "before the old file is gone": ("unlink", ".clients-journal", "2"),
    "before it is marked as complete": ("fdatasync", ".clients-journal", "5"),
    "at its very end": ("unlink", ".clients-journal", "3"),
}


DELETED = [each for each in POINTS if each.startswith(("before the old file", "before the new file"))]
"""Where the client is deleted, and the file is not written anew yet."""


@pytest.fixture
def shop_of_zelda(shop: Shop) -> Shop:
    assert shop.run(f"client edit ana --name {NAME.decode()}").code == 0
    return shop


@pytest.mark.parametrize("point", POINTS)
def test_struck_down_it_is_finished_by_repeating_it(shop_of_zelda: Shop, point: str) -> None:
    call, path, when = POINTS[point]

    struck = shop_of_zelda.struck(ERASE, call, path, "signal=KILL", when=when)
    repeated = shop_of_zelda.run(ERASE)

    assert struck.code == -9
    assert repeated.code == 0 or repeated.error == "unknown_client"
    assert _files_with_the_name(shop_of_zelda) == []


@pytest.mark.parametrize("point", DELETED)
@pytest.mark.parametrize("next_command", ["list", "client add bob"])
def test_struck_down_it_is_finished_by_the_next_command(
    shop_of_zelda: Shop, point: str, next_command: str
) -> None:
    call, path, when = POINTS[point]
    shop_of_zelda.struck(ERASE, call, path, "signal=KILL", when=when)

    assert shop_of_zelda.run(next_command).code == 0

    assert _files_with_the_name(shop_of_zelda) == []
    with closing(sqlite3.connect(shop_of_zelda.file(".clients"))) as book:
        assert book.execute("SELECT overwritten FROM erased").fetchall() == [(1,)]


@pytest.mark.parametrize(("path", "when"), [(".clients-journal", "3"), (".clients", "2")])
def test_where_the_disk_fails_after_the_deletion_it_says_that_it_is_done_in_part(
    shop_of_zelda: Shop, path: str, when: str
) -> None:
    said = shop_of_zelda.struck(ERASE, "fdatasync", path, "error=ENOSPC", when=when)

    assert (said.code, said.error) == (4, "outcome_unknown")
    assert "The client is erased" in said.err
    assert "othing was recorded" not in said.err
    assert shop_of_zelda.run("client show ana").error == "unknown_client"
    assert _files_with_the_name(shop_of_zelda) == []


def test_where_there_is_no_room_for_the_deletion_it_says_that_nothing_was_done(shop_of_zelda: Shop) -> None:
    said = shop_of_zelda.struck(ERASE, "pwrite64", ".clients-journal", "error=ENOSPC")

    assert (said.code, said.error) == (4, "disk_full")
    assert shop_of_zelda.run("client show ana").answer["name"] == NAME.decode()


def _files_with_the_name(shop: Shop) -> list[str]:
    return [each.name for each in shop.folder.glob("ledger*") if NAME in each.read_bytes()]
