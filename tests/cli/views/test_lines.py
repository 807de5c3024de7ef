"""One line a thing: what a writing command says it did."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.cli.sold import HOURS, TERMS, VIEW, appointment, purchase
from tests.lumen import LUMEN
from trafftpkg.cli.views.appointment_words import appointment_words
from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.purchase_words import purchase_words
from trafftpkg.domain.errors.untrusted import CatalogueInvalidError
from trafftpkg.domain.moments import DaySpan
from trafftpkg.domain.purchase import Ending
from trafftpkg.domain.terms import Validity


class Broken:
    """A catalogue with problems."""

    def catalogue(self) -> None:
        """Refuse, as a store does."""
        raise CatalogueInvalidError(findings=())


BARE = CatalogueNames(cast(Any, SimpleNamespace(catalogue=Broken())))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Glow 10: 9 of 10 left, until 5 July 2026"),
        ({"last_day": None, "expires_at": None, "terms": replace(TERMS, validity=Validity())},
         "Glow 10: 9 of 10 left, without an end"),
        ({"last_day": None, "expires_at": None, "terms": replace(TERMS, validity_from="first-appointment")},
         "Glow 10: 9 of 10 left, its time starts with the first visit"),
        ({"terms": HOURS, "granted": 240, "holds": ()}, "Four hours: 4 h of 4 h left, until 5 July 2026"),
        ({"paid": Decimal("144.00")}, "Glow 10: 9 of 10 left, until 5 July 2026; 336.00 EUR due"),
        ({"paid": Decimal("0.00")},
         ("Glow 10: payment pending, pay 144.00 EUR of 480.00 EUR before it can be used; "
         "9 of 10 left, until 5 July 2026")),
        ({"paid": Decimal("100.00")},
         ("Glow 10: payment pending, pay 44.00 EUR of 380.00 EUR before it can be used; "
         "9 of 10 left, until 5 July 2026")),
        ({"paid": Decimal("0.00"), "terms": replace(TERMS, deposit=None)},
         "Glow 10: payment pending, pay 480.00 EUR before it can be used; 9 of 10 left, until 5 July 2026"),
        ({"freezes": (DaySpan(first=date(2026, 1, 19), last=None),), "last_day": None, "expires_at": None},
         "Glow 10: frozen; 9 of 10 left, frozen without an end yet"),
        ({"voided": 9, "ended": Ending(kind="voided", at=VIEW.now)},
         "Glow 10: voided, 9 sessions written off"),
        ({"refunded": 9, "ended": Ending(kind="refunded", at=VIEW.now)},
         "Glow 10: refunded, 9 sessions given back"),
    ],
)  # fmt: skip
def test_a_purchase_says_what_is_left_and_until_when(changes: dict[str, Any], words: str) -> None:
    assert purchase_words(purchase(**changes), VIEW, BARE) == words


def test_an_expired_purchase_says_what_lapsed() -> None:
    over = replace(VIEW, now=VIEW.now.replace(month=8))

    assert purchase_words(purchase(), over, BARE) == "Glow 10: expired after 5 July 2026, 9 sessions lapsed"


def test_names_come_from_the_catalogue() -> None:
    good = SimpleNamespace(catalogue=lambda: LUMEN)
    names = CatalogueNames(cast(Any, SimpleNamespace(catalogue=good)))

    said = appointment_words(appointment(), VIEW, names)

    assert said == "Facial with Mira, Tue 20 Jan 2026 10:00–10:50, Centre"


def test_a_broken_catalogue_leaves_the_ids() -> None:
    said = appointment_words(appointment(), VIEW, BARE)

    assert said == "facial with mira, Tue 20 Jan 2026 10:00–10:50, centre"


def test_a_visit_without_a_package_says_what_is_to_be_paid() -> None:
    visit = appointment(allocation=(), price=Decimal("60.00"), owed=Decimal("60.00"), paid=Decimal("0.00"))

    assert appointment_words(visit, VIEW, BARE).endswith("centre: 60.00 EUR to be paid")


def test_a_cancelled_visit_says_what_became_of_its_units() -> None:
    released = appointment(status="cancelled", allocation=())
    kept = appointment(status="no_show")

    assert appointment_words(released, VIEW, BARE).endswith(": cancelled, units released")
    assert appointment_words(kept, VIEW, BARE).endswith(": missed, units kept")
