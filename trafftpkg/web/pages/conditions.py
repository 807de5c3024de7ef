"""What a client is told before they buy or book, line by line. The sale keeps it word by word (R-14.9)."""

from datetime import date

from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import CancellationPolicy, Terms
from trafftpkg.domain.value import replace
from trafftpkg.languages.policy import package_policy, visit_policy
from trafftpkg.languages.telling import Telling
from trafftpkg.web.exchange import Exchange
from trafftpkg.web.pages.home import validity_words


def purchase_conditions(exchange: Exchange, purchase: Purchase) -> tuple[str, ...]:
    """Return what `package_conditions` returns, with what is left of a purchase's forgiveness."""
    return package_conditions(exchange, purchase.terms, purchase.last_day, forgiven=purchase.forgiven)


def package_conditions(
    exchange: Exchange, terms: Terms, last_day: date | None, *, forgiven: int = 0
) -> tuple[str, ...]:
    """Return what late cancelling costs, until when the package can be used, and what is paid back.

    Args:
        forgiven: How many visits were forgiven already.
    """
    policy = replace(terms.cancellation, forgiven=max(terms.cancellation.forgiven - forgiven, 0))
    refunds = (_refunds(exchange.names, terms),) if terms.total else ()
    return (package_policy(exchange.names, policy), _use(exchange, terms, last_day), *refunds)


def visit_conditions(exchange: Exchange, policy: CancellationPolicy) -> tuple[str, ...]:
    """Return the same of a visit at its price."""
    back = exchange.names.gettext("If you cancel in time, we pay back what you have paid for it.")
    return (visit_policy(exchange.names, policy), back)


def _use(exchange: Exchange, terms: Terms, last_day: date | None) -> str:
    names = exchange.names
    if last_day is None:
        valid = validity_words(names, terms.validity, from_first=terms.validity_from != "purchase")
        return f"{valid}."
    day = names.formats.day(last_day)
    if terms.redeem_by == "booking":
        return names.gettext("You can book visits with it until %(day)s.", day=day)
    return names.gettext("You can use it for visits until %(day)s.", day=day)


def _refunds(names: Telling, terms: Terms) -> str:
    match terms.refunds:
        case None:
            return names.gettext("If you want to return it, please ask us.")
        case "pro-rata":
            return names.gettext(
                "If you return it before it ends, we pay back what you paid for the part you have not used."
            )
        case "list-price":
            return names.gettext(
                "If you return it before it ends, we pay back what you paid, less the usual price of each "
                "visit you have used. It is never more than what you paid for the part you have not used."
            )
        case "none":
            return names.gettext("We do not pay back what you do not use.")
