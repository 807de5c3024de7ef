"""`trafftpkg client sign-out`, and what the night job gives up for the page."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from tests.rules import rule
from trafftpkg.bootstrap import Desk
from trafftpkg.domain.door import Waiting


def _desk(folder: Path, now: str = "2026-01-05T10:00") -> Desk:
    return Desk(
        catalogue=folder / "catalog",
        ledger=str(folder / "ledger.jsonl"),
        now=datetime.fromisoformat(now),
        actor="desk",
        notice=lambda _: None,
    )


@rule("R-14.4")
def test_a_client_is_signed_out_of_everything(begun: Typed, folder: Path) -> None:
    desk = _desk(folder)
    ana = desk.clients.find("ana")
    assert ana is not None
    now = desk.read_clock()
    link = desk.door.link_for(ana.key, now=now, valid=timedelta(hours=1), next_path="/account")
    desk.door.begin("a session", ana.key, now, now + timedelta(hours=1))

    dry = begun("client sign-out ana --dry-run")
    before = desk.door.holder("a session", now) == ana.key, desk.door.who_comes(link, now) is not None
    printed = begun("client sign-out ana")
    after = desk.door.holder("a session", now), desk.door.who_comes(link, now)

    assert (before, after) == ((True, True), (None, None))
    assert dry.err == "note: this is a dry run; nothing was recorded.\n"
    assert printed.err == "ana is signed out everywhere. New link: trafftpkg client link ana\n"
    later = now + timedelta(seconds=1)
    desk.door.begin("another session", ana.key, later, now + timedelta(hours=1))
    assert desk.door.holder("another session", later) == ana.key


def test_signing_out_is_told_to_scripts_too(begun: Typed) -> None:
    assert json.loads(begun("client sign-out ana --format json").out) == {
        "client": "ana",
        "signed_out_at": "2026-01-05T10:00:00+00:00",
    }
    assert begun("client sign-out eva").code == 1


def test_a_link_that_works_on_this_computer_only_says_so(begun: Typed) -> None:
    assert "TRAFFTPKG_WEB_ADDRESS" in begun("client link ana").err
    assert not begun("client link ana --address https://book.example").err


@pytest.mark.parametrize("thing", ["visit", "purchase"])
@rule("R-14.3")
def test_the_night_gives_up_what_nobody_answered_for(begun: Typed, folder: Path, thing: str) -> None:
    line = {
        "visit": "book ana facial --at 2026-01-20T10:00 --without-package",
        "purchase": "purchase ana glow-10 --pay none --method on-site --book facial@2026-01-20T10:00/ines",
    }[thing]
    assert begun(f"{line} --idempotency-key web/1").code == 0
    _waits(folder, "web/1")

    early = json.loads(begun("--now 2026-01-05T13:59 expire").out)
    foreseen = json.loads(begun("--now 2026-01-05T14:00 expire --dry-run").out)
    given_up = json.loads(begun("--now 2026-01-05T14:00 expire").out)
    again = json.loads(begun("--now 2026-01-05T14:00 expire").out)

    assert [each["unanswered"] for each in (early, foreseen, given_up, again)] == [0, 1, 1, 0]
    assert json.loads(begun("show apt-1 --format json").out)["status"] == "cancelled"
    assert begun("--now 2026-01-05T14:00 slots facial --from 2026-01-20 --to 2026-01-20").out.count("10:00")


@rule("R-14.3")
def test_a_sale_that_has_to_be_paid_first_stands_without_its_visits(begun: Typed, folder: Path) -> None:
    begun(
        "purchase ana first-tide --pay none --method bank-transfer --book facial@2026-01-20T10:00/ines"
        " --idempotency-key web/1"
    )
    _waits(folder, "web/1")

    assert json.loads(begun("--now 2026-01-05T14:00 expire").out)["unanswered"] == 1
    assert json.loads(begun("--now 2026-01-05T14:00 show pur-1 --format json").out)["status"] == "pending"
    assert json.loads(begun("show apt-1 --format json").out)["status"] == "cancelled"


@pytest.mark.parametrize(
    "since",
    [
        "pay pur-1 10.00 --method card",
        "book ana facial --at 2026-01-21T10:00",
        "extend pur-1 --by 2w --reason ill",
    ],
)
@rule("R-14.3")
def test_what_the_desk_has_dealt_with_since_is_not_given_up(begun: Typed, folder: Path, since: str) -> None:
    line = "purchase ana glow-10 --pay none --method on-site --book facial@2026-01-20T10:00/ines"
    assert begun(f"--actor page {line} --idempotency-key web/1").code == 0
    _waits(folder, "web/1")
    assert begun(since).code == 0

    assert json.loads(begun("--now 2026-01-05T14:00 expire").out)["unanswered"] == 0
    assert json.loads(begun("show apt-1 --format json").out)["status"] == "booked"


@rule("R-14.3")
def test_what_was_never_recorded_is_not_given_up(begun: Typed, folder: Path) -> None:
    _waits(folder, "web/1")

    assert json.loads(begun("--now 2026-01-05T14:00 expire").out)["unanswered"] == 0


def _waits(folder: Path, key: str) -> None:
    desk = _desk(folder)
    ana = desk.clients.find("ana")
    assert ana is not None
    desk.door.wait_for(Waiting(key=key, client=ana.key), desk.read_clock() + timedelta(hours=4))
