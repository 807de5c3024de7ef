"""A client's statement as JSON."""

from collections.abc import Callable
from decimal import Decimal

from trafftpkg.cli.views.appointment import appointment_object
from trafftpkg.cli.views.client import CLIENT_FIELDS, client_object
from trafftpkg.cli.views.purchase import given_by_object, purchase_object
from trafftpkg.cli.views.values import Json, day_text, moment_text, money_text
from trafftpkg.domain.balance import visit_number
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.questions.statement import PurchaseStatement, Statement, StatementLine
from trafftpkg.engine.reading import View

_OF_STATEMENT: dict[str, Callable[[Statement], object]] = {
    "as_of": lambda found: moment_text(found.view.now, found.view.time_zone),
    "currency": lambda found: found.view.currency,
    "due": lambda found: money_text(_owed(found), found.view.currency),
    "purchases": lambda found: [_purchase(each, found.view) for each in found.purchases],
    "shared": lambda found: [_purchase(each, found.view) for each in found.shared],
    "paid_for": lambda found: [_purchase(each, found.view) for each in found.paid_for],
    "unpaid_appointments": lambda found: [appointment_object(each, found.view) for each in found.unpaid],
}
STATEMENT_FIELDS = (*CLIENT_FIELDS, *_OF_STATEMENT)


def statement_object(statement: Statement) -> Json:
    """Return what a client has, line by line; `left` of a purchase's last line is what is available."""
    return {
        **client_object(statement.client),
        **{name: read(statement) for name, read in _OF_STATEMENT.items()},
    }


def _purchase(statement: PurchaseStatement, view: View) -> Json:
    return {
        **purchase_object(statement.purchase, view),
        "lines": [_line(line, statement.purchase, view) for line in statement.lines],
        "given_by": given_by_object(statement.given_by, view),
        "price_reason": statement.why,
    }


def _owed(statement: Statement) -> Decimal:
    visits = (each.due for each in statement.unpaid if each.due)
    return sum((*visits, *(due_of(each) for each in statement.to_pay)), Decimal(0))


def _line(line: StatementLine, purchase: Purchase, view: View) -> Json:
    number = None if line.visit is None else visit_number(purchase, line.visit.appointment)
    return {
        "at": moment_text(line.at, view.time_zone),
        "kind": line.kind,
        "service": line.service,
        "appointment": None if line.visit is None else line.visit.appointment,
        "units": line.units,
        "left": line.left,
        "last_day": day_text(line.last_day),
        "came": line.came and view.handle_of(line.came),
        "visit": number and number.visit,
        "of": number and number.of,
    }
