"""Entries taken into the index, in as much memory however long the ledger is."""

from itertools import islice

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.purchase import Purchase
from trafftpkg.stores.jsonl.index_file import ENTRIES
from trafftpkg.stores.tables.columns import (
    APPOINTMENTS,
    FORMER,
    FREEZES,
    KEYS,
    PURCHASES,
    TOUCHED,
    freeze_rows,
)
from trafftpkg.stores.tables.fold import Fold
from trafftpkg.stores.tables.rows import APPOINTMENT, PURCHASE

_KEPT_PURCHASES, _KEPT_APPOINTMENTS = 13_000, 4_000
"""Kept at hand: what is met again is mostly a running package, or a visit that is moved or called off."""


class IndexFold(Fold):
    """Takes entries into the index in order; what was taken is in the tables after `flush`.

    Memory does not grow with the ledger: of the things met, only the latest are kept at hand.
    """

    def flush(self) -> None:
        """Put what was taken into the tables; the transaction is the caller's."""
        self._put_taken()
        self._movements.flush()
        self._put_things(*self._changed)
        self._forget(*self._settled())

    def flush_settled(self) -> None:
        """As `flush`, but for the things met latest, which are likely to change again before the end."""
        self._put_taken()
        purchases, appointments = self._settled()
        self._movements.flush(purchases)
        self._put_things(self._changed[PURCHASE] & purchases, self._changed[APPOINTMENT] & appointments)
        self._forget(purchases, appointments)

    def _put_taken(self) -> None:
        run = self._statements
        run.insert(ENTRIES, self._entries)
        run.ignore(KEYS, self._keys)
        run.ignore(TOUCHED, sorted(self._touched))
        run.ignore(FORMER, sorted(self._former))
        for taken in (self._entries, self._keys, self._touched, self._former):
            taken.clear()

    def _put_things(self, purchases: set[int], appointments: set[int]) -> None:
        run = self._statements
        run.put(PURCHASES, [PURCHASES.row(self._purchases[n]) for n in sorted(purchases)])
        frozen = self._frozen & purchases
        run.remove(FREEZES, ("n",), [(n,) for n in frozen])
        run.insert(FREEZES, [row for n in frozen for row in freeze_rows(self._purchases[n])])
        run.put(APPOINTMENTS, [APPOINTMENTS.row(self._appointments[n]) for n in sorted(appointments)])
        self._frozen -= frozen
        self._changed = self._changed[PURCHASE] - purchases, self._changed[APPOINTMENT] - appointments

    def _settled(self) -> tuple[set[int], set[int]]:
        """Return the purchases and appointments that were met longest ago."""
        return (
            _all_but_latest(self._purchases, _KEPT_PURCHASES),
            _all_but_latest(self._appointments, _KEPT_APPOINTMENTS),
        )

    def _forget(self, purchases: set[int], appointments: set[int]) -> None:
        for n in purchases:
            del self._purchases[n]
        for n in appointments:
            del self._appointments[n]


def _all_but_latest(known: dict[int, Purchase] | dict[int, Appointment], kept: int) -> set[int]:
    """Return what was met longest ago: what is met is put in anew, so it stands last."""
    return set(islice(known, max(len(known) - kept, 0)))
