"""Purchases in a table."""

from collections.abc import Sequence

from trafftpkg.cli.tables.grid import Column, table
from trafftpkg.cli.tables.people import money_words, units_number
from trafftpkg.domain.balance import balance_of, due_of, status_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.wording import day_in_words
from trafftpkg.engine.answers import View

_COLUMNS = (
    Column("purchase"),
    Column("client", elastic=True),
    Column("package", elastic=True),
    Column("status"),
    Column("left", right=True),
    Column("booked", right=True),
    Column("used", right=True),
    Column("last day"),
    Column("due", right=True),
)


def purchases_table(purchases: Sequence[Purchase], view: View) -> list[str]:
    """Return one row a purchase; hours as `7 h 30 min`."""
    return table(_COLUMNS, [_row(each, view) for each in purchases])


def _row(purchase: Purchase, view: View) -> list[str]:
    balance, unit = balance_of(purchase, view.now), purchase.terms.unit
    due = due_of(purchase)
    return [
        purchase.id,
        view.handles.get(purchase.client, purchase.client),
        purchase.terms.name,
        status_of(purchase, view.now, view.time_zone).replace("_", " "),
        units_number(balance.available, unit),
        units_number(balance.booked, unit),
        units_number(balance.used, unit),
        "" if purchase.last_day is None else day_in_words(purchase.last_day),
        money_words(due, view.currency) if due else "",
    ]
