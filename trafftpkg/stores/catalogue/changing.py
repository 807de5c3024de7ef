"""Values of a catalogue, changed one by one at their places."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import reduce
from pathlib import Path
from typing import NamedTuple

from trafftpkg.domain.assignment import Assignment
from trafftpkg.domain.errors.naming import nearest
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.stores.catalogue import files as names
from trafftpkg.stores.catalogue.editing import Steps, edited
from trafftpkg.stores.catalogue.proposing import check_proposed
from trafftpkg.stores.catalogue.sources import bytes_of
from trafftpkg.stores.catalogue.writing import put_over
from trafftpkg.stores.catalogue.yaml_tree import read_yaml

_LISTS = {"service": names.SERVICES, "location": names.LOCATIONS, "employee": names.EMPLOYEES}


class _Thing(NamedTuple):
    """Something with an id: its file, and where in it it stands."""

    kind: str
    id: str
    file: str
    base: Steps


def changed(
    folder: Path, files: Collection[str], identifier: str, assignments: Sequence[Assignment], *, dry_run: bool
) -> tuple[str, str, str]:
    """Change values of one thing, all or none. Return its file's name, and its text before and after.

    Raises:
        BadArgumentError: nothing or several things have the id; or there is no such value.
        CatalogueInvalidError, CatalogueEditInvalidError: the catalogue has errors, or would have.
        StoreUnavailableError: the file cannot be written, or was changed by somebody else meanwhile.
    """
    contents = dict(_readable(folder, files))
    things = list(_things(contents))
    if not any(_is_called(identifier, each) for each in things):
        check_proposed(folder, files, {})  # what cannot be read may be what is meant
    thing = _only(identifier, things)
    before = contents[thing.file]
    document = read_yaml(before)
    if not document.whole or any(each.code == "unknown_alias" for each in document.problems):
        check_proposed(folder, files, {})
    after = reduce(lambda data, each: edited(data, thing.base, each), assignments, before)
    check_proposed(folder, files, {thing.file: after})
    if not dry_run and after != before:
        put_over(folder / thing.file, after, before=before)
    return thing.file, before.decode(), after.decode()


def _readable(folder: Path, files: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Yield what the files hold. Those that cannot be read are found by the check."""
    for file in filter(names.belongs, files):
        with suppress(OSError):
            yield file, bytes_of(folder / file)


def _is_called(identifier: str, thing: _Thing) -> bool:
    return identifier in (thing.id, f"{thing.kind}/{thing.id}")


def _things(contents: Mapping[str, bytes]) -> Iterator[_Thing]:
    for file in contents:
        if package := names.package_id(file):
            yield _Thing("package", package, file, ())
        if letter := names.letter_kind(file):
            yield _Thing("letter", letter, file, ())
    for kind, file in _LISTS.items():
        tree = read_yaml(contents.get(file, b"")).tree
        for number, item in enumerate(tree if isinstance(tree, list) else ()):
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                yield _Thing(kind, str(item["id"]), file, (number,))
    if names.BUSINESS in contents:
        yield _Thing("business", "business", names.BUSINESS, ())


def _only(identifier: str, things: Sequence[_Thing]) -> _Thing:
    found = [each for each in things if _is_called(identifier, each)]
    if not found:
        near = nearest(identifier, [each.id for each in things])
        raise BadArgumentError(field="identifier", reason="unknown_id", given=identifier, nearest=near)
    if len(found) > 1:
        several = tuple(f"{each.kind}/{each.id}" for each in found)
        raise BadArgumentError(field="identifier", reason="several_things", given=identifier, choices=several)
    return found[0]
