"""What requests have in common, what they look up in the catalogue, and how one is known again (R-1.4)."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar, cast

from trafftpkg.domain.client import Client
from trafftpkg.domain.errors.naming import (
    UnknownEmployeeError,
    UnknownError,
    UnknownLocationError,
    UnknownPackageError,
    UnknownServiceError,
)
from trafftpkg.domain.purchase import Purchase
from trafftpkg.domain.terms import Unit
from trafftpkg.domain.value import Value, facts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from trafftpkg.domain.catalogue import Catalogue, Employee, Location, Service
    from trafftpkg.domain.entry import Entry
    from trafftpkg.domain.ids import PackageId
    from trafftpkg.domain.package import Package
    from trafftpkg.engine.ports import ClientBook
    from trafftpkg.engine.worksheet import Worksheet

Id = TypeVar("Id", bound=str)
T = TypeVar("T")

Override = Literal["past", "hours", "notice", "horizon", "limit", "minimum", "overlap"]
"""A policy that staff may set aside, by name and for a reason. Nothing else can be lifted (R-5.9)."""


class Request(Value, ABC):
    """Something asked of the engine: a value with its arguments as typed, defaults filled in.

    `name` is its name on the command line and in the ledger; `client_fields` are the arguments that name
    clients, one or several each, `thing_fields` those that name what is recorded already, `needs_reason`
    tells whether it is refused without one. `added` are arguments that came later:
    a request that leaves them out is still the one that a key was recorded for before there were any.
    `goes_by_catalogue` tells whether it sells, books or takes money: the catalogue must be the ledger's own.
    `admits_erased` lets the key of an erased client name them.
    `holds_everything` keeps all others from deciding meanwhile: what it touches is not known beforehand.
    """

    __slots__ = ()

    name: ClassVar[str]
    client_fields: ClassVar[tuple[str, ...]] = ()
    thing_fields: ClassVar[tuple[str, ...]] = ("purchase", "appointment", "thing", "payer")
    needs_reason: ClassVar[bool] = False
    added: ClassVar[tuple[str, ...]] = ()
    goes_by_catalogue: ClassVar[bool] = False
    admits_erased: ClassVar[bool] = False
    holds_everything: ClassVar[bool] = False

    @abstractmethod
    def decide(self, sheet: "Worksheet") -> None:
        """Record on the sheet what happens, or raise why it cannot; nothing else is read or written."""

    def follow_up(self, entry: "Entry", clients: "ClientBook") -> None:
        """Do what the client book needs once the entry is recorded; also when it is only replayed."""

    @property
    def free_text(self) -> str | None:
        """The reason given, if any. Only spaces count as none."""
        text: str | None = getattr(self, "reason", None)
        return (text or "").strip() or None

    @property
    def kept_text(self) -> str | None:
        """The text that is kept under its entry: the reason, or what a client was shown."""
        return self.free_text

    @property
    def wants_reason(self) -> bool:
        """Tell whether these arguments are only taken for a reason."""
        return self.needs_reason

    def admits_new_client(self, typed: str) -> bool:
        """Tell whether a client that nobody knows is to be added: the first that it names, and no other."""
        return bool(getattr(self, "new_client", False)) and typed == self.clients_named()[0]

    def clients_named(self) -> tuple[str, ...]:
        """Return what was typed for each client."""
        named: list[str] = []
        for field in self.client_fields:
            typed: str | tuple[str, ...] | None = getattr(self, field)
            named.extend((typed,) if isinstance(typed, str) else typed or ())
        return tuple(named)

    def employees_named(self, catalogue: "Callable[[], Catalogue]") -> "Iterable[str]":
        """Return the employees whose time it asks for; errors are those of deciding it."""
        employee: str | None = getattr(self, "employee", None)
        return () if employee is None else (employee,)

    def packages_named(self, catalogue: "Callable[[], Catalogue]") -> "Iterable[PackageId]":
        """Return the packages that nobody else may sell meanwhile; errors are those of deciding it."""
        return ()

    def things_named(self) -> tuple[str, ...]:
        """Return what it names that is recorded already."""
        named = (getattr(self, field, None) for field in self.thing_fields)
        return tuple(each for each in named if each is not None)

    def arguments(self) -> dict[str, Any]:
        """Return all arguments by name, for the fingerprint."""
        given = {each: getattr(self, each.name) for each in self.__declared__}
        return {
            each.name: fact
            for each, fact in given.items()
            if each.name not in self.added or fact != each.default
        }


class ShowingRequest(Request):
    """A request that a client may make on a page, where conditions were shown to them before (R-14.9).

    `shown` is that text. It is no part of what is asked: the same request sent again in another language is
    still the same.
    """

    __slots__ = ()

    shown: str | None

    @property
    def kept_text(self) -> str | None:
        return self.free_text or self.shown

    def arguments(self) -> dict[str, Any]:
        return {name: fact for name, fact in super().arguments().items() if name != "shown"}

    def check_texts(self) -> None:
        """Raise BadArgumentError where a reason was given besides: one entry keeps one text."""
        if self.shown and self.free_text:
            from trafftpkg.domain.errors.usage import BadArgumentError

            raise BadArgumentError(field="shown", reason="exclusive", choices=("shown", "reason"))


class CountingRequest(Request):
    """A request for so many units: sessions, or minutes of a purchase that is counted in them.

    `unit` is what they were typed in; None is whatever the purchase is counted in.
    """

    __slots__ = ()

    unit: Unit | None

    def arguments(self) -> dict[str, Any]:
        # A purchase is counted in one unit for good: the same number of another is refused, never recorded.
        return {name: fact for name, fact in super().arguments().items() if name != "unit"}

    def check_unit(self, units: int, purchase: Purchase) -> None:
        """Raise UnitMismatchError if the units were typed in another unit than the purchase's (R-9.6)."""
        unit = purchase.terms.unit
        if self.unit is not None and self.unit != unit:
            from trafftpkg.domain.errors.changing import UnitMismatchError

            raise UnitMismatchError(purchase=purchase.id, units=units, typed_in=self.unit, unit=unit)


def service_named(catalogue: "Catalogue", typed: str) -> "Service":
    """Return a service, or raise UnknownServiceError."""
    return _named(catalogue.services, typed, UnknownServiceError)


def employee_named(catalogue: "Catalogue", typed: str) -> "Employee":
    """Return an employee, or raise UnknownEmployeeError."""
    return _named(catalogue.employees, typed, UnknownEmployeeError)


def location_named(catalogue: "Catalogue", typed: str) -> "Location":
    """Return a location, or raise UnknownLocationError."""
    return _named(catalogue.locations, typed, UnknownLocationError)


def package_named(catalogue: "Catalogue", typed: str) -> "Package":
    """Return a package, or raise UnknownPackageError."""
    return _named(catalogue.packages, typed, UnknownPackageError)


def _named(known: Mapping[Id, T], typed: str, error: type[UnknownError]) -> T:
    found = known.get(cast(Id, typed))
    if found is None:
        from trafftpkg.domain.errors.naming import nearest  # only when something is wrong

        raise error(typed=typed, nearest=nearest(typed, known))
    return found


def fingerprint_of(request: Request, known: Mapping[str, Client]) -> str:
    """Return the hex sha256 of a request's name and arguments.

    Moments and amounts count as typed; a client counts as the same however typed. Clock, actor, output
    format, dry run, and paths are no part of a request. One who was merged since counts as they were entered.
    """
    from hashlib import sha256  # with OpenSSL, which a question does not wait for

    arguments = request.arguments()

    def key_of(typed: str) -> str:
        return known[typed].entered_as or known[typed].key if typed in known else typed

    for field in request.client_fields:
        typed = arguments.get(field)
        if typed is not None:
            arguments[field] = key_of(typed) if isinstance(typed, str) else [key_of(each) for each in typed]
    text = _as_json([request.name, arguments])
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Value):
        return facts_of(value)
    assert isinstance(value, date | Decimal), value
    return value.isoformat() if isinstance(value, date) else str(value)


_as_json = json.JSONEncoder(default=_plain, sort_keys=True, check_circular=False).encode
