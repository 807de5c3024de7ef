"""A client's statement as JSON."""

from decimal import Decimal

from trafftpkg.cli.views.appointment import appointment_object
from trafftpkg.cli.views.client import CLIENT_FIELDS, client_object
from trafftpkg.cli.views.purchase import purchase_object
from trafftpkg.cli.views.values import Json, day_text, moment_text, money_text
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.answers import View
from trafftpkg.engine.questions.statement import Statement, StatementLine

STATEMENT_FIELDS = [*CLIENT_FIELDS, *"as_of currency due purchases unpaid_appointments".split()]


def statement_object(statement: Statement) -> Json:
    """Return what a client has, line by line; `left` of a purchase's last line is what is available."""
    view = statement.view
    owed = [each.due for each in statement.unpaid if each.due]
    owed += [due_of(each.purchase) for each in statement.purchases]
    return {
        **client_object(statement.client),
        "as_of": moment_text(view.now, view.time_zone),
        "currency": view.currency,
        "due": money_text(sum(owed, Decimal(0)), view.currency),
        "purchases": [
            {**purchase_object(each.purchase, view), "lines": [_line(line, view) for line in each.lines]}
            for each in statement.purchases
        ],
        "unpaid_appointments": [appointment_object(each, view) for each in statement.unpaid],
    }


def _line(line: StatementLine, view: View) -> Json:
    return {
        "at": moment_text(line.at, view.time_zone),
        "kind": line.kind,
        "service": line.service,
        "appointment": None if line.visit is None else line.visit.appointment,
        "units": line.units,
        "left": line.left,
        "last_day": day_text(line.last_day),
    }
