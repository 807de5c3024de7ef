"""What a good catalogue declares, as values: units counted, defaults filled in, in order."""

from datetime import date, time
from decimal import Decimal

import pytest

from tests.stores.catalogue.shop import Shop
from trafftpkg.domain.accounts import Accounts
from trafftpkg.domain.catalogue import Bank, BookingRules, Contact, Legal, Look, Mailing, Shift
from trafftpkg.domain.ids import EmployeeId, LocationId, PackageId, ServiceId
from trafftpkg.domain.moments import DaySpan, Length
from trafftpkg.domain.package import OnSale, PurchaseLimit
from trafftpkg.domain.terms import CancellationPolicy, Deposit, Inclusion, Only, Validity

GLOW = "packages/glow.yaml"


def glow(shop: Shop, services: str, rest: str = "") -> None:
    shop.write(GLOW, f"name: Glow\nservices: [{services}]\nprice: {{amount: 480.00}}\n{rest}\n")


def test_what_a_business_leaves_out_is_as_documented(shop: Shop) -> None:
    business = shop.catalogue().business

    assert business.booking == BookingRules(
        step=Length(count=15, unit="m"), notice=Length(count=0, unit="m"), horizon=Length(count=365, unit="d")
    )
    assert business.cancellation == CancellationPolicy(
        free_until=Length(count=0, unit="m"),
        late="keep",
        no_show="keep",
        forgiven=0,
        make_good=Length(count=30, unit="d"),
    )
    assert (business.locale, business.closed) == ("en", ())


def test_a_business_says_how_it_is_reached_and_what_the_law_asks_for(shop: Shop) -> None:
    plain = shop.catalogue().business
    shop.add_to(
        "business.yaml",
        "contact: {address: [Rua Garrett 24, 1200-204 Lisboa], phone: +351 21 555, email: a@b.example}\n"
        "legal: {tax_number: 0501, terms: https://b.example/terms}\n",
    )
    business = shop.catalogue().business

    assert (plain.contact, plain.legal) == (Contact(), Legal())
    assert business.contact == Contact(
        address=("Rua Garrett 24", "1200-204 Lisboa"), phone="+351 21 555", email="a@b.example"
    )
    assert business.legal == Legal(tax_number="0501", terms="https://b.example/terms")


def test_a_place_says_where_it_is_and_when_it_is_open(shop: Shop) -> None:
    contact = 'contact: {phone: +351 21 555 01 00, hours: {sat: ["10:00-14:00"], fri-sat: ["20:00-24:00"]}}\n'
    shop.add_to("business.yaml", contact)
    shop.swap("locations.yaml", "Centre}", "Centre, address: [Main Street 1, Town]}")

    found = shop.catalogue()
    assert found.business.contact.dial == "tel:+351-21-555-0100"
    assert found.business.contact.hours == ((4, 1200, 1440), (5, 600, 840), (5, 1200, 1440))
    assert found.locations[LocationId("centre")].address == ("Main Street 1", "Town")
    assert shop.catalogue() == found


def test_a_business_names_the_accounts_of_its_journal(shop: Shop) -> None:
    plain = shop.catalogue().business
    shop.add_to(
        "business.yaml",
        "accounts: {cash: Assets:Till, methods: {card: Assets:Bank}, taxes: {vat: Liabilities:Vat}}\n",
    )
    accounts = shop.catalogue().business.accounts

    assert plain.accounts == Accounts()
    assert accounts == Accounts(
        cash="Assets:Till", methods=(("card", "Assets:Bank"),), taxes=(("vat", "Liabilities:Vat"),)
    )


def test_what_a_package_leaves_out_is_as_documented(shop: Shop) -> None:
    package = shop.package()

    assert (package.status, package.unit, package.priority, package.total) == ("visible", "session", 50, 6)
    assert (package.taxes, package.payment_methods, package.deposit) == (
        (),
        ("card", "cash", "on-site"),
        None,
    )
    assert package.pay_within == Length(count=7, unit="d")
    assert (package.validity, package.validity_from) == (Validity(), "purchase")
    assert (package.redeem_by, package.limit, package.original) == ("appointment", None, None)
    assert package.inclusions == (
        Inclusion(
            service=ServiceId("facial"), min=0, max_units=6, uses=1, duration=50, list_price=Decimal("60.00")
        ),
    )


def test_what_a_service_and_a_location_leave_out_is_as_documented(shop: Shop) -> None:
    facial = shop.catalogue().services[ServiceId("facial")]
    centre = shop.catalogue().locations[LocationId("centre")]

    assert (facial.buffer_before, facial.buffer_after, facial.capacity) == (0, 0, 1)
    assert (centre.time_zone, centre.closed) == ("Europe/Lisbon", ())


def test_a_location_keeps_a_time_zone_of_its_own(shop: Shop) -> None:
    shop.write("locations.yaml", "- {id: centre, name: Centre, time_zone: Atlantic/Azores}\n")

    assert shop.catalogue().locations[LocationId("centre")].time_zone == "Atlantic/Azores"


@pytest.mark.parametrize(
    ("typed", "minutes"), [("4", 240), ("0.5", 30), ("90m", 90), ("2h", 120), ("1.25", 75)]
)
def test_an_hour_package_is_counted_in_minutes(shop: Shop, typed: str, minutes: int) -> None:
    glow(shop, f"{{service: facial, max: {typed}}}", "unit: hour")

    package = shop.package()

    assert (package.unit, package.total, package.inclusions[0].max_units) == ("minute", minutes, minutes)


def test_a_total_left_out_is_the_sum_of_what_each_service_may_take(shop: Shop) -> None:
    glow(shop, "{service: facial, max: 3, uses: 2}, {service: massage, max: 4}")

    package = shop.package()

    assert [each.max_units for each in package.inclusions] == [6, 4]
    assert package.total == 10


def test_a_max_left_out_is_the_total(shop: Shop) -> None:
    glow(shop, "{service: facial}, {service: massage, max: 2}", "total: 5")

    assert [each.max_units for each in shop.package().inclusions] == [5, 2]


def test_the_price_of_a_service_has_the_digits_of_its_currency(shop: Shop) -> None:
    shop.swap("services.yaml", "60.00", "60")

    catalogue = shop.catalogue()

    assert str(catalogue.services[ServiceId("facial")].price) == "60.00"
    assert str(catalogue.packages[PackageId("glow")].inclusions[0].list_price) == "60.00"


@pytest.mark.parametrize("typed", ["480", "480.0", "480.00"])
def test_amounts_have_the_digits_of_their_currency(shop: Shop, typed: str) -> None:
    shop.swap(GLOW, "480.00", f"{typed}, original: 600, deposit: {{amount: 5}}")

    package = shop.package()

    assert str(package.price) == "480.00"
    assert str(package.original) == "600.00"
    assert package.deposit == Deposit(percent=None, amount=Decimal("5.00"))
    assert str(package.deposit.amount) == "5.00"


def test_everything_declared_arrives(shop: Shop) -> None:
    glow(
        shop,
        "{service: facial, min: 1, max: 6}",
        'description: Ten\nimage: a.png\ngallery: [b.png]\ncolor: "#3F8EFC"\nposition: -3\nstatus: hidden\n'
        "validity: {months: 6, until: 2026-12-31}\nvalidity_from: first-appointment\nredeem_by: booking\n"
        "limit_per_client: {purchases: 2, every: 30d}\npriority: 7\nredirect_url: https://studio.example/thanks?a=1",
    )

    package = shop.package()

    assert (package.description, package.image, package.gallery) == ("Ten", "a.png", ("b.png",))
    assert (package.color, package.position, package.status) == ("#3F8EFC", -3, "hidden")
    assert package.validity == Validity(months=6, until=date(2026, 12, 31))
    assert (package.validity_from, package.redeem_by) == ("first-appointment", "booking")
    assert package.limit == PurchaseLimit(purchases=2, every=Length(count=30, unit="d"))
    assert (package.priority, package.redirect_url) == (7, "https://studio.example/thanks?a=1")


def test_what_packages_and_services_can_say_arrives(shop: Shop) -> None:
    glow(
        shop,
        "{service: facial, min: 1, max: 6, max_at_purchase: 2}",
        "on_sale: {from: 2026-01-01, until: 2026-03-31, sales: 50, new_clients_only: true}\n"
        "only: {locations: [centre], employees: [mira], days: [mon-thu, sun], "
        'hours: ["09:00-16:00", "20:00-24:00"]}',
    )
    shop.swap(
        "services.yaml",
        "price: 60.00",
        'price: 60.00, timetable: {mon-tue: ["07:00"], tue: ["18:30", "07:00"]}',
    )

    package, facial = shop.package(), shop.catalogue().services[ServiceId("facial")]

    assert package.inclusions[0].max_at_purchase == 2
    assert package.on_sale == OnSale(
        first=date(2026, 1, 1), until=date(2026, 3, 31), sales=50, new_clients_only=True
    )
    assert package.only == Only(
        locations=(LocationId("centre"),),
        employees=(EmployeeId("mira"),),
        days=(0, 1, 2, 3, 6),
        hours=((540, 960), (1200, 1440)),
    )
    assert facial.timetable == ((0, 420), (1, 420), (1, 1110))


def test_texts_are_in_the_usual_language_and_in_the_others(shop: Shop) -> None:
    shop.swap("business.yaml", "currency", "languages: [fr, en]\ncurrency")
    shop.swap("services.yaml", "name: Facial", "name: {en: Facial, fr: Soin}, category: {fr: Visage}")
    shop.swap("locations.yaml", "name: Centre", "name: {fr: Centre, en: City}")

    catalogue = shop.catalogue()
    facial, centre = catalogue.services[ServiceId("facial")], catalogue.locations[LocationId("centre")]

    assert (facial.name, facial.category, centre.name) == ("Soin", "Visage", "Centre")
    english = facial.text_in("en")
    assert (english.name, english.category, centre.text_in("en").name) == ("Facial", "Visage", "City")
    assert catalogue.business.languages == ("fr", "en")


def test_the_usual_language_left_out_is_that_of_the_locale(shop: Shop) -> None:
    assert shop.catalogue().business.languages == ("en",)
    shop.swap("business.yaml", "currency", "locale: pt_PT\ncurrency")

    assert shop.catalogue().business.languages == ("pt",)


def test_bank_and_look_arrive(shop: Shop) -> None:
    shop.add_to(
        "business.yaml",
        'bank: {holder: Studio, iban: rs35 1050 0812 3123 1231 73}\nlook: {logo: a.svg, color: "#1b665f"}\n',
    )

    business = shop.catalogue().business

    assert business.bank == Bank(holder="Studio", iban="RS35105008123123123173")
    assert business.look == Look(logo="a.svg", color="#1b665f")


def test_which_letters_a_business_sends_arrives(shop: Shop) -> None:
    assert shop.catalogue().business.mailing == Mailing()
    shop.add_to("business.yaml", "mailing: {copy_news: false, reminders: [tomorrow]}\n")

    assert shop.catalogue().business.mailing == Mailing(copy_news=False, reminders=("tomorrow",))


def test_shifts_are_by_weekday_and_start_and_may_last_until_midnight(shop: Shop) -> None:
    shop.swap(
        "employees.yaml",
        '{mon-fri: ["09:00-13:00", "14:00-18:00"]}',
        '{"mon,wed": ["14:00-24:00", "09:00-13:00"], sat-mon: ["06:00-07:00"]}',
    )

    mira = shop.catalogue().employees[EmployeeId("mira")]

    assert [(each.weekday, each.start.hour) for each in mira.shifts] == [
        (0, 6),
        (0, 9),
        (0, 14),
        (2, 9),
        (2, 14),
        (5, 6),
        (6, 6),
    ]
    assert mira.shifts[2] == Shift(weekday=0, start=time(14), end=None)


def test_days_off_are_single_days_or_spans(shop: Shop) -> None:
    shop.add_to("employees.yaml", "  days_off: [2026-05-01, 2026-12-31/2027-01-02]\n")

    assert shop.catalogue().employees[EmployeeId("mira")].days_off == (
        DaySpan(first=date(2026, 5, 1), last=date(2026, 5, 1)),
        DaySpan(first=date(2026, 12, 31), last=date(2027, 1, 2)),
    )


def test_packages_and_services_are_by_position_and_then_by_id(shop: Shop) -> None:
    text = (shop.folder / GLOW).read_text()
    shop.write("packages/b.yaml", f"{text}position: 10\n")
    shop.write("packages/a.yaml", f"{text}position: 10\n")
    shop.write("packages/z.yaml", f"{text}position: 2\n")

    assert list(shop.catalogue().packages) == ["z", "a", "b", "glow"]
    assert list(shop.catalogue().services) == ["facial", "massage"]
