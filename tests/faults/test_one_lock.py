"""A ledger has one lock, whatever leads to it and whatever becomes of its files."""

import threading
import time
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

from tests.faults.program import Shop
from tests.faults.soundness import BOOK, check_recorded_once, check_sound
from tests.faults.test_contention import HOLD, wait_for
from trafftpkg.domain.errors.unavailable import StoreUnavailableError
from trafftpkg.stores.jsonl.append import append_durably
from trafftpkg.stores.jsonl.files import LedgerFiles
from trafftpkg.stores.jsonl.lock import locked

SALE = "purchase ana glow-10 --method card --idempotency-key sale"
OTHER = "book ana facial --at 2026-01-15T10:00 --idempotency-key other"


def test_a_lock_file_that_is_removed_lets_nobody_in_beside_who_holds_it(shop: Shop) -> None:
    holder = shop.start_python(HOLD)
    wait_for(shop)
    shop.file(".lock").unlink()

    said = shop.run(BOOK, TRAFFTPKG_LOCK_WAIT="0.3")

    holder.kill()
    holder.wait()
    assert (said.code, said.error) == (4, "ledger_locked")
    check_recorded_once(shop)


@pytest.mark.parametrize("chain", [1, 3])
def test_a_link_leads_to_the_one_lock_and_the_one_client_book(shop: Shop, chain: int) -> None:
    (shop.folder / "away").mkdir()
    link = shop.folder / "away" / "0.jsonl"
    link.symlink_to(shop.ledger)
    for n in range(1, chain):
        link.with_name(f"{n}.jsonl").symlink_to(f"{n - 1}.jsonl")
    through = {"TRAFFTPKG_LEDGER": f"away/{chain - 1}.jsonl"}
    holder = shop.start_python(HOLD)
    wait_for(shop)

    refused = shop.run(OTHER, TRAFFTPKG_LOCK_WAIT="0.3", **through)
    holder.kill()
    holder.wait()
    booked = shop.run(OTHER, **through)

    assert (refused.code, refused.error) == (4, "ledger_locked")
    assert booked.code == 0, booked.err
    assert shop.keys().count("other") == 1
    assert {each.name for each in link.parent.iterdir()} == {f"{n}.jsonl" for n in range(chain)}
    check_sound(shop)


def test_writers_by_a_link_and_by_name_take_turns(shop: Shop) -> None:
    (shop.folder / "link.jsonl").symlink_to("ledger.jsonl")
    lines = [f"adjust pur-1 --units +1 --reason x --idempotency-key k{n}" for n in range(6)]

    started = [
        shop.start(line, TRAFFTPKG_LOCK_WAIT="50", TRAFFTPKG_LEDGER=f"{'link' if n % 2 else 'ledger'}.jsonl")
        for n, line in enumerate(lines)
    ]

    assert {shop.ended(each).code for each in started} == {0}
    assert sorted(shop.keys()) == ["first", *(f"k{n}" for n in range(6)), "sale"]
    check_sound(shop)


@pytest.mark.parametrize("line", [OTHER, "list ana", "ledger verify", "client add eve --name Eve"])
def test_a_link_that_leads_nowhere_is_a_disk_that_is_not_there(shop: Shop, line: str) -> None:
    link = shop.folder / "link.jsonl"
    link.symlink_to("unmounted/ledger.jsonl")

    said = shop.run(line, TRAFFTPKG_LEDGER="link.jsonl")

    assert (said.code, said.error) == (4, "store_unavailable")
    assert "unmounted" in said.err
    assert not list(shop.folder.glob("link.jsonl?*"))


@pytest.mark.parametrize("where", ["round.jsonl", "folder/ledger.jsonl"])
@pytest.mark.parametrize("line", ["list ana", "client add eve", "ledger verify"])
def test_links_that_lead_in_a_circle_are_to_be_corrected(shop: Shop, where: str, line: str) -> None:
    for first, second in (("round.jsonl", "other.jsonl"), ("folder", "other-folder")):
        (shop.folder / first).symlink_to(second)
        (shop.folder / second).symlink_to(first)

    said = shop.run(line, TRAFFTPKG_LEDGER=where)

    assert (said.code, said.error) == (3, "store_unusable")
    assert "lead in a circle" in said.err


def test_a_ledger_with_two_names_is_read_and_not_written_to(shop: Shop) -> None:
    (shop.folder / "second.jsonl").hardlink_to(shop.ledger)
    before = shop.ledger.read_bytes()

    refused = shop.run(BOOK)
    listed = shop.run("list ana")

    assert (refused.code, refused.error) == (3, "store_unusable")
    assert "find / -xdev -samefile" in refused.err
    assert listed.answer[0]["booked"] == 1
    assert shop.ledger.read_bytes() == before
    (shop.folder / "second.jsonl").unlink()
    check_recorded_once(shop)


@pytest.mark.parametrize("ending", ["", ".lock"])
def test_who_waits_for_a_file_that_is_replaced_waits_for_the_new_one(shop: Shop, ending: str) -> None:
    path, new = shop.file(ending), shop.file(".new")
    new.write_bytes(path.read_bytes())
    with path.open() as old, new.open() as later:
        flock(old, LOCK_EX)
        flock(later, LOCK_EX)
        waiting = threading.Thread(target=_hold, args=(shop,))
        waiting.start()
        time.sleep(0.3)
        new.replace(path)
        old.close()
        time.sleep(0.3)
        assert waiting.is_alive()
    waiting.join(timeout=20)
    assert not waiting.is_alive()


def test_a_ledger_is_begun_by_one_though_two_hold_a_lock_file(new_shop: Shop) -> None:
    shop = new_shop
    # The first has made the file, and stands still before it writes. Meanwhile the lock file vanishes.
    first = shop.start(SALE, *shop.strace("flock", "", "signal=STOP"))
    shop.wait_until_it_stands(first)
    shop.file(".lock").unlink()

    second = shop.run(
        "purchase ana glow-10 --method cash --idempotency-key second", TRAFFTPKG_LOCK_WAIT="0.3"
    )

    shop.let_go_on(first)
    assert shop.ended(first).code == 0
    assert (second.code, second.error) == (4, "ledger_locked")
    assert shop.keys() == ["sale"]
    assert shop.run("ledger verify").code == 0


def test_a_ledger_that_is_being_mended_is_not_written_to(shop: Shop) -> None:
    shop.ledger.write_bytes(shop.ledger.read_bytes().replace(b"\n", b"\r\n"))
    mending = shop.start("ledger repair --yes", *shop.strace("rename", ".mended", "signal=STOP"))
    shop.wait_until_it_stands(mending)
    shop.file(".lock").unlink()

    said = shop.run(BOOK, TRAFFTPKG_LOCK_WAIT="0.3")

    shop.let_go_on(mending)
    assert shop.ended(mending).code == 0
    assert (said.code, said.error) == (4, "ledger_locked")
    check_recorded_once(shop)


def test_what_something_else_wrote_meanwhile_is_not_written_after(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    append_durably(ledger, b"one\n", 0)
    with ledger.open("ab") as other:
        other.write(b"two\n")

    with pytest.raises(StoreUnavailableError):
        append_durably(ledger, b"three\n", 4)

    assert ledger.read_bytes() == b"one\ntwo\n"


def _hold(shop: Shop) -> None:
    with locked(LedgerFiles(shop.ledger), 20):
        pass
