"""Messages that are due, in a table."""

from trafftpkg.cli.views.grid import Column, table
from trafftpkg.cli.views.people import money_words
from trafftpkg.domain.wording import day_in_words, told_in_words
from trafftpkg.engine.questions.reminders import Reminder, Reminders

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
