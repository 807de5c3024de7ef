"""Absences: as JSON by the clock they were meant by, in a table, and as one line."""

from collections.abc import Sequence

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import moment_words
from trafftpkg.cli.views.values import Json, moment_text
from trafftpkg.domain.block import Block
from trafftpkg.engine.questions.blocks import BlockRow

BLOCK_FIELDS = "block employee starts_at ends_at lifted reason".split()


def block_row_object(row: BlockRow) -> Json:
    """Return an absence in a list, with its reason."""
    return {**block_object(row.block), "reason": row.reason}


def block_object(block: Block) -> Json:
    """Return who is away and when; `lifted` where it was taken back."""
    return {
        "block": block.id,
        "employee": block.employee,
        "starts_at": moment_text(block.starts_at, block.time_zone),
        "ends_at": moment_text(block.ends_at, block.time_zone),
        "lifted": block.lifted,
    }


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
