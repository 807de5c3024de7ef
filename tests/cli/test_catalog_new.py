"""A new package begins with a valid file."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from trafftpkg.stores.catalogue.model import Declared
from trafftpkg.stores.catalogue.schema import Employee, Location, Service


def test_a_new_package_passes_the_strict_check_and_can_be_sold(typed: Typed, catalogue: Path) -> None:
    printed = typed("catalog new package glow-12")

    assert printed[:2] == (0, "catalog/packages/glow-12.yaml\n")
    assert typed("catalog check --strict --format json")[:2] == (0, "[]\n")
    typed("client add ana")
    assert typed("purchase ana glow-12 --method card").code == 0


def test_a_new_package_tells_editors_its_schema_in_the_first_line(typed: Typed, catalogue: Path) -> None:
    typed("catalog new package glow-12")

    first = (catalogue / "packages" / "glow-12.yaml").read_text("utf-8").splitlines()[0]

    assert first == "# yaml-language-server: $schema=../.schema/package.json"


def test_a_new_package_is_on_the_first_service_and_not_on_the_page_yet(typed: Typed, catalogue: Path) -> None:
    typed("catalog new package glow-12")

    found = json.loads(typed("catalog show glow-12 --format json").out)

    assert (found["name"], found["status"]) == ("Glow 12", "hidden")
    assert found["services"] == [
        {"service": "facial", "min": 0, "max": 5, "uses": 1, "max_at_purchase": None}
    ]
    assert found["price"] == "310.00"


def test_what_a_new_package_says_in_comments_is_good_too(typed: Typed, catalogue: Path) -> None:
    typed("catalog new package glow-12")
    file = catalogue / "packages" / "glow-12.yaml"
    head, name, rest = file.read_text("utf-8").partition("name:")

    lines = [line for line in rest.splitlines() if "images/" not in line and "# min:" not in line]
    said = [re.sub(r"^( *)# (\w+:)", r"\1\2", line) for line in lines]
    file.write_text(head + name + "\n".join(said), "utf-8")

    assert sum(line != plain for line, plain in zip(lines, said, strict=True)) == 18
    assert typed("catalog check --strict --format json")[:2] == (0, "[]\n")


def test_a_package_that_is_there_is_left_as_it_is(typed: Typed, catalogue: Path) -> None:
    before = (catalogue / "packages" / "glow-10.yaml").read_bytes()

    printed = typed("catalog new package glow-10")

    assert printed.code == 2
    assert "glow-10.yaml already exists" in printed.err
    assert (catalogue / "packages" / "glow-10.yaml").read_bytes() == before


@pytest.mark.parametrize("name", ["Glow", "../glow", "glow_12", "-glow", "glow.yaml", "", "é", "g" * 65])
def test_what_is_no_id_makes_no_file(typed: Typed, catalogue: Path, name: str) -> None:
    before = sorted(catalogue.rglob("*"))

    printed = typed(f"catalog new package -- '{name}'")

    assert printed.code == 2
    assert "Give an id of small letters, digits and hyphens" in printed.err
    assert sorted(catalogue.rglob("*")) == before


def test_a_dry_run_prints_the_file_and_writes_none(typed: Typed, catalogue: Path) -> None:
    foreseen = typed("catalog new package glow-12 --dry-run").out
    assert not (catalogue / "packages" / "glow-12.yaml").exists()

    typed("catalog new package glow-12")

    assert (catalogue / "packages" / "glow-12.yaml").read_text("utf-8") == foreseen


def test_no_unfinished_file_is_left_beside_the_new_one(typed: Typed, catalogue: Path) -> None:
    typed("catalog new package glow-12")
    typed("catalog new package glow-12")

    assert [each.name for each in (catalogue / "packages").iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize("kind", ["service", "employee", "location"])
def test_each_kind_of_entry_is_added_below_what_is_there(typed: Typed, catalogue: Path, kind: str) -> None:
    file = catalogue / f"{kind}s.yaml"
    before = file.read_text("utf-8")
    foreseen = typed(f"catalog new {kind} new-one --dry-run").out

    printed = typed(f"catalog new {kind} new-one")

    assert printed[:2] == (0, f"catalog/{kind}s.yaml\n")
    assert file.read_text("utf-8") == before + foreseen
    assert typed("catalog check --format json")[:2] == (0, "[]\n")
    assert '- id: new-one\n  name: "New one"\n' in foreseen
    assert typed(f"catalog new {kind} new-one").code == 2


MODELS: dict[str, type[Declared]] = {"service": Service, "employee": Employee, "location": Location}


@pytest.mark.parametrize("kind", MODELS)
def test_every_key_of_an_entry_is_shown_and_good(typed: Typed, catalogue: Path, kind: str) -> None:
    text = typed(f"catalog new {kind} new-one --dry-run").out
    lines = [re.sub(r"^  # (\w+:)", r"  \1", line) for line in text.splitlines() if "images/" not in line]

    with (catalogue / f"{kind}s.yaml").open("a") as file:
        file.write("".join(f"{line}\n" for line in lines))

    assert [
        key for key in MODELS[kind].model_fields if not re.search(rf"^[- ] (# )?{key}: ", text, re.MULTILINE)
    ] == []
    assert typed("catalog check --format json")[:2] == (0, "[]\n")


def test_nobody_can_book_what_is_new_until_the_next_commands_are_given(typed: Typed, catalogue: Path) -> None:
    typed("client add ana")
    typed("catalog new location attic")
    typed("catalog new service peel")
    hint = typed("catalog new employee zoe").err.splitlines()[-1]
    slots = "slots peel --from 2026-01-20 --to 2026-01-20 --format json"
    before = typed(slots)

    for line in ("catalog set zoe services+=peel locations=[attic]", hint.partition("trafftpkg ")[2]):
        assert typed(line).code == 0

    assert (before.code, before.out) == (0, "[]\n")
    assert {(each["employee"], each["location"]) for each in json.loads(typed(slots).out)} >= {
        ("zoe", "attic")
    }


@pytest.mark.parametrize(
    ("kind", "name", "thing"),
    [
        ("employee", "business", "employee/business"),
        ("employee", "facial", "employee/facial"),
        ("package", "facial", "package/facial"),
        ("package", "glow-12", "glow-12"),
    ],
)
@pytest.mark.usefixtures("catalogue")
def test_the_next_command_names_the_kind_where_something_else_has_the_id(
    typed: Typed, kind: str, name: str, thing: str
) -> None:
    following = typed(f"catalog new {kind} {name}").err.splitlines()[-1].partition("trafftpkg ")[2]

    assert following.startswith(f"catalog set {thing} ")
    assert typed(following).code == 0


def test_an_entry_needs_what_it_begins_with(typed: Typed, catalogue: Path) -> None:
    for each in (catalogue / "packages").iterdir():
        each.unlink()
    for file in ("employees", "services", "locations"):
        (catalogue / f"{file}.yaml").write_text("[]\n")

    without = typed("catalog new employee zoe")
    typed("catalog new location main")
    without_service = typed("catalog new employee zoe")
    typed("catalog new service cut")

    assert "Add a location first: trafftpkg catalog new location ID" in without.err
    assert "Add a service first: trafftpkg catalog new service ID" in without_service.err
    assert typed("catalog new employee zoe").code == 0
    assert typed("catalog new package cuts").code == 0
    assert typed("catalog check --format json")[:2] == (0, "[]\n")


def test_the_editor_is_led_to_a_schema_that_is_there(typed: Typed, catalogue: Path) -> None:
    shutil.rmtree(catalogue / ".schema")

    typed("catalog new package glow-12")
    typed("catalog new service peel")

    assert sorted(each.name for each in (catalogue / ".schema").iterdir()) == [
        "package.json",
        "services.json",
    ]


def test_a_broken_catalogue_is_mended_before_it_grows(typed: Typed, catalogue: Path) -> None:
    (catalogue / "services.yaml").write_text("[")

    assert typed("catalog new package glow-12").code == 3
    assert not (catalogue / "packages" / "glow-12.yaml").exists()


@pytest.mark.parametrize(("method", "found"), [("card", []), ("mbway", ["not_on_the_page"])])
def test_a_strict_check_knows_what_the_pages_checkout_takes(
    typed: Typed, catalogue: Path, monkeypatch: pytest.MonkeyPatch, method: str, found: list[str]
) -> None:
    file = catalogue / "packages" / "sleep-course.yaml"
    file.write_text(file.read_text("utf-8").replace("[card, bank-transfer]", f"[{method}]"), "utf-8")

    without = json.loads(typed("catalog check --strict --format json").out)
    monkeypatch.setenv("TRAFFTPKG_STRIPE_KEY", "sk_test_1")
    with_stripe = json.loads(typed("catalog check --strict --format json").out)

    assert [each["code"] for each in without] == ["not_on_the_page"]
    assert [each["code"] for each in with_stripe] == found
