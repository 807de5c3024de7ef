"""The files of a catalogue as models, as far as they could be read."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from trafftpkg.domain.letters import LetterKind
from trafftpkg.domain.value import Value, value
from trafftpkg.stores.catalogue import files as names
from trafftpkg.stores.catalogue.model import Declared
from trafftpkg.stores.catalogue.problem import Problem
from trafftpkg.stores.catalogue.schema import Business, Employee, Letter, Location, Package, Service
from trafftpkg.stores.catalogue.shape import shaped
from trafftpkg.stores.catalogue.sources import Source
from trafftpkg.stores.catalogue.yaml_tree import Tree

Model = TypeVar("Model", bound=Declared)
FileProblem = tuple[str, Problem]
"""A problem, and its file."""


@value
class Declarations(Value):
    """Everything that is declared. None for what is not a mapping, a partial model for what has problems.

    Lists keep the order of the file. Packages are by id, letters by kind.
    """

    business: Business | None
    services: list[Service | None]
    locations: list[Location | None]
    employees: list[Employee | None]
    packages: dict[str, Package | None]
    letters: dict[LetterKind, Letter | None]


def declarations_in(sources: Mapping[str, Source], problems: list[FileProblem]) -> Declarations:
    """Read all files as models, and add their problems to `problems`."""
    packages = {names.package_id(file): source for file, source in sources.items()}
    letters = {names.letter_kind(file): source for file, source in sources.items()}
    return Declarations(
        business=_one(Business, sources.get(names.BUSINESS), problems),
        services=_items(Service, sources.get(names.SERVICES), problems),
        locations=_items(Location, sources.get(names.LOCATIONS), problems),
        employees=_items(Employee, sources.get(names.EMPLOYEES), problems),
        packages={name: _one(Package, source, problems) for name, source in packages.items() if name},
        letters={kind: _one(Letter, source, problems) for kind, source in letters.items() if kind},
    )


def _one(model: type[Model], source: Source | None, problems: list[FileProblem]) -> Model | None:
    if source is None or not source.whole:
        return None
    if source.tree is None:
        problems.append((source.file, Problem((), "nothing_given", "the file is empty")))
        return None
    found, wrong = shaped(model, source.tree)
    problems += [(source.file, problem) for problem in wrong]
    return found


def _items(model: type[Model], source: Source | None, problems: list[FileProblem]) -> list[Model | None]:
    if source is None or not source.whole:
        return []
    if not isinstance(source.tree, list):
        problem = "must be a list. Write an empty list as []"
        problems.append((source.file, Problem((), "not_a_list", problem)))
        return []
    return list(_each(model, source, source.tree, problems))


def _each(
    model: type[Model], source: Source, trees: list[Tree], problems: list[FileProblem]
) -> Iterator[Model | None]:
    for number, tree in enumerate(trees):
        found, wrong = shaped(model, tree, (number,))
        problems += [(source.file, problem) for problem in wrong]
        yield found
