"""The files of a catalogue as models: their keys, and the defaults of keys that are left out.

Defaults are written here as in the file.
"""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from trafftpkg.stores.catalogue import field_types as t
from trafftpkg.stores.catalogue.business_card import Bank, Contact, Legal, Look, Mailing, OpeningHours
from trafftpkg.stores.catalogue.model import Declared, left_out, needed
from trafftpkg.stores.catalogue.text_forms import season_of


class Tax(Declared):
    """A tax on sales."""

    id: t.Id = needed("The name that prices use for it.")
    name: t.Text = needed("The name that clients read.")
    percent: t.Percent = needed("How many percent of the net price.")
    included: t.Flag = needed("true: the prices in these files include it. false: it is added to them.")


class Booking(Declared):
    """How booking is offered."""

    step: t.Step = left_out("15m", "A start is offered every so often. The desk may book any minute.")
    notice: t.AnyLength = left_out("0m", "How long before its start a visit must be booked.")
    horizon: t.Lasting = left_out("365d", "How far ahead a visit can be booked.")


class Cancellation(Declared):
    """What a late or missed appointment costs."""

    free_until: t.AnyLength = left_out("0m", "Cancelling is free until this long before the start.")
    late: Literal["keep", "release"] = left_out(
        "keep", "Cancelled later: keep the units as used, or release them."
    )
    no_show: Literal["keep", "release"] = left_out("keep", "Missed: keep the units as used, or release them.")
    forgiven: t.Count = left_out(
        "0", "How many late or missed visits of a purchase are released all the same."
    )
    make_good: t.Days = left_out(
        "30d", "How far the last day moves when the business cancels a visit after it."
    )


class Accounts(Declared):
    """The accounts of `report journal`."""

    cash: t.Account = left_out("Assets:Cash", "Money received; below it, an account for each way to pay.")
    methods: dict[t.Id, t.Account] = left_out({}, "Another account for a way to pay, by its id.")
    deferred: t.Account = left_out("Liabilities:Deferred", "Received and not earned, without taxes.")
    receivable: t.Account = left_out("Assets:Receivable", "Earned and not received, without taxes.")
    receivable_tax: t.Account = left_out("Assets:Receivable:Tax", "The taxes on what is receivable.")
    tax: t.Account = left_out("Liabilities:Tax", "Taxes that are due; below it, one for each tax and rate.")
    taxes: dict[t.Id, t.Account] = left_out({}, "Another account for a tax, by its id.")
    tax_ahead: t.Account = left_out("Liabilities:Tax-Ahead", "Taxes that came in and are not due yet.")
    used: t.Account = left_out("Income:Used", "Earned by visits, without taxes.")
    lapsed: t.Account = left_out("Income:Lapsed", "Earned by lapse, without taxes.")
    lapsed_tax: t.Account = left_out("Income:Lapsed:Tax", "Taxes that lapses released.")
    adjusted: t.Account = left_out("Equity:Adjusted", "What came and went without money: imports, transfers.")
    opening: t.Account = left_out("Equity:Opening", "What was earned before `--from`.")


class Business(Declared):
    """business.yaml: who sells."""

    name: t.Text = needed("The name that clients know.")
    time_zone: t.Zone = needed("Days begin and end by the clocks of this zone.")
    currency: t.Currency = needed("The currency of every amount in these files (ISO 4217).")
    locale: t.Locale = left_out("en", "How the booking page writes dates and money.")
    languages: Annotated[list[t.Language], Field(min_length=1)] | None = left_out(
        None, "The languages of page and letters; the first is the usual one. Left out: that of the locale."
    )
    region: t.Region = left_out(
        None, "How phone numbers without a country's code are read. Left out: only numbers with one are."
    )
    contact: Contact = left_out({}, "How clients reach the business. Receipts show it.")
    legal: Legal = left_out({}, "What the law of your country asks you to show.")
    accounts: Accounts = left_out({}, "The names of the accounts of `report journal`.")
    taxes: list[Tax] = left_out([], "The taxes that packages and services can name.")
    tax_point: Literal["payment", "redemption"] = left_out(
        "payment", "When a tax falls due: when money comes in, or when a visit is used."
    )
    payment_methods: Annotated[list[t.Id], Field(min_length=1)] = needed(
        "The ways to pay; choose the names. With `on-site`, a package can be used before it is paid."
    )
    closed: list[t.Closed] = left_out([], "Days on which no visits take place.")
    booking: Booking = left_out({}, "When visits can be booked.")
    cancellation: Cancellation = left_out({}, "What a late or missed visit costs. Each sale keeps a copy.")
    refunds: Literal["pro-rata", "list-price", "none"] | None = left_out(
        None,
        "What clients are promised to get back of what they have not used. It is the usual `--basis` of "
        "`refund`. Left out: clients are told to ask.",
    )
    bank: Bank | None = left_out(None, "Where a bank transfer goes to.")
    look: Look | None = left_out(None, "The page's logo and colour.")
    mailing: Mailing = left_out({}, "Which letters go to clients, and whether you get copies.")


class Service(Declared):
    """A kind of appointment."""

    id: t.Id = needed("The name that packages, employees and commands use.")
    name: t.Name = needed("The name that clients read.")
    description: t.Description = left_out("", "A sentence or two for the booking page.")
    category: t.Name | None = left_out(None, "Services of one category stand together on the page.")
    image: t.File | None = left_out(None, "A picture for the booking page.")
    color: t.Colour = left_out(None, "Its colour in the diary and on the page.")
    duration: t.SomeMinutes = needed("How long a visit takes.")
    buffer_before: t.Minutes = left_out("0m", "Working time to get ready, before each visit.")
    buffer_after: t.Minutes = left_out("0m", "Working time to clean up, after each visit.")
    price: t.Money = needed("The price of one visit without a package.")
    taxes: list[t.Id] = left_out([], "The taxes on that price, by their ids in business.yaml.")
    capacity: t.Positive = left_out("1", "How many clients fit into one visit. More than 1 makes it a class.")
    timetable: dict[t.Weekdays, Annotated[list[t.Clock], Field(min_length=1)]] | None = left_out(
        None, 'When a visit begins, and not otherwise: {mon-fri: ["07:00"], wed: ["18:30"]}.'
    )
    position: t.Whole = left_out("1000", "The order on the page: the lowest number comes first.")


class Location(Declared):
    """Where appointments take place."""

    id: t.Id = needed("The name that employees and commands use.")
    name: t.Name = needed("The name that clients read.")
    time_zone: t.Zone | None = left_out(None, "The zone of its clocks. Left out: the business's.")
    closed: list[t.Closed] = left_out([], "Days on which it is closed, beside those of the business.")
    address: list[t.Text] = left_out(
        [], "The lines of its address. Left out: the business's, if this is its only location."
    )
    hours: OpeningHours = left_out({}, "When it is open, as clients are told, if not as the business is.")


class Employee(Declared):
    """Who gives services, where, and when."""

    id: t.Id = needed("The name that commands use.")
    name: t.Text = needed("The name that clients read.")
    services: Annotated[list[t.Id], Field(min_length=1)] = needed("The services that they give, by id.")
    locations: Annotated[list[t.Id], Field(min_length=1)] = needed("Where they work, by id.")
    hours: dict[t.Weekdays, list[t.ShiftText]] = needed(
        'Shifts by weekday, in the location\'s time: {mon-fri: ["09:00-13:00", "14:00-18:00"]}.'
    )
    days_off: list[t.Closed] = left_out([], "Days on which they do not work.")


class Inclusion(Declared):
    """How a package covers one service."""

    service: t.Id = needed("A service of services.yaml, by id.")
    min: t.Count = left_out("0", "How many visits must be booked with the sale.")
    max_at_purchase: t.Count | None = left_out(
        None, "How many visits may be booked with the sale. The rest is booked later."
    )
    max: t.Amount | None = left_out(
        None,
        "The most visits it can be used for (in hour packages: hours). Left out: as many as `total` allows.",
    )
    uses: t.Positive = left_out("1", "How many units one visit takes. Only in session packages.")


class Deposit(Declared):
    """A part to be paid before redeeming: a percentage of the total, or an amount."""

    percent: t.Share | None = left_out(None, "How many percent of the total price.")
    amount: t.Money | None = left_out(None, "An amount in the business's currency.")


class Price(Declared):
    """What a package costs, and how it is paid."""

    amount: t.Money = needed("The price as clients see it, in the business's currency.")
    original: t.Money | None = left_out(None, "A higher price, shown struck through.")
    taxes: list[t.Id] = left_out([], "The taxes on it, by their ids in business.yaml.")
    payment_methods: Annotated[list[t.Id], Field(min_length=1)] | None = left_out(
        None, "The ways to pay for it. Left out: all of the business's."
    )
    deposit: Deposit | None = left_out(
        None, "This must be paid before it can be used. Left out: the whole price."
    )
    pay_within: t.Lasting = left_out("7d", "A sale that is not paid by then is voided by the night job.")


class Validity(Declared):
    """How long a package is valid: one length, an end, or both, and then the earlier wins."""

    days: Annotated[t.Positive, Field(le=36500)] | None = left_out(None, "How many calendar days.")
    weeks: Annotated[t.Positive, Field(le=5200)] | None = left_out(None, "How many calendar weeks.")
    months: Annotated[t.Positive, Field(le=1200)] | None = left_out(None, "How many calendar months.")
    years: Annotated[t.Positive, Field(le=100)] | None = left_out(None, "How many calendar years.")
    until: t.Day | None = left_out(None, "The last day on which it can be used.")


class Limit(Declared):
    """How many one client may buy."""

    purchases: t.Positive = needed("How many purchases.")
    every: t.Lasting | None = left_out(None, "Within this time. Left out: ever.")


class OnSale(Declared):
    """When, how often, and to whom a package is sold."""

    first: t.Day | None = left_out(None, "The first day on which it is sold.", alias="from")
    until: t.Day | None = left_out(None, "The last day on which it is sold.")
    sales: t.Positive | None = left_out(
        None, "How many are sold in all, from the first day on. Voided and refunded ones do not count."
    )
    new_clients_only: t.Flag = left_out("false", "true: only clients who have bought and booked nothing yet.")


class Only(Declared):
    """Which visits a package pays for."""

    locations: Annotated[list[t.Id], Field(min_length=1)] | None = left_out(
        None, "Only visits at these locations, by id."
    )
    employees: Annotated[list[t.Id], Field(min_length=1)] | None = left_out(
        None, "Only visits with these employees, by id."
    )
    days: Annotated[list[t.Weekdays], Field(min_length=1)] | None = left_out(
        None, "Only visits on these weekdays: [mon-thu]."
    )
    hours: Annotated[list[t.ShiftText], Field(min_length=1)] | None = left_out(
        None, 'Only visits that begin in these hours, by the location\'s clock: ["09:00-16:00"].'
    )


class Letter(Declared):
    """letters/KIND.yaml: what letters of one kind say in your own words."""

    subject: t.Name | None = left_out(None, "The subject. Left out: the usual one.")
    opening: t.Description = left_out("", "What it begins with. Left out: the usual words.")
    closing: t.Description = left_out("", "What it ends with, below the facts. Left out: the usual words.")


class Package(Declared):
    """packages/ID.yaml: a bundle that is sold; the file's name is its id."""

    name: t.Name = needed("The name that clients read.")
    description: t.Description = left_out("", "A sentence or two for the booking page.")
    image: t.File | None = left_out(None, "A picture for the booking page.")
    gallery: list[t.File] = left_out([], "More pictures.")
    color: t.Colour = left_out(None, "Its colour on the page.")
    position: t.Whole = left_out("1000", "The order on the page: the lowest number comes first.")
    status: Literal["visible", "hidden", "archived"] = left_out(
        "visible",
        "visible: sold on the page and at the desk. hidden: at the desk only. archived: not any more.",
    )
    unit: Literal["session", "hour"] = left_out("session", "Whether it is counted in visits or in hours.")
    services: Annotated[list[Inclusion], Field(min_length=1)] = needed("What it can be used for.")
    total: t.Amount | None = left_out(
        None, "Units of all services together. Left out: the sum of each `max` × `uses`."
    )
    price: Price = needed("What it costs, and how it is paid.")
    validity: Validity | None = left_out(None, "How long it can be used. Left out: for ever.")
    validity_from: Literal["purchase", "first-appointment"] = left_out(
        "purchase", "The validity begins with the sale, or with the day of the first visit."
    )
    redeem_by: Literal["appointment", "booking"] = left_out(
        "appointment", "What must come before the end: the visit, or only its booking."
    )
    refunds: Literal["pro-rata", "list-price", "none"] | None = left_out(
        None, "What is paid back of what was not used. What is sold keeps this. Left out: the business's."
    )
    limit_per_client: Limit | None = left_out(None, "How many of it one client may buy. Left out: no limit.")
    members: t.Count = left_out("0", "How many other clients may use it too. Left out: none.")
    on_sale: Annotated[OnSale, BeforeValidator(season_of)] | None = left_out(
        None, "When, how often and to whom it is sold. Each key may be left out."
    )
    only: Only | None = left_out(
        None, "Which visits it pays for. What is sold keeps this. Each key may be left out."
    )
    priority: t.Whole = left_out("50", "When several packages could pay, the lowest number pays first.")
    redirect_url: t.Url | None = left_out(None, "The page sends the buyer there after the sale.")
