"""`report journal` as an accountant gets it, read by the real `bean-check`."""

import shutil
from pathlib import Path

from tests.cli.conftest import Typed
from tests.laws.journals import bean_check
from tests.source_code import ROOT


def test_bean_check_accepts_a_journal_with_accounts_of_the_business(typed: Typed, folder: Path) -> None:
    shutil.copytree(ROOT / "catalog", folder / "ours")
    with (folder / "ours" / "business.yaml").open("a") as business:
        business.write('\naccounts: {opening: "Equity:Adjusted", taxes: {iva: "Liabilities:Übertrag:IVA"}}\n')
    for line in (
        "client add ana --name 'Ana \"Q\" Lima'",
        "purchase ana glow-10 --method card",
        "book ana facial --at 2026-01-12T10:00 --employee ines",
        "--now 2026-01-06T10:00 transfer pur-1 --to ana --units 2 --reason gift",
        "book ana massage --at 2026-01-13T10:00 --employee ines --without-package",
    ):
        typed(f"--catalog ours {line}")

    periods = ("", "--from 2026-01-06", "--from 2026-01-13 --to 2026-01-13")
    journals = [typed(f"--catalog ours --now 2027-01-15T10:00 report journal {each}").out for each in periods]
    for journal in journals:
        assert "Liabilities:Übertrag:IVA" in journal
        assert bean_check(journal, folder) == ""
    assert "does not balance" in bean_check(journals[-1].replace("60.98 EUR", "60.99 EUR", 1), folder)


def test_a_journal_of_nothing_says_so_and_a_broken_catalogue_gives_none(begun: Typed, folder: Path) -> None:
    assert begun("report journal")[:2] == (0, "")
    assert begun("report journal --format json").out == "[]\n"
    assert begun("report journal --format table").code == 2
    assert begun("report journal --from 2026-02-01 --to 2026-01-01").code == 2
    begun("purchase ana glow-10 --method card")

    broken = begun("--catalog nowhere report journal")
    assert (broken.code, broken.out) == (3, "")
