"""Which language somebody is spoken to in."""

import pytest

from tests.rules import rule
from trafftpkg.languages.choosing import language_for


@rule("R-13.2")
@pytest.mark.parametrize(
    ("wished", "accepted", "language"),
    [
        (None, "", "en"),
        (None, "pt-PT,pt;q=0.9,en;q=0.8", "pt"),
        (None, "de-AT", "de"),
        (None, "fr,de;q=0.3,pt;q=0.7", "pt"),
        (None, "pt;q=0,de;q=0.1", "de"),
        (None, "fr, *;q=0.5", "en"),
        (None, "pt;q=lots, ,;;,de", "de"),
        (None, "PT", "pt"),
        ("de", "pt", "de"),
        ("xx", "pt", "pt"),
        ("pt-BR", "de", "pt"),
    ],
)
def test_it_is_the_chosen_one_then_the_dearest_of_the_browser_then_the_usual_one(
    wished: str | None, accepted: str, language: str
) -> None:
    assert language_for(["en", "pt", "de"], wished, accepted) == language


def test_of_two_varieties_the_one_that_is_asked_for_is_meant() -> None:
    assert language_for(["pt", "pt-BR"], None, "pt-BR,pt;q=0.9") == "pt-BR"
    assert language_for(["pt-BR", "pt"], None, "pt-AO") == "pt-BR"


def test_a_header_of_thousands_is_not_read_to_its_end() -> None:
    assert language_for(["en", "pt"], None, "fr," * 5000 + "pt") == "en"
