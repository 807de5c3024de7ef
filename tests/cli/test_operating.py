"""What an operator types: reports, reminders, long lists, and the night job."""

import csv
import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
import yaml

from tests.cli.conftest import After, Typed
from tests.cli.terminal import all_shown
from tests.source_code import GUIDE

OPERATING = (GUIDE / "operating.md").read_text("utf-8")
UNITS = dict(re.findall(r"`/etc/systemd/system/([^`]+)`:\n\n```ini\n(.*?)```", OPERATING, re.DOTALL))
PROGRAM = Path(sys.executable).with_name("trafftpkg")


@pytest.fixture
def many(after: After) -> Typed:
    """Five purchases of Ana's and Rui's: pur-1 to pur-5, the last of another package."""
    sales = [
        ("ana", "glow-10"),
        ("rui", "glow-10"),
        ("ana", "glow-10"),
        ("rui", "glow-10"),
        ("ana", "yoga-20"),
    ]
    return after(
        "client add ana --name Ana --email ana@example.com",
        "client add rui",
        *(f"purchase {client} {package} --method card" for client, package in sales),
    )


@pytest.mark.parametrize("sort", ["purchased_at", "expires_at", "package", "available"])
def test_pages_give_each_purchase_once_in_every_order(many: Typed, sort: str) -> None:
    whole = many(f"list --sort {sort} --format ids").out.split()
    pages, last = [], ""
    while page := many(f"list --sort {sort} --limit 2 --format ids {last}").out.split():
        pages += page
        last = f"--after {page[-1]}"

    assert pages == whole
    assert len(whole) == 5


def test_a_count_is_of_all_that_fit(many: Typed) -> None:
    assert many("list --count").out == "5\n"
    assert many("list ana --package glow-10 --count --limit 1").out == "2\n"
    assert json.loads(many("list --status voided --count --format json").out) == {"count": 0}


def test_a_table_says_where_the_next_page_begins(many: Typed) -> None:
    first, last = many("list --limit 3"), many("list --limit 3 --after pur-3")

    assert first.err == "Showing 3 of 5. Next page: --after pur-3\n"
    assert last.err == ""


@pytest.mark.parametrize(
    ("line", "code", "problem"),
    [
        ("list --package glow-100", 1, "There is no package 'glow-100'. Did you mean 'glow-10'?"),
        ("list --package glow-100 --count", 1, "There is no package 'glow-100'. Did you mean 'glow-10'?"),
        ("appointments --employee ine", 1, "There is no employee 'ine'. Did you mean 'ines'?"),
        ("appointments --service facials", 1, "There is no service 'facials'. Did you mean 'facial'?"),
        ("appointments --location chiad", 1, "There is no location 'chiad'. Did you mean 'chiado'?"),
        ("list --after pur-99", 1, "There is no purchase 'pur-99'."),
        ("list --sort price", 2, "'price' is not valid for --sort."),
        ("report liability --from 2026-01-01 --to 2026-02-30", 2, "'2026-02-30' is not valid for --to."),
        (
            "report liability --from 2026-02-01 --to 2026-01-31",
            2,
            "--to 2026-01-31 is before the start, 2026-02-01.",
        ),
        ("report sales --from 2026-01-01 --to 2026-01-31 --by town", 2, "'town' is not valid for --by."),
        ("reminders --low-balance none", 2, "'none' is not valid for --low-balance."),
        ("reminders --expiring-within soon", 2, "'soon' is not valid for --expiring-within."),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(many: Typed, line: str, code: int, problem: str) -> None:
    printed = many(line)

    assert (printed.code, printed.out) == (code, "")
    assert printed.err.splitlines()[0] == f"error: {problem}"


def test_a_package_that_is_no_longer_declared_can_still_be_listed(
    many: Typed, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAFFTPKG_CATALOG", str(folder / "nowhere"))

    assert many("list --package glow-10 --count").out == "4\n"
    assert many("list --package glow-100 --count").out == "0\n"


def test_the_night_job_as_csv_says_what_was_lapsed_and_its_worth(many: Typed) -> None:
    night = "--now 2027-01-01T03:00 expire --dry-run --format"
    found = json.loads(many(f"{night} json").out)

    (row,) = csv.DictReader(io.StringIO(many(f"{night} csv").out))

    assert found["expired"] > 0
    assert (row["expired"], row["units_lapsed.session"], row["value_lapsed.EUR"]) == (
        str(found["expired"]),
        str(found["units_lapsed"]["session"]),
        found["value_lapsed"]["EUR"],
    )


def test_every_format_of_a_report_says_the_same(many: Typed) -> None:
    asked = (
        "--now 2026-02-01T10:00 report liability --from 2026-01-01 --to 2026-01-31 --by package --by month"
    )
    rows = json.loads(many(f"{asked} --format json").out)

    assert [json.loads(line) for line in many(f"{asked} --format jsonl").out.splitlines()] == rows
    assert list(csv.DictReader(io.StringIO(many(f"{asked} --format csv").out))) == rows
    assert list(rows[0]) == [
        *("package", "month", "currency", "opening", "sold", "received", "redeemed", "lapsed"),
        *("refunded", "adjusted", "closing", "owed", "receivable"),
    ]
    assert [(row["package"], row["closing"]) for row in rows] == [
        ("glow-10", "1691.04"),
        ("yoga-20", "178.86"),
    ]


def test_reports_of_an_empty_ledger_are_empty(begun: Typed) -> None:
    assert begun("report liability --from 2026-01-01 --to 2026-01-31 --format json").out == "[]\n"
    assert begun("reminders --format json").out == "[]\n"


def test_a_reminder_has_what_a_mail_merge_needs(many: Typed) -> None:
    lines = many("--now 2026-06-25T10:00 reminders --expiring-within 14d --format jsonl").out.splitlines()

    first = json.loads(lines[0])
    assert len(lines) == 4
    assert (first["key"], first["kind"]) == ("expiring/pur-1/2026-07-05", "expiring")
    assert (first["client"], first["name"], first["email"]) == ("ana", "Ana", "ana@example.com")
    assert (first["purchase"], first["last_day"], first["available"]) == ("pur-1", "2026-07-05", 10)


def test_without_a_terminal_the_night_is_one_line_of_json_with_time_and_ledger(
    many: Typed, folder: Path
) -> None:
    printed = many("--now 2026-08-01T03:00 expire")

    assert json.loads(printed.out) == {
        "at": "2026-08-01T03:00:00+01:00",
        "ledger": str(folder / "ledger.jsonl"),
        "expired": 5,
        "units_lapsed": {"session": 60},
        "value_lapsed": {"EUR": "2300.00"},
        "voided": 0,
        "dry_run": False,
        "unanswered": 0,
    }
    assert printed.err == ""


def test_on_a_terminal_the_night_has_a_bar_and_ends_in_words(many: Typed, folder: Path) -> None:
    seen, shown = pty.openpty()
    environment = {**os.environ, "TRAFFTPKG_NOW": "2026-08-01T03:00"}

    subprocess.run([PROGRAM, "expire"], cwd=folder, env=environment, stdout=shown, stderr=shown, check=True)

    os.close(shown)
    words = all_shown(seen)
    assert "expire [" in words
    assert "5 purchases expired: 60 sessions lapsed, worth 2300.00 EUR." in words


def test_metrics_are_text_that_prometheus_reads(many: Typed, folder: Path) -> None:
    path = folder / "trafftpkg.prom"

    many(f"--now 2026-08-01T03:00 expire --metrics-file {path}")

    lines = path.read_text().splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    ledger = f'ledger="{folder}/ledger.jsonl"'
    assert f"trafftpkg_expire_expired_purchases{{{ledger}}} 5" in samples
    assert f'trafftpkg_expire_lapsed_value{{{ledger},currency="EUR"}} 2300.00' in samples
    assert f"trafftpkg_ledger_last_entry{{{ledger}}} 10" in samples
    assert f'trafftpkg_owed_value{{{ledger},currency="EUR"}} 0.00' in samples
    assert f"trafftpkg_unpaid_purchases{{{ledger}}} 0" in samples
    assert all(
        re.fullmatch(r'[a-z_]+\{([a-z]+="[^"]+",?)+\} -?\d+(\.\d+)?', line.replace(ledger, 'l="l"'))
        for line in samples
    )
    assert list(folder.glob("*.tmp")) == []
    documented = set(re.findall(r"`(trafftpkg_[a-z_]+)", OPERATING))
    names = {line.split("{")[0] for line in samples}
    assert names == {each for each in documented if "failure" not in each and "backup" not in each}


def test_what_is_owed_and_not_paid_is_measured(many: Typed, folder: Path) -> None:
    many("purchase ana yoga-20 --pay none")
    many(f"expire --metrics-file {folder}/x.prom")
    report = json.loads(many("report liability --from 2026-01-05 --to 2026-01-05 --format json").out)

    text = (folder / "x.prom").read_text()
    assert re.search(r"^trafftpkg_owed_value\{.*\} (.*)$", text, re.MULTILINE)[1] == report[0]["owed"]  # type: ignore[index]
    assert re.search(r"^trafftpkg_unpaid_purchases\{.*\} 1$", text, re.MULTILINE)


def test_a_night_that_fails_says_where_and_counts_itself(many: Typed, folder: Path) -> None:
    path, ledger = folder / "x.prom", folder / "ledger.jsonl"
    assert many(f"expire --metrics-file {path}").code == 0
    done, whole = path.read_text(), ledger.read_bytes()
    ledger.write_bytes(whole.replace(b"glow-10", b"glow-20", 1))

    failed = [many(f"expire --metrics-file {path}") for _ in range(2)]
    counted = path.read_text()
    ledger.write_bytes(whole)
    many(f"expire --metrics-file {path}")

    assert [each.code for each in failed] == [3, 3]
    assert re.match(rf"20[\dT:-]+Z {re.escape(str(ledger))}: this run failed\.\nerror: ", failed[0].err)
    assert counted.startswith(done)
    assert re.search(r"^trafftpkg_expire_failures_total\{.*\} 2$", counted, re.MULTILINE)
    assert re.search(r"^trafftpkg_expire_failures_total\{.*\} 2$", path.read_text(), re.MULTILINE)


def test_a_backup_is_measured_and_its_failures_are_counted(many: Typed, folder: Path) -> None:
    line = f"ledger backup backups --metrics-file {folder}/b.prom"
    failed = many(line)
    (folder / "backups").mkdir()
    done = many(line)

    text = (folder / "b.prom").read_text()
    assert (failed.code, done.code) == (2, 0)
    assert f" {folder}/ledger.jsonl: this run failed.\n" in failed.err
    assert done.out.startswith(f"{folder}/ledger.jsonl: entry 5, checked: backups/")
    assert re.search(r"^trafftpkg_backup_last_entry\{.*\} 5$", text, re.MULTILINE)
    assert re.search(r"^trafftpkg_backup_failures_total\{.*\} 1$", text, re.MULTILINE)
    documented = set(re.findall(r"`(trafftpkg_backup_[a-z_]+)", OPERATING))
    assert documented <= set(re.findall(r"^(trafftpkg_[a-z_]+)\{", text, re.MULTILINE))


def test_a_file_in_the_place_of_a_folder_of_the_metrics_is_named_before_anything_is_done(
    many: Typed, folder: Path
) -> None:
    (folder / "taken").touch()

    printed = many("expire --metrics-file taken/night.prom")

    assert printed.code == 3
    assert "taken/night.prom cannot be used: a file is in the place of one of its folders." in printed.err


def test_the_hour_of_the_night_job_comes_once_a_day_everywhere_and_no_alert_is_false() -> None:
    hour, minute = map(int, re.findall(r"OnCalendar=\*-\*-\* (\d\d):(\d\d):00", OPERATING)[0])
    setting = {name: int(n) for name, n in re.findall(r"(\w+)=(\d+)(?:min|h)?$", OPERATING, re.MULTILINE)}
    attempts = setting["StartLimitBurst"] * (setting["RestartSec"] * 60 + setting["TRAFFTPKG_LOCK_WAIT"])
    late = setting["RandomizedDelaySec"] * 60 + attempts
    gaps = {each: _longest_gap(ZoneInfo(each), hour, minute) for each in sorted(available_timezones())}
    longest = max(gap or 0 for gap in gaps.values())

    assert [each for each, gap in gaps.items() if gap is None] == []
    assert not _rings("TrafftpkgNightMissed", trafftpkg_expire_last_run_timestamp_seconds=-longest - late)
    assert _rings("TrafftpkgNightMissed", trafftpkg_expire_last_run_timestamp_seconds=-46 * 3600)
    assert _longest_gap(ZoneInfo("Europe/Athens"), 3, minute) is None


def test_the_rules_tell_of_a_failure_until_a_run_is_done() -> None:
    done, failed = (
        "trafftpkg_expire_last_run_timestamp_seconds",
        "trafftpkg_expire_last_failure_timestamp_seconds",
    )

    assert _rings("TrafftpkgNightFailed", **{done: -90.0, failed: -60.0})
    assert not _rings("TrafftpkgNightFailed", **{done: -30.0, failed: -60.0})
    assert _rings("TrafftpkgNothingRecorded", trafftpkg_ledger_last_entry_timestamp_seconds=-9 * 86400)


def _rules() -> dict[str, str]:
    (text,) = re.findall(r"```yaml\n(groups:.*?)```", OPERATING, re.DOTALL)
    (group,) = yaml.safe_load(text)["groups"]
    return {each["alert"]: each["expr"] for each in group["rules"]}


def _rings(alert: str, **metrics: float) -> bool:
    """Tell whether a rule holds now, which is 0; its arithmetic is Python's too."""
    return bool(eval(_rules()[alert], {"__builtins__": {}, "time": lambda: 0, **metrics}))


def _longest_gap(zone: ZoneInfo, hour: int, minute: int) -> float | None:
    """Return the longest time between two mornings at this hour. None if one morning has no such hour."""
    mornings = [datetime(2026, 1, 1, hour, minute, tzinfo=zone) + timedelta(days=n) for n in range(400)]
    moments = [each.astimezone(UTC) for each in mornings]
    if any(each.astimezone(zone).hour != hour for each in moments):
        return None
    return max((after - before).total_seconds() for before, after in pairwise(moments))


def test_whoever_reads_the_metrics_sees_one_run_as_a_whole(many: Typed, folder: Path) -> None:
    path = folder / "trafftpkg.prom"
    path.write_text("the last run's\n")

    with path.open() as reader:
        many(f"--now 2026-08-01T03:00 expire --metrics-file {path}")

        assert reader.read() == "the last run's\n"
    assert re.search(r"^trafftpkg_expire_expired_purchases\{.*\} 5$", path.read_text(), re.MULTILINE)


def test_metrics_that_cannot_be_written_stop_the_night_before_it_begins(many: Typed, folder: Path) -> None:
    before = (folder / "ledger.jsonl").read_bytes()

    printed = many(f"--now 2026-08-01T03:00 expire --metrics-file {folder}/nowhere/x.prom")

    assert printed.code == 4
    assert (folder / "ledger.jsonl").read_bytes() == before


def test_the_units_in_the_document_are_a_service_and_its_timer(tmp_path: Path) -> None:
    assert set(UNITS) == {"trafftpkg-expire.service", "trafftpkg-expire.timer"}
    for name, text in UNITS.items():
        (tmp_path / name).write_text(text.replace("/opt/trafftpkg/.venv/bin/trafftpkg", str(PROGRAM)))
    verifier = shutil.which("systemd-analyze")
    if verifier is not None:
        found = subprocess.run(
            [verifier, "verify", *(str(tmp_path / name) for name in UNITS)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (found.returncode, found.stderr) == (0, "")


def test_the_night_of_the_document_is_a_command_that_runs(begun: Typed, folder: Path) -> None:
    (command,) = re.findall(r"^ExecStart=\S+ (.*)$", UNITS["trafftpkg-expire.service"], re.MULTILINE)

    printed = begun(command.replace("/var/lib/prometheus/node-exporter", str(folder)))

    assert printed.code == 0
