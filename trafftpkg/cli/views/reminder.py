"""A message that is due as JSON, with what a mail-merge needs."""

from trafftpkg.cli.views.values import Json, moment_text, money_text
from trafftpkg.domain.wording import told_in_words
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
        "last_day": None if purchase.last_day is None else purchase.last_day.isoformat(),
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
