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
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from tests.cli.terminal import all_shown
from tests.source_code import GUIDE

OPERATING = (GUIDE / "operating.md").read_text("utf-8")
UNITS = dict(re.findall(r"`/etc/systemd/system/([^`]+)`:\n\n```ini\n(.*?)```", OPERATING, re.DOTALL))
PROGRAM = Path(sys.executable).with_name("trafftpkg")


@pytest.fixture
def many(typed: Typed) -> Typed:
    """Five purchases of Ana's and Rui's: pur-1 to pur-5, the last of another package."""
    typed("client add ana --name Ana --email ana@example.com")
    typed("client add rui")
    for client, package in (*(("ana", "glow-10"), ("rui", "glow-10")) * 2, ("ana", "yoga-20")):
        assert typed(f"purchase {client} {package} --method card").code == 0
    return typed


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


def test_without_a_terminal_the_night_is_one_line_of_json(many: Typed) -> None:
    printed = many("--now 2026-08-01T03:00 expire")

    assert json.loads(printed.out) == {
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
    assert "trafftpkg_expire_expired_purchases 5" in samples
    assert 'trafftpkg_expire_lapsed_value{currency="EUR"} 2300.00' in samples
    assert all(re.fullmatch(r'[a-z_]+(\{[a-z]+="[A-Za-z]+"\})? -?\d+(\.\d+)?', line) for line in samples)
    assert list(folder.glob("*.tmp")) == []
    documented = set(re.findall(r"`(trafftpkg_expire_[a-z_]+)", OPERATING))
    assert {line.split("{")[0].split(" ")[0] for line in samples} == documented


def test_whoever_reads_the_metrics_sees_one_run_as_a_whole(many: Typed, folder: Path) -> None:
    path = folder / "trafftpkg.prom"
    path.write_text("the last run's\n")

    with path.open() as reader:
        many(f"--now 2026-08-01T03:00 expire --metrics-file {path}")

        assert reader.read() == "the last run's\n"
    assert "trafftpkg_expire_expired_purchases 5" in path.read_text()


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
