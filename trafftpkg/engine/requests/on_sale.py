"""Whether a package is sold: now, to this client, with these visits, at this price, from this day on."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.booking import InThePastError
from trafftpkg.domain.errors.selling import (
    MaximumExceededError,
    MinimumNotBookedError,
    MissingMinimum,
    PackageNotSoldError,
    PurchaseLimitReachedError,
)
from trafftpkg.domain.events.base import Expiry
from trafftpkg.domain.moments import day_of, start_of
from trafftpkg.domain.package import OnSale, Package, bought_within, is_new, possible_again_at
from trafftpkg.domain.validity import latest_first_day
from trafftpkg.engine.requests.base import Override
from trafftpkg.engine.requests.money import checked_amount
from trafftpkg.engine.worksheet import Worksheet


def check_sold(package: Package, today: date) -> None:
    """Raise an error if nobody sells the package any more (R-9.2)."""
    if package.status == "archived":
        raise PackageNotSoldError(package=package.id, why="archived")
    until = package.validity.until
    if until is not None and until < today:
        raise PackageNotSoldError(package=package.id, why="over", until=until)


def check_in_season(package: Package, today: date) -> None:
    """Raise an error if the package is not sold yet, or not any more, for a while (R-9.10)."""
    season = package.on_sale or OnSale()
    if season.first is not None and today < season.first:
        raise PackageNotSoldError(package=package.id, why="not_yet", first=season.first)
    if season.until is not None and today > season.until:
        raise PackageNotSoldError(package=package.id, why="season_over", until=season.until)


def check_on_sale(package: Package, sheet: Worksheet, client: Client) -> None:
    """Raise an error if the package is not sold so often, or to this client (R-9.10)."""
    season = package.on_sale
    if season is None:
        return
    if season.new_clients_only and not is_new(
        sheet.purchases_of(client.key), sheet.appointments_of(client.key)
    ):
        raise PackageNotSoldError(package=package.id, why="not_new")
    if season.sales is not None and sheet.sold(package.id, season.first) >= season.sales:
        raise PackageNotSoldError(package=package.id, why="sold_out", sales=season.sales)


def check_limit(package: Package, sheet: Worksheet, client: Client) -> None:
    """Raise an error if the client has bought as many as one may (R-9.1)."""
    limit = package.limit
    if limit is None:
        return
    mine = sheet.purchases_of(client.key)
    bought = bought_within(mine, package.id, limit, sheet.now, sheet.time_zone)
    if len(bought) >= limit.purchases:
        raise PurchaseLimitReachedError(
            package=package.id,
            purchases=len(bought),
            limit=limit.purchases,
            again_at=possible_again_at(bought, limit, sheet.time_zone),
        )


def check_minimum(package: Package, booked: Mapping[str, int]) -> None:
    """Raise an error if fewer visits are booked than the package requires (R-9.2)."""
    missing = tuple(
        MissingMinimum(service=each.service, min=each.min, booked=booked.get(each.service, 0))
        for each in package.inclusions
        if booked.get(each.service, 0) < each.min
    )
    if missing:
        raise MinimumNotBookedError(package=package.id, missing=missing)


def check_most(package: Package, booked: Mapping[str, int]) -> None:
    """Raise an error if more visits are booked than may be with the sale (R-9.11)."""
    for each in package.inclusions:
        if each.max_at_purchase is not None and booked.get(each.service, 0) > each.max_at_purchase:
            raise MaximumExceededError(
                package=package.id,
                service=each.service,
                most=each.max_at_purchase,
                asked=booked.get(each.service, 0),
                unit="session",
                uses=1,
                at_purchase=True,
            )


def agreed_price(package: Package, price: Decimal | None, currency: str) -> Decimal | None:
    """Return the price that was agreed; None where it is the declared one (R-9.7).

    Raises:
        BadArgumentError: it is in more digits than the currency has, or above the declared price.
    """
    if price is None:
        return None
    agreed = checked_amount(price, currency, field="price", least=0)
    if agreed > package.price:
        from trafftpkg.domain.errors.usage import BadArgumentError

        raise BadArgumentError(
            field="price",
            reason="above_declared",
            given=agreed,
            limit=package.price,
            thing=package.id,
            currency=currency,
        )
    return None if agreed == package.price else agreed


def check_first_day(sheet: Worksheet, first_day: date, overrides: tuple[Override, ...]) -> None:
    """Refuse a day to begin that is past, unless that is meant, or that is too far ahead (R-4.10).

    Raises:
        InThePastError: it is past.
        BadArgumentError: it is more than two years ahead.
    """
    today = day_of(sheet.now, sheet.time_zone)
    latest = latest_first_day(today)
    if first_day > latest:
        from trafftpkg.domain.errors.usage import BadArgumentError

        raise BadArgumentError(field="starts", reason="too_far_ahead", given=first_day, limit=latest)
    if first_day < today and "past" not in overrides:
        begins = start_of(first_day, sheet.time_zone)
        raise InThePastError(starts_at=begins, now=sheet.now, time_zone=sheet.time_zone, day=first_day)


def check_has_time(sheet: Worksheet, first_day: date, expiry: Expiry) -> None:
    """Refuse a day to begin that leaves no day on which the purchase could be redeemed.

    Raises:
        BadArgumentError: it would be over before it begins, or already is.
    """
    last_day, first = expiry.last_day, max(first_day, day_of(sheet.now, sheet.time_zone))
    if last_day is not None and last_day < first:
        from trafftpkg.domain.errors.usage import BadArgumentError

        raise BadArgumentError(field="starts", reason="never_valid", given=first_day, limit=last_day)
