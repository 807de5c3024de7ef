"""Absences in a table, and as one line."""

from collections.abc import Sequence

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import moment_words
from trafftpkg.domain.block import Block
from trafftpkg.engine.questions.blocks import BlockRow

_COLUMNS = (
    Column("block"),
    Column("who", elastic=True),
    Column("from"),
    Column("until"),
    Column("reason", elastic=True),
)


def blocks_table(rows: Sequence[BlockRow], names: CatalogueNames) -> list[str]:
    """Return one row a block."""
    return table(_COLUMNS, [_row(each, names) for each in rows])


def block_words(block: Block, names: CatalogueNames) -> str:
    """`Mira away, Tue 20 Jan 2026 10:00 – Wed 21 Jan 2026 12:00`, and whether that was taken back."""
    start, end = (moment_words(each, block.time_zone) for each in (block.starts_at, block.ends_at))
    words = f"{names.employee(block.employee)} away, {start} – {end}"
    return f"{words}: taken back" if block.lifted else words


def _row(row: BlockRow, names: CatalogueNames) -> list[str]:
    block = row.block
    return [
        block.id,
        names.employee(block.employee),
        moment_words(block.starts_at, block.time_zone),
        moment_words(block.ends_at, block.time_zone),
        row.reason or "",
    ]
