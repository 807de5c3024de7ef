"""Whether a package is sold: now, to this client, and with these visits."""

from collections.abc import Mapping
from datetime import date

from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.selling import (
    MaximumExceededError,
    MinimumNotBookedError,
    MissingMinimum,
    PackageNotSoldError,
    PurchaseLimitReachedError,
)
from trafftpkg.domain.package import OnSale, Package, bought_within, is_new, possible_again_at
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
