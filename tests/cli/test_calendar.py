"""Appointments as a calendar, read back by the library that calendar programs use."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar, Component

from tests.cli.conftest import Typed


def events(typed: Typed, line: str) -> dict[str, Component]:
    """Return the events of a calendar by the id of what they are of."""
    printed = typed(f"{line} --format ics")
    assert printed.code == 0, printed.err
    calendar = Calendar.from_ical(printed.out)
    return {str(each["uid"]).partition(".")[0]: each for each in calendar.walk("VEVENT")}


def test_an_appointment_is_an_event_in_its_locations_time(sold: Typed) -> None:
    event = events(sold, "appointments ana")["apt-1"]

    assert event.decoded("dtstart") == datetime(2026, 1, 20, 10, tzinfo=UTC)
    assert event["dtstart"].params["TZID"] == "Europe/Lisbon"
    assert event.decoded("dtend") == datetime(2026, 1, 20, 10, 50, tzinfo=UTC)
    assert event.decoded("dtstamp") == datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert (str(event["summary"]), str(event["location"])) == ("Atlantic facial: ana", "Chiado")
    assert str(event["status"]) == "CONFIRMED"


def test_summer_time_is_summer_time(sold: Typed) -> None:
    sold("book ana facial --at 2026-04-07T10:00")

    event = events(sold, "appointments ana")["apt-2"]

    assert event.decoded("dtstart") == datetime(2026, 4, 7, 9, tzinfo=UTC)


def test_an_event_keeps_its_uid_when_it_moves_and_when_it_is_cancelled(sold: Typed) -> None:
    first = events(sold, "appointments ana")["apt-1"]["uid"]
    sold("reschedule apt-1 --at 2026-01-21T11:00")
    moved = events(sold, "appointments ana")["apt-1"]
    sold("cancel apt-1")
    cancelled = events(sold, "appointments ana")["apt-1"]

    assert first == moved["uid"] == cancelled["uid"]
    assert moved.decoded("dtstart") == datetime(2026, 1, 21, 11, tzinfo=UTC)
    assert str(cancelled["status"]) == "CANCELLED"


def test_each_change_counts_up_and_says_when(sold: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    for now, line in (
        ("2026-01-05T10:00", "list ana"),
        ("2026-01-06T10:00", "reschedule apt-1 --at 2026-01-21T11:00"),
        ("2026-01-07T10:00", "cancel apt-1"),
        ("2026-01-08T10:00", "list ana"),
    ):
        monkeypatch.setenv("TRAFFTPKG_NOW", now)
        assert sold(line).code == 0
        event = events(sold, "appointments ana")["apt-1"]
        told.append((event["sequence"], event.decoded("last-modified").day, str(event["status"])))

    assert told == [(0, 5, "CONFIRMED"), (1, 6, "CONFIRMED"), (2, 7, "CANCELLED"), (2, 7, "CANCELLED")]
    (first,) = events(sold, "appointments ana --as-of 2026-01-05T12:00").values()
    assert (first["sequence"], str(first["status"])) == (0, "CONFIRMED")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("appointments", "Maré Alta"),
        ("appointments --employee ines --location chiado", "Maré Alta: Inês, Chiado"),
        ("appointments +351912345678", "Maré Alta: ana"),
        ("appointments bo@example.com", "Maré Alta"),
    ],
)
def test_a_calendar_has_a_name_and_nothing_personal_in_it(sold: Typed, line: str, name: str) -> None:
    sold("client edit ana --phone +351912345678")
    sold("client add bo --email bo@example.com")

    calendar = Calendar.from_ical(sold(f"{line} --format ics").out)

    assert str(calendar["name"]) == str(calendar["x-wr-calname"]) == name


def test_two_ledgers_never_give_the_same_uid(
    sold: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = events(sold, "appointments ana")["apt-1"]["uid"]
    monkeypatch.setenv("TRAFFTPKG_LEDGER", str(tmp_path / "other.jsonl"))
    for line in (
        "client add ana",
        "purchase ana glow-10 --method card",
        "book ana facial --at 2026-01-20T10:00",
    ):
        sold(line)

    assert events(sold, "appointments ana")["apt-1"]["uid"] != here


def test_a_calendar_tells_the_handle_and_no_more(sold: Typed) -> None:
    sold("client edit ana --email ana@example.com --phone +351912345678 --name 'Ana Ilic'")

    text = sold("appointments --format ics").out

    assert ": ana" in text
    for personal in ("Ilic", "example.com", "912345678"):
        assert personal not in text


def test_an_employees_calendar_has_their_absences_too(sold: Typed) -> None:
    sold("block ines --from 2026-02-02 --until 2026-02-03 --reason surgery")

    found = events(sold, "appointments --employee ines")

    assert str(found["blk-1"]["summary"]) == "Inês is away"
    assert found["blk-1"].decoded("dtend") == datetime(2026, 2, 4, tzinfo=UTC)
    assert events(sold, "appointments --location chiado").keys() == {"apt-1"}
    assert "surgery" not in sold("appointments --employee ines --format ics").out


def test_an_absence_that_was_taken_back_stays_in_as_cancelled(sold: Typed) -> None:
    sold("block ines --from 2026-02-02 --until 2026-02-03 --reason surgery")
    sold("unblock blk-1")

    away = events(sold, "appointments --employee ines")["blk-1"]

    assert (away["status"], away["transp"], away["sequence"]) == ("CANCELLED", "TRANSPARENT", 1)
    assert "blk-1" not in events(sold, "appointments --employee ines --from 2026-03-01")


def test_a_calendar_of_nothing_is_a_calendar(begun: Typed) -> None:
    assert events(begun, "appointments") == {}


def test_lines_end_as_the_standard_says(sold: Typed) -> None:
    text = sold("appointments --format ics").out

    assert text.count("\n") == text.count("\r\n") > 10


def test_where_the_library_is_missing_the_remedy_installs_it(sold: Typed, folder: Path) -> None:
    script = (
        "import sys; sys.modules['icalendar'] = None; from importlib import util; "
        "find = util.find_spec; util.find_spec = lambda name: None if name == 'icalendar' else find(name); "
        "from trafftpkg.cli.main import run; sys.exit(run(['appointments', '--format', 'ics']))"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert done.returncode == 3
    assert "[ics]" in done.stderr
