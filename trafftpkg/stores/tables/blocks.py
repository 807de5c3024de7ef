"""Blocks in the index. Few are ever recorded, so that their rows are written at once, and loaded when met."""

from trafftpkg.domain.block import Block
from trafftpkg.domain.entry import Entry
from trafftpkg.domain.events.base import Event
from trafftpkg.domain.ids import BlockId, EmployeeId, number_of
from trafftpkg.stores.tables.columns import BLOCK_ROWS, BLOCKS
from trafftpkg.stores.tables.rows import Row, micros, moment_of
from trafftpkg.stores.tables.statements import Statements


def take_block(statements: Statements, event: Event, block: BlockId, entry: Entry) -> None:
    """Put a block that an event touched into the tables; the transaction is the caller's."""
    row = statements.execute(f"{BLOCK_ROWS} WHERE n = %(n)s", {"n": number_of(block)}).fetchone()
    after = event.after(block, None if row is None else block_of(row, None), entry.at)
    facts = (
        number_of(block),
        after.employee,
        after.time_zone,
        micros(after.starts_at),
        micros(after.ends_at),
        entry.seq if row is None else row[5],
        entry.seq if after.lifted else None,
    )
    statements.put(BLOCKS, [facts])


def block_of(row: Row, seq: int | None) -> Block:
    """Return the block of a row of `blocks`, as it is, or as it was right after an entry.

    The row names the entries that blocked and unblocked, so that an earlier view needs no other rows.
    """
    n, employee, time_zone, starts_at, ends_at, _, unblocked = row
    assert isinstance(starts_at, int)
    assert isinstance(ends_at, int)
    return Block(
        id=BlockId(f"blk-{n}"),
        employee=EmployeeId(str(employee)),
        time_zone=str(time_zone),
        starts_at=moment_of(starts_at),
        ends_at=moment_of(ends_at),
        lifted=isinstance(unblocked, int) and (seq is None or unblocked <= seq),
    )
