"""What is well formed and yet makes no sense: names that nothing has, and numbers that do not fit."""

import pytest

from tests.stores.catalogue.shop import Shop

GLOW = "packages/glow.yaml"


def glow(shop: Shop, services: str, rest: str = "", price: str = "amount: 480.00") -> None:
    shop.write(GLOW, f"name: Glow\nservices: [{services}]\nprice: {{{price}}}\n{rest}\n")


def test_names_that_nothing_has_are_told_with_the_nearest_one(shop: Shop) -> None:
    glow(shop, "{service: facail, max: 1}", price="amount: 1, taxes: [vot], payment_methods: [crad]")
    shop.swap("employees.yaml", "[facial, massage]", "[masage]")
    shop.swap("employees.yaml", "[centre]", "[center]")

    assert [(each.code, each.problem.partition(". ")[2]) for each in shop.findings()] == [
        ("unknown_service", "Did you mean 'massage'?"),
        ("unknown_location", "Did you mean 'centre'?"),
        ("unknown_service", "Did you mean 'facial'?"),
        ("unknown_tax", "Did you mean 'vat'?"),
        ("unknown_payment_method", "Did you mean 'card'?"),
    ]


def test_a_text_has_the_usual_language(shop: Shop) -> None:
    shop.swap("business.yaml", "currency", "languages: [en, pt]\ncurrency")
    shop.swap("services.yaml", "name: Facial", "name: {pt: Facial}")

    assert shop.found() == ["services.yaml:1:22 [facial].name usual_language_missing"]
    assert shop.found(strict=True) == shop.found()
    assert shop.problem().endswith("Write it as {en: …, pt: …}")


@pytest.mark.parametrize(
    ("services", "rest", "found"),
    [
        (
            "{service: facial, max: 2}, {service: facial, max: 3}",
            "",
            "2:49 services[facial].service service_twice",
        ),
        ("{service: facial}", "", "2:12 services[facial].max missing"),
        ("{service: facial, max: 1.5}", "", "2:35 services[facial].max not_whole"),
        ("{service: facial, max: 90m}", "", "2:35 services[facial].max not_whole"),
        ("{service: facial}", "total: 1.5", "4:8 total not_whole"),
        ("{service: facial, max: 0.01}", "unit: hour", "2:35 services[facial].max not_whole"),
        ("{service: facial, min: 3, max: 2}", "", "2:35 services[facial].min minimum_above_maximum"),
        (
            "{service: facial, min: 2, max: 1}",
            "unit: hour",
            "2:35 services[facial].min minimum_above_maximum",
        ),
        ("{service: facial, max: 2}", "total: 3", "4:8 total total_above_maxima"),
        ("{service: facial, max: 2, uses: 2}", "total: 5", "4:8 total total_above_maxima"),
        ("{service: facial, max: 2}", "unit: hour\ntotal: 121m", "5:8 total total_above_maxima"),
        (
            "{service: facial, min: 2, max: 2}, {service: massage, min: 2, max: 2}",
            "total: 3",
            "4:8 total minimums_above_total",
        ),
        ("{service: facial, uses: 3}", "total: 2", "2:36 services[facial].uses uses_above_total"),
        ("{service: facial, max: 2, uses: 2}", "unit: hour", "2:44 services[facial].uses uses_in_hours"),
        (
            "{service: facial, max: 2}",
            "validity: {days: 40, months: 3}",
            "4:30 validity.months validity_unclear",
        ),
        ("{service: facial, max: 2}", "validity: {}", "4:11 validity validity_unclear"),
    ],
)
def test_numbers_that_do_not_fit_are_one_finding(shop: Shop, services: str, rest: str, found: str) -> None:
    glow(shop, services, rest)

    assert shop.found() == [f"packages/glow.yaml:{found}"]


@pytest.mark.parametrize(
    ("services", "rest"),
    [
        ("{service: facial, min: 2, max: 2}", "total: 2"),
        ("{service: facial, max: 3}, {service: massage, max: 3}", "total: 6"),
        ("{service: facial}, {service: massage, max: 1}", "total: 9"),
        ("{service: facial, min: 1, max: 50m}", "unit: hour"),
        ("{service: facial, uses: 2}", "total: 2"),
        ("{service: facial, max: 2}", "validity: {days: 40, until: 2027-01-31}"),
    ],
)
def test_numbers_that_just_fit_are_good(shop: Shop, services: str, rest: str) -> None:
    glow(shop, services, rest)

    assert shop.found() == []


@pytest.mark.parametrize(
    ("price", "found"),
    [
        ("amount: 480.001", "3:17 price.amount too_many_digits"),
        ("amount: 480.00, original: 600.000", "3:35 price.original too_many_digits"),
        ("amount: 480.00, deposit: {amount: 1.005}", "3:43 price.deposit.amount too_many_digits"),
        ("amount: 480.00, deposit: {}", "3:34 price.deposit deposit_unclear"),
        ("amount: 480.00, deposit: {percent: 30, amount: 3}", "3:34 price.deposit deposit_unclear"),
        ("amount: 480.00, deposit: {amount: 480.01}", "3:43 price.deposit.amount deposit_above_total"),
        (
            "amount: 10, taxes: [levy], deposit: {amount: 11.01}",
            "3:54 price.deposit.amount deposit_above_total",
        ),
        ("amount: 480.00, taxes: [vat, vat]", "3:38 price.taxes[1] given_twice"),
        ("amount: 480.00, payment_methods: [card, card]", "3:49 price.payment_methods[1] given_twice"),
    ],
)
def test_a_price_that_makes_no_sense_is_one_finding(shop: Shop, price: str, found: str) -> None:
    glow(shop, "{service: facial, max: 6}", price=price)

    assert shop.found() == [f"packages/glow.yaml:{found}"]


def test_a_deposit_of_all_that_is_owed_is_good(shop: Shop) -> None:
    glow(shop, "{service: facial, max: 6}", price="amount: 10, taxes: [levy], deposit: {amount: 11}")

    assert shop.found() == []


@pytest.mark.parametrize(("currency", "good", "bad"), [("JPY", "480", "480.0"), ("BHD", "4.805", "4.8051")])
def test_amounts_have_no_more_digits_than_their_currency(
    shop: Shop, currency: str, good: str, bad: str
) -> None:
    shop.swap("business.yaml", "EUR", currency)
    shop.write("services.yaml", f"- {{id: facial, name: F, duration: 50m, price: {good}}}\n")
    shop.swap("employees.yaml", ", massage", "")
    glow(shop, "{service: facial, max: 6}", price=f"amount: {bad}")

    assert shop.found() == ["packages/glow.yaml:3:17 price.amount too_many_digits"]


def test_the_price_of_a_service_has_no_more_digits_either(shop: Shop) -> None:
    shop.swap("services.yaml", "60.00", "60.005")

    assert shop.found() == ["services.yaml:1:52 [facial].price too_many_digits"]


@pytest.mark.parametrize("file", ["services.yaml", "locations.yaml", "employees.yaml"])
def test_an_id_names_one_thing(shop: Shop, file: str) -> None:
    shop.add_to(file, (shop.folder / file).read_text())

    assert set(shop.codes()) == {"duplicate_id"}


def test_a_tax_or_payment_method_is_declared_once(shop: Shop) -> None:
    shop.swap("business.yaml", "id: levy", "id: vat")
    shop.swap("business.yaml", "[card, cash, on-site]", "[card, card]")

    assert shop.found() == [
        "business.yaml:6:10 taxes[vat].id duplicate_id",
        "business.yaml:7:25 payment_methods[1] given_twice",
    ]


@pytest.mark.parametrize(
    ("hours", "place"),
    [
        ('{mon: ["09:00-13:00", "12:59-14:00"]}', "5:32 [mira].hours.mon[1]"),
        ('{mon-fri: ["09:00-13:00"], wed: ["08:00-09:01"]}', "5:21 [mira].hours.mon-fri[0]"),
        ('{sun: ["20:00-24:00", "23:00-23:30"]}', "5:32 [mira].hours.sun[1]"),
    ],
)
def test_shifts_of_a_day_do_not_overlap(shop: Shop, hours: str, place: str) -> None:
    shop.swap("employees.yaml", '{mon-fri: ["09:00-13:00", "14:00-18:00"]}', hours)

    assert shop.found() == [f"employees.yaml:{place} overlapping_shifts"]


def test_opening_hours_of_a_day_do_not_overlap_either(shop: Shop) -> None:
    hours = '{mon: ["09:00-13:00", "12:00-14:00"]}'
    shop.add_to("business.yaml", f"contact: {{hours: {hours}}}\n")
    shop.swap("locations.yaml", "Centre}", f"Centre, hours: {hours}}}")

    assert shop.codes() == ["overlapping_shifts", "overlapping_shifts"]


def test_shifts_that_touch_are_good(shop: Shop) -> None:
    shop.swap("employees.yaml", '"14:00-18:00"', '"13:00-18:00"')

    assert shop.found() == []


def test_warnings_show_only_when_asked_for(shop: Shop) -> None:
    glow(shop, "{service: facial, max: 6}", "validity: {days: 29}", "amount: 480.00, original: 470.00")

    assert shop.found() == []
    assert [(each.severity, each.field, each.code) for each in shop.findings(strict=True)] == [
        ("warning", "price.amount", "price_above_original"),
        ("warning", "validity.days", "short_validity"),
    ]
    assert shop.catalogue().packages


@pytest.mark.parametrize(
    ("percent", "codes"), [("0.25", ["deposit_as_fraction"]), ("0.99", ["deposit_as_fraction"]), ("1", [])]
)
def test_a_deposit_that_is_written_as_a_fraction_is_a_warning(
    shop: Shop, percent: str, codes: list[str]
) -> None:
    deposit = f"amount: 480.00, deposit: {{percent: {percent}}}"
    glow(shop, "{service: facial, max: 6}", "validity: {months: 6}", deposit)

    assert shop.codes(strict=True) == codes


@pytest.mark.parametrize(
    ("validity", "price", "codes"),
    [
        ("{days: 30}", "480.00", []),
        ("{weeks: 4}", "480.00", ["short_validity"]),
        ("{weeks: 5}", "480.00", []),
        ("{months: 1}", "480.00", []),
        ("{days: 3}", "0.00", []),
    ],
)
def test_a_paid_package_valid_less_than_30_days_is_a_warning(
    shop: Shop, validity: str, price: str, codes: list[str]
) -> None:
    glow(shop, "{service: facial, max: 6}", f"validity: {validity}", f"amount: {price}")

    assert shop.codes(strict=True) == codes


def test_an_hour_package_shorter_than_a_visit_is_a_warning(shop: Shop) -> None:
    glow(shop, "{service: facial, max: 49m}, {service: massage, max: 1}", "unit: hour")

    assert shop.found(strict=True) == ["packages/glow.yaml:2:35 services[facial].max shorter_than_visit"]


def test_a_picture_with_an_endless_name_is_not_there_either(shop: Shop) -> None:
    shop.add_to(GLOW, f"image: {'a' * 5000}.svg\n")

    assert shop.codes(strict=True) == ["image_missing"]


def test_a_file_that_lies_where_none_is_read_is_a_warning(shop: Shop) -> None:
    shop.write("package/glow.yaml", "name: Glow")
    shop.write("packages/old/glow.yml", "name: Glow")
    shop.write("images/notes.txt", "of no concern")

    assert shop.found() == []
    assert shop.found(strict=True) == [
        "package/glow.yaml:1:1  unread_file",
        "packages/old/glow.yml:1:1  unread_file",
    ]


def test_a_picture_that_is_not_there_is_a_warning(shop: Shop) -> None:
    shop.write("images/there.svg", "<svg/>")
    shop.add_to(GLOW, "image: images/there.svg\ngallery: [images/there.svg, images/gone.svg]\n")
    shop.swap("services.yaml", "name: Facial", "name: Facial, image: gone.png")

    assert shop.found(strict=True) == [
        "packages/glow.yaml:6:29 gallery[1] image_missing",
        "services.yaml:1:37 [facial].image image_missing",
    ]


def test_an_account_of_a_tax_or_method_that_is_not_declared_is_a_warning(shop: Shop) -> None:
    shop.add_to("business.yaml", "accounts: {methods: {crad: Assets:B}, taxes: {old: Liabilities:Old}}\n")

    assert [(each.field, each.code) for each in shop.findings(strict=True)] == [
        ("accounts.methods.crad", "unknown_payment_method"),
        ("accounts.taxes.old", "unknown_tax"),
    ]
    assert "card" in shop.findings(strict=True)[0].problem
    assert shop.catalogue().business.accounts.of_tax("old 5") == "Liabilities:Old"
