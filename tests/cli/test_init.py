"""From an empty folder to the first own sale: what is typed is what the program said to type."""

import json
import os
import re
import shlex
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cli.conftest import Printed, Typed
from trafftpkg.cli.commands import init
from trafftpkg.stores.catalogue import new_business

PERSONAL = [
    *(
        "ledger.jsonl",
        "ledger.jsonl.clients",
        "ledger.jsonl.index",
        "ledger.jsonl.door",
        "ledger.jsonl.torn-7",
    ),
    *(
        "salon.jsonl",
        "backups/2026-01-05/ledger.jsonl",
        "metrics.prom",
        "expire.log",
        "ana.csv",
        ".env",
        "web.key",
    ),
]
"""What may come to lie beside a catalogue."""


@pytest.fixture
def elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and nothing set that leads to another catalogue."""
    monkeypatch.delenv("TRAFFTPKG_CATALOG")
    monkeypatch.setattr(init, "local_zone", lambda: "Europe/Belgrade")
    return folder


def next_commands(printed: Printed) -> list[str]:
    """Return what the program says to type next."""
    return [line.strip() for line in printed.err.partition("Next:\n")[2].splitlines()]


def test_three_commands_lead_to_the_first_sale(
    typed: Typed, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = typed("init 'my studio'")
    enter, *commands = next_commands(printed)
    monkeypatch.chdir(shlex.split(enter)[1])
    sold = [typed(each.removeprefix("trafftpkg ")) for each in commands]

    assert enter == "cd 'my studio'"
    assert [each.code for each in (printed, *sold)] == [0, 0, 0]
    assert sold[-1].out.startswith("pur-1  Massage 5: 5 of 5 left, until 5 July 2026\n       300.00 EUR paid")
    assert typed("catalog check --strict --ledger").err == "No problems found.\n"
    assert typed("book ana massage --at 2026-01-20T10:00").code == 0


def test_what_is_offered_in_comments_is_right_as_it_is(typed: Typed, elsewhere: Path) -> None:
    typed("init .")
    file = elsewhere / "catalog/business.yaml"
    lines = file.read_text().splitlines()
    offered = [re.sub("^# (?=[a-z_]+: )", "", each).replace("logo: images/logo.png, ", "") for each in lines]
    file.write_text("\n".join(offered))

    assert typed("catalog check").err == "No problems found.\n"
    assert {"contact", "bank", "languages", "mailing"} <= {each.partition(":")[0] for each in offered}


def test_the_business_is_named_as_asked_and_paid_in_its_currency(typed: Typed, elsewhere: Path) -> None:
    line = "init . --name 'Maré: \"Alta\" # 1' --time-zone Asia/Tokyo --currency JPY --format json"

    printed = typed(line)

    told = json.loads(printed.out)
    assert (told["name"], told["time_zone"], told["currency"]) == ('Maré: "Alta" # 1', "Asia/Tokyo", "JPY")
    assert sorted(told["files"]) == sorted(
        str(each.relative_to(elsewhere)) for each in elsewhere.rglob("*") if each.is_file()
    )
    assert typed("catalog check --strict").code == 0
    assert typed("catalog show massage-5").out.splitlines()[3] == "  price     300 JPY"


def test_in_the_folder_itself_nothing_has_to_be_entered(typed: Typed, elsewhere: Path) -> None:
    assert next_commands(typed("init ."))[0] == "trafftpkg catalog show"


def test_what_leads_to_another_catalogue_is_unset_first(
    typed: Typed, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAFFTPKG_LEDGER", "/srv/other/ledger.jsonl")

    assert "unset TRAFFTPKG_LEDGER" in next_commands(typed("init studio"))


def test_without_a_time_zone_of_its_own_the_computer_gets_one_and_says_so(
    typed: Typed, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(init, "local_zone", lambda: None)

    printed = typed("init studio")

    assert "note: this computer's time zone is not known, so Europe/Lisbon was written." in printed.err
    assert "by the clocks of Europe/Lisbon" in printed.err


@pytest.mark.parametrize(
    ("typed_zone", "zone"),
    [("Europe/Belgrade", "Europe/Belgrade"), (":America/New_York", "America/New_York"), ("UTC", None)],
)
def test_the_time_zone_is_this_computers_where_it_is_a_place(
    monkeypatch: pytest.MonkeyPatch, typed_zone: str, zone: str | None
) -> None:
    monkeypatch.setenv("TZ", typed_zone)

    assert init.local_zone() == zone


@pytest.mark.parametrize("odd", ["Etc/UTC", "Mars/Base", "/etc/passwd", "EST5EDT"])
def test_what_is_no_place_is_no_time_zone(monkeypatch: pytest.MonkeyPatch, odd: str) -> None:
    monkeypatch.setenv("TZ", odd)

    found = init.local_zone()

    assert found is None or ZoneInfo(found).key == found
    assert found != odd


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("--time-zone Mars/Base", "business.yaml:6:12: time_zone: 'Mars/Base' is not a time zone."),
        ("--time-zone 'a: b'", "time_zone: 'a: b' is not a time zone."),
        ("--currency EURO", "currency: 'EURO' is not an ISO 4217 currency. Did you mean 'EUR'?"),
        ("--name 'a\nb'", "name: must be one line of text."),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    typed: Typed, elsewhere: Path, options: str, told: str
) -> None:
    printed = typed(f"init studio {options}")

    assert printed.code != 0
    assert told in printed.err
    assert list(elsewhere.iterdir()) == []


def test_files_that_exist_are_named_and_stay(typed: Typed, elsewhere: Path) -> None:
    (elsewhere / "studio" / "catalog").mkdir(parents=True)
    (elsewhere / "studio" / "catalog" / "services.yaml").write_text("mine")
    (elsewhere / "studio" / ".gitignore").write_text("mine")

    printed = typed("init studio")
    foreseen = typed("init studio --dry-run")

    assert printed == foreseen
    assert printed.code == 2
    assert "studio already has .gitignore and catalog/services.yaml. Nothing was written." in printed.err
    assert {each.name for each in (elsewhere / "studio").rglob("*")} == {
        "catalog",
        "services.yaml",
        ".gitignore",
    }


def test_what_comes_in_between_is_not_overwritten_and_nothing_is_half_there(
    typed: Typed, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = elsewhere / "studio"
    (studio / "catalog").mkdir(parents=True)
    look = new_business._taken

    def somebody_writes(folder: Path) -> list[str]:
        found = look(folder)
        (studio / "catalog" / "services.yaml").write_text("mine")
        return found

    monkeypatch.setattr(new_business, "_taken", somebody_writes)

    assert typed("init studio").code != 0
    assert sorted(str(each.relative_to(studio)) for each in studio.rglob("*")) == [
        "catalog",
        "catalog/services.yaml",
    ]
    assert (studio / "catalog" / "services.yaml").read_text() == "mine"


def test_a_folder_of_a_folder_that_is_not_there_is_told(typed: Typed, elsewhere: Path) -> None:
    printed = typed("init no/such/studio")

    assert printed.code == 4
    assert "mkdir -p" in printed.err
    assert list(elsewhere.iterdir()) == []


def test_a_dry_run_names_the_files_and_writes_none(typed: Typed, elsewhere: Path) -> None:
    foreseen = typed("init studio --dry-run").out

    assert list(elsewhere.iterdir()) == []
    assert typed("init studio").out == foreseen


def test_nothing_personal_goes_into_version_control(typed: Typed, elsewhere: Path) -> None:
    files = typed("init .").out.splitlines()
    for each in PERSONAL:
        (elsewhere / each).parent.mkdir(parents=True, exist_ok=True)
        (elsewhere / each).write_text("personal")
    git = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "HOME": str(elsewhere)}

    subprocess.run(["git", "init", "-q", "."], env=git, check=True)
    subprocess.run(["git", "add", "-A"], env=git, check=True)
    kept = subprocess.run(["git", "ls-files"], env=git, check=True, capture_output=True, text=True)

    assert kept.stdout.splitlines() == sorted(files)
