"""Whether two phone numbers are one."""

import pytest

from trafftpkg.stores.clients.phone_number import PhoneNumber, looks_like_phone_number


@pytest.mark.parametrize(
    "written",
    ["+381641112222", "00381 64 111 2222", "381 64/111-2222", "064 111 2222", "+381 (0)64 111 22 22"],
)
def test_a_number_is_the_same_however_it_is_written(written: str) -> None:
    assert PhoneNumber("+381 64 111 2222").is_same_as(PhoneNumber(written))
    assert PhoneNumber(written).is_same_as(PhoneNumber("+381 64 111 2222"))


def test_two_countries_are_two_numbers_however_alike_their_ends() -> None:
    assert not PhoneNumber("+381 64 111 2222").is_same_as(PhoneNumber("+1 64 111 2222"))


def test_a_few_digits_are_not_enough_to_be_the_end_of_a_longer_number() -> None:
    assert not PhoneNumber("11 2222").is_same_as(PhoneNumber("+381 64 111 2222"))


def test_a_short_number_is_the_same_as_itself() -> None:
    assert PhoneNumber("92 22").is_same_as(PhoneNumber("9222"))


def test_no_digits_are_nobody() -> None:
    assert not PhoneNumber("+").is_same_as(PhoneNumber("000"))


@pytest.mark.parametrize("typed", ["ana", "a1", "apt-1", "ana@example.com", "", "+", "1a2"])
def test_a_name_is_not_taken_for_a_number(typed: str) -> None:
    assert not looks_like_phone_number(typed)
