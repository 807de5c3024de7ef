"""Whatever becomes of the index, what is recorded is the ledger's; what became of the ledger is said."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.faults.program import Shop
from tests.faults.soundness import BOOK, check_recorded_once, check_sound


def _missing(shop: Shop) -> None:
    shop.file(".index").unlink()


def _stale(shop: Shop) -> None:
    older = shop.file(".index").read_bytes()
    assert shop.run("book ana facial --at 2026-01-15T10:00").code == 0
    shop.file(".index").write_bytes(older)


def _no_database(shop: Shop) -> None:
    shop.file(".index").write_bytes(b"\0" * 8192)


def _of_another_version(shop: Shop) -> None:
    with closing(sqlite3.connect(shop.file(".index"))) as connection, connection:
        connection.execute("PRAGMA user_version = 7")
    connection.close()


def _cut_in_half(shop: Shop) -> None:
    half = shop.file(".index").read_bytes()
    shop.file(".index").write_bytes(half[: len(half) // 2])


def _of_another_ledger(shop: Shop) -> None:
    other = shop.copied(shop.folder.with_name("other"))
    assert other.run("ledger rebuild").code == 0
    shutil.copy(other.file(".index"), shop.file(".index"))


INDEXES: list[Callable[[Shop], None]] = [
    _missing,
    _stale,
    _no_database,
    _of_another_version,
    _of_another_ledger,
]


@pytest.mark.parametrize("spoil", INDEXES)
def test_a_spoiled_index_changes_nothing_but_the_time(shop: Shop, spoil: Callable[[Shop], None]) -> None:
    spoil(shop)

    listed = shop.run("list ana")

    assert listed.code == 0, listed.err
    check_recorded_once(shop)


def test_an_index_cut_in_half_is_replaced_at_the_latest_when_asked_again(shop: Shop) -> None:
    _cut_in_half(shop)

    said = [shop.run("list ana") for _ in range(2)]

    assert said[0].code in (0, 4)
    assert said[1].answer[0]["booked"] == 1
    check_recorded_once(shop)


def test_rows_changed_by_hand_are_put_right_by_a_rebuild(shop: Shop) -> None:
    with closing(sqlite3.connect(shop.file(".index"))) as connection, connection:
        connection.execute("UPDATE purchases SET free = 5")
    connection.close()

    assert shop.run("ledger rebuild").code == 0

    check_sound(shop)


def test_an_older_ledger_put_back_is_not_written_to_until_somebody_decides(shop: Shop) -> None:
    older = shop.ledger.read_bytes()
    newest = shop.run(BOOK).answer
    shop.ledger.write_bytes(older)

    refused = shop.run("book ana facial --at 2026-01-15T10:00")
    rebuilt, verified = shop.run("ledger rebuild"), shop.run("ledger verify")
    shown = shop.run("ledger repair")
    still = shop.run("book ana facial --at 2026-01-15T10:00")

    assert [each.error for each in (refused, rebuilt, verified, still)] == ["index_ahead"] * 4
    assert "trafftpkg ledger repair" in refused.err
    assert shop.ledger.read_bytes() == older
    (step,) = shown.answer
    assert (step["kind"], step["seq"], step["lost"], step["done"]) == ("index_ahead", 3, 1, False)
    assert not shop.file(".index.ahead-3").exists()

    done = shop.run("ledger repair --yes")

    assert done.answer[0]["done"]
    assert shop.file(".index.ahead-3").exists()
    again = check_recorded_once(shop)
    assert not again["entry"]["replayed"]
    assert again["entry"]["seq"] == newest["entry"]["seq"]


def test_an_older_ledger_put_back_is_read_with_a_warning(shop: Shop) -> None:
    older = shop.ledger.read_bytes()
    assert shop.run(BOOK).code == 0
    shop.ledger.write_bytes(older)

    said = shop.run("list ana")

    assert said.answer[0]["booked"] == 1
    assert "more was recorded" in said.err


@pytest.mark.parametrize("how", ["cut in a line", "cut cleanly", "renamed", "another ledger", "emptied"])
def test_a_ledger_that_lacks_what_was_acknowledged_is_left_alone(shop: Shop, how: str) -> None:
    lines = shop.ledger.read_bytes().splitlines(keepends=True)
    match how:
        case "cut in a line":
            shop.ledger.write_bytes(b"".join(lines)[:-200])
        case "cut cleanly":
            shop.ledger.write_bytes(b"".join(lines[:-1]))
        case "renamed":
            shop.ledger.rename(shop.file(".away"))
        case "another ledger":
            other = shop.copied(shop.folder.with_name("other"))
            for path in other.folder.glob("ledger.jsonl*"):
                path.unlink()
            assert other.run("client add ana --name Ana").code == 0
            for _ in range(4):
                assert other.run("purchase ana glow-10 --method card").code == 0
            shop.ledger.write_bytes(other.ledger.read_bytes())
        case _:
            shop.ledger.write_bytes(b"")
    before = shop.ledger.read_bytes() if shop.ledger.exists() else None

    said = shop.run(BOOK)

    assert (said.code, said.error) == (
        3,
        "ledger_missing" if how in ("renamed", "emptied") else "index_ahead",
    )
    assert (shop.ledger.read_bytes() if shop.ledger.exists() else None) == before
    assert not list(shop.folder.glob("*.torn-*"))


def test_a_ledger_renamed_while_a_writer_has_it_open_keeps_what_was_acknowledged(shop: Shop) -> None:
    # The writer stands still before its line is on the disk; meanwhile the file is moved away.
    writer = shop.start(BOOK, *shop.strace("write", "", "signal=STOP"))
    shop.wait_until_it_stands(writer)
    shop.ledger.rename(shop.file(".away"))
    shop.let_go_on(writer)

    said, refused = shop.ended(writer), shop.run("book ana facial --at 2026-01-15T10:00")

    assert said.code == 0
    assert refused.error == "ledger_missing"
    shop.file(".away").rename(shop.ledger)
    assert check_recorded_once(shop)["appointments"] == said.answer["appointments"]


def test_a_head_kept_elsewhere_tells_a_rewritten_ledger(shop: Shop) -> None:
    head = shop.folder / "head.json"
    head.write_text(shop.run("ledger head").out)
    assert shop.run(f"ledger verify --head {head}").code == 0
    assert shop.run(BOOK).code == 0
    assert shop.run(f"ledger verify --head {head}").code == 0

    kept = json.loads(head.read_text())
    head.write_text(json.dumps({**kept, "hash": kept["hash"][::-1]}))
    rewritten = shop.run(f"ledger verify --head {head}")
    head.write_text(json.dumps({**kept, "seq": 99}))
    cut = shop.run(f"ledger verify --head {head}")

    assert [(each.code, each.error) for each in (rewritten, cut)] == [(3, "ledger_damaged")] * 2


_A_READER = """
import sqlite3, time
connection = sqlite3.connect("file:ledger.jsonl.index?mode=ro", uri=True)
connection.execute("SELECT * FROM mark").fetchone()
open("reads", "w").close()
time.sleep(60)
"""


@pytest.mark.parametrize(
    "point",
    [
        ("unlink", ".index-wal"),
        ("unlink", ".index-shm"),
        ("rename", ".index.new"),
    ],
)
def test_an_index_that_only_its_journal_makes_whole_is_never_left_without_it(
    shop: Shop, point: tuple[str, str]
) -> None:
    shop.struck(BOOK, "pwrite64", ".index", "signal=KILL", when="5")  # amid moving the journal into it
    reader = shop.start_python(_A_READER)
    while not (shop.folder / "reads").exists():
        assert reader.poll() is None

    shop.struck("ledger rebuild", *point, "signal=KILL")
    reader.kill()
    reader.wait()

    assert shop.run("list ana").answer[0]["booked"] == 2
    check_sound(shop)
