"""What the generated trade sells: three packages of the example catalogue, as the texts of a sale."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from trafftpkg.domain.catalogue import Business, Catalogue, Service
from trafftpkg.domain.moments import end_of, minutes_of
from trafftpkg.domain.terms import Validity
from trafftpkg.domain.validity import last_day
from trafftpkg.engine.requests.purchase import terms_of
from trafftpkg.stores.catalogue.source import YamlCatalogue
from trafftpkg.stores.lines.wire import compact
from trafftpkg.stores.lines.wire_writing import written

CATALOGUE = Path(__file__).resolve().parent.parent.parent / "catalog"
DAY = 24 * 60
FIRST_DAY = date(2019, 1, 7)
"""Minute 0 is its midnight, UTC."""

_CLOCK = [f"T{minute // 60:02}:{minute % 60:02}:00.000000Z" for minute in range(DAY)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One service of a package. `minutes` are the buffer before, the duration, and the buffer after.

    Args:
        alone: What the booking of a visit without a package says more; `price` is its price.
    """

    units: int
    most: int
    minutes: tuple[int, int, int]
    visit: str
    price: str
    alone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """A package: its sale and its visits as templates. `pay_within` is in minutes."""

    places: tuple[Place, ...]
    granted: int
    total: str
    deposit: str | None
    rest: str
    sale: str
    pay_within: int
    validity: Validity
    starts_later: bool


def moment_text(minute: int) -> str:
    """Return a moment as the ledger writes it."""
    day, minute = divmod(minute, DAY)
    return day_text(day) + _CLOCK[minute]


@cache
def day_text(day: int) -> str:
    """Return the day so many days after the first."""
    return (FIRST_DAY + timedelta(days=day)).isoformat()


def expiry_text(good: Good, purchase: int, start_day: int | None) -> tuple[int | None, str]:
    """Return when a purchase ends that counts from a day, in minutes, and that as the ledger writes it."""
    ends, facts = _ends(good.validity, start_day)
    return ends, f'{{"purchase":"pur-{purchase}",{facts}}}'


@cache
def _ends(validity: Validity, start_day: int | None) -> tuple[int | None, str]:
    if start_day is None:
        return None, '"start_day":null,"base_day":null,"last_day":null,"expires_at":null'
    last = last_day(date.fromisoformat(day_text(start_day)), validity)
    assert last is not None
    end = end_of(last, "Europe/Lisbon")
    minute = (end - datetime(*FIRST_DAY.timetuple()[:3], tzinfo=UTC)) // timedelta(minutes=1)
    facts = (
        f'"start_day":"{day_text(start_day)}","base_day":"{last}","last_day":"{last}",'
        f'"expires_at":"{moment_text(minute)}"'
    )
    return minute, facts


def _goods(packages: Iterable[str]) -> tuple[Good, ...]:
    with TemporaryDirectory() as cache_folder:
        catalogue = YamlCatalogue(CATALOGUE, Path(cache_folder)).catalogue()
        return tuple(_good(catalogue, name) for name in packages)


def _good(catalogue: Catalogue, name: str) -> Good:
    package = next(each for each in catalogue.packages.values() if each.id == name)
    terms = terms_of(package, catalogue.business)
    text = written(terms).replace("%", "%%")
    return Good(
        places=tuple(
            _place(
                catalogue.services[each.service],
                catalogue.business,
                units=each.duration if package.unit == "minute" else each.uses,
                most=each.max_units,
            )
            for each in package.inclusions
        ),
        granted=package.total,
        total=str(terms.total),
        deposit=None if terms.deposit is None else str(terms.deposit),
        rest=str(terms.total - (terms.deposit or 0)),
        sale=(
            '{"event":"PackagePurchased","purchase":"pur-%d","client":"%s","terms":'
            f'{text},"granted":{package.total},"value":"{terms.total}","pay_by":"%s","on_site":false,'
            '"expiry":%s}'
        ),
        pay_within=minutes_of(package.pay_within),
        validity=terms.validity,
        starts_later=terms.validity_from == "first-appointment",
    )


def _place(service: Service, business: Business, *, units: int, most: int) -> Place:
    capacity = f',"capacity":{service.capacity}' if service.capacity > 1 else ""
    return Place(
        units=units,
        most=most,
        minutes=(service.buffer_before, service.duration, service.buffer_after),
        visit=(
            f'{{"service":"{service.id}","employee":"%s","location":"chiado","time_zone":"Europe/Lisbon",'
            '"starts_at":"%s","ends_at":"%s","occupied_from":"%s","occupied_until":"%s"'
            f"{capacity}}}"
        ),
        price=str(service.price),
        alone=(
            f',"price":"{service.price}","cancellation":{written(business.cancellation)},'
            f'"payment_methods":{compact(list(business.payment_methods))}'
        ),
    )


GOODS = _goods(("glow-10", "yoga-20", "massage-hours"))
