"""Checks a ledger by its rules, entry by entry, over the replay that there is."""

from collections.abc import Callable, Iterator

from trafftpkg.domain.entry import Entry
from trafftpkg.domain.events.base import Event
from trafftpkg.domain.events.ledger import LedgerOpened
from trafftpkg.domain.ids import KINDS, Kind, ThingId, kind_of, number_of
from trafftpkg.domain.invariants.breach import MOST, Breach, Breaches, Case
from trafftpkg.domain.invariants.entries import before_entry, clients_named, seals
from trafftpkg.domain.invariants.events import breaches_of, cannot_be_applied
from trafftpkg.domain.invariants.things import after_entry
from trafftpkg.domain.thing import Thing


class RulesCheck:
    """Holds each entry of a ledger, in order, to the rules that it was decided under.

    Args:
        known: Returns a thing as the events so far have made it.
        keyed: Returns the number of the entry that was recorded under a key before, if one was.
        apply: Applies one event of an entry.
    """

    def __init__(
        self,
        known: Callable[[ThingId], Thing | None],
        keyed: Callable[[str], int | None],
        apply: Callable[[Event, Entry], None],
    ) -> None:
        self._known = known
        self._keyed = keyed
        self._apply = apply
        self._before: Entry | None = None
        self._given: dict[Kind, int] = dict.fromkeys(KINDS, 0)
        self._is_sealed = False
        self._zone = self._currency = ""
        self._entries = self._count = 0
        self._found: list[Breach] = []

    def take(self, entry: Entry) -> None:
        """Check the next entry, and apply what of it can be applied."""
        for each in self._breaches(entry):
            self._count += 1
            if len(self._found) < MOST:
                self._found.append(each)
        self._before, self._entries = entry, self._entries + 1
        self._is_sealed = self._is_sealed or seals(entry)
        for thing in (each for event in entry.events for each in event.begun()):
            self._given[kind_of(thing)] = max(self._given[kind_of(thing)], number_of(thing))

    def result(self) -> Breaches:
        """Return what was found so far."""
        return Breaches(entries=self._entries, found=tuple(self._found), count=self._count)

    def _breaches(self, entry: Entry) -> Iterator[Breach]:
        yield from before_entry(entry, self._before, self._given, is_sealed=self._is_sealed)
        earlier = None if entry.key is None else self._keyed(entry.key)
        if earlier is not None:
            yield Breach(seq=entry.seq, kind="key", said=entry.key, due=earlier)
        for event in entry.events:
            if isinstance(event, LedgerOpened):
                self._zone, self._currency = event.time_zone, event.currency
        case = Case(entry, self._known, self._zone, self._currency)
        for event in entry.events:
            yield from self._of_event(event, case)
        yield from after_entry(case, case.at_first)
        yield from clients_named(case, case.at_first)

    def _of_event(self, event: Event, case: Case) -> Iterator[Breach]:
        impossible = cannot_be_applied(event, case)
        if impossible:
            yield from impossible
            return
        for thing in event.touched():
            if thing not in case.at_first:
                case.at_first[thing] = self._known(thing)
        yield from breaches_of(event, case)
        self._apply(event, case.entry)
