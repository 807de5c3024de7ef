"""Redeeming a purchase for the appointments that are booked with its own sale (R-6.5)."""

from trafftpkg.domain.appointment import Visit
from trafftpkg.domain.balance import held_units
from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.selling import MaximumExceededError
from trafftpkg.domain.ids import PurchaseId
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import measure_of
from trafftpkg.engine.requests.redeeming import cannot_pay, choice_for, record_booking
from trafftpkg.engine.worksheet import Worksheet


def redeem_with_sale(sheet: Worksheet, client: Client, visit: Visit, purchase: PurchaseId) -> None:
    """Book a visit that the sale itself pays, even while it is not paid.

    Raises:
        MaximumExceededError: the sale books more than the package gives.
        PurchaseCannotPayError: the package cannot pay for it otherwise.
    """
    choice = choice_for(sheet, client, visit, preferred=purchase, in_sale=True)
    if not choice.allocation:
        (candidate,) = choice.candidates
        sold = sheet.purchase(purchase)
        if candidate.code in ("maximum", "used_up", "too_few"):
            raise _too_many(sold, visit)
        raise cannot_pay(purchase, visit, choice.candidates)
    record_booking(sheet, client, visit, choice.allocation)


def _too_many(sold: Purchase, visit: Visit) -> MaximumExceededError:
    inclusion = sold.terms.inclusion_of(visit.service)
    assert inclusion is not None
    takes = inclusion.uses if sold.terms.unit == "session" else visit.duration
    of_service = held_units(sold, visit.service) + takes
    too_many_of_service = of_service > inclusion.max_units
    measure = measure_of(sold.terms.unit, [inclusion]) if too_many_of_service else sold.terms.measure
    return MaximumExceededError(
        package=sold.terms.package,
        service=visit.service if too_many_of_service else None,
        most=inclusion.max_units if too_many_of_service else sold.granted,
        asked=of_service if too_many_of_service else held_units(sold) + takes,
        unit=measure.unit,
        uses=measure.uses,
    )
