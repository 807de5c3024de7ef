"""The schemas refuse what the program refuses, by a validator of others, as an editor would."""

import json
from pathlib import Path

import pytest
from check_jsonschema import main as check_jsonschema  # type: ignore[import-untyped] # it has no types

from tests.source_code import ROOT
from trafftpkg.domain.new_business import NewBusiness
from trafftpkg.stores.catalogue.json_schemas import KINDS, json_schema
from trafftpkg.stores.catalogue.source import YamlCatalogue


def refused(kind: str, *files: Path, folder: Path) -> bool:
    """Tell whether the validator refuses any of the files."""
    schema = folder / f"{kind}.json"
    schema.write_text(json.dumps(json_schema(kind)), "utf-8")
    return bool(check_jsonschema(["--schemafile", str(schema), *map(str, files)], standalone_mode=False))


def files_of(kind: str, catalogue: Path) -> list[Path]:
    """Return the files of a kind."""
    if kind in ("package", "letter"):
        return sorted(catalogue.glob(f"{kind}s/*.yaml"))
    return [catalogue / f"{kind}.yaml"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_and_a_new_business_are_good(kind: str, tmp_path: Path) -> None:
    begun = YamlCatalogue(tmp_path / "catalog", tmp_path / "cache")
    begun.begin_business(NewBusiness(name="Studio", time_zone="Europe/Belgrade", currency="EUR"))
    begun.begin("package", "glow-12")
    for each in ("service", "location", "employee"):
        begun.begin(each, "new-one")
    files = [*files_of(kind, ROOT / "catalog"), *files_of(kind, tmp_path / "catalog")]

    assert not refused(kind, *files, folder=tmp_path)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("package", "price:", "prise:"),
        ("package", "max: 6", "max: many"),
        ("package", "months: 6", "months: -6"),
        ("letter", "closing:", "close:"),
        ("package", '"#3F8EFC"', "blue"),
        ("services", "duration: 50m", "duration: 50"),
        ("services", "price: 62.00", "price: free"),
        ("employees", "mon-fri", "mondays"),
        ("employees", "mon-fri", "mon-fry"),
        ("employees", "09:00-13:00", "9-13"),
        ("business", "currency: EUR", "currency: Euro"),
        ("business", "included: true", "included: yes please"),
    ],
)
def test_a_mistake_is_refused(kind: str, old: str, new: str, tmp_path: Path) -> None:
    one = {"package": "packages/glow-10.yaml", "letter": "letters/booking.yaml"}
    source = ROOT / "catalog" / one.get(kind, f"{kind}.yaml")
    text = source.read_text("utf-8")
    assert old in text
    broken = tmp_path / "broken.yaml"
    broken.write_text(text.replace(old, new, 1), "utf-8")

    assert refused(kind, broken, folder=tmp_path)
