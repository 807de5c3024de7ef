"""What is typed for people, and when two spellings are one."""

import pytest

from tests.rules import rule
from trafftpkg.domain.recognition import begins_words, caseless, looks_like_phone, one_line, words_of


@rule("R-1.20")
def test_case_and_form_make_no_other_handle_and_folding_would() -> None:
    assert caseless("JOSE\u0301") == caseless("jos\u00e9")
    assert caseless("\u202aAna\u202c ") == "ana"
    assert caseless("straße") != caseless("strasse")
    assert caseless("نامه\u200cای") != caseless("نامهای")


def test_breaks_and_control_characters_are_spaces_and_joiners_stay() -> None:
    assert one_line("Ana\r\n\tIlić\u2028Kos\x07") == "Ana Ilić Kos"
    assert one_line("نامه\u200cای") == "نامه\u200cای"


@pytest.mark.parametrize("typed", ["ana", "ILIC", "ilić an", "ana-mar", "Ana Marija Ilić", "dord"])
def test_a_name_is_found_by_the_beginnings_of_its_words(typed: str) -> None:
    assert begins_words(words_of(typed), words_of("Ana-Marija Ilić Đorđević"))


@pytest.mark.parametrize("typed", ["na", "ana ana", "ilić kos", "", "-"])
def test_a_name_is_not_found_by_what_begins_none_of_its_words(typed: str) -> None:
    assert not begins_words(words_of(typed), words_of("Ana-Marija Ilić Đorđević"))


def test_a_word_in_full_does_not_lose_its_place_to_a_beginning() -> None:
    assert begins_words(words_of("an ana"), words_of("Ana Anić"))


@pytest.mark.parametrize("typed", ["ana", "a1", "apt-1", "ana@example.com", "", "+", "1a2", "anaé"])
def test_a_name_is_not_taken_for_a_number(typed: str) -> None:
    assert not looks_like_phone(typed)
