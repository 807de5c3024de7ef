"""Years of trade, as the events of one request after another: the texts that a ledger's lines are made of.

What is recorded fits together: units come from purchases that have them, visits have their employee for
themselves, expired units lapse. The rules of the engine are not asked, which makes it much faster.
"""

from collections import deque
from collections.abc import Iterator
from heapq import heappop, heappush
from random import Random
from typing import NamedTuple

from tests.benchmarks.goods import DAY, GOODS, Good, Place, expiry_text, moment_text

STARTS = (8 * 60, 9 * 60 + 30, 11 * 60, 12 * 60 + 30, 14 * 60, 15 * 60 + 30)
"""When visits begin, in minutes of the day, UTC: far enough apart for the longest with its buffers."""

LEAD = 5 * DAY
"""About how long before it begins a visit is booked, in minutes."""

_BOOKED = '{"event":"AppointmentBooked","appointment":"apt-%d","client":"%s","visit":%s,"allocation":%s%s}'
_PAID = (
    '{"event":"PaymentReceived","purchase":"pur-%d","appointment":null,"amount":"%s","method":"card",'
    '"reference":null}'
)
_VISIT_PAID = (
    '{"event":"PaymentReceived","purchase":null,"appointment":"apt-%d","amount":"%s","method":"cash",'
    '"reference":null}'
)
_CANCELLED = (
    '{"event":"AppointmentCancelled","appointment":"apt-%d","by":"client","purchases":["pur-%d"],"kept":false,'
    '"released":[{"purchase":"pur-%d","units":%d,"to":"available"}]}'
)
_MISSED = '{"event":"AppointmentMissed","appointment":"apt-%d","purchases":["pur-%d"],"kept":true}'


class Asked(NamedTuple):
    """One request: its name, the client it touches, its events, and when, in minutes."""

    request: str
    client: str
    events: str
    at: int


class Sold:
    """A purchase, as far as later requests need to know it. `ends` is in minutes, None before it begins."""

    __slots__ = ("begun", "client", "ends", "free", "good", "number", "owes", "room")

    def __init__(self, number: int, client: str, good: Good, ends: int | None) -> None:
        self.number = number
        self.client = client
        self.good = good
        self.free = good.granted
        self.room = [place.most for place in good.places]
        self.ends = ends
        self.begun = ends is not None
        self.owes = False


class Held(NamedTuple):
    """A visit that is booked: its number, who pays, with how much for which service, and its start."""

    number: int
    sold: Sold
    place: int
    units: int
    starts: int


class Alone(NamedTuple):
    """A visit without a package, and when it is paid: its number, client and price."""

    number: int
    client: str
    price: str
    paid_at: int


class Trade:
    """A business that sells, books, cancels, and writes off, for as long as one asks.

    Args:
        employees: Among how many the visits are shared out: the more, the fewer years.
    """

    def __init__(self, employees: int, random: Random) -> None:
        self.clients: list[str] = []
        self.new_clients: list[str] = []
        self._random = random
        self._staff = [*("ines", "tomas", "noor", "davide"), *(f"e{n}" for n in range(5, employees + 1))]
        self._employees = employees
        self._purchases = self._appointments = self._slot = 0
        self._active: list[Sold] = []
        self._owing: deque[Sold] = deque()
        self._ending: list[tuple[int, int, Sold]] = []
        self._ahead: deque[Held] = deque()
        self._slots: list[int] = []
        self._alone: deque[Alone] = deque()

    def requests(self) -> Iterator[Asked]:
        """Yield requests in the order of their moments, without end."""
        at = 0
        while True:
            at = max(at, self._starts(self._slot) - LEAD)
            while self._ending and self._ending[0][0] <= at:
                sold = heappop(self._ending)[2]
                if sold.free:
                    yield self._lapse(sold, at)
            yield self._next(at)

    def _next(self, at: int) -> Asked:
        due = self._missed(at) or self._visit_paid(at)
        if due is not None:
            return due
        chance = self._random.random()
        if chance < 0.11 or len(self._active) < 20:
            return self._sale(at)
        if chance < 0.14 and self._owing:
            return self._rest_paid(at)
        if chance < 0.26 and len(self._ahead) > 40:
            return self._cancellation(at) or self._booking(at)
        if chance < 0.30:
            return self._booking_alone(at)
        return self._booking(at)

    def _sale(self, at: int) -> Asked:
        self._purchases += 1
        number, client = self._purchases, self._client()
        (good,) = self._random.choices(GOODS, (5, 3, 2))
        ends, expiry = expiry_text(good, number, None if good.starts_later else at // DAY)
        sold = Sold(number, client, good, ends)
        self._active.append(sold)
        if ends is not None:
            heappush(self._ending, (ends, number, sold))
        amount = good.total
        if good.deposit and self._random.random() < 0.3:
            amount, sold.owes = good.deposit, True
            self._owing.append(sold)
        bought = good.sale % (number, client, moment_text(at + good.pay_within), expiry)
        return Asked("purchase", client, f"{bought},{_PAID % (number, amount)}", at)

    def _client(self) -> str:
        if self.clients and self._random.random() < 0.65:
            return self._random.choice(self.clients)
        key = f"c{self._random.getrandbits(96):024x}"
        self.clients.append(key)
        self.new_clients.append(key)
        return key

    def _rest_paid(self, at: int) -> Asked:
        sold = self._owing.popleft()
        return Asked("pay", sold.client, _PAID % (sold.number, sold.good.rest), at)

    def _booking(self, at: int) -> Asked:
        slot = self._take_slot()
        starts = self._starts(slot)
        sold, place = self._payer(starts)
        if sold is None:
            self._slots.append(slot)
            return self._sale(at)
        self._appointments += 1
        service = sold.good.places[place]
        sold.free -= service.units
        sold.room[place] -= service.units
        self._ahead.append(Held(self._appointments, sold, place, service.units, starts))
        pays = f'[{{"purchase":"pur-{sold.number}","units":{service.units}}}]'
        visit = self._visit(service, self._staff[slot % self._employees], starts)
        facts = (self._appointments, sold.client, visit, pays, self._begun(sold, starts))
        return Asked("book", sold.client, _BOOKED % facts, at)

    def _booking_alone(self, at: int) -> Asked:
        """Book a visit at its price. Most are paid some days after it, the others never."""
        slot = self._take_slot()
        self._appointments += 1
        service, client = GOODS[0].places[0], self._client()
        starts = self._starts(slot)
        if self._random.random() < 0.95:
            paid_at = max(starts, self._alone[-1].paid_at if self._alone else 0) + DAY // 24
            self._alone.append(Alone(self._appointments, client, service.price, paid_at))
        visit = self._visit(service, self._staff[slot % self._employees], starts)
        return Asked("book", client, _BOOKED % (self._appointments, client, visit, "[]", service.alone), at)

    def _begun(self, sold: Sold, starts: int) -> str:
        if sold.begun:
            return ""
        sold.begun = True
        sold.ends, expiry = expiry_text(sold.good, sold.number, starts // DAY)
        if sold.ends is not None:
            heappush(self._ending, (sold.ends, sold.number, sold))
        return f',"expiries":[{expiry}]'

    def _payer(self, starts: int) -> tuple[Sold | None, int]:
        """Any purchase that can pay, and for which of its services; the others are dropped."""
        for _ in range(50):
            n = int(self._random.random() * len(self._active))
            sold = self._active[n]
            if not sold.free or (sold.ends is not None and sold.ends <= starts):
                self._active[n] = self._active[-1]
                self._active.pop()
                if not self._active:
                    return None, 0
                continue
            place = int(self._random.random() * len(sold.room))
            units = sold.good.places[place].units
            if units <= sold.room[place] and units <= sold.free:
                return sold, place
        return None, 0

    def _take_slot(self) -> int:
        """The next place in the diaries, though not strictly by turns."""
        if len(self._slots) < 8:
            coming = [*self._slots, *range(self._slot, self._slot + 32)]
            self._slot += 32
            self._random.shuffle(coming)
            self._slots = coming
        return self._slots.pop()

    def _starts(self, slot: int) -> int:
        round_, _ = divmod(slot, self._employees)
        day, place = divmod(round_, len(STARTS))
        return LEAD + day * DAY + STARTS[place]

    def _visit(self, service: Place, employee: str, starts: int) -> str:
        before, duration, after = service.minutes
        moments = (starts, starts + duration, starts - before, starts + duration + after)
        return service.visit % (employee, *map(moment_text, moments))

    def _cancellation(self, at: int) -> Asked | None:
        """Cancel one of those booked lately, a day or more ahead; its units go back."""
        place = len(self._ahead) - 1 - int(self._random.random() * 30)
        held = self._ahead[place]
        sold = held.sold
        if held.starts <= at + DAY or (sold.ends is not None and sold.ends <= at):
            return None
        del self._ahead[place]
        sold.free += held.units
        sold.room[held.place] += held.units
        if sold.free == held.units:
            self._active.append(sold)
        return Asked(
            "cancel", sold.client, _CANCELLED % (held.number, sold.number, sold.number, held.units), at
        )

    def _missed(self, at: int) -> Asked | None:
        """Let the visits pass that have begun; one in some is found not to have been attended."""
        while self._ahead and self._ahead[0].starts <= at:
            held = self._ahead.popleft()
            if self._random.random() < 0.04:
                return Asked("no-show", held.sold.client, _MISSED % (held.number, held.sold.number), at)
        return None

    def _visit_paid(self, at: int) -> Asked | None:
        """Let a visit without a package be paid when it is time to."""
        if not self._alone or self._alone[0].paid_at > at:
            return None
        paid = self._alone.popleft()
        return Asked("pay", paid.client, _VISIT_PAID % (paid.number, paid.price), at)

    def _lapse(self, sold: Sold, at: int) -> Asked:
        cents = round(float(sold.good.total) * 100) * sold.free // sold.good.granted
        assert sold.ends is not None
        lapsed = (
            f'{{"event":"PurchaseLapsed","purchase":"pur-{sold.number}","units":{sold.free},'
            f'"value":"{cents // 100}.{cents % 100:02}","lapsed_at":"{moment_text(sold.ends)}"}}'
        )
        sold.free = 0
        return Asked("expire", sold.client, lapsed, at)
