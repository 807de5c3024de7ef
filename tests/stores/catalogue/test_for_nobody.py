"""What nobody can ever buy or book, and what the page will not show, is said by the strict check."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from tests.stores.catalogue.shop import Shop

GLOW, SERVICES, EMPLOYEES = "packages/glow.yaml", "services.yaml", "employees.yaml"
BUSINESS = "business.yaml"
ABOVE = "services[facial].max_at_purchase at_purchase_above_maximum"
HOURS = '{mon-fri: ["09:00-13:00", "14:00-18:00"]}'

DIALLED = "contact.phone not_a_phone_number"


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        (EMPLOYEES, "[facial, massage]", "[facial]", ["[massage].id nobody_gives"]),
        (
            EMPLOYEES,
            "[facial, massage]",
            "[massage]",
            [
                "services[facial].service never_booked",
                "[facial].id nobody_gives",
            ],
        ),
        (SERVICES, "duration: 1h", "duration: 4h", []),
        (
            SERVICES,
            "duration: 1h",
            "duration: 4h, buffer_after: 1m",
            ["[massage].duration fits_no_shift"],
        ),
        (SERVICES, "duration: 1h", "duration: 225m, buffer_before: 15m", []),
        (
            SERVICES,
            "duration: 1h",
            "duration: 235m, buffer_before: 5m",
            ["[massage].duration fits_no_start"],
        ),
        (SERVICES, "price: 80.00", 'price: 80.00, timetable: {mon-fri: ["12:00", "17:00"]}', []),
        (
            SERVICES,
            "price: 80.00",
            'price: 80.00, timetable: {fri-sat: ["09:00", "12:30"]}',
            [
                "[massage].timetable.fri-sat[0] fits_no_shift",
                "[massage].timetable.fri-sat[1] fits_no_shift",
            ],
        ),
        (
            SERVICES,
            "price: 80.00",
            'price: 80.00, timetable: {mon-tue: ["10:00"], tue: ["11:00", "10:00"], wed: ["10:00"]}',
            ["[massage].timetable.tue[1] given_twice"],
        ),
        (BUSINESS, "name: Studio", "name: Studio\nlanguages: [xx, en-US]", ["languages[0] unknown_language"]),
        (GLOW, "max: 6", "max: 6, max_at_purchase: 6", []),
        (GLOW, "max: 6", "max: 6, max_at_purchase: 7", [ABOVE]),
        (GLOW, "max: 6}", "max: 6, uses: 2, max_at_purchase: 4}\ntotal: 6", [ABOVE]),
        (GLOW, "max: 6}", "max_at_purchase: 4}\ntotal: 3", [ABOVE]),
        (GLOW, "max: 6}", "max: 2, max_at_purchase: 3}\nunit: hour", [ABOVE]),
        (GLOW, "max: 6}", "max: 3, max_at_purchase: 3}\nunit: hour", []),
        (EMPLOYEES, HOURS, "{mon: []}", None),
        (
            "locations.yaml",
            "Centre}",
            "Centre}\n- {id: attic, name: Attic}",
            ["[attic].id nobody_works_there"],
        ),
        (
            "business.yaml",
            "name: Studio",
            "name: Studio\nbooking: {notice: 8d, horizon: 1w}",
            ["booking.notice notice_above_horizon"],
        ),
        (GLOW, "price:", "validity: {until: 2026-01-05}\nprice:", []),
        (
            GLOW,
            "price:",
            "validity: {until: 2026-01-04}\nprice:",
            ["validity.until season_over"],
        ),
        (GLOW, "price:", "validity: {until: 2026-01-04}\nstatus: archived\nprice:", []),
        (
            GLOW,
            "price:",
            "on_sale: {until: 2026-01-04}\nprice:",
            ["on_sale.until season_over"],
        ),
        (
            GLOW,
            "price:",
            "only: {days: [sat-sun]}\nprice:",
            ["services[facial].service never_paid"],
        ),
        (GLOW, "price:", 'only: {days: [fri], hours: ["17:00-17:10"]}\nprice:', []),
        (
            GLOW,
            "price:",
            'only: {hours: ["17:15-20:00"]}\nprice:',
            ["services[facial].service never_paid"],
        ),
        (
            GLOW,
            "480.00",
            "480.00, payment_methods: [card]",
            ["price.payment_methods not_on_the_page"],
        ),
        (GLOW, "480.00}", "480.00, payment_methods: [card]}\nstatus: hidden", []),
        (GLOW, "480.00", "0.00, payment_methods: [card]", []),
        ("business.yaml", ", on-site]", "]", ["payment_methods not_on_the_page"]),
        ("business.yaml", "Europe/Lisbon", "Etc/GMT+1", ["time_zone zone_of_no_place"]),
        ("business.yaml", "Europe/Lisbon", "EST", ["time_zone zone_of_no_place"]),
        ("business.yaml", "Europe/Lisbon", "Japan", []),
        ("business.yaml", "name: Studio", "contact: {phone: 21 555 01 00}\nname: Studio", [DIALLED]),
        ("business.yaml", "name: Studio", "region: PT\ncontact: {phone: 21 555 01 00}\nname: Studio", []),
        ("business.yaml", "name: Studio", "contact: {phone: +351 21}\nname: Studio", [DIALLED]),
        (
            "locations.yaml",
            "Centre}",
            "Centre, time_zone: UTC}",
            ["[centre].time_zone zone_of_no_place"],
        ),
    ],
)
def test_what_is_for_nobody_is_said_at_its_place(
    shop: Shop, file: str, old: str, new: str, found: list[str] | None
) -> None:
    shop.swap(file, old, new)

    assert shop.found() == []
    if found is None:
        assert "works_never" in shop.codes(strict=True)
        assert "never_booked" in shop.codes(strict=True)
    else:
        assert [f"{each.field} {each.code}" for each in shop.findings(strict=True)] == found


def test_each_is_said_in_its_file_at_its_line(shop: Shop) -> None:
    shop.swap(EMPLOYEES, "[facial, massage]", "[massage]")

    assert shop.found(strict=True) == [
        "packages/glow.yaml:3:15 services[facial].service never_booked",
        "services.yaml:1:8 [facial].id nobody_gives",
    ]


def test_a_shift_over_midnight_is_one_also_from_sunday_to_monday(shop: Shop) -> None:
    shop.swap(EMPLOYEES, HOURS, '{sun: ["22:00-24:00"], mon: ["00:00-02:00"]}')
    shop.swap(SERVICES, "duration: 1h", "duration: 4h")

    assert shop.found(strict=True) == []


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ('{mon-fri: ["09:00-18:00"]}', []),
        ('{mon-fri: ["09:00-13:00", "14:00-18:00"]}', []),
        ('{mon-thu: ["09:00-18:00"], fri: ["09:00-17:00"]}', ["[mira].hours.mon-fri[1] on Fri"]),
        (
            '{tue-fri: ["10:00-18:00"]}',
            ["[mira].hours.mon-fri[0] on Mon–Fri", "[mira].hours.mon-fri[1] on Mon"],
        ),
    ],
)
def test_a_shift_outside_the_hours_that_clients_are_told_is_named(
    shop: Shop, told: str, found: list[str]
) -> None:
    of_the_business = f"name: Studio\ncontact: {{hours: {told}}}"
    shop.swap("business.yaml", "name: Studio", of_the_business)

    def named() -> list[str]:
        outside = [each for each in shop.findings(strict=True) if each.code == "outside_opening_hours"]
        return [f"{each.field} {each.problem.partition(' is ')[0]}" for each in outside]

    assert shop.found() == []
    assert named() == found
    shop.swap("business.yaml", of_the_business, "name: Studio\ncontact: {hours: {sun: ['09:00-10:00']}}")
    shop.swap("locations.yaml", "Centre}", f"Centre, hours: {told}}}")
    assert named() == found


def test_a_season_is_over_by_the_business_s_day(shop: Shop) -> None:
    shop.swap("business.yaml", "Europe/Lisbon", "Pacific/Auckland")
    shop.add_to(GLOW, "validity: {until: 2026-01-05}\n")

    shop.now = datetime(2026, 1, 5, 10, 59, tzinfo=UTC)
    assert shop.found(strict=True) == []
    shop.now = datetime(2026, 1, 5, 11, 0, tzinfo=UTC)
    assert shop.codes(strict=True) == ["season_over"]


def test_with_a_checkout_the_page_may_take_any_method(shop: Shop) -> None:
    shop.swap("business.yaml", ", on-site]", "]")

    assert shop.source().findings(True, now=shop.now, by_checkout=None) == []
    assert shop.source().findings(True, now=shop.now, by_checkout=("card",)) == []
    others = shop.source().findings(True, now=shop.now, by_checkout=("mbway",))
    assert [each.code for each in others] == ["not_on_the_page"]


def test_a_package_that_is_over_before_it_can_be_used_is_named(shop: Shop) -> None:
    shop.swap("business.yaml", "name: Studio", "name: Studio\nbooking: {notice: 32d}")
    shop.add_to(GLOW, "validity: {days: 31}\n")

    assert shop.codes(strict=True) == ["shorter_than_notice"]


def test_texts_that_lack_a_language_are_named(shop: Shop) -> None:
    shop.swap("business.yaml", "name: Studio", "name: Studio\nlanguages: [en, pt, de]")
    shop.swap(SERVICES, "name: Facial", "name: {en: Facial, pt: Facial}, description: A rest.")
    shop.swap("locations.yaml", "name: Centre", "name: {en: Centre}")

    assert shop.found() == []
    assert [(each.field, each.problem.partition(".")[0]) for each in shop.findings(strict=True)] == [
        ("[centre].name", "has no text in 'pt', 'de'"),
        ("[facial].name", "has no text in 'de'"),
        ("[facial].description", "has no text in 'pt', 'de'"),
    ]


def test_a_transfer_that_nobody_is_told_where_to_send_is_named(shop: Shop) -> None:
    shop.swap("business.yaml", "payment_methods: [", "payment_methods: [bank-transfer, ")

    assert shop.found() == []
    assert [each.field for each in shop.findings(strict=True) if each.code == "transfer_without_bank"] == [
        "payment_methods[0]"
    ]
    shop.swap("business.yaml", "name: Studio", f"name: Studio\nbank: {{holder: Lumen, iban: {IBAN}}}")
    assert shop.findings(strict=True) == []


IBAN = "RS35105008123123123173"


def test_a_language_that_the_page_has_no_words_in_is_named(shop: Shop) -> None:
    shop.swap("business.yaml", "name: Studio", "name: Studio\nlanguages: [en, pt-BR, fr]")
    shop.swap(SERVICES, "name: Facial", "name: {en: Facial, pt-BR: Facial, fr: Soin}")

    assert shop.found() == []
    assert [each.field for each in shop.findings(strict=True) if each.code == "language_without_words"] == [
        "languages[2]"
    ]


def _picture(kind: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind)
    return file.getvalue()


PNG, JPEG = _picture("PNG"), _picture("JPEG")


@pytest.mark.parametrize(
    ("file", "data", "code"),
    [
        ("a.png", None, "image_missing"),
        ("a.png", PNG, None),
        ("a.png", PNG + b"0" * (40_000_000 - len(PNG)), None),
        ("a.png", PNG + b"0" * (40_000_001 - len(PNG)), "large_picture"),
        ("a.png", PNG[:40], "no_picture"),
        ("a.jpg", JPEG[:200], "no_picture"),
        ("a.png", b"<html>", "no_picture"),
        ("a.png", b"", "no_picture"),
        ("a.jpg", PNG, "no_picture"),
        ("a.JPG", JPEG, None),
        ("a.svg", b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', None),
        ("a.svg", b"<html>", "no_picture"),
        ("a.webp", _picture("WEBP"), None),
        ("a.webp", b"RIFF0000WEBPVP8 ", "no_picture"),
        ("a.gif", _picture("GIF"), None),
        ("a.avif", _picture("AVIF"), None),
        ("a.svg", b"<svg>" + b" " * 199_995, None),
        ("a.svg", b"<svg>" + b" " * 199_996, "large_picture"),
        ("a.pdf", b"%PDF", "no_picture"),
    ],
)
@pytest.mark.parametrize(
    ("place", "field"),
    [("image: {}\n", "image"), ("gallery: [{}]\n", "gallery[0]"), ("look: {{logo: {}}}\n", "look.logo")],
)
def test_pictures_that_the_page_cannot_show_are_named(
    shop: Shop, place: str, field: str, file: str, data: bytes | None, code: str | None
) -> None:
    shop.add_to("business.yaml" if "look" in field else GLOW, place.format(file))
    if data is not None:
        shop.write(file, data)

    assert [(each.field, each.code) for each in shop.findings(strict=True)] == (
        [(field, code)] if code else []
    )


def test_errors_come_first(shop: Shop) -> None:
    shop.swap(EMPLOYEES, "[facial, massage]", "[facial]")
    shop.swap(GLOW, "480.00", "4800.0.0")

    assert shop.codes(strict=True) == ["malformed_number"]
