"""Care of a ledger in PostgreSQL: checks every line, and rebuilds the tables from the lines."""

from collections.abc import Iterable
from datetime import datetime

from trafftpkg.domain.care import LedgerState, Progress, Repair, future_step
from trafftpkg.domain.errors.untrusted import LedgerDamagedError
from trafftpkg.domain.finding import Damage
from trafftpkg.domain.header import GENESIS_HASH, Head
from trafftpkg.domain.value import replace
from trafftpkg.stores.lines.damage import Judge
from trafftpkg.stores.postgres.database import Database
from trafftpkg.stores.postgres.errors import without_retry
from trafftpkg.stores.postgres.fold import head_of
from trafftpkg.stores.postgres.lines import damage_in, entry_in, stored_lines
from trafftpkg.stores.postgres.rebuilding import contents, made_anew
from trafftpkg.stores.postgres.scope import lock_everything
from trafftpkg.stores.tables.rows import Mark

MOST = 10_000
"""How many damages are listed. More are only counted."""

_SET_ASIDE = "entries_set_aside"
"""The table for entries that a wrong clock wrote."""

_SETTING_ASIDE = (
    f"CREATE TABLE IF NOT EXISTS {_SET_ASIDE} (seq bigint, at bigint, line bytea, set_aside_at timestamptz)",
    f"INSERT INTO {_SET_ASIDE} SELECT seq, at, line, now() FROM entries WHERE seq >= %s",
    "ALTER TABLE entries DISABLE TRIGGER entries_stay",
    "DELETE FROM entries WHERE seq >= %s",
    "ALTER TABLE entries ENABLE TRIGGER entries_stay",
)

_STEP = 5_000
"""After how many lines progress is reported."""


class PostgresCare:
    """Checks and repairs one ledger. Fulfils the engine's `LedgerCare`."""

    def __init__(self, database: Database) -> None:
        """Name the database. Nothing is opened yet."""
        self._database = database

    def verify(self, progress: Progress | None = None) -> LedgerState:
        """Check every line, and that the tables are up to date.

        Raises:
            LedgerTooNewError: a newer version of the program wrote a line.
            StoreUnavailableError: the server cannot be reached.
            LedgerMissingError: there is no ledger in it.
        """
        with without_retry(), self._database.questions() as statements:
            mark = head_of(statements, self._database.where)
            return _Check(self._database.where, mark).run(stored_lines(statements, -1), progress)

    def repair(self, *, apply: bool) -> tuple[Repair, ...]:
        """Rebuild the tables if they do not match the lines. Lost lines need a backup.

        Raises: the errors of `verify` and `rebuild`, and
            LedgerDamagedError: a line was changed.
        """
        where = self._database.where
        damages = tuple(each for each in self.verify().damages if each.kind != "head")
        if damages:
            raise LedgerDamagedError(where=where, damages=damages)
        with without_retry(), self._database.changes() as statements:
            before = contents(statements)
            mark = made_anew(statements, where)
            is_other = contents(statements) != before
            if not (is_other and apply):
                statements.execute("ROLLBACK")
        return (Repair(kind="index_anew", where=where, seq=mark.seq),) if is_other else ()

    def set_aside_future(self, seq: int, latest: datetime, *, apply: bool) -> Repair:
        """Move the entries from `seq` on, which a wrong clock wrote, to another table.

        Only the owner of the tables may do this: nobody else can change entries.

        Raises: the errors of `verify`, and
            LedgerDamagedError: a line was changed.
            EntriesNotAheadError, LedgerSealedError: as `future_step`.
        """
        where = self._database.where
        with without_retry(), self._database.changes() as statements:
            lock_everything(statements)
            lines = list(stored_lines(statements, seq - 1))
            entries = (entry_in(line, number, where) for number, line in lines)
            step = future_step(entries, seq, latest, where=where, kept_as=_SET_ASIDE)
            if apply:
                for statement in _SETTING_ASIDE:
                    statements.execute(statement, (seq,) if "%s" in statement else ())
                made_anew(statements, where)
        return step

    def rebuild(self, progress: Progress | None = None) -> None:
        """Rebuild all tables from the entries, in one transaction that locks everybody out.

        Raises: the errors of `verify`, and
            LedgerDamagedError: a line cannot be read. The tables are not changed.
            LedgerLockedError: others did not finish in time.
        """
        with without_retry(), self._database.changes() as statements:
            made_anew(statements, self._database.where, progress)


class _Check:
    def __init__(self, where: str, mark: Mark) -> None:
        self._where = where
        self._mark = mark
        self._judge = Judge()
        self._damages: list[Damage] = []
        self._damaged = 0
        self._head: Head | None = None
        self._hash = GENESIS_HASH

    def run(self, lines: Iterable[tuple[int, bytes]], progress: Progress | None) -> LedgerState:
        offset, expected = 0, 0
        for seq, line in lines:
            if seq != expected:
                self._note(Damage(line=seq + 1, offset=offset, kind="missing", seq=seq, due=expected))
            if self._judge.follows(line):
                self._read(seq, offset, line)
            else:
                for each in self._judge.damages(line, b""):
                    self._note(Damage(line=seq + 1, offset=offset, **each._asdict()))
            offset += len(line)
            expected = seq + 1
            if progress and seq % _STEP == 0:
                progress(offset, self._mark.size)
        if not self._damaged and (expected - 1, self._hash, offset) != (
            self._mark.seq,
            self._mark.hash,
            self._mark.size,
        ):
            last = expected - 1
            self._note(Damage(line=expected, offset=offset, kind="head", seq=last, due=self._mark.seq))
        return LedgerState(damages=tuple(self._damages), damaged=self._damaged, head=self._head, torn=0)

    def _read(self, seq: int, offset: int, line: bytes) -> None:
        damage, entry = damage_in(line, seq, self._where)
        if damage is not None:
            self._note(replace(damage, offset=offset))
        elif entry is not None:
            self._head = Head(seq=entry.seq, hash=entry.hash, at=entry.at)
            self._hash = entry.hash

    def _note(self, damage: Damage) -> None:
        self._damaged += 1
        if len(self._damages) < MOST:
            self._damages.append(damage)
