"""A ledger moves to a server and back without a byte lost, and the old one takes nothing more."""

from itertools import islice
from pathlib import Path

import psycopg
import pytest

from tests.stores.jsonl.desk import Desk as FileDesk
from tests.stores.samples import booked, cancelled, draft, paid, sale, sold
from trafftpkg.bootstrap import Desk
from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.untrusted import LedgerDamagedError, LedgerMissingError, LedgerSealedError
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.ids import AppointmentId, ClientKey, PurchaseId
from trafftpkg.domain.notice import Hear, Notice, unheard
from trafftpkg.domain.value import replace
from trafftpkg.stores.backups import moving
from trafftpkg.stores.lines import copying

NOW = "2026-02-01T10:00+00:00"


@pytest.fixture
def old(tmp_path: Path) -> FileDesk:
    """Return a ledger in a file: two sales, three visits of which one was cancelled."""
    desk = FileDesk(tmp_path / "ledger.jsonl")
    desk.record(sale("2026-01-05T10:00", 1, key="k1"))
    desk.record(draft("2026-01-06T10:00", booked(1, "2026-01-20T10:00"), booked(2, "2026-01-21T10:00")))
    desk.record(draft("2026-01-07T10:00", cancelled(1)))
    desk.record(draft("2026-01-08T10:00", sold(2), paid(2), booked(3, "2026-01-20T10:00")))
    return desk


def place(where: Path | str, tmp_path: Path, hear: Hear = unheard) -> Desk:
    """Return the desk of a command line."""
    from datetime import datetime

    return Desk(
        catalogue=tmp_path / "catalog",
        ledger=str(where),
        now=datetime.fromisoformat(NOW),
        actor="desk",
        notice=hear,
        allow_future=True,
    )


def test_a_ledger_comes_back_from_a_server_byte_by_byte(old: FileDesk, address: str, tmp_path: Path) -> None:
    lines = old.path.read_bytes()
    back = tmp_path / "back.jsonl"

    there = place(old.path, tmp_path).copy_to(address)
    again = place(address, tmp_path).copy_to(str(back))

    assert back.read_bytes() == lines
    assert (there.entries, there.head.seq, again.entries) == (5, 4, 5)
    assert there.head == again.head


def test_what_is_copied_answers_as_before(old: FileDesk, address: str, tmp_path: Path) -> None:
    place(old.path, tmp_path).copy_to(address)

    with old.ledger.reading() as before, place(address, tmp_path).ledger.reading() as after:
        for purchase in ("pur-1", "pur-2"):
            assert after.thing(PurchaseId(purchase)) == before.thing(PurchaseId(purchase))
            # With their hashes, of which the numbers of receipts are made.
            known = before.entries_touching(PurchaseId(purchase))
            assert after.entries_touching(PurchaseId(purchase)) == known
        for visit in ("apt-1", "apt-2", "apt-3"):
            assert after.thing(AppointmentId(visit)) == before.thing(AppointmentId(visit))
        assert after.entry_with_key("k1") == before.entry_with_key("k1")
        assert after.header() == before.header()
        assert (after.given("pur"), after.given("apt")) == (before.given("pur"), before.given("apt"))


def test_the_old_ledger_is_sealed_and_can_still_be_read(old: FileDesk, address: str, tmp_path: Path) -> None:
    lines = old.lines()
    place(old.path, tmp_path).copy_to(address)

    with pytest.raises(LedgerSealedError) as refused:
        old.record(sale("2026-03-01T10:00", 3))

    assert refused.value.moved_to == address
    assert old.holds() == ["apt-2", "apt-3"]
    assert old.lines()[:-1] == lines


def test_where_it_goes_on_is_said_so_that_it_can_be_found_from_any_folder(
    old: FileDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    done = place(old.path, tmp_path).copy_to("new.jsonl")

    with pytest.raises(LedgerSealedError) as refused:
        old.record(sale("2026-03-01T10:00", 3))
    assert refused.value.moved_to == done.moved_to == str(tmp_path / "new.jsonl")


def test_the_password_of_the_new_place_is_not_written_into_the_old(
    old: FileDesk, address: str, tmp_path: Path
) -> None:
    place(old.path, tmp_path).copy_to(address.replace("postgres@", "postgres:s3kret@"))

    assert b"s3kret" not in old.path.read_bytes()


def test_the_client_book_goes_with_it(old: FileDesk, address: str, tmp_path: Path) -> None:
    ana = Client(key=ClientKey("c-ana"), handle="ana", email="ana@example.com", phone="+381 64 111 2222")
    here = place(old.path, tmp_path)
    here.clients.add(ana)
    here.clients.keep_text(3, "was ill", "salt")

    here.copy_to(address)

    there = place(address, tmp_path).clients
    assert there.find("064 111 2222") == ana
    assert there.find("ANA@example.com") == ana
    assert there.texts([3]) == {3: ("was ill", "salt")}


def test_asked_again_it_changes_nothing(old: FileDesk, address: str, tmp_path: Path) -> None:
    first = place(old.path, tmp_path).copy_to(address)

    again = place(old.path, tmp_path).copy_to(address)

    assert again.entries == 0
    assert (again.head.seq, again.head.hash) == (first.head.seq, first.head.hash)


def test_a_copy_takes_what_was_recorded_since_an_earlier_one_that_was_ended_before_the_seal(
    old: FileDesk, address: str, tmp_path: Path
) -> None:
    source, target = place(old.path, tmp_path)._at.chain, place(address, tmp_path)._at.chain
    target.take(islice(source.lines_after(copying.NOTHING), 2), copying.NOTHING)

    rest = place(old.path, tmp_path).copy_to(address)

    assert rest.entries == 3
    assert place(address, tmp_path).care.verify().head == rest.head


def test_where_somebody_records_in_the_copy_before_it_is_whole_the_old_ledger_is_not_sealed(
    old: FileDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tmp_path / "new.jsonl"

    def meanwhile(*_: object) -> None:
        FileDesk(new).record(sale("2026-01-09T10:00", 3))

    monkeypatch.setattr(moving, "take_along", meanwhile)

    with pytest.raises(BadArgumentError) as refused:
        place(old.path, tmp_path).copy_to(str(new))

    assert refused.value.reason == "somebody_records"
    old.record(sale("2026-03-01T10:00", 3))


def test_a_place_with_another_ledger_is_left_alone(old: FileDesk, address: str, tmp_path: Path) -> None:
    other = FileDesk(tmp_path / "other.jsonl")
    other.record(sale("2026-01-01T10:00", 1))
    place(other.path, tmp_path).copy_to(address)

    with pytest.raises(BadArgumentError):
        place(old.path, tmp_path).copy_to(address)

    assert old.record(sale("2026-03-01T10:00", 3))


def test_a_file_is_not_copied_onto_itself_under_whatever_name(old: FileDesk, tmp_path: Path) -> None:
    (tmp_path / "other-name.jsonl").symlink_to(old.path)

    for name in ("ledger.jsonl", "other-name.jsonl"):
        with pytest.raises(BadArgumentError):
            place(old.path, tmp_path).copy_to(str(tmp_path / name))

    assert old.record(sale("2026-03-01T10:00", 3))


def test_a_database_is_not_copied_onto_itself_under_whatever_name(
    old: FileDesk, address: str, tmp_path: Path
) -> None:
    place(old.path, tmp_path).copy_to(address)
    other_name = f"{address}{'&' if '?' in address else '?'}application_name=another"

    for name in (address, other_name):
        with pytest.raises(BadArgumentError):
            place(address, tmp_path).copy_to(name)

    assert place(address, tmp_path).copy_to(str(tmp_path / "back.jsonl")).entries == 5


def test_nothing_is_copied_from_a_damaged_ledger(old: FileDesk, address: str, tmp_path: Path) -> None:
    lines = old.lines()
    old.put([*lines[:2], lines[2].replace(b"mira", b"lena"), *lines[3:]])

    with pytest.raises(LedgerDamagedError):
        place(old.path, tmp_path).copy_to(address)


def test_what_a_server_did_not_keep_as_it_was_sent_is_found_before_the_old_ledger_is_sealed(
    old: FileDesk, address: str, tmp_path: Path
) -> None:
    with psycopg.connect(address) as connection:
        connection.execute(
            "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN new.line := set_byte(new.line, 40, 48); RETURN new; END $$"
        )
        connection.execute(
            "CREATE TRIGGER spoilt BEFORE INSERT ON entries FOR EACH ROW WHEN (new.seq = 2)"
            " EXECUTE FUNCTION spoil()"
        )

    with pytest.raises(LedgerDamagedError):
        place(old.path, tmp_path).copy_to(address)

    assert old.record(sale("2026-03-01T10:00", 3))


def test_where_nothing_is_recorded_there_is_nothing_to_copy(address: str, tmp_path: Path) -> None:
    with pytest.raises(LedgerMissingError):
        place(tmp_path / "none.jsonl", tmp_path).copy_to(address)


def test_a_sealed_ledger_on_a_server_says_where_it_goes_on_and_is_not_copied_twice(
    old: FileDesk, address: str, tmp_path: Path
) -> None:
    place(old.path, tmp_path).copy_to(address)
    back = str(tmp_path / "back.jsonl")
    foreseen = place(address, tmp_path).copy_to(back, dry_run=True)
    done = place(address, tmp_path).copy_to(back)
    heard: list[Notice] = []

    with place(address, tmp_path, heard.append).ledger.reading() as books:
        moved_to = books.moved_to()
    with pytest.raises(LedgerSealedError):
        place(address, tmp_path).copy_to(str(tmp_path / "second.jsonl"))

    assert foreseen == replace(done, dry_run=True)
    assert moved_to == back
    assert [(each.code, each.moved_to) for each in heard] == [("sealed", back)]


def test_the_rules_are_asked_of_a_ledger_on_a_server(old: FileDesk, address: str, tmp_path: Path) -> None:
    """These lines were written by no request, and both say so in the same words."""
    here = place(old.path, tmp_path).check_rules(4)
    place(old.path, tmp_path).copy_to(address)

    there = place(address, tmp_path).check_rules(4)

    assert {"request", "end", "tax"} <= {each.kind for each in here.found}
    assert there == here
