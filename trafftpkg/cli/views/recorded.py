"""One entry as one line of JSON, for other programs."""

from trafftpkg.cli.views.history import facts_object
from trafftpkg.cli.views.values import Json, moment_text
from trafftpkg.engine.questions.history import HistoryRow
from trafftpkg.engine.reading import View


def recorded_object(row: HistoryRow, view: View) -> Json:
    """Return what was recorded: by whom, about whom, what it touched, and what it did."""
    entry = row.entry
    return {
        "seq": entry.seq,
        "at": moment_text(entry.at, view.time_zone),
        "by": entry.by,
        "request": entry.request,
        "idempotency_key": entry.key,
        "reason": row.reason,
        "clients": [
            {"client": view.handle_of(each), "client_name": view.name_of(each)} for each in entry.clients
        ],
        "things": list(entry.touched),
        "facts": facts_object(row, view),
        "hash": entry.hash,
    }
