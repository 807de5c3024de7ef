"""A report in a table."""

from collections.abc import Sequence

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.values import Json

_IN_WORDS = frozenset(("package", "client", "service", "month", "currency", "unit"))


def report_table(columns: Sequence[str], rows: Sequence[Json]) -> list[str]:
    """Return one line a row, numbers on the right; `-` where a row is of no service."""
    headings = [Column(each, right=each not in _IN_WORDS) for each in columns]
    return table(headings, [[_cell(row[each]) for each in columns] for row in rows])


def _cell(value: object) -> str:
    return "-" if value is None else str(value)
