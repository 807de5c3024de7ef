"""What goes wrong is said in words with a way out, or as JSON; its exit code tells scripts the kind."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Typed
from tests.source_code import ROOT
from trafftpkg.cli import session
from trafftpkg.cli.failures import json_wanted

USAGE = [
    "bok ana",
    "client ad ana",
    "book ana --at 2026-01-20T10:00",
    "book ana facial",
    "book ana facial --at soon",
    "book ana facial --att 2026-01-20T10:00",
    "book ana facial --at",
    "list ana eva",
    "list --format xml",
    "list --limit 0",
    "list --status gone",
    "pay pur-1 0 --method card",
    "pay pur-1 12,50 --method card",
    "purchase ana glow-10 --pay some",
    "book ana facial --at 2026-01-20T10:00 --override everything",
    "extend pur-1 --reason ill",
    "extend pur-1 --until 2026-09-01 --by 2w --reason ill",
    "cancel apt-1 --release --keep --reason ill",
    "book ana facial --at 2026-01-20T10:00 --from pur-1 --without-package",
    "--now noon list",
    "list \udcff",
    "--actor \udcff list",
    "client add zoe --name a\x1b[2J",
    "list --as-of 0001-01-01T00:00",
    "--now 9999-12-31T23:59:59Z list",
    "appointments --from 0001-01-01",
    "report sales --from 2026-01-01 --to 9999-12-31",
    "--ledger mysql://db/lumen list",
    "book ana facial --at 2026-01-20T10:00:30",
    "appointments --from 2026-02-01 --to 2026-01-31",
    "blocks --from 2026-02-01 --to 2026-01-31",
    "ledger copy --to Postgres:/db --to http://db/lumen",
]


@pytest.mark.parametrize("line", USAGE)
def test_wrong_usage_is_exit_2_and_an_error_object_where_json_is_asked_for(typed: Typed, line: str) -> None:
    printed = typed(line if "--format" in line else f"{line} --format json")

    assert printed.code == 2
    assert printed.out == ""
    if "xml" not in line:
        error = last_error(printed.err)
        assert error["code"] == "usage"
        assert error["problem"]
        assert error["remedy"]


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        ("bok ana", "'book'"),
        ("client ad ana", "'client add'"),
        ("book a b --att x", "--at"),
        ("ledger verfy", "'ledger verify'"),
        ("catalog show GLOW-10", "'glow-10'"),
    ],
)
def test_a_slip_of_the_finger_is_told_what_was_meant(typed: Typed, line: str, nearest: str) -> None:
    assert f"Did you mean {nearest}" in typed(line).err


def test_a_missing_argument_is_told_with_an_example_to_paste(typed: Typed) -> None:
    assert typed("book ana").err == (
        "error: SERVICE is missing.\n"
        "what to do: For example: trafftpkg book ana facial --at 2026-03-02T10:00. "
        "More: trafftpkg book --help\n"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "ledger restore a b c",
            "This is more than the command takes: b c. Put a text with spaces in quotes.\n",
        ),
        ("list --format", "--format needs a value.\n"),
        ("events --follow=3", "--follow takes no value.\n"),
    ],
)
def test_what_does_not_fit_the_command_is_told_in_words_of_ours(typed: Typed, line: str, said: str) -> None:
    printed = typed(line)

    assert printed.code == 2
    assert printed.err.startswith(f"error: {said}what to do: ")


def test_what_to_do_is_a_sentence_and_an_id_stays_as_it_is(sold: Typed) -> None:
    assert sold("extend pur-1 --until 2026-02-01 --reason ill").err == (
        "error: pur-1 is already valid until 2026-07-05.\n"
        "what to do: Give --until a later day than 2026-07-05.\n"
    )


@pytest.mark.parametrize(
    ("line", "field", "reason", "called"),
    [
        ("freeze pur-1 --from 2026-02-03 --until 2026-02-01 --reason x", "last", "before_start", "--until"),
        ("extend pur-1 --until 2026-02-01 --reason x", "until", "not_later", "--until"),
        ("slots facial --from 2026-01-02 --to 2026-01-01", "last_day", "before_start", "--to"),
        ("client add 12345", "client", "not_a_handle", "ID"),
        ("client edit ana --phone none", "phone", "not_a_phone_number", "--phone"),
        ("cancel apt-1 --by business --keep --reason x", "verdict", "business_releases", "--keep"),
        ("extend pur-1 --until never --reason x", "until", "malformed", "--until"),
        ("ledger copy --to ledger.jsonl", "to", "same_ledger", ""),
    ],
)
def test_a_script_is_told_the_field_and_the_reason_and_a_person_the_option(
    sold: Typed, line: str, field: str, reason: str, called: str
) -> None:
    said = json.loads(sold(f"{line} --format json").err)["error"]

    assert (said["code"], said["details"]["field"], said["details"]["reason"]) == ("usage", field, reason)
    assert called in f"{said['problem']} {said['remedy']}"


def test_a_group_without_a_command_shows_its_help(typed: Typed) -> None:
    printed = typed("client")

    assert (printed.code, printed.out) == (2, "")
    assert "Erase a client's personal data." in printed.err


def test_the_help_s_examples_stand_below_each_other_and_a_default_is_told_once(typed: Typed) -> None:
    examples = re.findall(r"^( *)trafftpkg ", typed("ledger verify --help").out, re.MULTILINE)

    assert examples == [" " * 6] * 2
    assert typed("catalog diff --help").out.count("[default: HEAD]") == 1


def test_a_refusal_is_exit_1_in_words(begun: Typed) -> None:
    printed = begun("list anna")

    assert printed.code == 1
    assert printed.out == ""
    assert printed.err.splitlines()[0] == "error: There is no client 'anna'. Did you mean 'ana'?"


def test_who_pays_too_much_when_buying_is_told_what_may_be_paid(typed: Typed) -> None:
    typed("client add ana")

    refused = typed("purchase ana glow-10 --method card --pay 600.00")

    assert refused.err.splitlines()[1] == "what to do: Give --pay full, or an amount of at most 520.00."


def test_moments_in_an_error_are_the_businesss(typed: Typed, catalogue: Path) -> None:
    business = (catalogue / "business.yaml").read_text()
    (catalogue / "business.yaml").write_text(business.replace("Europe/Lisbon", "Europe/Belgrade"))
    typed("client add ana")
    for _ in range(2):
        assert typed("purchase ana yoga-20 --method card").code == 0

    refused = typed("purchase ana yoga-20 --method card")
    details = last_error(typed("purchase ana yoga-20 --method card --format json").err)["details"]

    assert "The next one is possible from Wed 4 Feb 2026 10:00.\n" in refused.err
    assert details["again_at"] == "2026-02-04T10:00:00+01:00"


def test_a_refusal_to_redeem_carries_the_candidates_as_explain_prints_them(sold: Typed) -> None:
    explained = json.loads(sold("explain ana yoga --at 2026-01-21T08:00 --format json").out)

    refused = sold("book ana yoga --at 2026-01-21T08:00 --format json")

    error = last_error(refused.err)
    assert (refused.code, refused.out, error["code"]) == (1, "", "nothing_to_redeem")
    assert error["details"]["candidates"] == explained["candidates"]
    assert error["details"]["client"] == "ana"
    assert error["details"]["starts_at"] == "2026-01-21T08:00:00+00:00"


def test_a_file_that_cannot_be_trusted_is_exit_3(typed: Typed, folder: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("TRAFFTPKG_CATALOG", str(folder))
    (folder / "business.yaml").write_text("name: [\n")

    printed = typed("catalog show --format json")

    assert printed.code == 3
    assert last_error(printed.err)["code"] == "catalog_invalid"


def test_what_cannot_be_done_now_is_exit_4(typed: Typed) -> None:
    printed = typed("--ledger nowhere/ledger.jsonl client add ana --format json")

    assert printed.code == 4
    assert last_error(printed.err)["code"] == "store_unavailable"


def test_a_defect_keeps_its_traceback_and_is_exit_70(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    def at_fault(self: session.Session) -> float:
        return 1 / 0

    monkeypatch.setattr(session.Session, "desk", property(at_fault))

    printed = typed("list --format json")

    assert printed.code == 70
    assert "Traceback (most recent call last):" in printed.err
    assert last_error(printed.err)["code"] == "defect"


def test_an_interruption_is_exit_130(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: session.Session) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(session.Session, "desk", property(interrupted))

    assert typed("list") == (130, "", "")


def test_a_reader_that_has_gone_is_no_reason_to_complain(sold: Typed, folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m trafftpkg list --format json | true; echo ${{PIPESTATUS[0]}}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() in {"0", "141"}
    assert done.stderr == ""


def test_data_that_could_not_be_written_is_not_a_success(sold: Typed, folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m trafftpkg list --format json > /dev/full"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 4
    assert last_error(done.stderr)["problem"] == "The answer could not be printed: No space left on device."


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("list --format json", True),
        ("list --format=jsonl", True),
        ("list", False),
        ("list --format", False),
        ("list --format json --format csv", False),
        ("--format json", True),
    ],
)
def test_json_is_wanted_where_the_last_format_says_so(line: str, wanted: bool) -> None:
    assert json_wanted(line.split()) is wanted


def last_error(stderr: str) -> dict[str, Any]:
    """Return the error object that the last line on stderr is."""
    error = json.loads(stderr.splitlines()[-1])["error"]
    assert list(error) == ["code", "problem", "remedy", "details"]
    assert isinstance(error, dict)
    return error


def test_what_stdout_cannot_show_fails_nothing_that_is_done(folder: Path) -> None:
    line = [sys.executable, "-m", "trafftpkg", "client", "add", "zoe", "--name", "Zoë 瑜伽"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}

    done = subprocess.run(line, capture_output=True, text=True, check=False, env=environment)

    assert (done.returncode, done.stdout, done.stderr) == (0, "zoe  Zo\\xeb \\u745c\\u4f3d\n", "")
