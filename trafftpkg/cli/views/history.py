"""What happened to a thing, as JSON: one object an entry."""

from trafftpkg.cli.views.outcome import forgiven_object
from trafftpkg.cli.views.purchase import balance_object
from trafftpkg.cli.views.values import Json, moment_text
from trafftpkg.engine.answers import View
from trafftpkg.engine.questions.history import HistoryRow

HISTORY_FIELDS = (
    "seq at by request reason balance.available balance.booked balance.used balance.lapsed balance.refunded "
    "balance.sent balance.voided facts.forgiven"
).split()


def history_object(row: HistoryRow, view: View) -> Json:
    """Return an entry with its reason, and where a purchase's units were right after it."""
    found: Json = {
        "seq": row.entry.seq,
        "at": moment_text(row.entry.at, view.time_zone),
        "by": row.entry.by,
        "request": row.entry.request,
        "reason": row.reason,
        "facts": {"forgiven": [forgiven_object(each) for each in row.forgiven]} if row.forgiven else {},
    }
    if row.balance is not None:
        found["balance"] = balance_object(row.balance)
    return found
