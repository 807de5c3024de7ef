"""The files of a catalogue as models, as far as they could be read."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from trafftpkg.domain.letters import LetterKind
from trafftpkg.domain.value import Value, value
from trafftpkg.stores.catalogue import files as names
from trafftpkg.stores.catalogue.fault import Fault
from trafftpkg.stores.catalogue.model import Declared
from trafftpkg.stores.catalogue.schema import Business, Employee, Letter, Location, Package, Service
from trafftpkg.stores.catalogue.shape import shaped
from trafftpkg.stores.catalogue.sources import Source
from trafftpkg.stores.catalogue.yaml_tree import Tree

Model = TypeVar("Model", bound=Declared)
FileFault = tuple[str, Fault]
"""A fault, and its file."""


@value
class Declarations(Value):
    """Everything that is declared. None for what is not a mapping, a partial model for what has faults.

    Lists keep the order of the file. Packages are by id, letters by kind.
    """

    business: Business | None
    services: list[Service | None]
    locations: list[Location | None]
    employees: list[Employee | None]
    packages: dict[str, Package | None]
    letters: dict[LetterKind, Letter | None]


def declarations_in(sources: Mapping[str, Source], faults: list[FileFault]) -> Declarations:
    """Read all files as models, and add their faults to `faults`."""
    packages = {names.package_id(file): source for file, source in sources.items()}
    letters = {names.letter_kind(file): source for file, source in sources.items()}
    return Declarations(
        business=_one(Business, sources.get(names.BUSINESS), faults),
        services=_items(Service, sources.get(names.SERVICES), faults),
        locations=_items(Location, sources.get(names.LOCATIONS), faults),
        employees=_items(Employee, sources.get(names.EMPLOYEES), faults),
        packages={name: _one(Package, source, faults) for name, source in packages.items() if name},
        letters={kind: _one(Letter, source, faults) for kind, source in letters.items() if kind},
    )


def _one(model: type[Model], source: Source | None, faults: list[FileFault]) -> Model | None:
    if source is None or not source.whole:
        return None
    if source.tree is None:
        faults.append((source.file, Fault((), "nothing_given", "the file is empty")))
        return None
    found, wrong = shaped(model, source.tree)
    faults += [(source.file, fault) for fault in wrong]
    return found


def _items(model: type[Model], source: Source | None, faults: list[FileFault]) -> list[Model | None]:
    if source is None or not source.whole:
        return []
    if not isinstance(source.tree, list):
        problem = "must be a list. Write an empty list as []"
        faults.append((source.file, Fault((), "not_a_list", problem)))
        return []
    return list(_each(model, source, source.tree, faults))


def _each(
    model: type[Model], source: Source, trees: list[Tree], faults: list[FileFault]
) -> Iterator[Model | None]:
    for number, tree in enumerate(trees):
        found, wrong = shaped(model, tree, (number,))
        faults += [(source.file, fault) for fault in wrong]
        yield found
