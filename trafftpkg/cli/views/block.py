"""Absences: as JSON by the clock they were meant by, in a table, and as one line."""

from collections.abc import Callable, Sequence

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import moment_words
from trafftpkg.cli.views.values import Json, moment_text
from trafftpkg.domain.block import Block
from trafftpkg.engine.questions.blocks import BlockRow
from trafftpkg.engine.reading import View

_OF_BLOCK: dict[str, Callable[[Block], object]] = {
    "block": lambda block: block.id,
    "employee": lambda block: block.employee,
    "starts_at": lambda block: moment_text(block.starts_at, block.time_zone),
    "ends_at": lambda block: moment_text(block.ends_at, block.time_zone),
    "lifted": lambda block: block.lifted,
}
BLOCK_FIELDS = (*_OF_BLOCK, "reason")

_COLUMNS: dict[Column, Callable[[BlockRow, CatalogueNames], str]] = {
    Column("block"): lambda row, _: row.block.id,
    Column("who", elastic=True): lambda row, names: names.employee(row.block.employee),
    Column("from"): lambda row, _: moment_words(row.block.starts_at, row.block.time_zone),
    Column("until"): lambda row, _: moment_words(row.block.ends_at, row.block.time_zone),
    Column("reason", elastic=True): lambda row, _: row.reason or "",
}


def block_row_object(row: BlockRow, view: View) -> Json:
    """Return an absence in a list, with its reason."""
    return {**block_object(row.block, view), "reason": row.reason}


def block_object(block: Block, _: View) -> Json:
    """Return who is away and when; `lifted` where it was removed."""
    return {name: read(block) for name, read in _OF_BLOCK.items()}


def blocks_table(rows: Sequence[BlockRow], names: CatalogueNames) -> list[str]:
    """Return one row an absence."""
    return table(_COLUMNS, [[read(each, names) for read in _COLUMNS.values()] for each in rows])


def block_words(block: Block, _: View, names: CatalogueNames) -> str:
    """`Mira away, Tue 20 Jan 2026 10:00 – Wed 21 Jan 2026 12:00`, and whether that was removed."""
    start, end = (moment_words(each, block.time_zone) for each in (block.starts_at, block.ends_at))
    words = f"{names.employee(block.employee)} away, {start} – {end}"
    return f"{words}: removed" if block.lifted else words
