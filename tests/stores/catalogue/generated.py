"""What is generated from the catalogue's models: the schemas beside the example, and the guide's keys.

    python -m tests.stores.catalogue.generated

Run it after a change to `schema.py` or `field_types.py`, and commit what it writes.
"""

from collections.abc import Iterator
from pathlib import Path
from textwrap import TextWrapper
from typing import Any

from tests.source_code import GUIDE, ROOT
from trafftpkg.stores.catalogue.json_schemas import KINDS, json_schema
from trafftpkg.stores.catalogue.json_schemas import schema_files as written

CATALOGUE = ROOT / "catalog"
KEYS = GUIDE / "catalogue.md"

_WIDTH = 80

Schema = dict[str, Any]


def schema_files() -> dict[Path, str]:
    """Return each file beside the example and what it holds."""
    return {CATALOGUE / name: data.decode() for name, data in written().items()}


def keys_document(document: str) -> str:
    """Return the guide with the keys of each kind of file, between its comments, as they are now."""
    for kind in KINDS:
        begins, ends = f"<!-- keys: {kind} -->\n", "<!-- end -->\n"
        before, after = document.split(begins)
        _, rest = after.split(ends, 1)
        document = "".join([before, begins, *(f"{line}\n" for line in keys_of(kind)), ends, rest])
    return document


def keys_of(kind: str) -> list[str]:
    """Return the lines on each key of a kind of file, those of a mapping indented below it."""
    whole = json_schema(kind)
    return list(_lines(_mapping_in(whole, whole) or {}, whole, ""))


def _lines(mapping: Schema, whole: Schema, indent: str) -> Iterator[str]:
    for key, field in mapping["properties"].items():
        needed = "required" if key in mapping.get("required", []) else _default(field)
        said = f"- **`{key}`** ({_form(field, whole)}; {needed}): {field['description']}"
        yield from _wrapped(said, indent)
        inner = _mapping_in(field, whole)
        if inner:
            yield from _lines(inner, whole, f"{indent}  ")


def _wrapped(said: str, indent: str) -> list[str]:
    wrapper = TextWrapper(width=_WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")
    wrapper.break_on_hyphens = wrapper.break_long_words = False
    return wrapper.wrap(said)


def _default(field: Schema) -> str:
    default = field.get("default")
    if default in (None, [], {}, ""):
        return "optional"
    return f"default `{default}`"


def _form(field: Schema, whole: Schema) -> str:
    """Say what may stand for a key."""
    if "enum" in field:
        return " or ".join(f"`{each}`" for each in field["enum"])
    if "anyOf" in field:
        return _form(next(each for each in field["anyOf"] if each.get("type") != "null"), whole)
    if field.get("type") == "array":
        return f"a list, each {_form(field['items'], whole)}"
    if "patternProperties" in field:
        (values,) = field["patternProperties"].values()
        return f"a mapping, each value {_form(values, whole)}"
    return "a mapping" if _mapping_in(field, whole) else str(field.get("title", "text"))


def _mapping_in(field: Schema, whole: Schema) -> Schema | None:
    """Return the mapping with keys of its own that a field holds: alone, in a list, or perhaps."""
    if "$ref" in field:
        return _mapping_in(whole["$defs"][field["$ref"].rpartition("/")[2]], whole)
    if "properties" in field:
        return field
    inside = [field["items"]] if "items" in field else field.get("anyOf", [])
    return next(filter(None, (_mapping_in(each, whole) for each in inside)), None)


if __name__ == "__main__":
    for path, text in schema_files().items():
        path.write_text(text, "utf-8")
    KEYS.write_text(keys_document(KEYS.read_text("utf-8")), "utf-8")
