"""Messages that are due: as JSON with what a mail-merge needs, and in a table."""

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.people import money_words
from trafftpkg.cli.views.values import Json, day_text, moment_text, money_text
from trafftpkg.domain.wording import day_in_words, told_in_words
from trafftpkg.engine.questions.reminders import Reminder, Reminders

REMINDER_FIELDS = (
    "key kind client purchase last_day available unit left package package_name name email phone "
    "due currency pay_by"
).split()


def reminder_object(reminder: Reminder, found: Reminders) -> Json:
    """Return a reminder; who was erased has no name and no address."""
    purchase, view = reminder.purchase, found.view
    client = found.clients.get(purchase.client)
    return {
        "key": reminder.key,
        "kind": reminder.kind,
        "client": view.handle_of(purchase.client),
        "purchase": purchase.id,
        "last_day": day_text(purchase.last_day),
        "available": reminder.available,
        "unit": purchase.terms.unit,
        "left": told_in_words(reminder.available, purchase.terms.measure),
        "package": purchase.terms.package,
        "package_name": purchase.terms.name,
        "name": None if client is None else client.name,
        "email": None if client is None else client.email,
        "phone": None if client is None else client.phone,
        "due": money_text(reminder.due, view.currency),
        "currency": view.currency,
        "pay_by": moment_text(purchase.pay_by, view.time_zone),
    }


_COLUMNS = (
    Column("kind"),
    Column("client"),
    Column("purchase"),
    Column("package", elastic=True),
    Column("left", right=True),
    Column("until"),
    Column("due", right=True),
)


def reminders_table(found: Reminders) -> list[str]:
    """Return one row a message."""
    return table(_COLUMNS, [_row(each, found) for each in found.reminders])


def _row(reminder: Reminder, found: Reminders) -> list[str]:
    purchase = reminder.purchase
    return [
        reminder.kind.replace("_", " "),
        found.view.handle_of(purchase.client),
        purchase.id,
        purchase.terms.name,
        told_in_words(reminder.available, purchase.terms.measure),
        "" if purchase.last_day is None else day_in_words(purchase.last_day),
        money_words(reminder.due, found.view.currency) if reminder.due else "",
    ]
