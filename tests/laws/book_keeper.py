"""A brute-force book-keeper: what a purchase is worth, is due and is owed, from plain facts alone.

It shares nothing with the program, and keeps no state: whatever is asked is reckoned anew from the facts as
they are known by now. Amounts are whole numbers of the currency's smallest unit, gross.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from math import floor


@dataclass
class Change:
    """Something that moved units or worth, other than a visit: `added`, `left`, `goodwill`, `ended`."""

    at: datetime
    kind: str
    units: int = 0
    amount: int = 0


@dataclass
class Page:
    """The facts of one purchase: sold (or received) for so much, with so many units, some used elsewhere.

    Args:
        visits: Of each that holds units: from when these count as used, how many, and how many changes
            were written down before it was said that they are kept; -1 where it was not.
        expires: When all that is free lapses.
        elsewhere: It was imported, or came from one that was: money may have come by ways nobody knows.
        kept: After an end: what of the money above what was used was kept.
        payer: Whose money it is.
    """

    value: int
    units: int
    used_before: int = 0
    paid: int = 0
    paid_elsewhere: int = 0
    elsewhere: bool = False
    expires: datetime | None = None
    visits: dict[str, tuple[datetime, int, int]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    ended: datetime | None = None
    kept: int = 0
    payer: str = ""

    def free(self) -> int:
        """Return what neither a visit nor a change holds, had time taken nothing."""
        moved = sum(-each.units if each.kind == "left" else each.units for each in self.changes)
        return self.units - self.used_before + moved - sum(units for _, units, _ in self.visits.values())


@dataclass
class Standing:
    """What a purchase comes to at a moment."""

    price: int
    used: int
    left: int
    lapsed: int
    due: int
    owed: int
    quote: int


class Reckoning:
    """Goes through the facts of a purchase in the order of time.

    A pot is shared by so many units; so many of them have gone since. What went away is one running total.
    """

    def __init__(self, page: Page) -> None:
        self.price = self.pot = page.value
        self.sharing, self.gone, self.added = page.units, 0, 0
        self.used = self.lapsed = 0
        self.use(page.used_before)

    @property
    def left(self) -> int:
        """Return what is left of the pot."""
        return self.pot - self._total(self.gone)

    def use(self, units: int) -> None:
        self.used += self._take(units)

    def lapse(self, units: int) -> None:
        self.lapsed += self._take(units)

    def add(self, units: int) -> None:
        """Share what is left by more units; or by fewer, first those that were added."""
        back = min(max(-units, 0), self.added)
        lapsing = max(-units, 0) - back
        self.added += units + lapsing
        self._share_anew(self.left, units + lapsing)
        self.lapse(lapsing)
        if self.gone >= self.sharing:
            self.lapsed += self.left
            self._share_anew(0, 0)

    def leave(self, units: int, amount: int) -> None:
        """Let units go for an amount that was written down, whatever the facts would make of it by now."""
        before = self.left
        self._take(units)
        self.price -= amount
        if before - amount != self.left:
            self._fall(before - amount)

    def give(self, amount: int) -> None:
        """Lower the price: off what was used, then what is left, then what lapsed."""
        self.price -= amount
        off = min(amount, self.used)
        self.used -= off
        if amount > off:
            self._fall(self.left - (amount - off), of=("lapsed",))

    def _fall(self, left: int, of: tuple[str, ...] = ("used", "lapsed")) -> None:
        self._share_anew(max(left, 0), 0)
        missing = max(-left, 0)
        for each in of:
            takes = min(missing, getattr(self, each))
            setattr(self, each, getattr(self, each) - takes)
            missing -= takes

    def _share_anew(self, pot: int, more: int) -> None:
        self.pot, self.sharing, self.gone = pot, self.sharing - self.gone + more, 0
        if self.sharing <= 0:
            self.lapsed += self.pot
            self.pot = 0

    def _take(self, units: int) -> int:
        before, self.gone = self._total(self.gone), self.gone + units
        return self._total(self.gone) - before

    def _total(self, gone: int) -> int:
        if self.sharing <= 0:
            return 0
        return half_up(Fraction(self.pot * min(gone, self.sharing), self.sharing))


def half_up(amount: Fraction) -> int:
    """Round an amount that is not below zero."""
    return floor(amount + Fraction(1, 2))


def standing(page: Page, now: datetime) -> Standing:
    """Return what a purchase comes to at a moment, by the facts as they are known."""
    it = _reckoned(page, now)
    return _after_the_end(it, page) if page.ended and page.ended <= now else _going_on(it, page)


def share(page: Page, units: int, now: datetime) -> int:
    """Return what so many of the units that are left carry, of a purchase that has not expired."""
    it = _reckoned(replace(page, expires=None), now)
    before = it.left
    it.use(units)
    return before - it.left


def _reckoned(page: Page, now: datetime) -> Reckoning:
    it = Reckoning(page)
    for at, _, kind, units, amount in sorted(_happenings(page), key=lambda each: each[:2]):
        if at > now:
            break
        if kind == "left":
            it.leave(units, amount)
        elif kind == "goodwill":
            it.give(amount)
        else:
            {"used": it.use, "lapsed": it.lapse, "added": it.add}[kind](units)
    return it


def _going_on(it: Reckoning, page: Page) -> Standing:
    return Standing(
        price=it.price,
        used=it.used,
        left=it.left,
        lapsed=it.lapsed,
        due=max(it.price - page.paid, 0),
        owed=min(max(page.paid - it.used, 0), it.left),
        quote=max(page.paid - it.used - it.lapsed, 0),
    )


def _after_the_end(it: Reckoning, page: Page) -> Standing:
    kept = max(min(page.kept, page.paid - it.used), 0)
    above = max(page.paid - it.used - kept, 0)
    return Standing(
        price=it.used + kept,
        used=it.used,
        left=0,
        lapsed=kept,
        due=max(it.used - page.paid, 0),
        owed=above,
        quote=above,
    )


def _happenings(page: Page) -> list[tuple[datetime, int, str, int, int]]:
    """Visits first, then what time lapses, then what was done, of one moment."""
    found = [
        (at, 0 if place < 0 else 2 * place + 1, "used", units, 0) for at, units, place in page.visits.values()
    ]
    if page.expires and page.free() and (page.ended is None or page.expires < page.ended):
        found.append((page.expires, 1, "lapsed", page.free(), 0))
    return found + [
        (each.at, 2 * place + 2, each.kind, each.units, each.amount)
        for place, each in enumerate(page.changes)
    ]
