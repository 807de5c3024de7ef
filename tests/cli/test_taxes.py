"""Each tax is named, with its rate and amount, wherever people or programs read what something costs."""

import json
import shutil
from pathlib import Path
from typing import Any

from tests.cli.conftest import Typed
from tests.rules import rule
from tests.source_code import ROOT

IVA = {"id": "iva", "name": "IVA", "percent": "23", "amount": "39.27"}
LEVY = {"id": "spa-levy", "name": "Spa levy", "percent": "2", "amount": "3.41"}


def told(typed: Typed, line: str) -> Any:
    return json.loads(typed(f"{line} --format json").out)


@rule("R-7.12")
def test_each_tax_of_a_sale_is_named_in_json_and_they_add_up(begun: Typed) -> None:
    begun("purchase ana winter-float --pay deposit --method card")

    shown, (listed,), stated = (told(begun, f"{each} ana") for each in ("show", "list", "statement"))
    bought = told(begun, "show pur-1")

    assert bought["taxes"] == [IVA, LEVY]
    assert bought["total"] == "213.41"
    assert bought["tax"] == "42.68"  # 39.27 + 3.41
    assert [listed["taxes"], shown["purchases"][0]["taxes"], stated["purchases"][0]["taxes"]] == [
        [IVA, LEVY]
    ] * 3


def test_each_tax_is_named_to_people(begun: Typed) -> None:
    begun("purchase ana winter-float --pay deposit --method card")

    assert "  213.41 EUR in all (IVA 23 %: 39.27, Spa levy 2 %: 3.41), 60.00 EUR paid, 153.41 EUR due" in (
        begun("show pur-1").out.splitlines()
    )
    assert "213.41 EUR (IVA 23 %: 39.27, Spa levy 2 %: 3.41); 153.41 EUR is still to be paid." in " ".join(
        begun("statement ana").out.split()
    )


@rule("R-7.12")
def test_after_a_refund_the_taxes_are_those_of_what_is_owed_still(begun: Typed) -> None:
    begun("purchase ana winter-float --method card")
    begun("--now 2026-01-06T10:00 refund pur-1 --amount 113.41 --goodwill --reason sorry")

    left = told(begun, "--now 2026-01-06T10:00 show pur-1")

    # 39.27 × 100 ÷ 213.41 and 3.41 × 100 ÷ 213.41
    assert [(each["id"], each["amount"]) for each in left["taxes"]] == [
        ("iva", "18.40"),
        ("spa-levy", "1.60"),
    ]


@rule("R-7.12")
def test_each_tax_of_a_visit_without_a_package_is_named(begun: Typed, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "catalog", tmp_path / "taxed")
    services = tmp_path / "taxed" / "services.yaml"
    services.write_text(services.read_text().replace("taxes: [iva]", "taxes: [iva, spa-levy]"))
    begun("--catalog taxed book ana facial --at 2026-01-20T10:00 --without-package")
    begun("--catalog taxed --now 2026-01-20T09:00 pay apt-1 20 --method card")

    line = "--catalog taxed --now 2026-01-20T09:00"
    (owed,) = told(begun, f"{line} statement ana")["unpaid_appointments"]

    assert (owed["price"], owed["due"]) == ("63.01", "43.01")
    assert [(each["name"], each["amount"]) for each in owed["taxes"]] == [
        ("IVA", "11.59"),
        ("Spa levy", "1.01"),
    ]
    assert "  63.01 EUR in all (IVA 23 %: 11.59, Spa levy 2 %: 1.01), 20.00 EUR paid, 43.01 EUR due" in (
        begun(f"{line} show apt-1").out.splitlines()
    )
    assert "43.01 EUR of 63.01 EUR (IVA 23 %: 11.59, Spa levy 2 %: 1.01) to be paid." in " ".join(
        begun(f"{line} statement ana").out.split()
    )

    begun("--catalog taxed --now 2026-01-20T09:00 refund apt-1 --amount 20 --goodwill --reason sorry")
    lowered = told(begun, f"{line} show apt-1")
    # 11.59 × 43.01 ÷ 63.01 and 1.01 × 43.01 ÷ 63.01
    assert [each["amount"] for each in lowered["taxes"]] == ["7.91", "0.69"]


@rule("R-11.7")
def test_the_base_of_two_taxes_is_never_added_up_over_them(begun: Typed) -> None:
    begun("purchase ana winter-float --pay deposit --method card")
    days = "report tax --from 2026-01-01 --to 2026-01-31"

    whole = told(begun, days)
    told_apart = {by: told(begun, f"{days} --by {by}") for by in ("package", "client", "month", "day", "tax")}

    # 60.00 paid of 213.41, of which 39.27 and 3.41 are taxes.
    assert whole == [
        {"tax": "iva", "rate": "23", "currency": "EUR", "base": "48.00", "amount": "11.04"},
        {"tax": "spa-levy", "rate": "2", "currency": "EUR", "base": "48.00", "amount": "0.96"},
    ]
    for by, rows in told_apart.items():
        assert [{**each, **row} for each, row in zip(rows, whole, strict=True)] == rows, by
    assert list(told_apart["package"][0]) == ["package", "tax", "rate", "currency", "base", "amount"]
    assert [each["month"] for each in told_apart["month"]] == ["2026-01", "2026-01"]
