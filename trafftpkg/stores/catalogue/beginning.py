"""New things in a catalogue: a package's file, or an entry in one of the lists."""

from collections.abc import Collection
from pathlib import Path

from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.errors.unavailable import failed
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.stores.catalogue.editing import appended
from trafftpkg.stores.catalogue.files import package_file
from trafftpkg.stores.catalogue.json_schemas import schema_files
from trafftpkg.stores.catalogue.new_entries import ENTRIES
from trafftpkg.stores.catalogue.new_package import new_package_text
from trafftpkg.stores.catalogue.proposing import check_proposed
from trafftpkg.stores.catalogue.sources import bytes_of
from trafftpkg.stores.catalogue.text_forms import is_id
from trafftpkg.stores.catalogue.writing import already_there, put_new, put_over


def begun(
    folder: Path, files: Collection[str], catalogue: Catalogue, what: tuple[str, str], *, dry_run: bool
) -> tuple[str, str]:
    """Write something new, and return the name of its file and what is new in it. Nothing is overwritten.

    Args:
        what: Its kind and id.

    Raises:
        BadArgumentError: the id is not valid or is taken, or the catalogue lacks what it begins with.
        StoreUnavailableError: the folder cannot be written.
    """
    kind, identifier = what
    if not is_id(identifier):
        raise BadArgumentError(field="package", reason="not_an_id", given=identifier)
    if kind == "package":
        file, text = _package(folder, files, identifier, catalogue, dry_run=dry_run)
    else:
        file, text = _entry(folder, files, what, catalogue, dry_run=dry_run)
    if not dry_run:
        _lead_editors(folder, "package" if kind == "package" else f"{kind}s")
    return file, text


def _package(
    folder: Path, files: Collection[str], package: str, catalogue: Catalogue, *, dry_run: bool
) -> tuple[str, str]:
    file = package_file(package)
    text = new_package_text(package, catalogue)
    if (folder / file).exists():
        raise already_there(folder / file)
    check_proposed(folder, files, {file: text.encode()})
    if not dry_run:
        put_new(folder / file, text.encode())
    return file, text


def _entry(
    folder: Path, files: Collection[str], what: tuple[str, str], catalogue: Catalogue, *, dry_run: bool
) -> tuple[str, str]:
    kind, identifier = what
    file = f"{kind}s.yaml"
    if identifier in getattr(catalogue, f"{kind}s"):
        raise BadArgumentError(field="package", reason="exists", thing=f"{identifier} in {folder / file}")
    lines = ENTRIES[kind](identifier, catalogue)
    try:
        before = bytes_of(folder / file)
    except OSError as error:
        raise failed(str(folder / file), error) from error
    after = appended(before, lines)
    check_proposed(folder, files, {file: after})
    if not dry_run:
        put_over(folder / file, after, before=before)
    return file, "".join(f"{each}\n" for each in lines)


def _lead_editors(folder: Path, kind: str) -> None:
    """Write the schema that the first line of the file leads to, unless it is there."""
    name = next(each for each in schema_files() if each.endswith(f"/{kind}.json"))
    if not (folder / name).exists():
        put_over(folder / name, schema_files()[name], before=None)
