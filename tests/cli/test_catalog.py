"""The catalogue, checked and shown."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from tests.source_code import ROOT
from trafftpkg.cli.commands.catalog_schema import KINDS
from trafftpkg.stores.catalogue.json_schemas import KINDS as DECLARED

SERVICES = "- {id: facial, name: Facial, duration: 50m, price: 60.00}\n- {id: yoga, nme: Yoga}\n"


@pytest.fixture
def broken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue whose services have a problem."""
    catalogue = folder / "broken"
    catalogue.mkdir()
    (catalogue / "business.yaml").write_text((ROOT / "catalog" / "business.yaml").read_text())
    (catalogue / "services.yaml").write_text(SERVICES)
    monkeypatch.setenv("TRAFFTPKG_CATALOG", str(catalogue))
    return catalogue


def test_a_good_catalogue_has_no_findings(typed: Typed) -> None:
    assert typed("catalog check --format json")[:2] == (0, "[]\n")


def test_problems_are_printed_by_file_line_and_column_and_are_exit_3(typed: Typed, broken: Path) -> None:
    printed = typed("catalog check")

    assert printed.code == 3
    assert all(
        line.startswith(("services.yaml:2:", "employees.yaml:", "locations.yaml:"))
        for line in printed.out.splitlines()
    )


def test_problems_are_an_array_on_stdout_where_json_is_asked_for(typed: Typed, broken: Path) -> None:
    printed = typed("catalog check --format json")

    found = json.loads(printed.out)
    assert printed.code == 3
    assert list(found[0]) == ["file", "line", "column", "severity", "field", "code", "problem"]


def test_a_broken_catalogue_stops_no_reading(typed: Typed, broken: Path) -> None:
    typed("client add ana --name Ana")

    assert typed("client list").code == 0
    assert typed("catalog show").code == 3


def test_a_package_is_shown_as_a_client_would_see_it(typed: Typed) -> None:
    assert typed("catalog show glow-10").out.splitlines() == [
        "Glow 10 (glow-10)",
        "Ten visits, any mix of facials and massages.",
        "  contains  10 sessions of 2 services",
        "            Atlantic facial: up to 6",
        "            Deep tissue massage: up to 6",
        "  price     520.00 EUR instead of 600.00 EUR (-13 %)",
        "  taxes     IVA 23 % included",
        "  pay by    card, mbway, on-site",
        "  deposit   30 % to begin with",
        "  valid     6 months from the purchase",
        "  refunds   what is left, pro rata",
        "  status    visible",
    ]


@pytest.mark.parametrize(
    ("package", "words"),
    [
        ("first-tide", "Atlantic facial: up to 1, at least 1 booked with the purchase"),
        ("first-tide", "valid     45 days from the purchase"),
        ("first-tide", "limit     1 a client"),
        ("yoga-20", "limit     2 a client every 30d"),
        ("yoga-20", "valid     4 months from the purchase; to be booked before, the visit may come later"),
    ],
)
def test_a_card_tells_minimum_limit_and_validity_in_words(typed: Typed, package: str, words: str) -> None:
    assert words in typed(f"catalog show {package}").out


def test_a_service_is_shown_with_who_gives_it(typed: Typed) -> None:
    found = typed("catalog show sauna").out

    assert "takes     2 h" in found
    assert "places    4" in found
    assert "with      Davide" in found


def test_employees_and_locations_are_listed_after_what_is_sold(typed: Typed) -> None:
    lines = typed("catalog show").out.splitlines()

    assert "ines      Inês    facial, massage, short-massage       chiado" in lines
    assert "chiado    Chiado              Rua Garrett 24, 1200-204 Lisboa" in lines


def test_an_employee_is_shown_with_services_places_and_hours(typed: Typed) -> None:
    assert typed("catalog show davide").out.splitlines() == [
        "Davide (davide)",
        "  services    float, sauna",
        "  locations   belem",
        "  hours[wed]  14:00-22:00",
        "  hours[thu]  14:00-22:00",
        "  hours[fri]  14:00-22:00",
        "  hours[sat]  12:00-24:00",
        "  hours[sun]  00:00-01:00, 12:00-20:00",
        "  days_off    2026-11-01",
    ]


def test_a_location_is_shown_with_its_address_and_time_zone(typed: Typed) -> None:
    assert typed("catalog show chiado").out.splitlines() == [
        "Chiado (chiado)",
        "  time_zone  Europe/Lisbon",
        "  address    Rua Garrett 24, 1200-204 Lisboa",
    ]


def test_of_things_that_share_an_id_the_one_that_is_sold_is_shown(typed: Typed, catalogue: Path) -> None:
    (catalogue / "packages" / "facial.yaml").write_text(
        "name: Faces\nservices: [{service: facial, max: 3}]\nprice: {amount: 150.00}\n"
    )

    assert typed("catalog show facial").out.startswith("Faces (facial)\n")


def test_employees_and_locations_can_be_had_as_json_too(typed: Typed) -> None:
    found = json.loads(typed("catalog show --format json").out)
    davide = json.loads(typed("catalog show davide --format json").out)

    assert list(found) == ["packages", "services", "employees", "locations"]
    assert davide == found["employees"][0]
    assert (davide["employee"], davide["locations"], davide["hours"]["sun"], davide["days_off"]) == (
        "davide",
        ["belem"],
        ["00:00-01:00", "12:00-20:00"],
        ["2026-11-01"],
    )


def test_an_id_that_nothing_has_is_told_of_every_kind(typed: Typed) -> None:
    assert typed("catalog show eva").err.splitlines() == [
        "error: There is no package, service, employee or location 'eva'.",
        "what to do: List them: trafftpkg catalog show",
    ]
    assert "Did you mean 'ines'?" in typed("catalog show inse").err


def test_all_that_is_sold_can_be_had_as_json(typed: Typed) -> None:
    found = json.loads(typed("catalog show --format json").out)

    assert next(each for each in found["packages"] if each["package"] == "glow-10")["services"] == [
        {"service": "facial", "min": 0, "max": 6, "uses": 1, "max_at_purchase": None},
        {"service": "massage", "min": 0, "max": 6, "uses": 1, "max_at_purchase": None},
    ]


def test_what_is_not_sold_is_told_with_what_is_near(typed: Typed) -> None:
    printed = typed("catalog show glow-1")

    assert printed.code == 1
    assert "Did you mean 'glow-10'?" in printed.err


def test_the_schema_of_a_kind_of_file_is_the_one_that_lies_beside_the_example(typed: Typed) -> None:
    for kind in DECLARED:
        assert (
            typed(f"catalog schema {kind}").out == (ROOT / "catalog" / ".schema" / f"{kind}.json").read_text()
        )


def test_without_a_kind_all_schemas_are_printed_by_kind(typed: Typed) -> None:
    assert tuple(json.loads(typed("catalog schema").out)) == KINDS == DECLARED


def test_a_kind_of_file_that_is_none_is_refused_with_those_that_are(typed: Typed) -> None:
    printed = typed("catalog schema packages")

    assert printed.code == 2
    assert "Give one of business, services, locations, employees, package, letter." in printed.err
