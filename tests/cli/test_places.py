"""A ledger that cannot be is told so, and never taken for an empty one."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from trafftpkg.cli.session import login_name


@pytest.mark.parametrize("place", ["/", ".", "file/ledger.jsonl", "loop", "a" * 300])
def test_a_path_that_no_file_can_have_is_never_an_empty_ledger(
    typed: Typed, folder: Path, place: str
) -> None:
    (folder / "loop").symlink_to("loop")
    (folder / "file").touch()

    printed = typed(f"--ledger {place} list --format json")

    assert (printed.code, printed.out) == (3, "")
    error = json.loads(printed.err)["error"]
    assert (error["code"], error["details"]["where"]) == ("store_unusable", place)


def test_an_address_of_another_kind_is_wrong_usage_and_its_password_is_not_shown(typed: Typed) -> None:
    printed = typed("--ledger mysql://owner:secret@db/lumen list")

    assert (printed.code, printed.out) == (2, "")
    assert "secret" not in printed.err
    assert "postgresql://" in printed.err


def test_a_login_name_that_is_no_text_is_still_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "zo\udceb")

    assert login_name() == "zo\N{REPLACEMENT CHARACTER}"
