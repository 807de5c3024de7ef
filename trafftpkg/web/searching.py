"""The free times of one page, searched once for each service and day, and whether the page offers a visit."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from trafftpkg.domain.catalogue import Service
from trafftpkg.domain.ids import AppointmentId, LocationId, PackageId, PurchaseId, ServiceId
from trafftpkg.domain.moments import day_of
from trafftpkg.engine.questions.slots import FindSlots, Slot
from trafftpkg.engine.requests.placing import VisitWanted
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import NotOfferedError

MOST_AHEAD = 35
"""How many days one page searches for free times, in all rows, so that no visitor can make it slow."""


class Wish(NamedTuple):
    """What a row looks for: a service, an employee and a location. Empty for any."""

    service: Service
    employee: str
    location: str

    def fits(self, slot: Slot) -> bool:
        """Tell whether a time fits."""
        return self.employee in ("", slot.employee) and self.location in ("", slot.location)


class Payer(NamedTuple):
    """Who has to be able to pay for the times of a page, as `FindSlots` judges it. Anybody if it is empty.

    Args:
        payer: A purchase.
        package: A package that is to be bought.
        moving: A visit that is to be moved.
        party: For how many people.
        first_day: The first day on which they can pay. None if that is no limit.
        last_day: The last day.
    """

    payer: PurchaseId | None = None
    package: PackageId | None = None
    moving: AppointmentId | None = None
    party: int = 1
    first_day: date | None = None
    last_day: date | None = None


ANYBODY = Payer()


class Search:
    """The free times of one page. Each row selects its own from what was found for all."""

    def __init__(self, exchange: Exchange, paid: Payer = ANYBODY) -> None:
        self.exchange = exchange
        self.paid = paid
        self._left = MOST_AHEAD
        self._found: dict[tuple[str, date], list[Slot]] = {}

    def on(self, day: date, wish: Wish) -> list[Slot]:
        """Return the free times of a day, each start once.

        Of several who are free then, it is with who has the fewest visits that day; then in the order of
        the catalogue (R-5.12).
        """
        best: dict[datetime, Slot] = {}
        for each in self._all_on(day, wish):
            known = best.get(each.starts_at)
            if known is None or self._rank(each) < self._rank(known):
                best[each.starts_at] = each
        return list(best.values())

    def counts(self, first: date, last: date, wish: Wish) -> dict[date, int]:
        """Return how many starts are free on each day; of no day if the page has looked at many already."""
        if not self._may_look(wish.service, first, last):
            return {}
        return {day: len({each.starts_at for each in self._all_on(day, wish)}) for day in _days(first, last)}

    def offered(self, wanted: VisitWanted) -> Slot | None:
        """Return the time of a visit: this start, with this employee, at this location. None if not free.

        Whether it can be paid for, and has room for all, is left to the engine, which says why not.
        """
        catalogue = self.exchange.catalogue
        service = catalogue.services.get(ServiceId(wanted.service))
        location = catalogue.locations.get(LocationId(wanted.location or ""))
        if service is None or location is None:
            return None
        day = day_of(wanted.at, location.time_zone)
        at_hand = _same(self._found.get((service.id, day), ()), wanted)
        return at_hand or _same(self._slots(service, day, day, Payer(moving=self.paid.moving)), wanted)

    def first_free(self, first: date, last: date, wish: Wish) -> date | None:
        """Return the first day that has free times. It is looked for week by week, as weeks are shown."""
        begin = first
        while begin <= last:
            next_week = self.exchange.names.formats.week_of(begin) + timedelta(days=7)
            end = min(next_week - timedelta(days=1), last)
            if not self._may_look(wish.service, begin, end):
                return None
            found = next((day for day in _days(begin, end) if self._all_on(day, wish)), None)
            if found is not None:
                return found
            begin = next_week
        return None

    def _all_on(self, day: date, wish: Wish) -> list[Slot]:
        if (wish.service.id, day) not in self._found:
            self._look(wish.service, day, day)
        return [each for each in self._found[wish.service.id, day] if wish.fits(each)]

    def _rank(self, slot: Slot) -> tuple[int, int, int]:
        catalogue = self.exchange.catalogue
        employees, locations = list(catalogue.employees), list(catalogue.locations)
        return slot.given_that_day, employees.index(slot.employee), locations.index(slot.location)

    def _may_look(self, service: Service, first: date, last: date) -> bool:
        """Search days ahead, as far as the page may still search."""
        days = _days(first, last)
        if all((service.id, day) in self._found for day in days):
            return True
        if len(days) > self._left:
            return False
        self._left -= len(days)
        self._look(service, first, last)
        return True

    def _look(self, service: Service, first: date, last: date) -> None:
        self._found.update({(service.id, day): [] for day in _days(first, last)})
        for slot in self._slots(service, first, last, self.paid):
            self._found[service.id, day_of(slot.starts_at, slot.time_zone)].append(slot)

    def _slots(self, service: Service, first: date, last: date, paid: Payer) -> tuple[Slot, ...]:
        asked = FindSlots(
            service=service.id,
            first_day=first,
            last_day=last,
            payer=paid.payer,
            package=paid.package,
            moving=paid.moving,
            party=paid.party,
        )
        return self.exchange.ask(asked).slots


def _same(slots: Iterable[Slot], wanted: VisitWanted) -> Slot | None:
    """Return the time that is wanted."""
    chosen = (wanted.at, wanted.employee, wanted.location)
    return next((each for each in slots if (each.starts_at, each.employee, each.location) == chosen), None)


def check_offered(search: Search, visits: Iterable[VisitWanted], refused: Callable[[], object]) -> None:
    """Raise an error for visits that the page does not offer, even if the engine would accept them.

    Args:
        refused: Asks the engine, which knows better why a time is no longer free.

    Raises:
        NotOfferedError: the engine would accept them.
    """
    if not all(search.offered(each) for each in visits):
        refused()
        raise NotOfferedError


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]
