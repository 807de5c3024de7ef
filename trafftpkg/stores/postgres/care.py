"""Care of a ledger in PostgreSQL: every line checked, and the tables made anew from them."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from trafftpkg.domain.entry import GENESIS_HASH, Head
from trafftpkg.domain.errors.untrusted import LedgerDamagedError
from trafftpkg.domain.finding import Damage
from trafftpkg.domain.repair import Repair
from trafftpkg.domain.verdict import Verdict
from trafftpkg.stores.jsonl.damage import Judge
from trafftpkg.stores.jsonl.index.schema import NOTHING, Mark
from trafftpkg.stores.jsonl.line import hash_in
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.dialect import Statements
from trafftpkg.stores.postgres.fold import PostgresFold, head_query, mark_in
from trafftpkg.stores.postgres.lines import damage_in, entry_in
from trafftpkg.stores.postgres.scope import hold_everything

Progress = Callable[[int, int], None]
"""Told bytes done and bytes in all."""

MOST = 10_000
"""How many damages are named; more are only counted."""

_BATCH = 5_000
MADE_OF_ENTRIES = (
    *("touched", "former", "blocks", "freezes", "purchases", "appointments", "diary"),
    *("movements", "daily"),
)


class PostgresCare:
    """Looks after one ledger; fulfils the engine's `LedgerCare`."""

    def __init__(self, database: Database) -> None:
        """Name the database; nothing is opened yet."""
        self._database = database

    def verify(self, progress: Progress | None = None) -> Verdict:
        """Check every line, and that the tables stand where the lines end.

        Raises:
            LedgerTooNewError: a line is of a version that this program does not know.
            StoreUnavailableError: the server cannot be reached, or holds no ledger.
        """
        with self._database.questions() as statements:
            mark = mark_in(statements.one(head_query()))
            return _Check(self._database.where, mark).run(stored_lines(statements, -1), progress)

    def hash_of(self, seq: int) -> str | None:
        """Return the hash that the line of an entry carries; None if there is no such line."""
        with self._database.questions() as statements:
            row = statements.execute("SELECT line FROM entries WHERE seq = ?", (seq,)).fetchone()
        return None if row is None else hash_in(bytes(row[0]))

    def repair(self, *, apply: bool) -> tuple[Repair, ...]:
        """Make the tables anew where they do not stand where the lines end; lines need a backup.

        Raises: as `verify` and `rebuild`, and
            LedgerDamagedError: a line is not what was written.
        """
        damages = self.verify().damages
        if not damages:
            return ()
        if any(each.kind != "head" for each in damages):
            raise LedgerDamagedError(where=self._database.where, damages=damages)
        if apply:
            self.rebuild()
        return (Repair(kind="index_anew", where=self._database.where, seq=damages[0].line - 1),)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make what is made of the entries anew, in one transaction that keeps everybody else out.

        Raises: as `verify`, and
            LedgerDamagedError: a line cannot be read; the tables are as they were.
            LedgerLockedError: others did not finish within the wait.
        """
        with self._database.changes() as statements:
            hold_everything(statements)
            before = mark_in(statements.one(head_query(held=True)))
            for table in MADE_OF_ENTRIES:
                statements.execute(f"DELETE FROM {table}")
            fold = PostgresFold(statements, NOTHING)
            lines = stored_lines(statements, -1)
            while batch := list(islice(lines, _BATCH)):
                entries = [(entry_in(line, seq, self._database.where), len(line)) for seq, line in batch]
                fold.look_up(entry for entry, _ in entries)
                for entry, size in entries:
                    fold.take(entry, size)
                fold.flush_many()
                if progress:
                    progress(fold.mark.size, before.size)


def stored_lines(statements: Statements, after: int) -> Iterator[tuple[int, bytes]]:
    """Yield the lines after an entry with their numbers, in order; memory does not grow with them."""
    with statements.connection.cursor(name=f"lines_after_{after + 1}") as cursor:
        cursor.itersize = _BATCH
        for seq, line in cursor.execute(
            "SELECT seq, line FROM entries WHERE seq > %s ORDER BY seq", (after,), binary=True
        ):
            yield seq, bytes(line)


class _Check:
    def __init__(self, where: str, mark: Mark) -> None:
        self._where = where
        self._mark = mark
        self._judge = Judge()
        self._damages: list[Damage] = []
        self._damaged = 0
        self._head: Head | None = None
        self._hash = GENESIS_HASH

    def run(self, lines: Iterable[tuple[int, bytes]], progress: Progress | None) -> Verdict:
        offset, expected = 0, 0
        for seq, line in lines:
            if seq != expected:
                self._note(seq, offset, "missing", f"entries {expected} to {seq - 1} are missing before it")
            if self._judge.follows(line):
                self._read(seq, offset, line)
            else:
                for kind, problem in self._judge.damages(line, b""):
                    self._note(seq, offset, kind, problem)
            offset += len(line)
            expected = seq + 1
            if progress and seq % _BATCH == 0:
                progress(offset, self._mark.size)
        if not self._damaged and (expected - 1, self._hash, offset) != (
            self._mark.seq,
            self._mark.hash,
            self._mark.size,
        ):
            problem = f"the tables stand at entry {self._mark.seq}, the lines end with {expected - 1}"
            self._note(expected - 1, offset, "head", problem)
        return Verdict(damages=tuple(self._damages), damaged=self._damaged, head=self._head, torn=0)

    def _read(self, seq: int, offset: int, line: bytes) -> None:
        damage, entry = damage_in(line, seq, self._where)
        if damage is not None:
            self._note(seq, offset, damage.kind, damage.problem)
        elif entry is not None:
            self._head = Head(seq=entry.seq, hash=entry.hash, at=entry.at)
            self._hash = entry.hash

    def _note(self, seq: int, offset: int, kind: str, problem: str) -> None:
        self._damaged += 1
        if len(self._damages) < MOST:
            self._damages.append(Damage(line=seq + 1, offset=offset, kind=kind, problem=problem))
