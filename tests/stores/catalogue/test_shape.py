"""What a file must hold: every departure is one finding, at its place, in one run."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stores.catalogue.shop import FILES, Shop
from trafftpkg.stores.catalogue.places import line_and_column

GLOW = "packages/glow.yaml"
PRICE = "price: {amount: 480.00}"


def test_a_good_catalogue_has_no_findings(shop: Shop) -> None:
    assert shop.found(strict=True) == []


def test_an_unknown_key_is_refused_with_the_nearest_known_one(shop: Shop) -> None:
    shop.add_to(GLOW, "validty: {days: 40}\n")

    assert shop.found() == ["packages/glow.yaml:5:1 validty unknown_key"]
    assert "Did you mean 'validity'?" in shop.problem()


def test_an_unknown_key_of_nothing_is_refused_too(shop: Shop) -> None:
    shop.add_to(GLOW, "surprise:\n")

    assert shop.found() == ["packages/glow.yaml:5:1 surprise unknown_key"]


def test_the_nearest_known_key_is_found_whatever_its_case(shop: Shop) -> None:
    shop.add_to(GLOW, "VALIDITY: {days: 40}\n")

    assert "Did you mean 'validity'?" in shop.problem()


@pytest.mark.parametrize(
    ("field", "finding"),
    [
        ("services: {}", "services not_a_list"),
        ("services: {facial: 6}", "services not_a_list"),
        ("price: []", "price not_a_mapping"),
        ("price: [{amount: 480.00}]", "price not_a_mapping"),
        ("validity: [{days: 40}]", "validity not_a_mapping"),
        ("limit_per_client: []", "limit_per_client not_a_mapping"),
    ],
)
def test_a_mapping_for_a_list_or_a_list_for_a_mapping_is_one_finding(
    shop: Shop, field: str, finding: str
) -> None:
    fields = {"name": "name: Glow", "services": "services: [{service: facial, max: 6}]", "price": PRICE}
    fields[field.partition(":")[0]] = field
    shop.write(GLOW, "".join(f"{each}\n" for each in fields.values()))

    assert [each.partition(" ")[2] for each in shop.found(strict=True)] == [finding]


def test_a_misspelt_key_does_not_report_the_right_one_as_missing(shop: Shop) -> None:
    shop.swap(GLOW, "price:", "prise:")

    assert shop.codes() == ["unknown_key"]


def test_what_is_missing_is_named_where_it_belongs(shop: Shop) -> None:
    shop.write(GLOW, "name: Glow\nservices:\n  - {max: 6}\n")

    assert shop.found() == [
        "packages/glow.yaml:1:1 price missing",
        "packages/glow.yaml:3:5 services[0].service missing",
    ]


def test_nothing_given_is_left_out_where_that_is_possible(shop: Shop) -> None:
    shop.add_to(GLOW, "validity: ~\ndescription:\nposition: null\ngallery:\n")

    assert shop.found() == []
    assert shop.package().position == 1000


def test_nothing_given_is_a_finding_where_something_is_needed(shop: Shop) -> None:
    shop.write(GLOW, "name:\nservices: ~\nprice: null\n")

    assert shop.found() == [
        "packages/glow.yaml:1:1 name nothing_given",
        "packages/glow.yaml:2:1 services nothing_given",
        "packages/glow.yaml:3:1 price nothing_given",
    ]


def test_a_mapping_a_list_and_a_value_are_told_apart(shop: Shop) -> None:
    shop.write(GLOW, "name: [Glow]\nservices: facial\nprice: 480.00\n")

    assert shop.found() == [
        "packages/glow.yaml:1:7 name not_text",
        "packages/glow.yaml:2:11 services not_a_list",
        "packages/glow.yaml:3:8 price not_a_mapping",
    ]


def test_a_single_value_for_a_list_is_shown_as_one(shop: Shop) -> None:
    shop.swap("employees.yaml", "[facial, massage]", "facial")

    assert "Write it as [facial]" in shop.problem()


def test_an_empty_list_of_what_is_sold_is_refused(shop: Shop) -> None:
    shop.write(GLOW, "name: Glow\nservices: []\nprice: {amount: 480.00}\n")

    assert shop.found() == ["packages/glow.yaml:2:11 services too_few"]


def test_a_broken_package_hides_no_problem_elsewhere_nor_in_itself(shop: Shop) -> None:
    shop.write(
        "packages/bad.yaml",
        "name: Bad\n"
        "services:\n"
        "  - {service: facail, max: 3}\n"
        "  - {service: massage, max: no}\n"
        "price: {amount: 10.0.0}\n"
        "validty: {days: 3}\n"
        "name: Again\n",
    )
    shop.swap(GLOW, "facial", "facil")

    assert shop.found() == [
        "packages/bad.yaml:3:15 services[facail].service unknown_service",
        "packages/bad.yaml:4:29 services[massage].max malformed_number",
        "packages/bad.yaml:5:17 price.amount malformed_number",
        "packages/bad.yaml:6:1 validty unknown_key",
        "packages/bad.yaml:7:1 name duplicate_key",
        "packages/glow.yaml:3:15 services[facil].service unknown_service",
    ]


def test_numbers_are_checked_for_sense_beside_a_problem_they_do_not_need(shop: Shop) -> None:
    shop.write(
        GLOW,
        "name: Glow\nservices: [{service: facial, min: 7, max: 6}]\ntotal: 9\n"
        "price: {amount: x, taxes: [wat]}\nstatus: sold\n",
    )

    assert shop.found() == [
        "packages/glow.yaml:2:35 services[facial].min minimum_above_maximum",
        "packages/glow.yaml:3:8 total total_above_maxima",
        "packages/glow.yaml:4:17 price.amount malformed_number",
        "packages/glow.yaml:4:28 price.taxes[0] unknown_tax",
        "packages/glow.yaml:5:9 status not_one_of",
    ]


def test_what_is_left_out_is_known_beside_a_problem_elsewhere(shop: Shop) -> None:
    shop.write(GLOW, "name: Glow\nservices: [{service: facial}]\nprice: {amount: 480.00}\nsurprise: 1\n")

    assert shop.found() == [
        "packages/glow.yaml:2:12 services[facial].max missing",
        "packages/glow.yaml:4:1 surprise unknown_key",
    ]


def test_a_misspelt_total_is_not_followed_by_findings_about_its_absence(shop: Shop) -> None:
    shop.write(GLOW, "name: Glow\nservices: [{service: facial}]\ntotl: 9\nprice: {amount: 480.00}\n")

    assert shop.found() == ["packages/glow.yaml:3:1 totl unknown_key"]


def test_a_problem_in_a_service_does_not_make_the_service_unknown(shop: Shop) -> None:
    shop.swap("services.yaml", "50m", "fifty")

    assert shop.found() == ["services.yaml:1:40 [facial].duration malformed_length"]


def test_a_service_without_an_id_makes_no_name_unknown(shop: Shop) -> None:
    shop.swap("services.yaml", "id: facial", "ident: facial")

    assert shop.codes() == ["missing", "unknown_key"]


def test_a_business_that_cannot_be_read_is_not_followed_by_unknown_taxes(shop: Shop) -> None:
    shop.swap(GLOW, "480.00", "480.00, taxes: [vat], payment_methods: [card], deposit: {amount: 10}")
    shop.write("business.yaml", "name: [\n")

    assert shop.codes() == ["yaml_syntax"]


def test_findings_are_sorted_by_file_line_and_column(shop: Shop) -> None:
    shop.write(GLOW, "services: 1\nprice: {b: 1, a: 2}\n")
    shop.write("locations.yaml", "- 3\n")

    places = [(each.file, each.line, each.column) for each in shop.findings()]

    assert len(places) > 4
    assert places == sorted(places)


_TEXT = st.text(
    alphabet=st.sampled_from("ab1:-[]{}&*!|'\"#~ \n,.") | st.characters(codec="utf-8"), max_size=40
)


@given(file=st.sampled_from(sorted(FILES)), text=_TEXT, at=st.integers(0, 200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_any_place_gives_findings_inside_the_file_and_nothing_else(
    shop: Shop, file: str, text: str, at: int
) -> None:
    good = FILES[file]
    written = good[:at] + text + good[at:]
    shop.write(file, written)

    for finding in shop.findings(strict=True):
        # What a file no longer declares, others may miss: their places are theirs.
        content = written if finding.file == file else FILES[finding.file]
        lines, _ = line_and_column(content, len(content))
        assert 1 <= finding.line <= lines
        assert finding.column >= 1
        assert finding.problem
    shop.write(file, good)
