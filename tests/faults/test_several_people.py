"""Several people share one ledger, each with an account of their own, as the guide says."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.program import PROGRAM, Said, Shop
from tests.source_code import GUIDE

OPERATING = (GUIDE / "operating.md").read_text("utf-8")
DESK, MIRA, RUI, EVE = 54320, 54321, 54322, 54323


@cache
def account(number: int, *groups: int) -> tuple[str, ...]:
    """Return what runs a program as another account, in these groups.

    Only root can; where nobody can, one account plays all of them.
    """
    belongs = ("--groups", ",".join(map(str, groups))) if groups else ("--clear-groups",)
    words = ("setpriv", f"--reuid={number}", f"--regid={number}", *belongs)
    if os.geteuid():
        return ()
    tried = subprocess.run([*words, PROGRAM, "--version"], capture_output=True, check=False)
    return words if tried.returncode == 0 else ()


def shared(folder: Path) -> Shop:
    """Return a folder that belongs to the group, as the guide makes it."""
    if account(MIRA, DESK):
        os.chown(folder, -1, DESK)
    folder.chmod(0o2770)
    return Shop(folder)


def as_one(shop: Shop, who: int, line: str, *groups: int) -> Said:
    """Run a command line as one of the accounts, with a cache of its own."""
    cache = shop.folder.parent / f"cache-{who}"
    return shop.run(line, *account(who, *groups), XDG_CACHE_HOME=str(cache), LOGNAME=f"u{who}")


@pytest.fixture
def shop() -> Iterator[Shop]:
    """Return a shared folder that all accounts can reach; new files are the group's too."""
    before = os.umask(0o007)
    with TemporaryDirectory(dir="/tmp") as home:
        Path(home).chmod(0o777)
        folder = Path(home, "shop")
        folder.mkdir()
        yield shared(folder)
    os.umask(before)


def test_two_accounts_of_a_group_work_on_one_ledger_and_a_third_may_not(shop: Shop) -> None:
    begun = [as_one(shop, MIRA, "client add ana --name Ana", DESK)]
    assert begun[0].code == 0, begun
    begun.append(as_one(shop, MIRA, "purchase ana glow-10 --method card", DESK))
    refused = as_one(shop, RUI, "list", DESK)
    shop.file(".clients").chmod(0o660)
    booked = as_one(shop, RUI, "book ana facial --at 2026-01-20T10:00 --employee ines", DESK)
    paid = as_one(shop, MIRA, "adjust pur-1 --units +1 --reason Sorry", DESK)
    rebuilt = as_one(shop, RUI, "ledger rebuild", DESK)
    added = as_one(shop, MIRA, "client add bob --name Bob", DESK)
    shut_out = as_one(shop, EVE, "list")

    assert [each.code for each in (*begun, booked, paid, rebuilt, added)] == [0] * 6
    assert [each["by"] for each in shop.entries()[1:]] == [f"u{MIRA}", f"u{RUI}", f"u{MIRA}"]
    if account(MIRA, DESK):
        for said, path, right in (
            (refused, shop.file(".clients"), "read"),
            (shut_out, shop.folder, "enter"),
        ):
            details = json.loads(said.err)["error"]["details"]
            assert (said.code, said.error) == (3, "not_permitted")
            assert (details["path"], details["right"], details["group"]) == (str(path), right, str(DESK))
        assert f"chmod g+rw {shop.file('.clients')}" in refused.err
        assert f"ask to be let into the group {DESK}" in shut_out.err


def test_what_one_account_made_for_itself_is_named_when_another_writes(shop: Shop) -> None:
    as_one(shop, MIRA, "client add ana --name Ana", DESK)
    as_one(shop, MIRA, "purchase ana glow-10 --method card", DESK)
    shop.file(".clients").chmod(0o660)
    line = "adjust pur-1 --units +1 --reason Sorry"

    for ending in ("", ".lock", ".clients"):
        shop.file(ending).chmod(0o640)
        said = as_one(shop, RUI, line, DESK)
        if account(MIRA, DESK):
            details = json.loads(said.err)["error"]["details"]
            assert (said.code, said.error, details["path"]) == (3, "not_permitted", str(shop.file(ending)))
            assert (details["mode"], details["right"]) == ("0640", "write")
        shop.file(ending).chmod(0o660)

    shop.file(".index").chmod(0o640)
    assert as_one(shop, RUI, line, DESK).code == 0, "an index that cannot be written is made again"


def test_the_script_of_the_guide_names_who_typed(shop: Shop, tmp_path: Path) -> None:
    (script,) = re.findall(r"```sh\n(#!/bin/sh\n.*?)```", OPERATING, re.DOTALL)
    path = tmp_path / "desk"
    path.write_text(
        script.replace("/opt/trafftpkg/.venv/bin/trafftpkg", PROGRAM).replace(
            "/srv/mare-alta", str(shop.folder)
        )
    )

    typed = ["client add ana --name Ana", "purchase ana glow-10 --method card"]
    said = [
        shop.run(line, "sh", "-c", f'shift && exec sh {path} "$@"', "sh", SUDO_USER="mira") for line in typed
    ]

    assert [each.code for each in said] == [0, 0]
    assert [each["by"] for each in shop.entries()][1:] == ["mira"]
