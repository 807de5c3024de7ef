"""The names of a catalogue's files: which are needed, and which do not belong there."""

from collections.abc import Collection, Iterator
from pathlib import Path

from trafftpkg.domain.finding import Finding
from trafftpkg.domain.letters import LETTER_KINDS, LetterKind
from trafftpkg.stores.catalogue.compiled_file import LETTERS, PACKAGES
from trafftpkg.stores.catalogue.problem import did_you_mean
from trafftpkg.stores.catalogue.sources import file_finding
from trafftpkg.stores.catalogue.text_forms import NO_ID, is_id

BUSINESS, SERVICES, LOCATIONS, EMPLOYEES = (
    "business.yaml",
    "services.yaml",
    "locations.yaml",
    "employees.yaml",
)
NEEDED = (BUSINESS, SERVICES, LOCATIONS, EMPLOYEES)


def belongs(file: str) -> bool:
    """Tell whether a file is read."""
    return file in NEEDED or package_id(file) is not None or letter_kind(file) is not None


def package_id(file: str) -> str | None:
    """Return the `glow-10` of `packages/glow-10.yaml`; None for any other file."""
    if file.startswith(f"{PACKAGES}/") and file.endswith(".yaml"):
        return file.removeprefix(f"{PACKAGES}/").removesuffix(".yaml")
    return None


def letter_kind(file: str) -> LetterKind | None:
    """Return the `booking` of `letters/booking.yaml`; None for any other file."""
    return next((kind for kind in LETTER_KINDS if file == letter_file(kind)), None)


def letter_file(kind: LetterKind) -> str:
    """Return the `letters/booking.yaml` of `booking`."""
    return f"{LETTERS}/{kind}.yaml"


def package_file(name: str) -> str:
    """Return the `packages/glow-10.yaml` of `glow-10`."""
    return f"{PACKAGES}/{name}.yaml"


def name_findings(files: Collection[str]) -> Iterator[Finding]:
    """Yield findings about missing, misnamed and foreign files."""
    stems = {file.rpartition(".")[0] for file in files}
    for file in NEEDED:
        # If only the ending is wrong, the finding is about the existing file.
        if file not in files and file.removesuffix(".yaml") not in stems:
            yield file_finding(file, "file_missing", "the file is missing. Write an empty list as []")
    for file in files:
        name = package_id(file)
        if name is None:
            if not belongs(file):
                yield _stray(file)
        elif not is_id(name):
            yield file_finding(file, "malformed_id", f"the file name is the id, and '{name}' {NO_ID}")


NO_PACKAGES = file_finding(
    PACKAGES,
    "no_packages",
    "there is no package, so nobody can buy one. Write one: trafftpkg catalog new package glow-10",
    "warning",
)


def astray(folder: Path) -> Iterator[Finding]:
    """Yield a warning about each YAML file in a folder that is not read: `package/glow.yaml`."""
    for path in sorted(folder.glob("*/**/*.y*ml")):
        file = path.relative_to(folder).as_posix()
        deeper = file.count("/") > 1 or not file.startswith((f"{PACKAGES}/", f"{LETTERS}/"))
        if deeper and path.suffix in (".yaml", ".yml") and path.is_file():
            problem = f"the file is not read here. Put packages directly into {PACKAGES}/"
            yield file_finding(file, "unread_file", problem, "warning")


def _stray(file: str) -> Finding:
    stem = file.rpartition(".")[0]
    right = f"{stem}.yaml"
    if not file.endswith(".yaml") and belongs(right):
        return file_finding(file, "wrong_ending", f"the file is not read. Rename it to {right}")
    hint = did_you_mean(file, (*NEEDED, *map(letter_file, LETTER_KINDS)))
    return file_finding(
        file, "unknown_file", f"the file does not belong in a catalogue and is not read{hint}"
    )
