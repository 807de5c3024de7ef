"""The ways to pay that the page offers for a package."""

from collections.abc import Iterator, Sequence

from trafftpkg.domain.terms import Terms
from trafftpkg.engine.requests.money import ON_SITE
from trafftpkg.languages.telling import Telling
from trafftpkg.web.payment import Checkout, Way, is_paid_here
from trafftpkg.web.words.paying import deposit_explained, way_explained, way_name


def ways_to_pay(terms: Terms, checkouts: Sequence[Checkout], names: Telling) -> list[Way]:
    """Return the ways to pay that the page offers for a package; none for what is free.

    Cash and the like are paid at the desk, so `on-site` stands for them. Methods that need a checkout are
    offered only if there is one. A deposit is a way of its own, with each method by which it can be paid.
    """
    if not terms.total:
        return []
    here = [method for method in terms.payment_methods if is_paid_here(method, checkouts)]
    return [way for method in here for way in _ways(terms, method, names)]


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
