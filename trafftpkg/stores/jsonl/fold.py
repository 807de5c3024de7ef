"""Takes entries into the index, with the same memory however long the ledger is."""

from collections.abc import Collection, Mapping
from itertools import islice

from trafftpkg.domain.ids import Kind
from trafftpkg.stores.jsonl.index_file import ENTRIES
from trafftpkg.stores.tables.columns import FORMER, FREEZES, KEYS, TOUCHED, freeze_rows
from trafftpkg.stores.tables.fold import Fold
from trafftpkg.stores.tables.things import THINGS

_KEPT: Mapping[Kind, int] = {"pur": 13_000}
_OTHERS_KEPT = 4_000
"""How many things are cached. Most that return are running packages, or visits that change."""


class IndexFold(Fold):
    """Takes entries into the index in order. `flush` writes them.

    Memory does not grow with the ledger: only the latest things are cached.
    """

    def flush(self) -> None:
        """Write what was taken in. The transaction is the caller's."""
        self._put_taken()
        self._movements.flush()
        self._put_things(self._changed)
        self._forget(self._settled())

    def flush_settled(self) -> None:
        """Write like `flush`, except for the latest things, which probably change again before the end."""
        self._put_taken()
        settled = self._settled()
        self._movements.flush(settled["pur"])
        self._put_things({kind: self._changed[kind] & numbers for kind, numbers in settled.items()})
        self._forget(settled)

    def _put_taken(self) -> None:
        run = self._statements
        run.insert(ENTRIES, self._entries)
        run.ignore(KEYS, self._keys)
        run.ignore(TOUCHED, sorted(self._touched))
        run.ignore(FORMER, sorted(self._former))
        for taken in (self._entries, self._keys, self._touched, self._former):
            taken.clear()

    def _put_things(self, changed: Mapping[Kind, set[int]]) -> None:
        run = self._statements
        for kind, numbers in changed.items():
            table, known = THINGS[kind], self._known[kind]
            run.put(table, [table.row(known[n]) for n in sorted(numbers)])
            self._changed[kind] = self._changed[kind] - numbers
        frozen = self._frozen.keys() - self._changed["pur"]
        run.remove(FREEZES, ("n",), [(n,) for n in frozen])
        run.insert(FREEZES, [row for n in frozen for row in freeze_rows(self._frozen.pop(n))])

    def _settled(self) -> dict[Kind, set[int]]:
        """Return the numbers of the oldest things in the cache."""
        return {kind: _all_but_latest(self._known[kind], _KEPT.get(kind, _OTHERS_KEPT)) for kind in THINGS}

    def _forget(self, settled: Mapping[Kind, set[int]]) -> None:
        for kind, numbers in settled.items():
            for n in numbers:
                del self._known[kind][n]


def _all_but_latest(known: Collection[int], kept: int) -> set[int]:
    """Return the oldest: a thing that is used is put in again, at the end."""
    return set(islice(known, max(len(known) - kept, 0)))
