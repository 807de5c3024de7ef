"""The words of a statement, before they are laid out as text or HTML."""

from decimal import Decimal
from zoneinfo import ZoneInfo

from trafftpkg.cli.views.appointment_words import service_words
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import bookable, money_words, visit_words
from trafftpkg.cli.views.purchase_words import agreed_words, until_words
from trafftpkg.cli.views.values import with_taxes
from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import balance_of, first_day_ahead, status_of, visit_number
from trafftpkg.domain.ids import ClientKey
from trafftpkg.domain.moments import day_of
from trafftpkg.domain.purchase import Payment, Purchase
from trafftpkg.domain.taxes import taxes_within, visit_taxes
from trafftpkg.domain.value import Value, value
from trafftpkg.domain.wording import day_in_words, told_in_words, told_number, units_in_words
from trafftpkg.domain.worth import due_of, sent_value
from trafftpkg.engine.questions.statement import LineKind, PurchaseStatement, Statement, StatementLine
from trafftpkg.engine.reading import View


@value
class SheetRow(Value):
    """A line of a purchase: the day, what happened, the change in units, and what is left after it."""

    day: str
    what: str
    change: str
    left: str


@value
class SheetPart(Value):
    """A purchase: its name, sentences about it, and its lines."""

    heading: str
    sentences: tuple[str, ...]
    rows: tuple[SheetRow, ...] = ()


@value
class Sheet(Value):
    """A whole statement."""

    title: str
    subtitle: str
    parts: tuple[SheetPart, ...]
    closing: tuple[str, ...]


def sheet_of(statement: Statement, names: CatalogueNames) -> Sheet:
    """Return the words of a statement."""
    view, client = statement.view, statement.client
    business = names.business()
    today = day_in_words(day_of(view.now, view.time_zone))
    return Sheet(
        title=f"Statement for {client.name or client.handle}",
        subtitle=f"{business}, {today}" if business else today,
        parts=(
            *(_part(each, view, names) for each in statement.purchases),
            *(_shared_part(each, client.key, view, names) for each in statement.shared),
            *(_paid_part(each, view) for each in statement.paid_for),
        ),
        closing=tuple(_closing(statement, names)),
    )


def _part(statement: PurchaseStatement, view: View, names: CatalogueNames) -> SheetPart:
    purchase = statement.purchase
    return SheetPart(
        heading=f"{purchase.terms.name} ({purchase.id})",
        sentences=(
            _bought(statement, view),
            *(_money(statement, view) if purchase.payer is None else ()),
            _left(purchase, view),
            *_services(purchase, view, names),
            *_forgiven(purchase),
        ),
        rows=tuple(_row(each, purchase, view, names) for each in statement.lines),
    )


def _shared_part(
    statement: PurchaseStatement, client: ClientKey, view: View, names: CatalogueNames
) -> SheetPart:
    """Another's purchase: what is left for the client, and the visits that they came to; no money."""
    purchase = statement.purchase
    is_member = client in purchase.members
    owner = view.called(purchase.client)
    return SheetPart(
        heading=f"{purchase.terms.name} ({purchase.id})",
        sentences=(
            f"{owner} {'shares' if is_member else 'shared'} it with you.",
            *((_left(purchase, view), *_services(purchase, view, names)) if is_member else ()),
        ),
        rows=tuple(_row(each, purchase, view, names, whose=client) for each in statement.lines),
    )


def _paid_part(statement: PurchaseStatement, view: View) -> SheetPart:
    """What they bought for another: the money, and not the visits."""
    purchase = statement.purchase
    day = day_in_words(day_of(purchase.purchased_at, view.time_zone))
    return SheetPart(
        heading=f"{purchase.terms.name} ({purchase.id})",
        sentences=(
            f"Bought on {day} for {view.called(purchase.client)}, {_cost(purchase, view)}.",
            *_money(statement, view),
        ),
    )


def _money(statement: PurchaseStatement, view: View) -> list[str]:
    """Why the price was another one, what was paid, and what of the price went away."""
    purchase = statement.purchase
    agreed = agreed_words(purchase, view, statement.why)
    return [
        *([f"The price was {agreed}."] if agreed else []),
        *_payments(purchase, view),
        *_moved(purchase, view),
    ]


def _bought(statement: PurchaseStatement, view: View) -> str:
    purchase, giver = statement.purchase, statement.given_by
    day = day_in_words(day_of(purchase.purchased_at, view.time_zone))
    if not purchase.granted:
        return f"Received as a gift on {day}{f' from {view.handle_of(giver.client)}' if giver else ''}."
    if purchase.payer is not None:
        return f"Bought for you on {day} by {view.called(purchase.payer)}."
    return f"Bought on {day} for {_cost(purchase, view)}."


def _cost(purchase: Purchase, view: View) -> str:
    """`480.00 EUR (VAT 20 %: 80.00); nothing is to be paid`."""
    due = due_of(purchase)
    paid = f"{money_words(due, view.currency)} is still to be paid" if due else "nothing is to be paid"
    price = money_words(purchase.value, view.currency)
    taxes = with_taxes(taxes_within(purchase.terms, purchase.value), view.currency)
    return f"{price}{taxes}; {paid}"


def _payments(purchase: Purchase, view: View) -> list[str]:
    made = ", ".join(_payment(each, view) for each in purchase.payments)
    return [f"Paid: {made}."] if made else []


def _payment(payment: Payment, view: View) -> str:
    back = "back " if payment.amount < 0 else ""
    day = day_in_words(day_of(payment.at, view.time_zone))
    return f"{money_words(abs(payment.amount), view.currency)} {back}by {payment.method} on {day}"


def _moved(purchase: Purchase, view: View) -> list[str]:
    """Say which part of the price went with units that were given away, because payments alone do not."""
    sent = sent_value(purchase)
    return [f"Of the price {money_words(sent, view.currency)} went with what was given away."] if sent else []


def _left(purchase: Purchase, view: View) -> str:
    balance, measure = balance_of(purchase, view.now), purchase.terms.measure
    status = status_of(purchase, view.now, view.time_zone)
    if status in ("voided", "refunded"):
        return f"It was {status}."
    if status == "expired":
        lapsed = f"; {told_in_words(balance.lapsed, measure)} lapsed" if balance.lapsed else ""
        return f"It was valid{until_words(purchase).removeprefix(',')}{lapsed}."
    left = told_in_words(balance.available, measure)
    first = first_day_ahead(purchase, view.now, view.time_zone)
    starts = f", starts {day_in_words(first)}" if first else ""
    frozen = " It is frozen at present." if status == "frozen" else ""
    if not balance.available:
        return f"Nothing is left to be booked.{frozen}"
    return f"{left} left{starts}{until_words(purchase)}.{frozen}"


def _services(purchase: Purchase, view: View, names: CatalogueNames) -> list[str]:
    available = balance_of(purchase, view.now).available
    if len(purchase.terms.inclusions) < 2 or not available:
        return []
    differ = purchase.terms.measure.uses is None
    most = (
        f"{names.service(each.service)} {bookable(purchase, each, available)}"
        + (f" ({units_in_words(each.uses, purchase.terms.unit)} each)" if differ else "")
        for each in purchase.terms.inclusions
    )
    return [f"Of these at most: {', '.join(most)}."]


def _forgiven(purchase: Purchase) -> list[str]:
    """Late or missed visits that used nothing up, because no line shows them."""
    most = purchase.terms.cancellation.forgiven
    return [f"Late or missed visits forgiven: {purchase.forgiven} of {most}."] if purchase.forgiven else []


_WORDS: dict[LineKind, str] = {
    "bought": "bought",
    "received": "received",
    "used_before": "used before, elsewhere",
    "adjusted": "adjusted by us",
    "sent": "given away",
    "extended": "more time",
    "frozen": "frozen",
    "unfrozen": "freeze ended",
    "set_right": "set right",
    "lapsed": "lapsed",
    "refunded": "refunded",
    "voided": "voided",
}
_FATES: dict[LineKind, str] = {
    "booked": ", booked",
    "missed": ", missed",
    "cancelled_late": ", cancelled too late",
}


def _row(
    line: StatementLine,
    purchase: Purchase,
    view: View,
    names: CatalogueNames,
    whose: ClientKey | None = None,
) -> SheetRow:
    measure = purchase.terms.measure
    there = line.at.astimezone(ZoneInfo(view.time_zone))
    what = _WORDS.get(line.kind, "")
    if line.visit is not None:
        number = visit_number(purchase, line.visit.appointment)
        which = f", visit {number.visit} of {number.of}" if number else ""
        other = None if line.came is None or line.came == whose else line.came
        whom = f", {view.called(other)}" if other else ""
        what = f"{names.service(line.visit.service)}{which}{_FATES.get(line.kind, '')}{whom}"
    if line.last_day is not None:
        what = f"{what}, until {day_in_words(line.last_day)}"
    sign = "+" if line.units > 0 else "-" if line.units < 0 else ""
    return SheetRow(
        day=f"{there:%Y-%m-%d}",
        what=what,
        change=f"{sign}{told_number(abs(line.units), measure)}" if line.units else "",
        left=told_number(line.left, measure),
    )


def _unpaid(visit: Appointment, currency: str) -> str:
    """`20.00 EUR of 60.00 EUR (VAT 20 %: 10.00)`."""
    owed, due = (money_words(each or Decimal(0), currency) for each in (visit.owed, visit.due))
    part = "" if owed == due else f"{due} of "
    return f"{part}{owed}{with_taxes(visit_taxes(visit), currency)}"


def _closing(statement: Statement, names: CatalogueNames) -> list[str]:
    currency = statement.view.currency
    owed = [each.due for each in statement.unpaid if each.due]
    owed += [due_of(each) for each in statement.to_pay]
    visits = [
        f"{service_words(each.visit, names)}, {visit_words(each.visit)}: "
        f"{_unpaid(each, currency)} to be paid."
        for each in statement.unpaid
    ]
    total = sum(owed, Decimal(0))
    if not (statement.purchases or statement.shared or statement.paid_for or visits):
        return ["Nothing was bought yet."]
    return [
        *visits,
        f"To be paid in all: {money_words(total, currency)}." if total else "Nothing is to be paid.",
    ]
