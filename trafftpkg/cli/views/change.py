"""Changes from one catalogue to another: as JSON, and to be read out."""

from collections.abc import Iterable, Iterator, Sequence

from trafftpkg.cli.catalogue_changes import CatalogueChange
from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.values import Json

CHANGE_FIELDS = "kind id change field old new applies_to purchases clients appointments".split()

_COLUMNS = (
    Column("kind"),
    Column("id"),
    Column("change", elastic=True),
    Column("old", elastic=True),
    Column("new", elastic=True),
    Column("counts for"),
)


def change_object(change: CatalogueChange) -> Json:
    """Return a change; `old` and `new` are in words, as the table has them."""
    facts = change._asdict()
    return {name: facts["what" if name == "change" else name] for name in CHANGE_FIELDS}


def change_lines(changes: Sequence[CatalogueChange]) -> Iterator[str]:
    """Yield a table of what changes for new buyers, who keeps the old terms, and what cannot be booked."""
    declared = [each for each in changes if each.what != "unbookable"]
    if declared:
        yield from table(_COLUMNS, [_row(each) for each in declared])
    yield from _part("who keeps the old terms", _keeping(declared))
    yield from _part("what can no longer be booked", _lost(changes))


def _row(change: CatalogueChange) -> list[str]:
    told = change.field or change.what
    return [change.kind, change.id, told, change.old or "-", change.new or "-", change.applies_to or "-"]


def _part(heading: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(dict.fromkeys(lines))
    if found:
        yield from ["", heading, *(f"  {each}" for each in found)]


def _keeping(changes: Iterable[CatalogueChange]) -> Iterator[str]:
    for each in changes:
        if each.kind in ("package", "business") and each.applies_to == "new sales" and each.purchases:
            yield f"{each.id}: {_held(each)}"


def _lost(changes: Iterable[CatalogueChange]) -> Iterator[str]:
    for each in changes:
        if each.what == "unbookable":
            yield f"{each.id}: nobody gives it any more; it is in {_held(each)}"
        if each.appointments:
            yield f"{each.id} goes, with {_counted(each.appointments, 'appointment')} still to come"


def _held(change: CatalogueChange) -> str:
    purchases, clients = change.purchases or 0, change.clients
    if clients is None:
        return _counted(purchases, "live purchase")
    return f"{_counted(purchases, 'live purchase')} of {_counted(clients, 'client')}"


def _counted(many: int, what: str) -> str:
    return f"{many} {what}" if many == 1 else f"{many} {what}s"
