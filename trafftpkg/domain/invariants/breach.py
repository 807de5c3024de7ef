"""What an entry says that no request could have decided."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Literal

from trafftpkg.domain.entry import Entry
from trafftpkg.domain.events.base import Event, Expiry
from trafftpkg.domain.ids import Kind, ThingId
from trafftpkg.domain.moments import end_of
from trafftpkg.domain.thing import Thing
from trafftpkg.domain.value import Value, value

BreachKind = Literal[
    "absence",
    "agreed",
    "allocation",
    "amount",
    "at",
    "at_purchase",
    "base_day",
    "begun",
    "below_zero",
    "by",
    "cause",
    "client",
    "clients",
    "due",
    "end",
    "end_added",
    "end_missing",
    "ended",
    "expires_at",
    "freezes",
    "granted",
    "header",
    "held",
    "kept",
    "key",
    "lapsing",
    "left",
    "maximum",
    "members",
    "merged",
    "method",
    "minimum",
    "not_begun",
    "number",
    "on_site",
    "paid",
    "party",
    "past",
    "pay_by",
    "payer",
    "payers",
    "payment",
    "price",
    "receiver",
    "released",
    "request",
    "restored",
    "returned",
    "rules",
    "sealed",
    "sets_right",
    "sold",
    "start_day",
    "standing",
    "tax",
    "too_late",
    "total",
    "units",
    "unknown",
    "value",
    "verdict",
    "visit",
    "whose_money",
]
Fact = int | str | Decimal | date | datetime | None

MOST = 10_000
"""How many breaches are listed. More are only counted."""


@value
class Breach(Value):
    """One thing that an entry says and no request could have decided.

    Args:
        thing: The purchase, appointment or absence that it is about; None where it is the entry itself.
        said: What the entry says.
        due: What the rules give instead; None where they give nothing.
    """

    seq: int
    kind: BreachKind
    thing: str | None = None
    said: Fact = None
    due: Fact = None


@value
class Breaches(Value):
    """What a check by the rules has found; beyond 10,000 breaches are only counted."""

    entries: int
    found: tuple[Breach, ...]
    count: int


class Case:
    """One entry while it is checked, and how things are right before its next event.

    Args:
        entry: The entry.
        known: Returns a thing as the entries and events so far have made it.
        zone: The business's.
        currency: The ledger's.
    """

    def __init__(
        self, entry: Entry, known: Callable[[ThingId], Thing | None], zone: str, currency: str
    ) -> None:
        self.entry = entry
        self.at = entry.at
        self.known = known
        self.zone = zone
        self.currency = currency
        self.at_first: dict[ThingId, Thing | None] = {}

    @property
    def is_by_old_rules(self) -> bool:
        """Whether the money was reckoned under rules 1."""
        return self.entry.rules < 2

    @cached_property
    def begun(self) -> frozenset[ThingId]:
        """What begins with this entry."""
        return frozenset(thing for event in self.entry.events for thing in event.begun())

    def breach(
        self, kind: BreachKind, thing: str | None = None, said: Fact = None, due: Fact = None
    ) -> Breach:
        """Return a breach by this entry."""
        return Breach(seq=self.entry.seq, kind=kind, thing=thing, said=said, due=due)

    def differs(self, kind: BreachKind, thing: str, said: Fact, due: Fact) -> Iterator[Breach]:
        """Yield a breach if what the entry says is not what the rules give."""
        if said != due:
            yield self.breach(kind, thing, said, due)

    def end_differs(self, thing: str, said: Expiry | None, due: Expiry | None) -> Iterator[Breach]:
        """Yield a breach if a recorded end is not the one that the rules give, by what differs first."""
        if said is None or due is None:
            if due is not None:
                yield self.breach("end_missing", thing, due=due.last_day)
            elif said is not None:
                yield self.breach("end_added", thing, said.last_day)
            return
        for part, kind in _PARTS_OF_END.items():
            if getattr(said, part) != getattr(due, part):
                yield self.breach(kind, thing, getattr(said, part), getattr(due, part))
                return
        if not is_end_of(said.expires_at, said.last_day, self.zone):
            moment = None if said.last_day is None else end_of(said.last_day, self.zone)
            yield self.breach("expires_at", thing, said.expires_at, moment)


_PARTS_OF_END: Mapping[str, BreachKind] = {
    "purchase": "number",
    "last_day": "end",
    "base_day": "base_day",
    "start_day": "start_day",
    "restored": "restored",
}
"""What breach it is if a part of an end differs. The moment follows from the last day."""


def is_end_of(expires_at: datetime | None, last_day: date | None, zone: str) -> bool:
    """Tell whether a purchase with this last day ends then; hours may have changed since it was recorded."""
    if expires_at is None or last_day is None:
        return expires_at is None and last_day is None
    return abs((expires_at - end_of(last_day, zone)).total_seconds()) <= _THREE_HOURS


_THREE_HOURS = 3 * 3600

Given = dict[Kind, int]
"""How many of each kind have been numbered."""
Check = Callable[[Event, Case], Iterator[Breach]]
