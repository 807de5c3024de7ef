"""Rebuilds the tables from the lines, and compares them with what they were."""

from trafftpkg.domain.care import Progress
from trafftpkg.stores.postgres.bulk import Bulk
from trafftpkg.stores.postgres.fold import AT_ONCE, PostgresFold, locked_head
from trafftpkg.stores.postgres.lines import entry_in, stored_lines
from trafftpkg.stores.postgres.scope import lock_everything
from trafftpkg.stores.postgres.statements import PostgresStatements
from trafftpkg.stores.tables.columns import BESIDE
from trafftpkg.stores.tables.rows import NOTHING, Mark
from trafftpkg.stores.tables.things import THINGS

MADE_OF_ENTRIES = (
    *("diary", "touched", "former", "movements", "monthly"),
    *(each.table.name for each in BESIDE),
    *(each.name for each in THINGS.values()),
)

_BY_CHANCE = {"diary": "capacity"}
"""Columns whose values the lines do not decide: what the last of those who were written together said."""


def made_anew(statements: PostgresStatements, where: str, progress: Progress | None = None) -> Mark:
    """Lock everybody out until the end of the transaction, rebuild the tables, and return their mark.

    Raises:
        LedgerDamagedError: a line cannot be read.
    """
    lock_everything(statements)
    before = locked_head(statements)
    for table in MADE_OF_ENTRIES:
        statements.execute(f"DELETE FROM {table}")
    fold = PostgresFold(Bulk(statements.connection), NOTHING)
    for seq, line in stored_lines(statements, -1):
        fold.take(entry_in(line, seq, where), len(line))
        if fold.waiting >= AT_ONCE:
            fold.flush_settled()
            if progress:
                progress(fold.mark.size, before.size)
    fold.flush()
    return fold.mark


def contents(statements: PostgresStatements) -> list[tuple[object, ...]]:
    """Return a short value that is equal for equal contents of the tables, however many rows."""
    return [_contents(statements, table) for table in (*MADE_OF_ENTRIES, "head")]


def _contents(statements: PostgresStatements, table: str) -> tuple[object, ...]:
    kept = f"to_jsonb({table}) - '{_BY_CHANCE[table]}'" if table in _BY_CHANCE else f"to_jsonb({table})"
    row = f"hashtextextended(({kept})::text, 0)"
    return statements.one(f"SELECT count(*), coalesce(sum({row}), 0) FROM {table}")
