"""How things were before and after each entry that touched them."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from trafftpkg.domain.entry import Entry
from trafftpkg.domain.ids import ThingId, is_purchase
from trafftpkg.domain.numbering import begun_by
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.thing import Thing
from trafftpkg.domain.value import Value, value

if TYPE_CHECKING:
    from trafftpkg.engine.ports import Books


_KEPT = 13_000
"""How many things are remembered: most that change again do so soon."""


@value
class ThingChange(Value):
    """What an entry did to a thing: as it was, None where it begins, and as it is right after."""

    before: Thing | None
    after: Thing


class Changes:
    """How things were before and after each entry that touched them; each is folded once."""

    def __init__(self, books: "Books") -> None:
        self._books = books
        self._known: dict[ThingId, dict[int, ThingChange]] = {}

    def changes_in(self, entry: Entry) -> tuple[ThingChange, ...]:
        """Return what an entry did to all that it touched."""
        return tuple(self._changes_of(each)[entry.seq] for each in entry.touched)

    def _changes_of(self, thing: ThingId) -> dict[int, ThingChange]:
        if thing not in self._known:
            self._known[thing] = changes_of(thing, self._books.entries_touching(thing))
        return self._known[thing]


class LatestThings:
    """How things stand after the latest entries, read in order. Memory does not grow with the ledger."""

    def __init__(self) -> None:
        self._known: OrderedDict[ThingId, Thing] = OrderedDict()

    def changes_in(self, entry: Entry, books: "Books") -> tuple[ThingChange, ...]:
        """Return what the next entry did to all that it touched."""
        begun = begun_by(entry.events)
        return tuple(self._change_of(each, entry, books, is_new=each in begun) for each in entry.touched)

    def _change_of(self, thing: ThingId, entry: Entry, books: "Books", *, is_new: bool) -> ThingChange:
        before = None if is_new else self._known.pop(thing, None) or books.as_of(entry.seq - 1).thing(thing)
        change = _change(thing, before, entry)
        self._known[thing] = change.after
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return change


def _change(thing: ThingId, before: Thing | None, entry: Entry) -> ThingChange:
    after = entry.makes(thing, before)
    assert after is not None, "an entry touches what it is found by"
    return ThingChange(before=before, after=after)


def changes_of(thing: ThingId, entries: Iterable[Entry]) -> dict[int, ThingChange]:
    """Return what each of the entries that touched a thing did to it, by the entry's number."""
    found: dict[int, ThingChange] = {}
    state: Thing | None = None
    for entry in entries:
        found[entry.seq] = _change(thing, state, entry)
        state = found[entry.seq].after
    return found


def giver_of(books: "Books", purchase: Purchase) -> Purchase | None:
    """Return the purchase that units were given from; None of one that was sold or brought in."""
    if not purchase.received:
        return None
    first = books.entries_touching(purchase.id)[0]
    began = next(event for event in first.events if purchase.id in event.begun())
    others = (each for each in began.touched() if is_purchase(each) and each != purchase.id)
    return next((books.thing(each) for each in others), None)
