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
def business(business: Story) -> Story:
    business.offers(TAXED)
    return business


def journal(business: Story, first: str | None = None, last: str | None = None) -> list[Transaction]:
    days = [None if each is None else date.fromisoformat(each) for each in (first, last)]
    return list(business.engine.transactions(WriteJournal(first=days[0], last=days[1])))


def written(business: Story, *days: str) -> list[tuple[str, str, dict[str, int]]]:
    """Return day, thing and postings of each transaction, by the ends of the accounts' names."""
    return [
        (
            each.day.isoformat(),
            str(each.thing),
            {_end(posting.account): posting.amount for posting in each.postings},
        )
        for each in journal(business, *days)
    ]


def _end(account: str) -> str:
    return account.partition(":")[2]


def checked(transactions: Sequence[Transaction]) -> list[Any]:
    """Return what beancount reads."""
    entries, errors, _ = loader.load_string("\n".join(beancount_lines(transactions)))
    assert not errors
    return [each for each in entries if isinstance(each, data.Transaction)]


@rule("R-11.13")
def test_a_sale_its_visits_and_its_lapse_are_double_entries(business: Story) -> None:
    business.sells("three", to="ana", on="2026-01-05")
    business.books("facial", for_="ana", at="2026-01-12T10:00")
    business.now = "2026-03-01"

    assert written(business) == [
        ("2026-01-05", "pur-1", {"Cash:Card": 120_00, "Deferred": -100_00, "Tax:Vat:20": -20_00}),
        ("2026-01-12", "pur-1", {"Deferred": 33_33, "Used": -33_33}),
        (
            "2026-02-05",
            "pur-1",
            {"Deferred": 66_67, "Lapsed": -66_67, "Lapsed:Tax": -13_33, "Tax:Vat:20": 13_33},
        ),
    ]
    assert [each.entry for each in journal(business)] == [1, None, None]


@rule("R-11.13")
def test_what_is_used_and_paid_later_is_receivable_with_its_tax_and_then_settled(business: Story) -> None:
    business.sells("three", to="ana", on="2026-01-05", pay="none", method="on-site")
    business.books("facial", for_="ana", at="2026-01-12T10:00")
    business.takes("40.00", for_="pur-1", on="2026-01-13", method="cash")

    assert written(business) == [
        (
            "2026-01-12",
            "pur-1",
            {"Receivable": 33_33, "Receivable:Tax": 6_67, "Used": -33_33, "Tax:Vat:20": -6_67},
        ),
        ("2026-01-13", "pur-1", {"Cash:Cash": 40_00, "Receivable": -33_33, "Receivable:Tax": -6_67}),
    ]


@rule("R-11.13", "R-11.11")
def test_a_tax_that_falls_due_with_the_visit_waits_on_an_account_of_its_own(business: Story) -> None:
    business.declares(tax_point="redemption")
    business.sells("three", to="ana", on="2026-01-05")
    business.books("facial", for_="ana", at="2026-01-12T10:00")
    business.now = "2026-03-01"

    assert written(business) == [
        ("2026-01-05", "pur-1", {"Cash:Card": 120_00, "Deferred": -100_00, "Tax-Ahead": -20_00}),
        ("2026-01-12", "pur-1", {"Deferred": 33_33, "Used": -33_33, "Tax-Ahead": 6_67, "Tax:Vat:20": -6_67}),
        (
            "2026-02-05",
            "pur-1",
            {"Deferred": 66_67, "Lapsed": -66_67, "Lapsed:Tax": -13_33, "Tax-Ahead": 13_33},
        ),
    ]


@rule("R-11.11", "R-11.13")
def test_taxes_go_with_units_and_an_imported_balance_brings_those_that_fall_due_here(business: Story) -> None:
    business.sells("three", to="ana", on="2026-01-05")
    business.transfers(1, of="pur-1", to="eve", on="2026-01-06")
    business.declares(tax_point="redemption")
    business.knows("ivo")
    business.now = "2026-01-07"
    business.engine.execute(ImportBalance(client="ivo", package="three", reference="old", used=1))

    _, sent, received, imported = written(business)
    assert [sent, received, imported] == [
        ("2026-01-06", "pur-1", {"Adjusted": -40_00, "Deferred": 33_33, "Tax:Vat:20": 6_67}),
        ("2026-01-06", "pur-2", {"Adjusted": 40_00, "Deferred": -33_33, "Tax:Vat:20": -6_67}),
        ("2026-01-07", "pur-3", {"Adjusted": 80_00, "Deferred": -66_67, "Tax-Ahead": -13_33}),
    ]


@rule("R-11.13")
def test_a_period_begins_with_what_was_brought_forward(business: Story) -> None:
    business.gives(replace(service("facial", 50, "60.00"), taxes=("vat",)))
    business.sells("three", to="ana", on="2026-01-05")
    business.books("facial", for_="ana", at="2026-01-12T10:00")
    business.books("facial", for_="ana", at="2026-02-02T10:00")
    business.now = "2026-03-01"

    opening, used, *_ = journal(business, "2026-02-01", "2026-02-04")
    assert (opening.day, opening.thing, opening.entry) == (date(2026, 2, 1), None, None)
    assert {_end(each.account): each.amount for each in opening.postings} == {
        "Cash:Card": 120_00,
        "Deferred": -66_67,
        "Tax:Vat:20": -20_00,
        "Opening": -33_33,
    }
    assert (used.day, used.package) == (date(2026, 2, 2), "three")
    assert written(business, "2026-01-01", "2026-01-31") == written(business)[:2]
    assert [each.postings for each in journal(business, "2027-01-01")] == [
        each.postings for each in journal(business, "2026-02-20")
    ]


@rule("R-11.13")
def test_a_business_names_its_accounts(business: Story) -> None:
    accounts = Accounts(
        deferred="Liabilities:Prepaid",
        methods=(("card", "Assets:Bank:Terminal"),),
        taxes=((VAT.id, "Liabilities:Revenue-Office"),),
    )
    business.declares(accounts=accounts)
    business.sells("three", to="ana", on="2026-01-05")

    ((_, _, postings),) = written(business)
    assert postings == {"Bank:Terminal": 120_00, "Prepaid": -100_00, "Revenue-Office": -20_00}


@rule("R-11.13")
def test_what_beancount_reads_says_for_what_and_by_which_entry_and_not_for_whom(business: Story) -> None:
    business.sells("three", to="ana", on="2026-01-05")
    business.books("facial", for_="ana", at="2026-01-12T10:00")
    text = "\n".join(beancount_lines(journal(business)))

    (sale,) = checked(journal(business))
    assert (sale.payee, sale.narration, sale.links, sale.meta["entry"]) == (
        "three",
        "Received by card",
        frozenset({"pur-1"}),
        1,
    )
    assert "ana" not in text
    assert business.key_of("ana") not in text
    assert text == "\n".join(beancount_lines(journal(business)))


def test_a_posting_is_one_row_of_a_table(business: Story) -> None:
    business.makes_appointment("facial", for_="eve", at="2026-01-06T12:00", without_package=True)
    business.now = "2026-01-07"

    rows = list(posting_objects(journal(business)))
    assert [(each["appointment"], each["account"], each["amount"]) for each in rows] == [
        ("apt-1", "Assets:Receivable", "60.00"),
        ("apt-1", "Income:Used", "-60.00"),
    ]


def test_nothing_recorded_is_no_journal(business: Story) -> None:
    assert journal(business, "2026-01-01") == []
    with pytest.raises(BadArgumentError):
        journal(business, "2026-01-02", "2026-01-01")


@rule("R-11.7", "R-12.3")
def test_a_visit_that_a_package_pays_for_after_all_owes_no_tax_of_its_own(business: Story) -> None:
    business.gives(replace(service("facial", 50, "60.00"), taxes=("vat",)))
    business.sells("three", to="ana", on="2026-01-05")
    business.makes_appointment("facial", for_="ana", at="2026-01-06T12:00", without_package=True)
    business.redeems("apt-1", on="2026-01-07")

    assert written(business)[1:] == [
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
def test_a_journal_ends_now_though_its_last_day_is_to_come(business: Story) -> None:
    business.sells("three", to="ana", on="2026-01-05")
    business.books("facial", for_="ana", at="2026-01-12T10:00", on="2026-01-05")

    assert [day for day, _, _ in written(business, "2026-01-01", "2026-03-01")] == ["2026-01-05"]
