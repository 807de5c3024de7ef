"""What a field's text may say, and the words for what it may not."""

import pytest

from tests.stores.catalogue.shop import Shop

BUSINESS, SERVICES, EMPLOYEES, GLOW = (
    "business.yaml",
    "services.yaml",
    "employees.yaml",
    "packages/glow.yaml",
)


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        (GLOW, "max: 6", "max: no", "services[facial].max malformed_number"),
        (GLOW, "max: 6", "max: -6", "services[facial].max out_of_range"),
        (GLOW, "max: 6", "max: 0", "services[facial].max out_of_range"),
        (GLOW, "max: 6", "max: 100001", "services[facial].max out_of_range"),
        (GLOW, "max: 6", "max: 99999999999999999999999", "services[facial].max out_of_range"),
        (GLOW, "max: 6", "max: 6, min: 9999999999", "services[facial].min out_of_range"),
        (GLOW, "480.00", "9999999999999.00", "price.amount out_of_range"),
        (GLOW, "max: 6", "max: 06", "services[facial].max malformed_number"),
        (GLOW, "max: 6", "max: 6, min: 1.5", "services[facial].min malformed_number"),
        (GLOW, "max: 6", "max: 6, min: 01", "services[facial].min malformed_number"),
        (GLOW, "max: 6", "max: 6, min: 0x1", "services[facial].min malformed_number"),
        (GLOW, "max: 6", "max: 6, min: 1_0", "services[facial].min malformed_number"),
        (GLOW, "max: 6", "max: 6, min: ٣", "services[facial].min malformed_number"),
        (GLOW, "max: 6", "max: 6, min: -1", "services[facial].min out_of_range"),
        (GLOW, "max: 6", "max: 6, uses: 0", "services[facial].uses out_of_range"),
        (GLOW, "service: facial", "service: Facial", "services[Facial].service malformed_id"),
        (GLOW, "service: facial", "service: any", "services[any].service malformed_id"),
        (GLOW, "480.00", "10.0.0", "price.amount malformed_number"),
        (GLOW, "480.00", "-480.00", "price.amount out_of_range"),
        (GLOW, "480.00", "1e3", "price.amount malformed_number"),
        (GLOW, "480.00", "480.00, deposit: {percent: 101}", "price.deposit.percent out_of_range"),
        (GLOW, "480.00", "480.00, deposit: {percent: 0}", "price.deposit.percent out_of_range"),
        (GLOW, "480.00", "480.00, pay_within: 0d", "price.pay_within out_of_range"),
        (GLOW, "480.00", "480.00, pay_within: 7", "price.pay_within malformed_length"),
        (GLOW, "480.00", "480.00, pay_within: 5300w", "price.pay_within out_of_range"),
        (GLOW, "name: Glow", "name: Glow\nvalidity: {until: 3000-01-01}", "validity.until out_of_range"),
        (GLOW, "name: Glow", "name: Glow\ncolor: blue", "color malformed_colour"),
        (GLOW, "name: Glow", "name: Glow\nredirect_url: ftp://x.example", "redirect_url malformed_url"),
        (GLOW, "name: Glow", "name: Glow\nredirect_url: https:///x", "redirect_url malformed_url"),
        (GLOW, "name: Glow", "name: Glow\nimage: /etc/passwd", "image outside_catalogue"),
        (GLOW, "name: Glow", "name: Glow\nimage: a/../../b.png", "image outside_catalogue"),
        (GLOW, "name: Glow", "name: Glow\nimage: 'a\\..\\b.png'", "image outside_catalogue"),
        (GLOW, "name: Glow", "name: Glow\ngallery: [a.png, /b.png]", "gallery[1] outside_catalogue"),
        (GLOW, "name: Glow", "name: Glow\nvalidity: {until: 2026-02-30}", "validity.until malformed_day"),
        (GLOW, "name: Glow", "name: Glow\nvalidity: {until: 31.12.2026}", "validity.until malformed_day"),
        (GLOW, "name: Glow", "name: Glow\nvalidity: {years: 101}", "validity.years out_of_range"),
        (GLOW, "name: Glow", "name: Glow\nstatus: visibel", "status not_one_of"),
        (GLOW, "name: Glow", "name: Glow\nstatus: [visible]", "status not_text"),
        (GLOW, "name: Glow", "name: '  '", "name nothing_given"),
        (GLOW, "name: Glow", 'name: "Glow\\nmore"', "name not_one_line"),
        (GLOW, "name: Glow", "name: >\n  Glow", "name not_one_line"),
        (GLOW, "name: Glow", 'name: "\\e[31mGlow"', "name control_character"),
        (GLOW, "name: Glow", 'name: Glow\ndescription: "a\\0b"', "description control_character"),
        (GLOW, "name: Glow", "name: ~", "name nothing_given"),
        (GLOW, "name: Glow", "name: [Glow]", "name not_text"),
        (GLOW, "name: Glow", "name: {}", "name nothing_given"),
        (GLOW, "name: Glow", "name: {english: Glow}", "name malformed_language"),
        (GLOW, "name: Glow", "name: {en: }", "name nothing_given"),
        (GLOW, "name: Glow", "name: {en: [a]}", "name not_text"),
        (GLOW, "name: Glow", "name: {en: Glow, fr: Lueur}", "name.fr unknown_language"),
        (GLOW, "name: Glow", "name: {fr: Lueur}", "name.fr unknown_language"),
        (
            GLOW,
            "max: 6",
            "max: 6, min: 2, max_at_purchase: 1",
            "services[facial].max_at_purchase minimum_above_maximum",
        ),
        (GLOW, "name: Glow", "name: Glow\nonly: {}", "only nothing_given"),
        (GLOW, "name: Glow", "name: Glow\nonly: {days: [monday]}", "only.days[0] malformed_weekdays"),
        (GLOW, "name: Glow", "name: Glow\nonly: {hours: [9-16]}", "only.hours[0] malformed_shift"),
        (GLOW, "name: Glow", "name: Glow\nonly: {locations: [center]}", "only.locations[0] unknown_location"),
        (GLOW, "name: Glow", "name: Glow\nonly: {employees: [mia]}", "only.employees[0] unknown_employee"),
        (GLOW, "name: Glow", "name: Glow\non_sale: {form: 2026-01-01}", "on_sale.form unknown_key"),
        (GLOW, "name: Glow", "name: Glow\non_sale: {first: 2026-01-01}", "on_sale.first unknown_key"),
        (GLOW, "name: Glow", "name: Glow\non_sale: {from: soon}", "on_sale.from malformed_day"),
        (GLOW, "name: Glow", "name: Glow\non_sale: {sales: 0}", "on_sale.sales out_of_range"),
        (
            GLOW,
            "name: Glow",
            "name: Glow\non_sale: {from: 2026-02-01, until: 2026-01-31}",
            "on_sale.until out_of_order",
        ),
        (
            GLOW,
            "name: Glow",
            "name: Glow\non_sale: {from: 2026-02-01}\nvalidity: {until: 2026-01-31}",
            "on_sale.from out_of_order",
        ),
        (SERVICES, "60.00", '60.00, timetable: {mon: ["7:00"]}', "[facial].timetable.mon[0] malformed_time"),
        (SERVICES, "60.00", '60.00, timetable: {mon: ["24:00"]}', "[facial].timetable.mon[0] malformed_time"),
        (SERVICES, "60.00", "60.00, timetable: {}", "[facial].timetable nothing_given"),
        (GLOW, "name: Glow", "name: Glow\non_sale: {}", "on_sale nothing_given"),
        (SERVICES, "60.00", "60.00, timetable: {mon: []}", "[facial].timetable.mon too_few"),
        (BUSINESS, "name: Studio", "name: Studio\nlanguages: []", "languages too_few"),
        (BUSINESS, "name: Studio", "name: Studio\nlanguages: [en, en]", "languages[1] given_twice"),
        (BUSINESS, "name: Studio", "name: Studio\nlanguages: [English]", "languages[0] malformed_language"),
        (
            BUSINESS,
            "name: Studio",
            "name: Studio\nlanguages: [fr]\nlook: {logo: /a.png}",
            "look.logo outside_catalogue",
        ),
        (BUSINESS, "name: Studio", "name: Studio\nlook: {color: red}", "look.color malformed_colour"),
        (BUSINESS, "name: Studio", "name: Studio\nbank: {holder: A, iban: DE89}", "bank.iban malformed_iban"),
        (
            BUSINESS,
            "name: Studio",
            "name: Studio\nbank: {holder: A, iban: DE88 3704 0044 0532 0130 00}",
            "bank.iban wrong_iban",
        ),
        (
            BUSINESS,
            "name: Studio",
            "name: Studio\nbank: {holder: A, iban: DE89 3704 0044 0532 0130 00, bic: DEUT}",
            "bank.bic malformed_bic",
        ),
        (SERVICES, "50m", "50", "[facial].duration malformed_length"),
        (SERVICES, "50m", "1d", "[facial].duration malformed_length"),
        (SERVICES, "50m", "0m", "[facial].duration out_of_range"),
        (SERVICES, "50m", "25h", "[facial].duration out_of_range"),
        (SERVICES, "60.00", "60.00, capacity: 0", "[facial].capacity out_of_range"),
        (BUSINESS, "EUR", "EURO", "currency unknown_currency"),
        (BUSINESS, "EUR", "eur", "currency unknown_currency"),
        (BUSINESS, "Europe/Lisbon", "Europe/Lissabon", "time_zone unknown_time_zone"),
        (BUSINESS, "Europe/Lisbon", "../../etc/passwd", "time_zone unknown_time_zone"),
        (BUSINESS, "percent: 20", "percent: 120", "taxes[vat].percent out_of_range"),
        (BUSINESS, "included: true", "included: yes", "taxes[vat].included malformed_boolean"),
        (BUSINESS, "name: Studio", "name: Studio\nlocale: English", "locale malformed_locale"),
        (BUSINESS, "name: Studio", "name: Studio\ncontact: {email: studio}", "contact.email malformed_email"),
        (
            BUSINESS,
            "name: Studio",
            "name: Studio\ncontact: {email: a b@x.y}",
            "contact.email malformed_email",
        ),
        (
            BUSINESS,
            "name: Studio",
            "name: Studio\ncontact: {address: [' ']}",
            "contact.address[0] nothing_given",
        ),
        (BUSINESS, "name: Studio", "name: Studio\nlegal: {terms: studio}", "legal.terms malformed_url"),
        (BUSINESS, "name: Studio", "name: Studio\naccounts: {cash: Cash}", "accounts.cash malformed_account"),
        (
            BUSINESS,
            "name: Studio",
            "name: Studio\naccounts: {cash: 'Assets:till'}",
            "accounts.cash malformed_account",
        ),
        (
            BUSINESS,
            "name: Studio",
            "name: Studio\naccounts: {cash: 'Assets:T ill'}",
            "accounts.cash malformed_account",
        ),
        (
            BUSINESS,
            "name: Studio",
            "name: Studio\naccounts: {taxes: {vat: 'Owed:Vat'}}",
            "accounts.taxes.vat malformed_account",
        ),
        (BUSINESS, "name: Studio", "name: Studio\naccounts: {chash: A}", "accounts.chash unknown_key"),
        (BUSINESS, "name: Studio", "name: Studio\nbooking: {step: 0m}", "booking.step out_of_range"),
        (
            BUSINESS,
            "name: Studio",
            "name: Studio\ncancellation: {make_good: 24h}",
            "cancellation.make_good malformed_length",
        ),
        (BUSINESS, "name: Studio", "name: Studio\nclosed: [2026-12-31/]", "closed[0] malformed_day"),
        (
            BUSINESS,
            "name: Studio",
            "name: Studio\nclosed: [2026-12-31/2026-12-01]",
            "closed[0] out_of_order",
        ),
        (EMPLOYEES, '"09:00-13:00"', '"9-13"', "[mira].hours.mon-fri[0] malformed_shift"),
        (EMPLOYEES, '"09:00-13:00"', '"09:00-24:30"', "[mira].hours.mon-fri[0] malformed_shift"),
        (EMPLOYEES, '"09:00-13:00"', '"09:00-09:00"', "[mira].hours.mon-fri[0] out_of_order"),
        (EMPLOYEES, '"09:00-13:00"', '"22:00-02:00"', "[mira].hours.mon-fri[0] out_of_order"),
        (EMPLOYEES, "mon-fri", "mon-fry", "[mira].hours.mon-fry malformed_weekdays"),
    ],
)
def test_a_text_of_another_form_is_one_finding(
    shop: Shop, file: str, old: str, new: str, finding: str
) -> None:
    shop.swap(file, old, new)

    (found,) = shop.found()

    place, _, rest = found.partition(" ")
    assert place.startswith(f"{file}:")
    assert rest == finding


def test_a_wrong_value_is_named_by_its_line_and_column(shop: Shop) -> None:
    shop.swap(GLOW, "max: 6", "max: no")

    assert shop.found() == ["packages/glow.yaml:3:28 services[facial].max malformed_number"]


def test_a_shift_past_midnight_is_told_how_to_go_on(shop: Shop) -> None:
    shop.swap(EMPLOYEES, '"09:00-13:00"', '"22:00-02:00"')

    assert "ends at 24:00 and goes on from 00:00 the next day" in shop.problem()


def test_a_comma_in_a_price_is_told_to_be_a_point(shop: Shop) -> None:
    shop.swap(GLOW, "480.00", '"480,00"')

    assert "Write it with a point" in shop.problem()


def test_a_colour_without_quotes_is_a_comment_and_is_told_so(shop: Shop) -> None:
    shop.add_to(GLOW, "color: #3F8EFC\n")

    assert "Put the colour in quotes" in shop.problem()


def test_an_unknown_currency_or_time_zone_is_told_the_nearest_one(shop: Shop) -> None:
    shop.swap(BUSINESS, "EUR", "EURO")
    shop.swap(BUSINESS, "Europe/Lisbon", "Europe/Lissbon")

    zone, currency = (each.problem for each in shop.findings())

    assert "Did you mean 'Europe/Lisbon'?" in zone
    assert "Did you mean 'EUR'?" in currency
