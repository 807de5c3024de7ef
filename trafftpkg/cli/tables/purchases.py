"""Purchases in a table."""

from collections.abc import Sequence

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.people import cell, money_words
from trafftpkg.domain.balance import balance_of, status_of
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.wording import day_in_words
from trafftpkg.domain.worth import due_of
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
    """Return one row a purchase; units in visits, hours as `7 h 30 min`."""
    return table(_COLUMNS, [_row(each, view) for each in purchases])


def _row(purchase: Purchase, view: View) -> list[str]:
    balance, measure = balance_of(purchase, view.now), purchase.terms.measure
    due = due_of(purchase)
    return [
        purchase.id,
        view.handle_of(purchase.client),
        purchase.terms.name,
        status_of(purchase, view.now, view.time_zone).replace("_", " "),
        cell(balance.available, measure),
        cell(balance.booked, measure),
        cell(balance.used, measure),
        "" if purchase.last_day is None else day_in_words(purchase.last_day),
        money_words(due, view.currency) if due else "",
    ]
