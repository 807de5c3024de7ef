"""R-11.13: what moved, as double entries."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from beancount import loader
from beancount.core import data

from tests.lumen import VAT, inclusion, package, service
from tests.rules import rule
from tests.story import Story
from trafftpkg.cli.views.journal import beancount_lines, posting_objects
from trafftpkg.domain.accounts import Accounts
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.terms import Validity
from trafftpkg.domain.value import replace
from trafftpkg.engine.questions.journal import Transaction, WriteJournal
from trafftpkg.engine.requests.import_balance import ImportBalance

TAXED = package("three", inclusion("facial", 3), price="120.00", taxes=("vat",), validity=Validity(days=30))


@pytest.fixture
def taxed(business: Story) -> Story:
    business.offers(TAXED)
    return business


def journal(taxed: Story, first: str | None = None, last: str | None = None) -> list[Transaction]:
    days = [None if each is None else date.fromisoformat(each) for each in (first, last)]
    return list(taxed.engine.transactions(WriteJournal(first=days[0], last=days[1])))


def written(taxed: Story, *days: str) -> list[tuple[str, str, dict[str, int]]]:
    """Return day, thing and postings of each transaction, by the ends of the accounts' names."""
    return [
        (
            each.day.isoformat(),
            str(each.thing),
            {_end(posting.account): posting.amount for posting in each.postings},
        )
        for each in journal(taxed, *days)
    ]


def _end(account: str) -> str:
    return account.partition(":")[2]


def checked(transactions: Sequence[Transaction]) -> list[Any]:
    """Return what beancount reads."""
    entries, errors, _ = loader.load_string("\n".join(beancount_lines(transactions)))
    assert not errors
    return [each for each in entries if isinstance(each, data.Transaction)]


@rule("R-11.13")
def test_a_sale_its_visits_and_its_lapse_are_double_entries(taxed: Story) -> None:
    taxed.sells("three", to="ana", on="2026-01-05")
    taxed.books("facial", for_="ana", at="2026-01-12T10:00")
    taxed.now = "2026-03-01"

    assert written(taxed) == [
        ("2026-01-05", "pur-1", {"Cash:Card": 120_00, "Deferred": -100_00, "Tax:Vat:20": -20_00}),
        ("2026-01-12", "pur-1", {"Deferred": 33_33, "Used": -33_33}),
        (
            "2026-02-05",
            "pur-1",
            {"Deferred": 66_67, "Lapsed": -66_67, "Lapsed:Tax": -13_33, "Tax:Vat:20": 13_33},
        ),
    ]
    assert [each.entry for each in journal(taxed)] == [1, None, None]


@rule("R-11.13")
def test_what_is_used_and_paid_later_is_receivable_with_its_tax_and_then_settled(taxed: Story) -> None:
    taxed.sells("three", to="ana", on="2026-01-05", pay="none", method="on-site")
    taxed.books("facial", for_="ana", at="2026-01-12T10:00")
    taxed.takes("40.00", for_="pur-1", on="2026-01-13", method="cash")

    assert written(taxed) == [
        (
            "2026-01-12",
            "pur-1",
            {"Receivable": 33_33, "Receivable:Tax": 6_67, "Used": -33_33, "Tax:Vat:20": -6_67},
        ),
        ("2026-01-13", "pur-1", {"Cash:Cash": 40_00, "Receivable": -33_33, "Receivable:Tax": -6_67}),
    ]


@rule("R-11.13", "R-11.11")
def test_a_tax_that_falls_due_with_the_visit_waits_on_an_account_of_its_own(taxed: Story) -> None:
    taxed.declares(tax_point="redemption")
    taxed.sells("three", to="ana", on="2026-01-05")
    taxed.books("facial", for_="ana", at="2026-01-12T10:00")
    taxed.now = "2026-03-01"

    assert written(taxed) == [
        ("2026-01-05", "pur-1", {"Cash:Card": 120_00, "Deferred": -100_00, "Tax-Ahead": -20_00}),
        ("2026-01-12", "pur-1", {"Deferred": 33_33, "Used": -33_33, "Tax-Ahead": 6_67, "Tax:Vat:20": -6_67}),
        (
            "2026-02-05",
            "pur-1",
            {"Deferred": 66_67, "Lapsed": -66_67, "Lapsed:Tax": -13_33, "Tax-Ahead": 13_33},
        ),
    ]


@rule("R-11.11", "R-11.13")
def test_taxes_go_with_units_and_an_imported_balance_brings_those_that_fall_due_here(taxed: Story) -> None:
    taxed.sells("three", to="ana", on="2026-01-05")
    taxed.transfers(1, of="pur-1", to="eve", on="2026-01-06")
    taxed.declares(tax_point="redemption")
    taxed.knows("ivo")
    taxed.now = "2026-01-07"
    taxed.engine.execute(ImportBalance(client="ivo", package="three", reference="old", used=1))

    _, sent, received, imported = written(taxed)
    assert [sent, received, imported] == [
        ("2026-01-06", "pur-1", {"Adjusted": -40_00, "Deferred": 33_33, "Tax:Vat:20": 6_67}),
        ("2026-01-06", "pur-2", {"Adjusted": 40_00, "Deferred": -33_33, "Tax:Vat:20": -6_67}),
        ("2026-01-07", "pur-3", {"Adjusted": 80_00, "Deferred": -66_67, "Tax-Ahead": -13_33}),
    ]


@rule("R-11.13")
def test_a_period_begins_with_what_was_brought_forward(taxed: Story) -> None:
    taxed.gives(replace(service("facial", 50, "60.00"), taxes=("vat",)))
    taxed.sells("three", to="ana", on="2026-01-05")
    taxed.books("facial", for_="ana", at="2026-01-12T10:00")
    taxed.books("facial", for_="ana", at="2026-02-02T10:00")
    taxed.now = "2026-03-01"

    opening, used, *_ = journal(taxed, "2026-02-01", "2026-02-04")
    assert (opening.day, opening.thing, opening.entry) == (date(2026, 2, 1), None, None)
    assert {_end(each.account): each.amount for each in opening.postings} == {
        "Cash:Card": 120_00,
        "Deferred": -66_67,
        "Tax:Vat:20": -20_00,
        "Opening": -33_33,
    }
    assert (used.day, used.package) == (date(2026, 2, 2), "three")
    assert written(taxed, "2026-01-01", "2026-01-31") == written(taxed)[:2]
    assert [each.postings for each in journal(taxed, "2027-01-01")] == [
        each.postings for each in journal(taxed, "2026-02-20")
    ]


@rule("R-11.13")
def test_a_business_names_its_accounts(taxed: Story) -> None:
    accounts = Accounts(
        deferred="Liabilities:Prepaid",
        methods=(("card", "Assets:Bank:Terminal"),),
        taxes=((VAT.id, "Liabilities:Revenue-Office"),),
    )
    taxed.declares(accounts=accounts)
    taxed.sells("three", to="ana", on="2026-01-05")

    ((_, _, postings),) = written(taxed)
    assert postings == {"Bank:Terminal": 120_00, "Prepaid": -100_00, "Revenue-Office": -20_00}


@rule("R-11.13")
def test_what_beancount_reads_says_for_what_and_by_which_entry_and_not_for_whom(taxed: Story) -> None:
    taxed.sells("three", to="ana", on="2026-01-05")
    taxed.books("facial", for_="ana", at="2026-01-12T10:00")
    text = "\n".join(beancount_lines(journal(taxed)))

    (sale,) = checked(journal(taxed))
    assert (sale.payee, sale.narration, sale.links, sale.meta["entry"]) == (
        "three",
        "Received by card",
        frozenset({"pur-1"}),
        1,
    )
    assert "ana" not in text
    assert taxed.key_of("ana") not in text
    assert text == "\n".join(beancount_lines(journal(taxed)))


def test_a_posting_is_one_row_of_a_table(taxed: Story) -> None:
    taxed.makes_appointment("facial", for_="eve", at="2026-01-06T12:00", without_package=True)
    taxed.now = "2026-01-07"

    rows = list(posting_objects(journal(taxed)))
    assert [(each["appointment"], each["account"], each["amount"]) for each in rows] == [
        ("apt-1", "Assets:Receivable", "60.00"),
        ("apt-1", "Income:Used", "-60.00"),
    ]


def test_nothing_recorded_is_no_journal(taxed: Story) -> None:
    assert journal(taxed, "2026-01-01") == []
    with pytest.raises(BadArgumentError):
        journal(taxed, "2026-01-02", "2026-01-01")


@rule("R-11.7", "R-12.3")
def test_a_visit_that_a_package_pays_for_after_all_owes_no_tax_of_its_own(taxed: Story) -> None:
    taxed.gives(replace(service("facial", 50, "60.00"), taxes=("vat",)))
    taxed.sells("three", to="ana", on="2026-01-05")
    taxed.makes_appointment("facial", for_="ana", at="2026-01-06T12:00", without_package=True)
    taxed.redeems("apt-1", on="2026-01-07")

    assert written(taxed)[1:] == [
        (
            "2026-01-06",
            "apt-1",
            {"Receivable": 50_00, "Receivable:Tax": 10_00, "Tax:Vat:20": -10_00, "Used": -50_00},
        ),
        ("2026-01-07", "pur-1", {"Deferred": 33_33, "Used": -33_33}),
        (
            "2026-01-07",
            "apt-1",
            {"Receivable": -50_00, "Receivable:Tax": -10_00, "Tax:Vat:20": 10_00, "Used": 50_00},
        ),
    ]


@rule("R-11.13")
def test_a_journal_ends_now_though_its_last_day_is_to_come(taxed: Story) -> None:
    taxed.sells("three", to="ana", on="2026-01-05")
    taxed.books("facial", for_="ana", at="2026-01-12T10:00", on="2026-01-05")

    assert [day for day, _, _ in written(taxed, "2026-01-01", "2026-03-01")] == ["2026-01-05"]
