"""Limits of attempts: what is counted, and for whom."""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from time import monotonic

from trafftpkg.domain.door import Limit

REQUESTS = Limit(what="request", most=600, within=timedelta(minutes=1))
"""Of one machine and one process, of every kind. Ten a second of the dearest leave two thirds of a processor;
dozens of people behind one address stay below it."""

LETTERS_FROM_ONE_PLACE = Limit(what="letter from one place", most=20, within=timedelta(minutes=30))
LETTERS_TO_ONE_CLIENT_FROM_ONE_PLACE = Limit(
    what="letter to one client from one place", most=3, within=timedelta(minutes=30)
)
LETTERS_TO_ONE_CLIENT = Limit(what="letter to one client", most=12, within=timedelta(minutes=30))
"""Each for no longer than a mailed link works: who asks when all are used up has one that works among their
letters, so that nobody keeps another out by asking for them. One place takes three of twelve."""

CODES = Limit(what="code", most=5, within=timedelta(minutes=10))
"""Of one session, for as long as a code works: five guesses of a million."""

SUMMARIES = Limit(what="summary", most=60, within=timedelta(minutes=10))
PURCHASES = Limit(what="purchase", most=20, within=timedelta(minutes=10))
CHANGES = Limit(what="change", most=40, within=timedelta(minutes=10))
VISITS_OF_ONE_CLIENT = Limit(what="visits of one client", most=40, within=timedelta(days=1))
VISITS_FROM_ONE_PLACE = Limit(what="visits from one place", most=60, within=timedelta(days=1))

CONFIRM_WITHIN = timedelta(hours=4)
"""For how long visits are kept for somebody whose address is not confirmed: a letter that is late is there by
then, and what nobody answers for is free again on the same day."""

VISITS_UNCONFIRMED = Limit(what="visits unconfirmed", most=6, within=CONFIRM_WITHIN)
"""From one machine. A family books that many at once; one employee gives more in a day."""

_MOST_MACHINES = 10_000


def machine_of(host: str) -> str:
    """Return what an address counts for: with IPv6, the network of the household."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host[:64]
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> 64 << 64))


class Pace:
    """Counts the requests of each machine, to protect the time of this process."""

    def __init__(self, limit: Limit = REQUESTS) -> None:
        self._limit = limit
        self._began = monotonic()
        self._counts: dict[str, int] = {}

    def allows(self, machine: str) -> bool:
        """Count a request. False if there were too many within the time."""
        now = monotonic()
        is_over = now - self._began >= self._limit.within.total_seconds()
        if is_over or len(self._counts) >= _MOST_MACHINES:
            self._began, self._counts = now, {}
        self._counts[machine] = self._counts.get(machine, 0) + 1
        return self._counts[machine] <= self._limit.most
