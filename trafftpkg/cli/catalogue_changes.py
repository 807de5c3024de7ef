"""The differences between two catalogues, and which clients they affect."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from trafftpkg.cli.declared import Facts, facts_in_words, kinds_of
from trafftpkg.domain.balance import Holding
from trafftpkg.domain.catalogue import Catalogue
from trafftpkg.domain.ids import EmployeeId, ServiceId
from trafftpkg.domain.value import Value
from trafftpkg.engine.questions.holdings import Holdings
from trafftpkg.engine.vanished import is_given

What = Literal["added", "removed", "changed", "unbookable"]
Applies = Literal["new sales", "new visits", "the page", "everybody"]

_ON_THE_PAGE = frozenset("category color description gallery image look position redirect_url texts".split())
"""Fields that are only shown."""
_SOLD_WITH = frozenset("cancellation refunds taxes tax_point".split())
"""Fields of the business of which each sale keeps a copy."""
_TOLD_OF_A_PLACE = frozenset(("address", "hours"))
"""Fields of a location that clients are told, also of visits that are booked already."""
_OF_NEW: dict[str, Applies] = {
    "package": "new sales",
    "service": "new visits",
    "employee": "new visits",
    "location": "new visits",
}


def applies_to(kind: str, field: str | None) -> Applies:
    """Return for whom a change counts: sold is sold, and booked is booked."""
    name = re.split(r"[.\[]", field or "")[0]
    if name in _ON_THE_PAGE:
        return "the page"
    if kind == "location" and name in _TOLD_OF_A_PLACE:
        return "everybody"
    if kind == "business" and name in _SOLD_WITH:
        return "new sales"
    return _OF_NEW.get(kind, "everybody")


class CatalogueChange(NamedTuple):
    """A thing that was added, removed or changed in one field.

    Args:
        kind: package, service, employee, location or business.
        what: `unbookable`: a service that is held and that nobody gives any more.
        field: Of what changed, as in YAML; None for the thing as a whole, and then `old`, `new` are its name.
        applies_to: For whom it counts; for all others things stay as they were sold or booked.
        purchases, clients: Who holds a package on its old terms, or purchases that include a service; None
            where that is not asked, or nothing is recorded.
        appointments: With an employee who goes, still to come; None as above.
    """

    kind: str
    id: str
    what: What
    field: str | None = None
    old: str | None = None
    new: str | None = None
    applies_to: Applies | None = None
    purchases: int | None = None
    clients: int | None = None
    appointments: int | None = None


def leaving(old: Catalogue, new: Catalogue) -> tuple[EmployeeId, ...]:
    """Return the employees that the new catalogue no longer has."""
    return tuple(each for each in old.employees if each not in new.employees)


def changes(old: Catalogue, new: Catalogue, held: Holdings) -> list[CatalogueChange]:
    """Return the changes for new buyers, by kind and id, then what clients hold but can no longer book."""
    before, after = kinds_of(old), kinds_of(new)
    found: list[CatalogueChange] = []
    for kind in before:
        for each in sorted(before[kind].keys() | after[kind].keys()):
            things = (before[kind].get(each), after[kind].get(each))
            told = _changes_of(kind, each, _facts(things[0], old), _facts(things[1], new))
            found += (_concerning(change, held) for change in told)
    return [*found, *_unbookable(old, new, held)]


def _facts(thing: Value | None, catalogue: Catalogue) -> Facts | None:
    return None if thing is None else facts_in_words(thing, catalogue.business.currency)


def _changes_of(
    kind: str, identifier: str, old: Facts | None, new: Facts | None
) -> Iterator[CatalogueChange]:
    if old is None or new is None:
        what: What = "added" if old is None else "removed"
        yield CatalogueChange(kind, identifier, what, None, (old or {}).get("name"), (new or {}).get("name"))
        return
    for field in dict.fromkeys([*old, *new]):
        if old.get(field) != new.get(field):
            yield CatalogueChange(kind, identifier, "changed", field, old.get(field), new.get(field))


def _concerning(change: CatalogueChange, held: Holdings) -> CatalogueChange:
    change = change._replace(applies_to=applies_to(change.kind, change.field))
    if not held.recorded or change.what == "added":
        return change
    if change.kind == "business" and change.applies_to == "new sales":
        return change._replace(purchases=sum(each.purchases for each in held.packages.values()))
    if change.kind == "employee" and change.what == "removed":
        return change._replace(appointments=held.ahead[EmployeeId(change.id)])
    holders = {"package": held.packages, "service": held.services}.get(change.kind)
    return change if holders is None else _held_by(change, holders.get(change.id))


def _held_by(change: CatalogueChange, holding: Holding | None) -> CatalogueChange:
    if holding is None:
        return change._replace(purchases=0, clients=0)
    return change._replace(purchases=holding.purchases, clients=holding.clients)


def _unbookable(old: Catalogue, new: Catalogue, held: Holdings) -> Iterator[CatalogueChange]:
    for key, holding in held.services.items():
        service = ServiceId(key)
        if is_given(service, old) and not is_given(service, new):
            change = CatalogueChange("service", key, "unbookable", None, old.services[service].name)
            yield _held_by(change, holding)
