"""Checks a whole catalogue: all findings of all files in one run."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import NamedTuple, TypeVar

from trafftpkg.domain.finding import Finding
from trafftpkg.stores.catalogue import files as names
from trafftpkg.stores.catalogue.business_rules import (
    business_problems,
    employee_problems,
    location_problems,
    service_problems,
)
from trafftpkg.stores.catalogue.cross_references import CrossReferences, cross_references
from trafftpkg.stores.catalogue.cut_texts import cut_texts
from trafftpkg.stores.catalogue.declared import Declarations, FileProblem, declarations_in
from trafftpkg.stores.catalogue.for_nobody import Strictness, for_nobody
from trafftpkg.stores.catalogue.letter_rules import letter_problems
from trafftpkg.stores.catalogue.model import Declared
from trafftpkg.stores.catalogue.package_rules import package_problems
from trafftpkg.stores.catalogue.problem import Problem
from trafftpkg.stores.catalogue.rules import duplicate_ids
from trafftpkg.stores.catalogue.schema import Package
from trafftpkg.stores.catalogue.sources import Source, placed, read_source
from trafftpkg.stores.catalogue.warnings import warnings_about
from trafftpkg.stores.catalogue.yaml_tree import Tree

Model = TypeVar("Model", bound=Declared)
Rule = Callable[[Model, CrossReferences], Iterable[Problem]]

NOTHING_PROPOSED: Mapping[str, bytes] = {}


class Checked(NamedTuple):
    """The result of a check.

    Args:
        findings: In the order of file, line and column.
        declarations: The files as models, complete if there are no errors.
        trees: The content of each file.
    """

    findings: list[Finding]
    declarations: Declarations
    trees: dict[str, Tree]


def check(
    folder: FilePath,
    files: Collection[str],
    trees: Mapping[str, Tree],
    *,
    strict: Strictness | None = None,
    proposed: Mapping[str, bytes] = NOTHING_PROPOSED,
) -> Checked:
    """Check a catalogue, as it is or as it would be.

    Args:
        folder: The catalogue's folder.
        files: The YAML files in the folder, relative to it.
        trees: The content of files that have not changed since they were found good.
        strict: By what to look for warnings too. None: only for errors.
        proposed: What some files would hold: those that are to be written, or are only in a git revision.
    """
    files = sorted({*files, *proposed})
    sources = {
        file: Source(file, trees[file], True, [])
        if file in trees and file not in proposed
        else read_source(folder, file, proposed.get(file))
        for file in files
        if names.belongs(file)
    }
    problems: list[FileProblem] = []
    declarations = declarations_in(sources, problems)
    known = cross_references(declarations, {file: source.tree for file, source in sources.items()})
    problems += _nonsense(declarations, known)
    misnamed = list(names.name_findings(files))
    if strict is not None:
        is_good = not (problems or misnamed or any(each.findings for each in sources.values()))
        problems += warnings_about(declarations, known, folder)
        problems += for_nobody(declarations, strict) if is_good else ()
    findings = [*misnamed, *_placed(folder, sources, problems)]
    if strict is not None:
        findings += names.astray(folder)
        findings += () if declarations.packages else [names.NO_PACKAGES]
        findings += (each for source in sources.values() for each in cut_texts(folder, source))
    return Checked(sorted(findings), declarations, {file: source.tree for file, source in sources.items()})


def _nonsense(declarations: Declarations, known: CrossReferences) -> Iterator[FileProblem]:
    if declarations.business is not None:
        for problem in business_problems(declarations.business, known):
            yield names.BUSINESS, problem
    yield from _in_list(names.SERVICES, declarations.services, service_problems, known)
    yield from _in_list(names.LOCATIONS, declarations.locations, location_problems, known)
    yield from _in_list(names.EMPLOYEES, declarations.employees, employee_problems, known)
    yield from _in_packages(declarations, package_problems, known)
    for kind, letter in declarations.letters.items():
        if letter is not None:
            yield from (
                (names.letter_file(kind), problem) for problem in letter_problems(letter, kind, known)
            )


def _in_list(
    file: str, items: Iterable[Model | None], rule: Rule[Model], known: CrossReferences
) -> Iterator[FileProblem]:
    for problem in duplicate_ids(items):
        yield file, problem
    for number, item in enumerate(items):
        if item is not None:
            for problem in rule(item, known):
                yield file, problem.below(number)


def _in_packages(
    declarations: Declarations, rule: Rule[Package], known: CrossReferences
) -> Iterator[FileProblem]:
    for name, package in declarations.packages.items():
        if package is not None:
            for problem in rule(package, known):
                yield names.package_file(name), problem


def _placed(
    folder: FilePath, sources: Mapping[str, Source], problems: Iterable[FileProblem]
) -> Iterator[Finding]:
    by_file = defaultdict(list)
    for file, problem in problems:
        by_file[file].append(problem)
    for file, source in sources.items():
        yield from source.findings
        if file in by_file:
            yield from placed(folder, source, by_file[file])
