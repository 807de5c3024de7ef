"""Whether two phone numbers are one, and how they are kept."""

import pytest

from tests.rules import rule
from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.stores.clients.phone_numbers import phone_as_kept, phone_number


def same(one: str, other: str, region: str | None = None) -> bool:
    first, second = phone_number(one, region), phone_number(other, region)
    assert first.is_same_as(second) == second.is_same_as(first)
    # What is the same is also found: by one of the endings that it may be filed under.
    assert not first.is_same_as(second) or set(first.endings) & set(second.endings)
    return first.is_same_as(second)


@rule("R-1.20")
@pytest.mark.parametrize(
    "written",
    [
        "+381641112222",
        "00381 64 111 2222",
        "381 64/111-2222",
        "064 111 2222",
        "+381 (0)64 111 22 22",
        "\u202a+381\u00a064\u00a0111\u00a02222\u202c",
        "+381 64\u2011111\u20132222",
        "\uff0b381 64 111 2222",
        "٠٦٤ ١١١ ٢٢٢٢",
        "0\u200d64 111 2222",
        "(+381) 64 111 2222",
        "(\uff0b381)(0)64-111-2222",
        "(00 381) 64 111 2222",
        "tel:0641112222",
        "TEL:(+381) 64 111 2222",
    ],
)
def test_a_number_is_the_same_however_it_is_written(written: str) -> None:
    assert same("+381 64 111 2222", written, "RS")
    assert phone_as_kept(written, "RS") == "+381641112222"


def test_without_a_region_only_a_country_s_code_makes_a_number_international() -> None:
    for written in ("00381 64 111 2222", "(00381) 64 111 2222", "(+381) 64 111 2222", "tel:+381-64-111-2222"):
        assert phone_as_kept(written, None) == "+381641112222"
        assert same("+381641112222", written)
    assert phone_as_kept("064 111-2222", None) == "064 111-2222"


def test_where_a_code_may_be_lacking_the_last_digits_count_if_they_are_enough() -> None:
    assert same("+381641112222", "064 111 2222")
    assert not same("+381641112222", "11 2222")


def test_the_same_digits_are_two_numbers_in_two_countries() -> None:
    assert not same("+381 64 111 2222", "+1 64 111 2222")
    assert not same("+381 64 111 2222", "+34 641 112 222")
    assert not same("+44 20 7946 0018", "020 7946 0018", "IE")


def test_an_impossible_number_is_kept_as_typed_and_the_same_by_its_digits() -> None:
    assert phone_as_kept("92\u201322", "PT") == "92-22"
    assert same("92 22", "9222", "PT")
    assert not same("11 2222", "+351 912 112 222", "PT")


def test_a_zero_that_belongs_to_the_number_stays() -> None:
    assert phone_as_kept("06 6982", "IT") == "+39066982"
    assert same("+39 06 6982", "06 6982", "IT")


@pytest.mark.parametrize(
    "typed", ["+", "ana", "1a2", "call 912 345 678", "tel:", "912 (+351)", "tel:ana", "", "--"]
)
def test_what_is_no_number_is_not_kept(typed: str) -> None:
    with pytest.raises(BadArgumentError):
        phone_as_kept(typed, "PT")
    assert not same("+", "000")
