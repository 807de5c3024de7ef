"""Reminders that are due: as JSON with the fields for a mail merge, and in a table."""

from collections.abc import Callable

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.people import client_words, day_words, moment_words, money_words
from trafftpkg.cli.views.values import Json, day_text, moment_text, money_text
from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.wording import told_in_words
from trafftpkg.engine.questions.reminders import Reminder, Reminders

REMINDER_FIELDS: dict[str, Callable[[Reminder, Reminders], object]] = {
    "key": lambda reminder, _: reminder.key,
    "kind": lambda reminder, _: reminder.kind,
    "client": lambda reminder, found: found.view.handle_of(reminder.client),
    "client_name": lambda reminder, found: found.view.name_of(reminder.client),
    "purchase": lambda reminder, _: reminder.purchase and reminder.purchase.id,
    "last_day": lambda reminder, _: reminder.purchase and day_text(reminder.purchase.last_day),
    "available": lambda reminder, _: reminder.available,
    "unit": lambda reminder, _: reminder.purchase and reminder.purchase.terms.unit,
    "left": lambda reminder, _: _left(reminder) or None,
    "package": lambda reminder, _: reminder.purchase and reminder.purchase.terms.package,
    "package_name": lambda reminder, _: reminder.purchase and reminder.purchase.terms.name,
    "name": lambda reminder, found: _known(reminder, found, "name"),
    "email": lambda reminder, found: _known(reminder, found, "email"),
    "phone": lambda reminder, found: _known(reminder, found, "phone"),
    "due": lambda reminder, found: money_text(reminder.due, found.view.currency),
    "currency": lambda _, found: found.view.currency,
    "pay_by": lambda reminder, found: (
        reminder.purchase and moment_text(reminder.purchase.pay_by, found.view.time_zone)
    ),
    "appointment": lambda reminder, _: reminder.appointment and reminder.appointment.id,
    "service": lambda reminder, _: reminder.appointment and reminder.appointment.visit.service,
    "starts_at": lambda reminder, _: (
        reminder.appointment and moment_text(reminder.appointment.visit.starts_at, reminder.appointment.zone)
    ),
}

_COLUMNS: dict[Column, Callable[[Reminder, Reminders], str]] = {
    Column("kind"): lambda reminder, _: reminder.kind.replace("_", " "),
    Column("client", elastic=True): lambda reminder, found: client_words(reminder.client, found.view),
    Column("id"): lambda reminder, _: _about(reminder).id,
    Column("what", elastic=True): lambda reminder, _: _what(reminder),
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


def _about(reminder: Reminder) -> Purchase | Appointment:
    about = reminder.purchase or reminder.appointment
    assert about is not None
    return about


def _what(reminder: Reminder) -> str:
    """`Glow 10`, or `facial, Tue 20 Jan 2026 10:00` where no package pays."""
    about = _about(reminder)
    if isinstance(about, Purchase):
        return about.terms.name
    return f"{about.visit.service}, {moment_words(about.visit.starts_at, about.zone)}"


def _left(reminder: Reminder) -> str:
    if reminder.purchase is None or reminder.available is None:
        return ""
    return told_in_words(reminder.available, reminder.purchase.terms.measure)


def _known(reminder: Reminder, found: Reminders, fact: str) -> object:
    return getattr(found.view.clients.get(reminder.client), fact, None)


def _until(reminder: Reminder) -> str:
    last_day = None if reminder.purchase is None else reminder.purchase.last_day
    return "" if last_day is None else day_words(last_day)
