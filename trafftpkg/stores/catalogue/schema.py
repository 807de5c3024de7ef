"""The files of a catalogue as models: what each may hold, and what holds where something is left out.

A default stands here as it would be written in the file.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from trafftpkg.stores.catalogue import field_types as t


def left_out(value: object, description: str) -> Any:
    """Describe a field that may be left out, and what then holds: written as in the file."""
    given = value is not None
    return (
        Field(default=value, validate_default=True, description=description)
        if given
        else Field(default=None, description=description)
    )


def needed(description: str, **more: Any) -> Any:
    """Describe a field that must be given."""
    return Field(description=description, **more)


class FieldBrokenError(Exception):
    """A check asked for a field whose own fault is already reported."""


class Declared(BaseModel):
    """A mapping in a file: only known keys, and nothing given means left out."""

    model_config = ConfigDict(extra="forbid")

    # A colour that is nothing is most likely a '#' without quotes, and says so itself.
    nothing_means_something: ClassVar[frozenset[str]] = frozenset(["color"])

    @classmethod
    def may_be_nothing(cls, key: str) -> bool:
        """Tell whether nothing given for a key is the same as leaving it out."""
        field = cls.model_fields.get(key)
        return field is not None and not field.is_required() and key not in cls.nothing_means_something

    def __getattr__(self, name: str) -> Any:
        if name in type(self).model_fields:
            raise FieldBrokenError(name)
        raise AttributeError(name)


class Tax(Declared):
    """A tax on sales."""

    id: t.Id = needed("How packages name it.")
    name: t.Text = needed("How clients read it.")
    percent: t.Percent = needed("Of the net price.")
    included: t.Flag = needed("Whether declared prices include it, or it comes on top.")


class Booking(Declared):
    """How booking is offered."""

    step: t.Step = left_out("15m", "The grid of starts that are offered.")
    notice: t.AnyLength = left_out("0m", "The shortest time between booking and start.")
    horizon: t.Lasting = left_out("365d", "How far ahead can be booked.")


class Cancellation(Declared):
    """What a late or missed appointment costs."""

    free_until: t.AnyLength = left_out("0m", "Until how long before the start cancelling is free.")
    late: Literal["keep", "release"] = left_out("keep", "Cancelled late: keep the units, or release them.")
    no_show: Literal["keep", "release"] = left_out("keep", "Missed: keep the units, or release them.")
    forgiven: t.Count = left_out("0", "Late or missed appointments released all the same, per purchase.")
    make_good: t.Days = left_out("30d", "How far the last day moves when the business cancels after the end.")


class Business(Declared):
    """business.yaml: who sells."""

    name: t.Text = needed("The name that clients know.")
    time_zone: t.Zone = needed("IANA name, as in Europe/Belgrade.")
    currency: t.Currency = needed("ISO 4217 code of every amount, as in EUR.")
    locale: t.Locale = left_out("en", "How the booking page writes dates and money.")
    taxes: list[Tax] = left_out([], "The taxes that packages can name.")
    payment_methods: Annotated[list[t.Id], Field(min_length=1)] = needed(
        "How clients can pay; on-site lets them redeem before they pay."
    )
    closed: list[t.Closed] = left_out([], "Days, or spans of days as 2026-12-31/2027-01-02, without visits.")
    booking: Booking = left_out({}, "The grid of starts, the shortest notice, and the furthest day.")
    cancellation: Cancellation = left_out({}, "What happens to the units of a late or missed visit.")


class Service(Declared):
    """A kind of appointment."""

    id: t.Id = needed("How packages, employees and the command line name it.")
    name: t.Text = needed("How clients read it.")
    description: t.FreeText = left_out("", "A sentence or two for the booking page.")
    image: t.File | None = left_out(None, "A picture in the catalogue's folder.")
    color: t.Colour = left_out(None, 'In the diary, in quotes: "#3F8EFC".')
    duration: t.SomeMinutes = needed("How long a visit takes, as in 50m.")
    buffer_before: t.Minutes = left_out("0m", "Working time to get ready, before the visit.")
    buffer_after: t.Minutes = left_out("0m", "Working time to clean up, after the visit.")
    price: t.Money = needed("Of one visit without a package.")
    capacity: t.Positive = left_out("1", "How many clients at one start: more than 1 is a class.")
    position: t.Whole = left_out("1000", "Lower comes first on the page.")


class Location(Declared):
    """Where appointments take place."""

    id: t.Id = needed("How employees and the command line name it.")
    name: t.Text = needed("How clients read it.")
    time_zone: t.Zone | None = left_out(None, "IANA name; left out, the business's.")
    closed: list[t.Closed] = left_out([], "Days, or spans of days, on which this location is closed.")


class Employee(Declared):
    """Who gives services, where, and when."""

    id: t.Id = needed("How the command line names them.")
    name: t.Text = needed("How clients read it.")
    services: Annotated[list[t.Id], Field(min_length=1)] = needed("The services they give.")
    locations: Annotated[list[t.Id], Field(min_length=1)] = needed("Where they work.")
    hours: dict[t.Weekdays, list[t.ShiftText]] = needed(
        'Shifts by weekday in the location\'s time: {mon-fri: ["09:00-13:00", "14:00-18:00"]}.'
    )
    days_off: list[t.Closed] = left_out([], "Days, or spans of days, on which they do not work.")


class Inclusion(Declared):
    """How a package covers one service."""

    service: t.Id = needed("A service of services.yaml.")
    min: t.Count = left_out("0", "Appointments to be booked when buying.")
    max: t.Amount | None = left_out(
        None,
        "Appointments ever (hour packages: hours, as 4, 0.5 or 90m); left out: as total allows.",
    )
    uses: t.Positive = left_out("1", "Units that one appointment takes, in session packages.")


class Deposit(Declared):
    """A part to be paid before redeeming: a percentage of the total, or an amount."""

    percent: t.Share | None = left_out(None, "Of the total.")
    amount: t.Money | None = left_out(None, "In the business's currency.")


class Price(Declared):
    """What a package costs, and how it is paid."""

    amount: t.Money = needed("As clients see it, in the business's currency.")
    original: t.Money | None = left_out(None, "The price to strike through.")
    taxes: list[t.Id] = left_out([], "Taxes of business.yaml.")
    payment_methods: Annotated[list[t.Id], Field(min_length=1)] | None = left_out(
        None, "Left out, all of the business's."
    )
    deposit: Deposit | None = left_out(None, "Left out, the full price is due before redeeming.")
    pay_within: t.Lasting = left_out("7d", "How long a sale may stay unpaid.")


class Validity(Declared):
    """How long a package is valid: one length, an end, or both, and then the earlier wins."""

    days: Annotated[t.Positive, Field(le=36500)] | None = left_out(None, "Calendar days.")
    weeks: Annotated[t.Positive, Field(le=5200)] | None = left_out(None, "Calendar weeks.")
    months: Annotated[t.Positive, Field(le=1200)] | None = left_out(None, "Calendar months.")
    years: Annotated[t.Positive, Field(le=100)] | None = left_out(None, "Calendar years.")
    until: t.Day | None = left_out(None, "The last day, as in 2026-12-31.")


class Limit(Declared):
    """How many one client may buy."""

    purchases: t.Positive = needed("How many.")
    every: t.Lasting | None = left_out(None, "Within which time; left out, for ever.")


class Package(Declared):
    """packages/ID.yaml: a bundle that is sold; the file's name is its id."""

    name: t.Text = needed("How clients read it.")
    description: t.FreeText = left_out("", "A sentence or two for the booking page.")
    image: t.File | None = left_out(None, "A picture in the catalogue's folder.")
    gallery: list[t.File] = left_out([], "More pictures.")
    color: t.Colour = left_out(None, 'In quotes: "#3F8EFC".')
    position: t.Whole = left_out("1000", "Lower comes first on the page.")
    status: Literal["visible", "hidden", "archived"] = left_out(
        "visible", "visible: on the page. hidden: staff may sell it. archived: only redeemed."
    )
    unit: Literal["session", "hour"] = left_out("session", "What it is counted in.")
    services: Annotated[list[Inclusion], Field(min_length=1)] = needed("What it covers.")
    total: t.Amount | None = left_out(None, "Units of all services; left out, the sum of max × uses.")
    price: Price = needed("What it costs, and how it is paid.")
    validity: Validity | None = left_out(None, "How long it can be redeemed; left out, for ever.")
    validity_from: Literal["purchase", "first-appointment"] = left_out(
        "purchase", "What starts the validity."
    )
    redeem_by: Literal["appointment", "booking"] = left_out(
        "appointment", "Before the end, the visit must begin, or only be booked."
    )
    limit_per_client: Limit | None = left_out(None, "How many one client may buy.")
    priority: t.Whole = left_out("50", "Of several packages that could pay, the lower pays first.")
    redirect_url: t.Url | None = left_out(None, "Where the page goes after a sale.")
