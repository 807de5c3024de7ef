"""Reminders that are due: as JSON with the fields for a mail merge, and in a table."""

from collections.abc import Callable

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.people import client_words, day_words, money_words
from trafftpkg.cli.views.values import Json, day_text, moment_text, money_text
from trafftpkg.domain.wording import told_in_words
from trafftpkg.engine.questions.reminders import Reminder, Reminders

REMINDER_FIELDS: dict[str, Callable[[Reminder, Reminders], object]] = {
    "key": lambda reminder, _: reminder.key,
    "kind": lambda reminder, _: reminder.kind,
    "client": lambda reminder, found: found.view.handle_of(reminder.purchase.client),
    "client_name": lambda reminder, found: found.view.name_of(reminder.purchase.client),
    "purchase": lambda reminder, _: reminder.purchase.id,
    "last_day": lambda reminder, _: day_text(reminder.purchase.last_day),
    "available": lambda reminder, _: reminder.available,
    "unit": lambda reminder, _: reminder.purchase.terms.unit,
    "left": lambda reminder, _: _left(reminder),
    "package": lambda reminder, _: reminder.purchase.terms.package,
    "package_name": lambda reminder, _: reminder.purchase.terms.name,
    "name": lambda reminder, found: _known(reminder, found, "name"),
    "email": lambda reminder, found: _known(reminder, found, "email"),
    "phone": lambda reminder, found: _known(reminder, found, "phone"),
    "due": lambda reminder, found: money_text(reminder.due, found.view.currency),
    "currency": lambda _, found: found.view.currency,
    "pay_by": lambda reminder, found: moment_text(reminder.purchase.pay_by, found.view.time_zone),
}

_COLUMNS: dict[Column, Callable[[Reminder, Reminders], str]] = {
    Column("kind"): lambda reminder, _: reminder.kind.replace("_", " "),
    Column("client", elastic=True): lambda reminder, found: client_words(
        reminder.purchase.client, found.view
    ),
    Column("purchase"): lambda reminder, _: reminder.purchase.id,
    Column("package", elastic=True): lambda reminder, _: reminder.purchase.terms.name,
    Column("left", right=True): lambda reminder, _: _left(reminder),
    Column("until"): lambda reminder, _: _until(reminder),
    Column("due", right=True): lambda reminder, found: (
        money_words(reminder.due, found.view.currency) if reminder.due else ""
    ),
}


def reminder_object(reminder: Reminder, found: Reminders) -> Json:
    """Return a reminder; who was erased has no name and no address."""
    return {name: read(reminder, found) for name, read in REMINDER_FIELDS.items()}


def reminders_table(found: Reminders) -> list[str]:
    """Return one row a message."""
    return table(_COLUMNS, [[read(each, found) for read in _COLUMNS.values()] for each in found.reminders])


def _left(reminder: Reminder) -> str:
    return told_in_words(reminder.available, reminder.purchase.terms.measure)


def _known(reminder: Reminder, found: Reminders, fact: str) -> object:
    return getattr(found.view.clients.get(reminder.purchase.client), fact, None)


def _until(reminder: Reminder) -> str:
    last_day = reminder.purchase.last_day
    return "" if last_day is None else day_words(last_day)
