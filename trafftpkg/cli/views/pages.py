"""One thing with everything that belongs to it: as JSON, and to read out on the phone."""

from decimal import Decimal

from trafftpkg.cli.views.appointment import appointment_object
from trafftpkg.cli.views.appointment_words import appointment_words
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import bookable, moment_words, money_words
from trafftpkg.cli.views.people import client_words as person_words
from trafftpkg.cli.views.purchase import given_by_object, purchase_object
from trafftpkg.cli.views.purchase_words import agreed_words, purchase_words
from trafftpkg.cli.views.values import Json, payment_object, with_taxes
from trafftpkg.cli.views.widths import hung, section
from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.balance import balance_of, bookable_visits
from trafftpkg.domain.purchase import Payment, Purchase
from trafftpkg.domain.taxes import visit_taxes
from trafftpkg.domain.terms import Inclusion, measure_of
from trafftpkg.domain.wording import told_in_words, told_number, visits_in_words
from trafftpkg.domain.worth import due_of, sent_value, taxes_owed, total_owed
from trafftpkg.engine.questions.show import AppointmentPage, PurchasePage
from trafftpkg.engine.reading import View


def purchase_page_object(page: PurchasePage) -> Json:
    """Return a purchase with the appointments it pays or paid for, and its payments."""
    purchase, view = page.purchase, page.view
    return {
        **purchase_object(purchase, view),
        "appointments": [appointment_object(each, view) for each in page.appointments],
        "payments": [payment_object(each, purchase.id, None, view) for each in purchase.payments],
        "given_by": given_by_object(page.given_by, view),
        "price_reason": page.why,
        "shown": page.shown,
    }


def appointment_page_object(page: AppointmentPage) -> Json:
    """Return an appointment, with its payments where no package pays."""
    appointment, view = page.appointment, page.view
    found = {**appointment_object(appointment, view), "shown": page.shown}
    if appointment.price is not None:
        found["payments"] = [
            payment_object(each, None, appointment.id, view) for each in appointment.payments
        ]
    return found


def purchase_page(page: PurchasePage, names: CatalogueNames) -> list[str]:
    """Return what was bought, where its units are, what may still be booked, and what is owed."""
    purchase, view = page.purchase, page.view
    return [
        *hung(f"{purchase.id}  ", purchase_words(purchase, view, names)),
        *hung("  ", _origin(page)),
        *(hung("  ", sharing) if (sharing := _sharing(purchase, view)) else []),
        *hung("  ", _units(purchase, view)),
        *(
            line
            for each in purchase.terms.inclusions
            for line in hung("  ", _service(purchase, each, view, names))
        ),
        *hung("  ", _money(page)),
        *(hung("  ", agreed) if (agreed := agreed_words(purchase, view, page.why)) else []),
        *_forgiveness(purchase),
        *section(
            "appointments",
            (
                (each.id, f"{appointment_words(each, view, names)}{_for_whom(each, purchase, view)}")
                for each in page.appointments
            ),
        ),
        *section("payments", (_payment(each, view) for each in purchase.payments)),
        *section("shown before buying", _lines(page.shown)),
    ]


def _for_whom(visit: Appointment, purchase: Purchase, view: View) -> str:
    """Who comes, where it is not whose purchase it is."""
    return "" if visit.client == purchase.client else f", for {person_words(visit.client, view)}"


def appointment_page(page: AppointmentPage, names: CatalogueNames) -> list[str]:
    """Return when, with whom and where, and what pays for it."""
    appointment, view = page.appointment, page.view
    given = [_given(appointment, each, view) for each in page.payers]
    return [
        *hung(f"{appointment.id}  ", appointment_words(appointment, view, names)),
        f"  for {view.handle_of(appointment.client)}",
        *(hung("  ", f"paid with {' and '.join(given)}") if given else []),
        *(hung("  ", _price(appointment, view)) if appointment.price is not None else []),
        *([f"  forgiven: its units went back to {page.forgiven_by}"] if page.forgiven_by else []),
        *section("payments", (_payment(each, view) for each in appointment.payments)),
        *section("shown before booking", _lines(page.shown)),
    ]


def _price(appointment: Appointment, view: View) -> str:
    """`60.00 EUR in all (VAT 20 %: 10.00), 0.00 EUR paid, 60.00 EUR due`."""
    owed, due = (each or Decimal(0) for each in (appointment.owed, appointment.due))
    total, paid = (money_words(each, view.currency) for each in (owed, appointment.paid))
    taxes = with_taxes(visit_taxes(appointment), view.currency)
    return f"{total} in all{taxes}, {paid} paid, {money_words(due, view.currency) if due else 'nothing'} due"


def _given(appointment: Appointment, payer: Purchase, view: View) -> str:
    """`1 session of pur-1`, `1 visit of pur-1` where it takes several, `1 h 30 min of pur-1`."""
    units = sum(each.units for each in appointment.allocation if each.purchase == payer.id)
    covering = [each for each in payer.terms.inclusions if each.service == appointment.visit.service]
    whose = "" if payer.client == appointment.client else f", shared by {person_words(payer.client, view)}"
    return f"{told_in_words(units, measure_of(payer.terms.unit, covering))} of {payer.id}{whose}"


def _handle(purchase: Purchase, view: View) -> str:
    return view.handle_of(purchase.client)


def _units(purchase: Purchase, view: View) -> str:
    """Where the units are, leaving out where there are none."""
    balance, measure = balance_of(purchase, view.now), purchase.terms.measure
    places = {
        "available": balance.available,
        "booked": balance.booked,
        "used": balance.used,
        "lapsed": balance.lapsed,
        "refunded": balance.refunded,
        "given away": balance.sent,
        "voided": balance.voided,
    }
    there = [f"{told_number(units, measure)} {name}" for name, units in places.items() if units]
    given = purchase.granted + purchase.adjusted + purchase.received
    return f"{told_in_words(given, measure)}: {', '.join(there) or 'none left'}"


def _service(purchase: Purchase, inclusion: Inclusion, view: View, names: CatalogueNames) -> str:
    available = balance_of(purchase, view.now).available
    visits = bookable_visits(purchase, inclusion, available)
    left = bookable(purchase, inclusion, available) if visits is None else visits_in_words(visits)
    return f"{names.service(inclusion.service)}: {left} can be booked"


def _origin(page: PurchasePage) -> str:
    """How it came to be the client's: bought, or given by somebody."""
    purchase, view, giver = page.purchase, page.view, page.given_by
    when = moment_words(purchase.purchased_at, view.time_zone)
    if giver is None and purchase.payer is not None:
        return f"bought for {_handle(purchase, view)} by {view.handle_of(purchase.payer)} on {when}"
    if giver is None:
        return f"bought by {_handle(purchase, view)} on {when}"
    return f"given to {_handle(purchase, view)} by {_handle(giver, view)}, from {giver.id}, on {when}"


def _sharing(purchase: Purchase, view: View) -> str:
    """With whom it is shared, and with how many more it can be; empty where it is for one alone."""
    with_whom = ", ".join(person_words(each, view) for each in purchase.members)
    left = purchase.terms.members - len(purchase.members)
    more = f"{left} more" if with_whom else str(left)
    shared = f"shared with {with_whom}" if with_whom else ""
    could = f"can be shared with {more}" if left > 0 else ""
    return ", ".join(filter(None, (shared, could)))


def _money(page: PurchasePage) -> str:
    purchase, view = page.purchase, page.view
    due = due_of(purchase)
    total, paid = (money_words(each, view.currency) for each in (total_owed(purchase), purchase.paid))
    if page.given_by is not None and not due:
        payer = purchase.payer or page.given_by.client
        return f"{total} in all, paid by {view.handle_of(payer)}, nothing due"
    sent = sent_value(purchase)
    gone = f", {money_words(sent, view.currency)} gone with units given away" if sent else ""
    taxes = with_taxes(taxes_owed(purchase), view.currency)
    still = money_words(due, view.currency) if due else "nothing"
    by = "" if purchase.payer is None else f" by {view.handle_of(purchase.payer)}"
    return f"{total} in all{taxes}, {paid} paid{by}, {still} due{gone}"


def _forgiveness(purchase: Purchase) -> list[str]:
    """How many late or missed visits were forgiven so far, where any are."""
    most = purchase.terms.cancellation.forgiven
    return [f"  late or missed visits forgiven: {purchase.forgiven} of {most}"] if most else []


def _payment(payment: Payment, view: View) -> tuple[str, str]:
    reference = f" ({payment.reference})" if payment.reference else ""
    when = moment_words(payment.at, view.time_zone)
    return money_words(payment.amount, view.currency), f"{payment.method}{reference}, {when}"


def _lines(text: str | None) -> list[tuple[str, str]]:
    """The lines of a text; none where there is none."""
    return [("", line) for line in (text or "").splitlines()]
