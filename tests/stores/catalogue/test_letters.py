"""What letters say in the business's own words: read, checked, and told by language."""

from tests.rules import rule
from tests.stores.catalogue.shop import Shop
from trafftpkg.domain.letters import LETTER_KINDS, PLACEHOLDERS, LetterTexts, filled

BOOKING = "letters/booking.yaml"


def test_a_letter_has_its_own_words_by_language_and_the_usual_ones_elsewhere(shop: Shop) -> None:
    shop.add_to("business.yaml", "languages: [en, pt]\n")
    shop.write(BOOKING, "subject: {en: 'On {day}', pt: 'Em {day}'}\nclosing: 'See you,\n\n  {client}'\n")

    catalogue = shop.catalogue()

    assert shop.found() == []
    assert catalogue.text_in("pt").letter("booking").subject == "Em {day}"
    assert catalogue.letter("booking").subject == "On {day}"
    assert catalogue.letter("booking").closing == "See you,\n{client}"
    assert catalogue.letter("move") == LetterTexts(kind="move")
    assert shop.catalogue() == catalogue, "the compiled copy has them too"


@rule("R-16.10")
def test_what_a_letter_cannot_fill_in_is_a_finding_with_its_place(shop: Shop) -> None:
    shop.add_to("business.yaml", "languages: [en, pt]\n")
    shop.write(
        BOOKING,
        "subject: On {dya}\n"
        "opening: {en: 'Hello {client.__class__}', pt: 'Olá {client}, {0}'}\n"
        "closing: Bye {\n",
    )
    knows = "It knows {business}, {client}, {service}, {employee}, {location}, {day}, {time}"
    cannot = "which a letter of this kind cannot fill in"

    assert [(each.line, each.column, each.field, each.problem) for each in shop.findings()] == [
        (1, 10, "subject", f"asks for {{dya}}, {cannot}. Did you mean 'day'?"),
        (2, 15, "opening.en", f"asks for {{client.__class__}}, {cannot}. {knows}"),
        (2, 47, "opening.pt", f"asks for {{0}}, {cannot}. {knows}"),
        (3, 10, "closing", "has a '{' by itself. Braces enclose what is filled in, as {client}"),
    ]


def test_each_kind_fills_in_its_own_and_a_good_letter_of_each_is_good(shop: Shop) -> None:
    for kind in LETTER_KINDS:
        every = " ".join(f"{{{each}}}" for each in PLACEHOLDERS[kind])
        shop.write(f"letters/{kind}.yaml", f"opening: '{every}'\n")

    assert shop.found(strict=True) == []

    shop.write("letters/used-up.yaml", "opening: 'until {until}'\n")

    assert shop.found() == ["letters/used-up.yaml:1:10 opening unknown_placeholder"]


def test_a_kind_that_is_none_and_a_language_that_is_none_are_findings(shop: Shop) -> None:
    shop.write("letters/bookings.yaml", "subject: Yes\n")
    shop.write("letters/move.yaml", "subject: {xx: Yes}\ntitle: No\n")

    assert shop.found() == [
        "letters/bookings.yaml:1:1  unknown_file",
        "letters/move.yaml:1:11 subject.xx unknown_language",
        "letters/move.yaml:2:1 title unknown_key",
    ]
    assert "Did you mean 'letters/booking.yaml'?" in shop.findings()[0].problem


def test_a_letter_that_is_not_told_in_a_language_is_a_warning(shop: Shop) -> None:
    shop.add_to("business.yaml", "languages: [en, pt]\n")
    shop.write(BOOKING, "opening: Hello\n")

    assert shop.found() == []
    assert shop.found(strict=True) == [f"{BOOKING}:1:10 opening language_missing"]


@rule("R-16.10")
def test_what_is_filled_in_is_never_filled_in_again() -> None:
    assert filled("{client} at {time}", {"client": "{time}", "time": "10:00"}) == "{time} at 10:00"
