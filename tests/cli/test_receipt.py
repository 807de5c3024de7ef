"""`receipt`: what is handed to a client, as text, as a page to print, and for programs."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import After, Typed
from tests.rules import rule
from trafftpkg.cli.views.widths import display_width


def told(typed: Typed, line: str) -> Any:
    printed = typed(f"{line} --format json")
    assert printed.code == 0, printed.err
    return json.loads(printed.out)


@pytest.fixture
def float_(after: After) -> Typed:
    """Winter float for 213.41 with two taxes: 60.00 paid by card, the rest in cash a day later."""
    return after(
        "client add ana --name 'Ana <b>Lima</b>'",
        "purchase ana winter-float --pay deposit --method card --reference ch_1",
        "--now 2026-01-06T10:00 pay pur-1 all --method cash",
    )


@rule("R-15.2")
def test_a_receipt_is_one_page_of_text(float_: Typed) -> None:
    number = told(float_, "--now 2026-01-07T10:00 receipt pur-1")["number"]

    printed = float_("--now 2026-01-07T10:00 receipt pur-1")

    assert printed.err == ""
    assert printed.out.splitlines() == [
        "Maré Alta",
        "Rua Garrett 24",
        "1200-204 Lisboa",
        "+351 21 555 01 00 · ola@marealta.example",
        "Tax number: PT 501 234 567",
        "",
        f"Receipt {number}",
        "Date: 6 January 2026",
        "For: Ana <b>Lima</b>",
        "",
        "Winter float",
        "  8 sessions: Float tank or Sauna for four",
        "  pur-1, bought on 5 January 2026",
        "  Net                                                                 170.73 EUR",
        "  IVA 23 %                                                             39.27 EUR",
        "  Spa levy 2 %                                                          3.41 EUR",
        "  Total                                                               213.41 EUR",
        "",
        "Payment",
        "  5 January 2026, card, ch_1                                           60.00 EUR",
        "  6 January 2026, cash                                                153.41 EUR",
        "  To be paid                                                            0.00 EUR",
    ]


@rule("R-15.2", "R-15.3")
def test_programs_get_seller_taxes_payments_and_credit_notes(float_: Typed) -> None:
    float_("--now 2026-01-20T10:00 refund pur-1 --reason moving")

    found = told(float_, "--now 2026-01-20T10:00 receipt pur-1")

    (note,) = found["credit_notes"]
    assert (found["kind"], found["client"], found["client_name"]) == ("receipt", "ana", "Ana <b>Lima</b>")
    assert found["seller"] == {
        "name": "Maré Alta",
        "address": ["Rua Garrett 24", "1200-204 Lisboa"],
        "phone": "+351 21 555 01 00",
        "email": "ola@marealta.example",
        "tax_number": "PT 501 234 567",
    }
    assert (found["net"], found["total"], found["due"], found["to_pay_back"]) == (
        "170.73",
        "213.41",
        "0.00",
        "0.00",
    )
    assert [(each["amount"], each["method"], each["reference"]) for each in found["payments"]] == [
        ("60.00", "card", "ch_1"),
        ("153.41", "cash", None),
        ("-153.41", "cash", None),
        ("-60.00", "card", None),
    ]
    assert (note["corrects"], note["amount"], note["net"]) == (found["number"], "213.41", "170.73")
    assert [(each["name"], each["amount"]) for each in note["taxes"]] == [
        ("IVA", "39.27"),
        ("Spa levy", "3.41"),
    ]


@rule("R-15.1")
def test_the_receipt_of_an_earlier_day_is_printed_again_as_it_was(float_: Typed) -> None:
    then = told(float_, "--now 2026-01-05T11:00 receipt pur-1 --as-of 2026-01-05T11:00")

    again = told(float_, "--now 2026-03-01T10:00 receipt pur-1 --as-of 2026-01-05")

    assert again == then
    assert (again["due"], [each["amount"] for each in again["payments"]]) == ("153.41", ["60.00"])


@rule("R-15.1")
def test_a_receipt_is_printed_again_by_its_number(float_: Typed) -> None:
    then = told(float_, "--now 2026-01-05T11:00 receipt pur-1 --as-of 2026-01-05T11:00")

    assert told(float_, f"--now 2026-03-01T10:00 receipt {then['number']}") == then
    refused = float_("--now 2026-03-01T10:00 receipt pur-1-1-00000000")
    assert (refused.code, refused.err.splitlines()[0]) == (
        2,
        "error: There is no receipt 'pur-1-1-00000000'.",
    )
    unknown = float_("--now 2026-03-01T10:00 receipt pur-9-1-00000000")
    assert (unknown.code, unknown.err.splitlines()[0]) == (1, "error: There is no purchase 'pur-9'.")
    assert float_(f"receipt pur-1-{'9' * 5000}-00000000").code == 1


def test_a_long_text_stays_within_eighty_columns(float_: Typed) -> None:
    float_(
        "client edit ana --name 'Ana 明日の美容室の常連さん 明日の美容室の常連さん 明日の美容室の常連さん'"
    )
    float_(f"--now 2026-01-06T11:00 purchase ana glow-10 --method card --reference {'ch_' + 'x' * 120}")

    lines = float_("--now 2026-01-06T11:00 receipt pur-2").out.splitlines()

    assert max(display_width(line) for line in lines) == 80


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags = set[str]()
        self.addresses = list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [
            value or "" for name, value in attrs if name in ("src", "href", "srcset", "action")
        ]


def test_the_page_loads_nothing_and_shows_every_text_as_it_is(float_: Typed) -> None:
    float_("--now 2026-01-20T10:00 refund pur-1 --reason moving")

    page = float_("--now 2026-01-20T10:00 receipt pur-1 --format html").out
    read = _Tags()
    read.feed(page)

    assert read.addresses == []
    assert not read.tags & {"script", "link", "img", "b", "iframe"}
    assert "url(" not in page
    assert "For: Ana &lt;b&gt;Lima&lt;/b&gt;" in page
    assert "size: A4" in page


@rule("R-15.2")
def test_what_is_not_paid_is_an_invoice_that_asks_for_it(begun: Typed) -> None:
    begun("purchase ana glow-10 --pay none --method card")

    lines = begun("receipt pur-1").out.splitlines()

    assert any(line.startswith("Invoice pur-1-1-") for line in lines)
    assert lines[-4:-2] == [
        "  To be paid                                                          520.00 EUR",
        "  Please pay 520.00 EUR by 19 January 2026, with the reference pur-1.",
    ]
    assert "Our account: Maré Alta, Lda, IBAN PT50 0002 0123 1234 5678 9015 4, BIC" in lines[-2]


@rule("R-15.3")
def test_a_visit_without_a_package_has_a_receipt(begun: Typed) -> None:
    begun("book ana facial --at 2026-01-20T10:00 --without-package")
    begun("pay apt-1 all --method cash")
    begun("cancel apt-1")

    lines = begun("receipt apt-1").out.splitlines()

    assert "  apt-1, with Inês, Tue 20 Jan 2026 10:00–10:50, Chiado" in lines
    assert "  Visit cancelled                                                     -62.00 EUR" in lines
    assert lines[-1] == "  To be paid back                                                      62.00 EUR"


@rule("R-15.2")
def test_a_receipt_is_made_out_to_the_payer_and_shows_the_discount(begun: Typed) -> None:
    begun("client add rui --name 'Rui Costa'")
    begun("purchase ana glow-10 --price 420 --payer rui --method card --reason friend")

    found, lines = told(begun, "receipt pur-1"), begun("receipt pur-1").out.splitlines()

    assert (found["client"], found["payer"], found["payer_name"]) == ("ana", "rui", "Rui Costa")
    assert (found["lines"][0]["amount"], found["discount"], found["total"]) == ("520.00", "100.00", "420.00")
    assert lines[8:] == [
        "For: Rui Costa",
        "",
        "Glow 10",
        "  10 sessions: Atlantic facial or Deep tissue massage",
        "  pur-1, bought on 5 January 2026 for Ana",
        "  Price                                                               520.00 EUR",
        "  Discount                                                           -100.00 EUR",
        "  Net                                                                 341.46 EUR",
        "  IVA 23 %                                                             78.54 EUR",
        "  Total                                                               420.00 EUR",
        "",
        "Payment",
        "  5 January 2026, card                                                420.00 EUR",
        "  To be paid                                                            0.00 EUR",
    ]


@rule("R-15.2")
def test_what_was_paid_before_an_import_is_paid_elsewhere(begun: Typed, folder: Path) -> None:
    (folder / "old.csv").write_text("client,package,reference,left,paid\nana,glow-10,A-1,4,300.00\n")
    assert begun("ledger import old.csv").code == 0

    found, lines = told(begun, "receipt pur-1"), begun("receipt pur-1").out.splitlines()

    assert (found["kind"], found["paid_elsewhere"], found["payments"], found["due"]) == (
        "receipt",
        "300.00",
        [],
        "220.00",
    )
    assert "  pur-1, bought elsewhere, and brought over on 5 January 2026" in lines
    assert "  Before, elsewhere                                                   300.00 EUR" in lines


@rule("R-15.5")
@pytest.mark.parametrize(
    ("thing", "problem"),
    [
        ("pur-2", "error: pur-2 was received from pur-1, and nothing was paid for it."),
        ("apt-1", "error: apt-1 is paid with pur-1, and has no receipt of its own."),
    ],
)
def test_what_was_not_sold_by_itself_leads_to_the_receipt_of_what_was(
    sold: Typed, thing: str, problem: str
) -> None:
    sold("client add ivo")
    sold("transfer pur-1 --to ivo --units 2 --reason gift")

    refused = sold(f"receipt {thing}")

    said, remedy = refused.err.splitlines()
    assert (refused.code, said) == (2, problem)
    assert sold(remedy.rpartition("trafftpkg ")[2]).code == 0


@rule("R-15.4")
def test_a_sale_that_was_undone_has_no_receipt(begun: Typed) -> None:
    begun("purchase ana glow-10 --method card")
    begun("undo 1 --reason typed-wrong")

    refused = begun("receipt pur-1")

    assert refused.code == 2
    assert refused.err.splitlines()[0] == (
        "error: pur-1 was recorded by mistake and taken back, so it has no receipt."
    )


@rule("R-15.6")
@pytest.mark.parametrize("problem", ["missing", "broken"])
def test_without_a_catalogue_the_receipt_is_printed_without_the_seller_and_says_so(
    sold: Typed, catalogue: Path, problem: str
) -> None:
    whole = told(sold, "receipt pur-1")
    if problem == "missing":
        catalogue.rename("gone")
    else:
        (catalogue / "business.yaml").write_text("name: Maré Alta\n")

    printed = sold("receipt pur-1")

    assert (printed.code, printed.out.splitlines()[0]) == (0, f"Receipt {whole['number']}")
    assert printed.err.splitlines()[-1] == "Find them with: trafftpkg catalog check"
    assert json.loads(sold("receipt pur-1 --format json").out) == {**whole, "seller": None}


@rule("R-15.6")
def test_the_receipt_of_a_client_who_was_erased_names_their_key(sold: Typed) -> None:
    before = told(sold, "receipt pur-1")
    sold("client erase ana --yes")

    after = told(sold, "receipt pur-1")

    assert after["client"].startswith("c")
    assert after["client_name"] is None
    assert f"For: {after['client']}" in sold("receipt pur-1").out.splitlines()
    assert after["number"] == before["number"]


@rule("R-15.1")
def test_a_ledger_that_is_copied_keeps_the_numbers_of_its_receipts(sold: Typed) -> None:
    before = told(sold, "receipt pur-1")
    assert sold("ledger copy --to elsewhere.jsonl").code == 0

    assert told(sold, "--ledger elsewhere.jsonl receipt pur-1") == before
