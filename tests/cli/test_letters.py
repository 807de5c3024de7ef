"""`trafftpkg letters`: sending from the night job, and what became of each letter."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from tests.letters.mail_server import MailServer
from tests.rules import rule
from tests.source_code import ROOT

BOOKED = "book ana facial --at 2026-01-12T10:00"
COUNTS = ("sent", "failed", "dropped", "postponed", "waiting")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with MailServer() as server:
        for name, value in server.settings.items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def desk(typed: Typed, server: MailServer) -> Typed:
    """Ana has glow-10, and letters have begun."""
    typed("client add ana --name 'Ana Reis' --email ana@example.com")
    typed("purchase ana glow-10 --method card")
    assert "Letters begin now" in typed("letters send").err
    return typed


def sent(desk: Typed, *more: str) -> dict[str, int]:
    """Send letters, and return what came of it."""
    printed = desk(" ".join(("letters send --format json", *more)))
    assert printed.code == 0, printed.err
    found: dict[str, int] = json.loads(printed.out)
    assert tuple(found) == COUNTS
    return found


@rule("R-16.1")
def test_the_night_job_sends_what_was_recorded_and_a_copy_to_the_business(
    desk: Typed, server: MailServer
) -> None:
    desk(BOOKED)

    assert sent(desk)["sent"] == 1
    assert sent(desk)["sent"] == 0
    assert server.recipients() == ["ana@example.com", "ola@marealta.example"]
    (listed,) = json.loads(desk("letters list --format json").out)
    assert json.loads(desk("letters list ana --format json").out) == [listed]
    told = [listed[each] for each in ("kind", "client", "client_name", "about", "entry", "status", "reason")]
    assert told == ["booking", "ana", "Ana Reis", "apt-1", 2, "sent", None]


@rule("R-16.6")
def test_a_run_is_one_connection_to_the_mail_server(desk: Typed, server: MailServer) -> None:
    for day in (12, 13, 14):
        desk(f"book ana facial --at 2026-01-{day}T10:00")

    assert sent(desk)["sent"] == 3
    assert server.connections == 1


def test_without_a_mail_server_it_says_what_to_set(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRAFFTPKG_SMTP", raising=False)
    typed("client add ana --name Ana")

    refused = typed("letters send")

    assert refused.code == 2
    assert "TRAFFTPKG_SMTP" in refused.err
    assert "TRAFFTPKG_MAIL_FROM" in refused.err
    assert "No letters were ever sent" in typed("letters list").err


def test_on_a_mistyped_path_nothing_is_sent_and_nothing_made(
    typed: Typed, server: MailServer, folder: Path
) -> None:
    for command in ("send", "list", "send --dry-run"):
        assert typed(f"--ledger nowhere.jsonl letters {command}").code == 3

    assert list(folder.glob("nowhere*")) == []


@rule("R-16.6")
def test_a_server_that_is_down_ends_the_run_and_the_next_one_tries_at_once(
    desk: Typed, server: MailServer
) -> None:
    desk(BOOKED)
    server.goes_down()

    failed = desk("letters send --format json")

    assert (failed.code, failed.out) == (4, "")
    error = json.loads(failed.err.splitlines()[-1])["error"]
    assert (error["code"], error["details"]["given"]) == ("store_unavailable", 1)
    assert "waiting" in desk("letters list --status waiting").out
    server.comes_up()
    assert sent(desk)["sent"] == 1


@rule("R-16.2")
def test_whoever_takes_back_what_a_client_was_told_by_letter_is_told_so(
    desk: Typed, server: MailServer
) -> None:
    server.manners.to["ana"] = "550 5.1.1 no such mailbox"
    desk(BOOKED)
    sent(desk)
    untold = desk("undo 2 --reason mistake")
    server.manners.to.clear()
    desk(BOOKED)
    sent(desk)
    told = desk("undo 4 --reason mistake")
    desk(BOOKED)
    sent(desk)
    as_json = desk("undo 6 --reason mistake --format json")
    desk(BOOKED)
    desk("cancel apt-4")
    sent(desk)
    corrected = desk("--now 2026-01-12T12:00 correct apt-4 --was used --reason mistake")

    assert (untold.code, told.code, as_json.code) == (0, 0, 0)
    assert "letter" not in untold.err
    assert (
        "note: ana was sent a letter about entry 4 (booking). None is sent about this: tell them." in told.err
    )
    assert "entry 9 (cancellation)" in corrected.err
    assert json.loads(as_json.out)["notes"] == [
        {"code": "letter_sent", "letter": "booking", "client": "ana", "entry": 6}
    ]


def test_a_refused_address_is_told_with_what_the_server_said(desk: Typed, server: MailServer) -> None:
    server.manners.to["ana"] = "550 5.1.1 no such mailbox"
    desk(BOOKED)

    assert sent(desk)["failed"] == 1
    assert "550 5.1.1 no such mailbox" in desk("letters list --status failed").out


def refused_until_her_address_is_right(desk: Typed, server: MailServer) -> None:
    """The letter about a booking was refused, and since then her address is another."""
    server.manners.to["ana@example"] = "550 5.1.1 no such mailbox"
    desk(BOOKED)
    sent(desk)
    desk("client edit ana --email reis@example.com")


@rule("R-16.12")
def test_a_letter_that_was_refused_goes_out_once_the_address_is_right(
    desk: Typed, server: MailServer
) -> None:
    refused_until_her_address_is_right(desk, server)
    later = "--now 2026-01-10T20:00 letters"  # more than 5 days after it was due

    assert desk(f"{later} resume apt-1 --dry-run").out == desk(f"{later} resume apt-1").out
    assert "waiting" in desk("letters list ana").out
    assert desk(f"{later} resume apt-1").err == "No letter about apt-1 failed or was dropped.\n"
    assert desk(f"{later} send").code == 0
    assert [each.split(":")[0] for each in server.subjects("reis@example.com")] == ["Booked"]


@rule("R-16.12")
def test_a_letter_that_is_sent_again_tells_nothing_that_is_no_longer_so(
    desk: Typed, server: MailServer
) -> None:
    refused_until_her_address_is_right(desk, server)
    desk("reschedule apt-1 --at 2026-01-13T10:00")
    desk("cancel apt-1")
    sent(desk)
    desk("letters resume apt-1")

    assert sent(desk)["dropped"] == 2
    desk("undo 4 --reason mistake")
    desk("letters resume apt-1")
    assert sent(desk)["sent"] == 1  # the move

    assert [each.split(":")[0] for each in server.subjects("reis@example.com")] == ["Cancelled", "Moved"]


def test_so_many_are_sent_and_the_rest_waits(desk: Typed) -> None:
    for day in (12, 13, 14):
        desk(f"book ana facial --at 2026-01-{day}T10:00")

    assert sent(desk, "--limit", "2") == {**dict.fromkeys(COUNTS, 0), "sent": 2, "waiting": 1}
    assert len(json.loads(desk("letters list --limit 2 --format json").out)) == 2


def test_links_lead_to_the_page_where_its_address_is_known(desk: Typed, server: MailServer) -> None:
    desk(BOOKED)
    sent(desk, "--address https://book.example")

    text = server.taken[0].letter.get_body(("plain",))
    assert text is not None
    assert "https://book.example/account/appointments/" in text.get_content()
    assert "apt-1" not in text.get_content()


@rule("R-16.4")
def test_a_client_stops_reminders_and_takes_them_up_again(desk: Typed, server: MailServer) -> None:
    desk(BOOKED)
    sent(desk)
    assert desk("letters stop ana").code == 0
    assert json.loads(desk("letters stop ana --format json").out) == {"client": "ana", "reminders": False}
    assert json.loads(desk("show ana --format json").out)["reminders"] is False
    assert "gets no reminders by letter" in desk("client show ana").out

    assert sent(desk)["sent"] == 0
    assert desk("--now 2026-01-11T09:00 letters send").out.strip() == "0 sent, 1 dropped"
    desk("letters resume ana")
    assert json.loads(desk("show ana --format json").out)["reminders"] is True
    assert "no reminders" not in desk("client show ana").out
    desk("book ana facial --at 2026-01-14T10:00")
    assert sent(desk)["sent"] == 1
    assert desk("--now 2026-01-13T09:00 letters send").out.strip() == "1 sent"


def test_metrics_tell_what_was_sent_and_what_waits(desk: Typed, folder: Path) -> None:
    desk(BOOKED)
    desk("letters send --metrics-file letters.prom")

    written = (folder / "letters.prom").read_text()
    assert "trafftpkg_letters_sent{" in written
    assert "trafftpkg_letters_last_run_timestamp_seconds{" in written


def test_a_catalogue_with_problems_sends_letters_by_the_last_good_one(
    typed: Typed, server: MailServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "catalog", folder / "catalog")
    monkeypatch.setenv("TRAFFTPKG_CATALOG", "catalog")
    typed("client add ana --name Ana --email ana@example.com")
    typed("purchase ana glow-10 --method card")
    typed("letters send")
    typed(BOOKED)
    (folder / "catalog" / "services.yaml").write_text("- {id: facial")

    assert sent(typed)["sent"] == 1
