"""A client with everything that belongs to them: as JSON, and to read out on the phone."""

from collections.abc import Sequence
from decimal import Decimal

from trafftpkg.cli.views.appointment import appointment_object
from trafftpkg.cli.views.appointment_words import appointment_words
from trafftpkg.cli.views.client import client_object
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import bookable, money_words
from trafftpkg.cli.views.people import client_words as person_words
from trafftpkg.cli.views.purchase import purchase_object
from trafftpkg.cli.views.purchase_words import purchase_words
from trafftpkg.cli.views.values import Json, day_text, moment_text, money_text
from trafftpkg.cli.views.widths import hung, section
from trafftpkg.domain.appointment import appointment_status
from trafftpkg.domain.balance import balance_of, status_of
from trafftpkg.domain.client import Client
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.wording import day_in_words, told_in_words
from trafftpkg.domain.worth import due_of
from trafftpkg.engine.questions.show import ClientPage, lapsing
from trafftpkg.engine.reading import View

_SHOWN = 10
"""How many past things a page shows."""


def client_page_object(page: ClientPage) -> Json:
    """Return a client with everything they bought and booked."""
    return {
        **client_object(page.client),
        "reminders": page.reminders,
        "purchases": [purchase_object(each, page.view) for each in page.purchases],
        "shared": [purchase_object(each, page.view) for each in page.shared],
        "paid_for": [purchase_object(each, page.view) for each in page.paid_for],
        "appointments": [appointment_object(each, page.view) for each in page.appointments],
        "currency": page.view.currency,
        "due": money_text(_due(page), page.view.currency),
        "lapsing": [_lapsing(each, page) for each in lapsing(page)],
    }


def _due(page: ClientPage) -> Decimal:
    purchases = (due_of(each) for each in page.to_pay)
    return sum((*purchases, *(each.due or Decimal(0) for each in page.appointments)), Decimal(0))


def _lapsing(purchase: Purchase, page: ClientPage) -> Json:
    """What will lapse, and when, if nothing of it is booked before."""
    return {
        "purchase": purchase.id,
        "units": balance_of(purchase, page.view.now).available,
        "unit": purchase.terms.unit,
        "last_day": day_text(purchase.last_day),
        "expires_at": moment_text(purchase.expires_at, page.view.time_zone),
    }


def client_page(page: ClientPage, names: CatalogueNames) -> list[str]:
    """Return who it is, what is left and until when, what comes, what is due, what will lapse, what was."""
    view = page.view
    live = [each for each in page.purchases if _is_live(each, view)]
    visits = [(each, (each.id, appointment_words(each, view, names))) for each in page.appointments]
    coming = [words for each, words in visits if appointment_status(each, view.now) == "booked"]
    past = [words for each, words in reversed(visits) if appointment_status(each, view.now) != "booked"]
    ended = [(each.id, purchase_words(each, view, names)) for each in page.purchases if each not in live]
    return [
        *client_words(page.client),
        *([] if page.reminders else ["  gets no reminders by letter"]),
        *section("purchases", [row for each in live for row in _rows(each, view, names)]),
        *section("shared by others", [row for each in page.shared for row in _shared(each, view, names)]),
        *section("paid for others", [_paid_for(each, view, names) for each in page.paid_for]),
        *section("coming appointments", coming),
        *section("to be paid", _dues(page)),
        *section("will lapse", [_lapse(each, view) for each in lapsing(page)]),
        *section("past appointments", _latest(past)),
        *section("ended purchases", _latest(ended[::-1])),
    ]


def _is_live(purchase: Purchase, view: View) -> bool:
    return status_of(purchase, view.now, view.time_zone) in ("active", "pending", "frozen")


def _rows(purchase: Purchase, view: View, names: CatalogueNames) -> list[tuple[str, str]]:
    """A purchase, and below it what can be booked of each service."""
    available = balance_of(purchase, view.now).available
    below = ", ".join(
        f"{names.service(each.service)} {bookable(purchase, each, available)}"
        for each in purchase.terms.inclusions
    )
    return [(purchase.id, purchase_words(purchase, view, names)), *([("", below)] if available else [])]


def _shared(purchase: Purchase, view: View, names: CatalogueNames) -> list[tuple[str, str]]:
    """What another's purchase still has for them, and whose it is."""
    if not _is_live(purchase, view):
        return []
    (name, words), *below = _rows(purchase, view, names)
    return [(name, f"{words}; of {person_words(purchase.client, view)}"), *below]


def _paid_for(purchase: Purchase, view: View, names: CatalogueNames) -> tuple[str, str]:
    """What another has, and they pay for."""
    return purchase.id, f"{purchase_words(purchase, view, names)}; of {person_words(purchase.client, view)}"


def _dues(page: ClientPage) -> list[tuple[str, str]]:
    owed: list[tuple[str, Decimal]] = [(each.id, due_of(each)) for each in page.to_pay]
    owed += [(each.id, each.due) for each in page.appointments if each.due is not None]
    return [(thing, money_words(due, page.view.currency)) for thing, due in owed if due]


def _lapse(purchase: Purchase, view: View) -> tuple[str, str]:
    units = told_in_words(balance_of(purchase, view.now).available, purchase.terms.measure)
    assert purchase.last_day is not None
    return purchase.id, f"{units} after {day_in_words(purchase.last_day)}"


def _latest(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first of rows that are sorted latest first, and how many more there are."""
    more = len(rows) - _SHOWN
    return [*rows[:_SHOWN], *([("", f"and {more} more: --format json")] if more > 0 else [])]


def client_words(client: Client) -> list[str]:
    """`ana  Ana Ilic, ana@example.com, +381 64 111 2222`."""
    known = [
        each for each in (client.name, client.email, client.phone, client.time_zone, client.language) if each
    ]
    return hung(f"{client.handle}  ", ", ".join(known))
