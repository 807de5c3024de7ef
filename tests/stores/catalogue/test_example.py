"""The example business, and the schemas by which editors check it."""

import json
from datetime import UTC, datetime
from pathlib import Path

from tests.stores.catalogue.generated import KEYS, keys_document, schema_files
from trafftpkg.stores.catalogue.json_schemas import json_schema, json_schemas
from trafftpkg.stores.catalogue.source import YamlCatalogue

EXAMPLE = Path(__file__).parents[3] / "catalog"
REGENERATE = "Write them again: python -m tests.stores.catalogue.generated"


def test_the_example_has_no_problem_and_raises_no_doubt(tmp_path: Path) -> None:
    now = datetime(2026, 1, 5, 10, tzinfo=UTC)

    assert YamlCatalogue(EXAMPLE, tmp_path).findings(strict=True, now=now) == []


def test_the_example_shows_what_a_package_can_be(tmp_path: Path) -> None:
    packages = YamlCatalogue(EXAMPLE, tmp_path).catalogue().packages.values()

    assert {each.status for each in packages} == {"visible", "hidden", "archived"}
    assert {each.unit for each in packages} == {"session", "minute"}
    assert {each.validity_from for each in packages} == {"purchase", "first-appointment"}
    assert {each.redeem_by for each in packages} == {"appointment", "booking"}
    assert any(each.validity.until for each in packages)
    assert any(each.limit for each in packages)
    assert any(inclusion.uses == 2 for each in packages for inclusion in each.inclusions)


def test_what_is_generated_from_the_models_is_up_to_date() -> None:
    guide = KEYS.read_text("utf-8")

    assert {path.name: path.read_text("utf-8") for path in schema_files()} == {
        path.name: text for path, text in schema_files().items()
    }, REGENERATE
    assert guide == keys_document(guide), REGENERATE


def test_every_file_of_the_example_names_its_schema() -> None:
    for file in EXAMPLE.rglob("*.yaml"):
        first = file.read_text().partition("\n")[0]
        schema = first.removeprefix("# yaml-language-server: $schema=")

        assert (file.parent / schema).is_file(), file


def test_every_field_is_described_for_the_editor() -> None:
    def fields(schema: object) -> list[tuple[str, dict[str, object]]]:
        if isinstance(schema, list):
            return [each for part in schema for each in fields(part)]
        if not isinstance(schema, dict):
            return []
        return [
            *schema.get("properties", {}).items(),
            *(each for part in schema.values() for each in fields(part)),
        ]

    found = [each for schema in json_schemas().values() for each in fields(schema)]

    assert len(found) > 50
    assert [name for name, field in found if not field.get("description")] == []


def test_the_schemas_are_of_the_2020_12_dialect_and_closed() -> None:
    package = json_schema("package")

    assert package["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert package["additionalProperties"] is False
    assert package["properties"]["priority"]["default"] == 50


def test_every_default_an_editor_offers_is_one_that_the_loader_takes(tmp_path: Path) -> None:
    lines = [
        f"{name}: {json.dumps(field['default'])}"
        for name, field in json_schema("package")["properties"].items()
        if field.get("default") is not None
    ]
    text = "\n".join(["name: A", "services: [{service: facial, max: 1}]", "price: {amount: 1}", *lines])
    folder = tmp_path / "catalog"
    (folder / "packages").mkdir(parents=True)
    for file in ("business", "services", "locations", "employees"):
        (folder / f"{file}.yaml").write_text((EXAMPLE / f"{file}.yaml").read_text())
    (folder / "packages/a.yaml").write_text(text)

    assert YamlCatalogue(folder, tmp_path / "cache").findings() == []
