"""What happened to a thing, in a table."""

from trafftpkg.cli.tables.grid import Column, table
from trafftpkg.cli.tables.people import moment_words
from trafftpkg.engine.questions.history import History, HistoryRow

_ENTRY = (Column("entry", right=True), Column("when"), Column("by", elastic=True), Column("what"))
_BALANCE = (Column("left", right=True), Column("booked", right=True), Column("used", right=True))
_REASON = (Column("reason", elastic=True),)


def history_table(history: History) -> list[str]:
    """Return one row an entry; for a purchase, with its balance right after it, in its unit."""
    counted = any(row.balance is not None for row in history.rows)
    columns = (*_ENTRY, *(_BALANCE if counted else ()), *_REASON)
    return table(columns, [_row(row, history.view.time_zone) for row in history.rows])


def _row(row: HistoryRow, zone: str) -> list[str]:
    entry, balance = row.entry, row.balance
    units = [] if balance is None else [str(balance.available), str(balance.booked), str(balance.used)]
    return [str(entry.seq), moment_words(entry.at, zone), entry.by, entry.request, *units, row.reason or ""]
