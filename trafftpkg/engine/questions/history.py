"""What happened to a thing, entry by entry."""

from trafftpkg.domain.balance import balance_of
from trafftpkg.domain.entry import Entry, salted_hash
from trafftpkg.domain.errors.naming import UNKNOWN_THING
from trafftpkg.domain.ids import PurchaseId, kind_of, purchase_id, thing_id
from trafftpkg.domain.purchase import Balance, Purchase
from trafftpkg.domain.terms import Measure
from trafftpkg.domain.value import Value, value
from trafftpkg.engine.answers import View
from trafftpkg.engine.outcomes import Forgiven, forgiven_in
from trafftpkg.engine.questions.base import Question
from trafftpkg.engine.reading import Reading


@value
class HistoryRow(Value):
    """An entry, its reason in words where the client book still has them, and the balance right after it.

    Args:
        forgiven: The visits that it released by forgiveness.
    """

    entry: Entry
    reason: str | None
    balance: Balance | None
    forgiven: tuple[Forgiven, ...] = ()


@value
class History(Value):
    """What touched a thing, in order; `measure` is what the balances of a purchase are told in."""

    view: View
    thing: str
    measure: Measure | None
    rows: tuple[HistoryRow, ...]


@value
class ReadHistory(Question[History]):
    """Read the history of a purchase, an appointment, or whatever else has an id."""

    thing: str

    def answer(self, reading: Reading) -> History:
        thing, purchase = thing_id(self.thing), purchase_id(self.thing)
        entries = [] if thing is None or reading.is_empty else reading.books.entries_touching(thing)
        if not entries:
            raise UNKNOWN_THING["pur" if thing is None else kind_of(thing)](typed=self.thing)
        reasons = reasons_of(reading, entries)
        states = [None] * len(entries) if purchase is None else _states(purchase, entries)
        rows = tuple(
            HistoryRow(
                entry=entry,
                reason=reasons.get(entry.seq),
                balance=None if state is None else balance_of(state, entry.at),
                forgiven=_forgiven(reading, entry),
            )
            for entry, state in zip(entries, states, strict=True)
        )
        view = reading.view(client for entry in entries for client in entry.clients)
        measure = None if states[-1] is None else states[-1].terms.measure
        return History(view=view, thing=self.thing, measure=measure, rows=rows)


def _states(purchase: PurchaseId, entries: list[Entry]) -> list[Purchase | None]:
    """The purchase right after each entry, by folding them once."""
    state: Purchase | None = None
    states: list[Purchase | None] = []
    for entry in entries:
        for event in entry.events:
            if purchase in event.touched():
                state = event.after(purchase, state, entry.at)
        states.append(state)
    return states


def _forgiven(reading: Reading, entry: Entry) -> tuple[Forgiven, ...]:
    """What an entry forgave, counted as the purchases were right after it."""
    named = {each.purchase for event in entry.events for each in event.forgives()}
    then = []
    for purchase in sorted(named):
        until = [each for each in reading.books.entries_touching(purchase) if each.seq <= entry.seq]
        then.append(_states(purchase, until)[-1])
    return forgiven_in(entry.events, [each for each in then if each is not None])


def reasons_of(reading: Reading, entries: list[Entry]) -> dict[int, str]:
    """Return the words that belong to each entry; what an unrecorded attempt left there does not."""
    kept = reading.clients.texts([entry.seq for entry in entries])
    return {
        entry.seq: kept[entry.seq][0]
        for entry in entries
        if entry.seq in kept and _hash_in(entry) == salted_hash(*kept[entry.seq])
    }


def _hash_in(entry: Entry) -> str | None:
    return next((found for event in entry.events if (found := getattr(event, "reason", None))), None)
