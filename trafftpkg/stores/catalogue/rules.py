"""Applies rules: each by itself. A rule that needs a broken field says nothing."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import ParamSpec

from trafftpkg.stores.catalogue.cross_references import CrossReferences
from trafftpkg.stores.catalogue.model import Declared, FieldBrokenError
from trafftpkg.stores.catalogue.problem import Path, Problem, did_you_mean

Facts = ParamSpec("Facts")


def apply(
    rules: Iterable[Callable[Facts, Iterator[Problem]]], *facts: Facts.args, **more: Facts.kwargs
) -> Iterator[Problem]:
    """Yield what the rules find. A rule that meets a broken field stops; the others go on."""
    for rule in rules:
        try:
            yield from rule(*facts, **more)
        except FieldBrokenError:
            continue


def reference_problems(
    path: Path, names: Iterable[str], known: Iterable[str] | None, kind: str
) -> Iterator[Problem]:
    """Yield names that are not declared, and names given twice.

    Args:
        known: The declared names. None if they could not be read.
        kind: The kind of name, for example `service`.
    """
    seen: set[str] = set()
    for number, name in enumerate(names):
        if known is not None and name not in known:
            hint = did_you_mean(name, known)
            yield Problem((*path, number), f"unknown_{kind}", f"there is no '{name}' in {_HOMES[kind]}{hint}")
        elif name in seen:
            yield Problem((*path, number), "given_twice", f"'{name}' is given twice. Keep one")
        seen.add(name)


def amount_problems(path: Path, amount: Decimal | None, known: CrossReferences) -> Iterator[Problem]:
    """Yield the amount if it has more digits than the currency."""
    if amount is None or known.currency is None or known.digits is None:
        return
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int)
    if -exponent > known.digits:
        problem = f"is {amount}, but {known.currency} has {known.digits or 'no'} digits after the point"
        yield Problem(path, "too_many_digits", problem)


def duplicate_ids(items: Iterable[Declared | None]) -> Iterator[Problem]:
    """Yield the ids that a list of mappings has twice."""
    seen: set[str] = set()
    for number, item in enumerate(items):
        # Not the attribute: a broken id is reported by itself, and must not hide others.
        name = None if item is None else item.__dict__.get("id")
        if name is not None and name in seen:
            yield Problem((number, "id"), "duplicate_id", f"'{name}' is already used. Choose another id")
        seen.add(str(name))


_HOMES = {
    "service": "services.yaml",
    "location": "locations.yaml",
    "employee": "employees.yaml",
    "tax": "business.yaml",
    "payment_method": "business.yaml",
}
