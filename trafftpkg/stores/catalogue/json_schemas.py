"""The catalogue's files as JSON Schema 2020-12, for editors."""

import json
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from trafftpkg.stores.catalogue.schema import Business, Employee, Letter, Location, Package, Service

_ROOTS: dict[str, Any] = {
    "business": Business,
    "services": list[Service],
    "locations": list[Location],
    "employees": list[Employee],
    "package": Package,
    "letter": Letter,
}
SCHEMAS = ".schema"
KINDS = tuple(_ROOTS)
"""The kinds of file: `package` and `letter` for those in packages/ and letters/, the others by their name."""


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of one kind of file. `KeyError` if there is no such kind."""
    schema = _as_editors_need_it(TypeAdapter(_ROOTS[kind]).json_schema())
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema, "title": f"trafftpkg: {kind}"}


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schemas of all kinds of file, by kind."""
    return {kind: json_schema(kind) for kind in KINDS}


def schema_files() -> dict[str, bytes]:
    """Return the files that the first lines of a catalogue's files lead editors to, by name."""
    return {
        f"{SCHEMAS}/{kind}.json": f"{json.dumps(each, indent=2, ensure_ascii=False)}\n".encode()
        for kind, each in json_schemas().items()
    }


def _as_editors_need_it(schema: Any) -> Any:
    """Return the schema with defaults as they are typed, and with no keys but those that it has patterns for.

    The models have all defaults as text, and leave other keys to their own checks.
    """
    if isinstance(schema, list):
        return [_as_editors_need_it(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _as_editors_need_it(value) for key, value in schema.items()}
    if schema.get("type") == "integer" and isinstance(schema.get("default"), str):
        plain["default"] = int(schema["default"])
    if "patternProperties" in schema:
        plain["additionalProperties"] = False
    return plain
