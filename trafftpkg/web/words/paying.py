"""Who pays for a visit, and how a package is paid, in words."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from trafftpkg.domain.appointment import Appointment
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Terms
from trafftpkg.engine.reading import View
from trafftpkg.engine.requests.money import ON_SITE
from trafftpkg.languages.telling import Telling
from trafftpkg.web.payment import BANK_TRANSFER, Checkout, Way, is_paid_here, least_of


def paid_by(names: Telling, view: View, visit: Appointment, payers: Iterable[Purchase]) -> str:
    """`Paid by Glow 10, visit 3 of 10`; of all packages that pay for the visit."""
    told = names.formats.all_of([_payer(names, view, visit, each) for each in payers])
    return names.gettext("Paid by %(packages)s", packages=told)


def _payer(names: Telling, view: View, visit: Appointment, payer: Purchase) -> str:
    package = numbered(names, view, visit, payer)
    if payer.client == visit.client:
        return package
    return names.gettext(
        "%(package)s, which %(client)s shares with you", package=package, client=view.called(payer.client)
    )


def numbered(names: Telling, view: View, visit: Appointment, payer: Purchase) -> str:
    """`Glow 10, visit 3 of 10`; only the name where visits are not counted."""
    number = view.number_of(visit.id, payer.id)
    if number is None:
        return names.purchase(payer)
    return names.gettext(
        "%(package)s, visit %(number)s of %(of)s",
        package=names.purchase(payer),
        number=number.visit,
        of=number.of,
    )


def pay_by(names: Telling, method: str) -> str:
    """`Pay by card`."""
    if method == "card":
        return names.gettext("Pay by card")
    return names.gettext("Pay by %(method)s", method=names.method(method))


def way_name(names: Telling, method: str, deposit: Decimal | None) -> str:
    """`Card`, or `Card, deposit of €50.00`."""
    name = names.method(method)
    if deposit is None:
        return name
    return names.gettext(
        "%(method)s, deposit of %(amount)s", method=name, amount=names.formats.money(deposit)
    )


def way_explained(names: Telling, method: str) -> str:
    """Return what happens next when a client pays all like this."""
    if method == ON_SITE:
        return names.gettext("You pay when you visit us.")
    if method == BANK_TRANSFER:
        return names.gettext(
            "We show you where to, and what to quote. "
            "You can book the rest when we have received the payment."
        )
    return names.gettext("You pay on the next page.")


def deposit_explained(names: Telling, method: str, first: Decimal, rest: Decimal) -> str:
    """Return what happens next when a client pays a deposit like this."""
    facts = {"first": names.formats.money(first), "rest": names.formats.money(rest)}
    if method == BANK_TRANSFER:
        return names.gettext(
            "You pay %(first)s now, by transfer. When we have it, you can use the package. "
            "The other %(rest)s you pay later, in your account or when you visit us.",
            **facts,
        )
    return names.gettext(
        "You pay %(first)s now, on the next page. When we have it, you can use the package. "
        "The other %(rest)s you pay later, in your account or when you visit us.",
        **facts,
    )


def ways_to_pay(terms: Terms, checkouts: Sequence[Checkout], names: Telling) -> list[Way]:
    """Return the ways to pay that the page offers for a package; none for what is free.

    Cash and the like are paid at the desk, so `on-site` stands for them. Methods that need a checkout are
    offered only if there is one, and takes the amount. A deposit is a way of its own, with each method by
    which it can be paid.
    """
    if not terms.total:
        return []
    here = [method for method in terms.payment_methods if is_paid_here(method, checkouts)]
    currency = names.catalogue.business.currency
    ways = [way for method in here for way in _ways(terms, method, names)]
    return [each for each in ways if each.first >= least_of(each.method, checkouts, currency)]


def too_little(
    amount: Decimal, methods: Iterable[str], checkouts: Sequence[Checkout], names: Telling
) -> tuple[str, ...]:
    """`Card is possible from €0.50.`: what to say of each method by which an amount cannot be paid."""
    least = {each: least_of(each, checkouts, names.catalogue.business.currency) for each in methods}
    return tuple(
        names.gettext(
            "%(method)s is possible from %(amount)s.",
            method=names.method(method),
            amount=names.formats.money(least_amount),
        )
        for method, least_amount in least.items()
        if 0 < amount < least_amount
    )


def _ways(terms: Terms, method: str, names: Telling) -> Iterator[Way]:
    yield Way(
        method=method,
        name=way_name(names, method, None),
        explained=way_explained(names, method),
        part="full",
        first=terms.total,
    )
    deposit = terms.deposit
    if deposit is not None and 0 < deposit < terms.total and method != ON_SITE:
        yield Way(
            method=method,
            name=way_name(names, method, deposit),
            explained=deposit_explained(names, method, deposit, terms.total - deposit),
            part="deposit",
            first=deposit,
        )
