"""One value of the catalogue is changed from the command line: checked first, and nothing else is touched."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Typed
from trafftpkg.stores.catalogue import writing

GLOW = "packages/glow-10.yaml"


def test_a_price_is_changed_at_its_place_and_past_sales_keep_theirs(sold: Typed, catalogue: Path) -> None:
    before = (catalogue / GLOW).read_text("utf-8")

    printed = sold("catalog set glow-10 price.amount=500.00")

    assert printed == (
        0,
        "catalog/packages/glow-10.yaml:17\n-   amount: 520.00\n+   amount: 500.00\n",
        "",
    )
    assert (catalogue / GLOW).read_text("utf-8") == before.replace("520.00", "500.00")
    assert "500.00 EUR in" in sold("catalog show glow-10").out
    assert json.loads(sold("show pur-1 --format json").out)["price"] == "520.00"


@pytest.mark.parametrize(
    ("line", "file", "new"),
    [
        ("facial price=62.50 buffer_after=5m", "services.yaml", "price: 62.50"),
        ("ines 'hours.sun=[\"10:00-14:00\"]'", "employees.yaml", 'sun: ["10:00-14:00"]'),
        ("ines days_off+=2026-05-04", "employees.yaml", "2026-05-04"),
        ("business cancellation.forgiven=2 booking.notice=2h", "business.yaml", "forgiven: 2"),
        ("business 'name=Maré: Alta'", "business.yaml", 'name: "Maré: Alta"'),
        ("chiado closed+=2026-06-13", "locations.yaml", "2026-06-13"),
        ("package/glow-10 services.facial.max=5 price.original=", GLOW, "{service: facial, max: 5}"),
    ],
)
def test_all_that_is_declared_can_be_changed(
    typed: Typed, catalogue: Path, line: str, file: str, new: str
) -> None:
    before = (catalogue / file).read_text("utf-8")

    assert typed(f"catalog set {line}").code == 0

    after = (catalogue / file).read_text("utf-8")
    assert new in after
    assert new not in before
    assert typed("catalog check --format json")[:2] == (0, "[]\n")


@pytest.mark.parametrize(
    ("assignments", "told"),
    [
        ("price.amount=5oo", "packages/glow-10.yaml:17:11: price.amount: '5oo' is not a decimal number."),
        ("prise=1", "packages/glow-10.yaml:24:1: prise: is not a known key here. Did you mean 'price'?"),
        ("services.facial.service=peel", "there is no 'peel' in services.yaml."),
        ("price=", "price"),
        ("total=10 name=", "name"),
    ],
)
def test_what_would_be_a_mistake_is_not_written(
    typed: Typed, catalogue: Path, assignments: str, told: str
) -> None:
    before = (catalogue / GLOW).read_bytes()

    printed = typed(f"catalog set glow-10 {assignments}")

    assert printed.code == 3
    assert "error: Nothing was written: the catalogue would have a problem: " in printed.err
    assert told in printed.err
    assert (catalogue / GLOW).read_bytes() == before
    error = json.loads(typed(f"catalog set glow-10 {assignments} --format json").err)["error"]
    assert error["code"] == "catalog_invalid"
    assert error["details"]["findings"][0]["file"] == GLOW


@pytest.mark.usefixtures("catalogue")
def test_what_is_required_is_not_removed_and_that_is_said(typed: Typed) -> None:
    assert "price is required: it cannot be removed" in typed("catalog set glow-10 price=").err
    assert "what to do: Give another value." in typed("catalog set glow-10 price.amount=5oo").err


def test_a_mistake_can_be_set_right_but_not_one_beside_another(typed: Typed, catalogue: Path) -> None:
    typed("catalog set glow-10 total=10")
    file = catalogue / GLOW
    file.write_text(file.read_text("utf-8").replace("520.00", "5oo"), "utf-8")

    beside = typed("catalog set facial price=70.00")
    right = typed("catalog set glow-10 price.amount=500.00")

    assert (beside.code, right.code) == (3, 0)
    assert "The catalogue has 1 problem." in beside.err
    assert "Fix them first." in beside.err


def test_an_alias_of_nothing_is_a_mistake_to_set_right_first(typed: Typed, catalogue: Path) -> None:
    file = catalogue / GLOW
    file.write_text(re.sub("name: .*", "name: *glow", file.read_text("utf-8"), count=1), "utf-8")

    refused = typed("catalog set glow-10 price.amount=500.00")

    assert refused.code == 3
    assert "there is no '&glow' before this '*glow'" in refused.err


def test_a_tab_behind_a_key_stays(typed: Typed, catalogue: Path) -> None:
    file = catalogue / GLOW
    before = file.read_text("utf-8").replace("amount: ", "amount:\t")
    file.write_text(before, "utf-8")

    assert typed("catalog set glow-10 price.amount=500.00").code == 0
    assert file.read_text("utf-8") == before.replace("520.00", "500.00")


def test_a_dry_run_shows_the_lines_and_writes_none(typed: Typed, catalogue: Path) -> None:
    before = (catalogue / GLOW).read_bytes()

    foreseen = typed("catalog set glow-10 total=9 priority=20 --dry-run")
    as_json = json.loads(typed("catalog set glow-10 total=9 priority=20 --dry-run --format json").out)

    assert (catalogue / GLOW).read_bytes() == before
    assert "nothing was written" in foreseen.err
    assert as_json["dry_run"] is True
    assert [each["line"] for each in as_json["changes"]] == [15, 24]
    assert typed("catalog set glow-10 total=9 priority=20").out == foreseen.out


def test_the_same_value_is_no_change(typed: Typed, catalogue: Path) -> None:
    file = (catalogue / GLOW).stat().st_ino

    assert typed("catalog set glow-10 price.amount=520.00") == (0, "", "Nothing to change.\n")
    assert (catalogue / GLOW).stat().st_ino == file


def test_a_file_keeps_its_rights_and_is_never_half_there(typed: Typed, catalogue: Path) -> None:
    (catalogue / GLOW).chmod(0o640)
    before = (catalogue / GLOW).stat().st_ino

    typed("catalog set glow-10 total=9")

    assert (catalogue / GLOW).stat().st_mode & 0o7777 == 0o640
    assert (catalogue / GLOW).stat().st_ino != before, "a new file took its place whole"
    assert [each.name for each in catalogue.rglob(".*.yaml")] == []


def test_what_somebody_else_saved_meanwhile_is_not_lost(
    typed: Typed, catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill = writing._fill

    def saved_meanwhile(file: Path, data: bytes) -> None:
        fill(file, data)
        with (catalogue / GLOW).open("a") as theirs:
            theirs.write("priority: 20\n")

    monkeypatch.setattr(writing, "_fill", saved_meanwhile)

    printed = typed("catalog set glow-10 total=9")

    assert printed.code == 4
    assert "changed" in printed.err
    assert "total: 10" in (catalogue / GLOW).read_text("utf-8")
    assert "priority: 20" in (catalogue / GLOW).read_text("utf-8")


def test_a_link_stays_a_link(typed: Typed, catalogue: Path, folder: Path) -> None:
    (catalogue / GLOW).rename(folder / "elsewhere.yaml")
    (catalogue / GLOW).symlink_to(folder / "elsewhere.yaml")

    assert typed("catalog set glow-10 total=9").code == 0

    assert (catalogue / GLOW).is_symlink()
    assert "total: 9 " in (folder / "elsewhere.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("glow-11 total=9", "Nothing in the catalogue has the id 'glow-11'. Did you mean 'glow-10'?"),
        ("glow-10 services.yoga.max=1", "There is no 'yoga' on the way to services.yoga.max."),
        ("glow-10 services.facal.max=1", "Did you mean 'facial'?"),
        (
            "glow-10 price.orignal=",
            "There is no 'orignal' on the way to price.orignal. Did you mean 'original'?",
        ),
        ("glow-10 price+=1", "price is not a list, so nothing can be added to it."),
        ("glow-10 total", "'total' is not valid for PATH=VALUE."),
        ("glow-10 total+=", "'total+=' is not valid for PATH=VALUE."),
        ("glow-10 price..amount=1", "is not valid for PATH=VALUE."),
        ("glow-10 =1", "is not valid for PATH=VALUE."),
    ],
)
def test_what_is_not_there_is_told_with_what_is(typed: Typed, catalogue: Path, line: str, told: str) -> None:
    printed = typed(f"catalog set {line}")

    assert printed.code == 2
    assert told in printed.err


def test_an_id_of_several_things_asks_which(typed: Typed, catalogue: Path) -> None:
    (catalogue / GLOW).rename(catalogue / "packages" / "facial.yaml")

    printed = typed("catalog set facial name=Face")
    told = typed("catalog set service/facial name=Face")

    assert "Give one of: package/facial, service/facial." in printed.err
    assert (printed.code, told.code) == (2, 0)
    assert "Face" in typed("catalog show facial").out or "Face" in typed("catalog show").out


@pytest.mark.parametrize("line", ["facial price=70.00", "belem name=Belém"])
def test_a_file_that_cannot_be_read_is_a_finding(typed: Typed, catalogue: Path, line: str) -> None:
    (catalogue / "locations.yaml").unlink()
    (catalogue / "locations.yaml").symlink_to("nowhere")

    printed = typed(f"catalog set {line}")

    assert printed.code == 3
    assert "locations.yaml:1:1: cannot be read: no such file or directory." in printed.err
