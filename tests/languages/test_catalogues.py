"""The catalogues of words: complete, in order, and with what the program fills in."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po

from tests.translations import catalogues, problems, renewed, words
from trafftpkg.domain.texts import SPOKEN
from trafftpkg.languages.language import HERE, Languages


def test_every_word_for_clients_is_translated_and_none_is_left_over() -> None:
    program = words()

    found = [
        problem for language, known in catalogues().items() for problem in problems(language, known, program)
    ]

    assert Languages().spoken == SPOKEN
    assert catalogues().keys() == {"de", "pt"}
    assert found == [], "renew them: python -m tests.translations"


@pytest.mark.parametrize("language", ["de", "pt"])
def test_a_catalogue_is_as_its_command_writes_it_so_that_a_change_is_only_what_changed(language: str) -> None:
    assert (HERE / f"{language}.po").read_bytes() == renewed(language, catalogues()[language], words())


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ('msgid "Hello %(name)s"\nmsgstr "Olá %(nome)s"', "has other placeholders or HTML"),
        ('msgid "Hello %(name)s"\nmsgstr "<b>Olá</b> %(name)s"', "has other placeholders or HTML"),
        ('msgid "Hello %(name)s"\nmsgstr "Olá %(name)s "', "begins or ends with another space"),
        ('msgid "Hello %(name)s"\nmsgstr ""', "is not translated"),
        ('#, fuzzy\nmsgid "Hello %(name)s"\nmsgstr "Olá %(name)s"', "is marked as fuzzy"),
        ('msgid "Bye"\nmsgstr "Adeus"', "is not used"),
        ("", "is missing"),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_told(said: str, problem: str) -> None:
    program = Catalog()
    program.add("Hello %(name)s")
    known = read_po(BytesIO(f'msgid ""\nmsgstr ""\n"Language: pt\\n"\n\n{said}\n'.encode()), locale="pt")

    assert any(problem in each for each in problems("pt", known, program))


def test_a_plural_is_said_by_the_number_and_its_facts_are_checked_too() -> None:
    program = Catalog()
    program.add(("%(num)s visit of %(service)s", "%(num)s visits of %(service)s"))
    known = Catalog(locale="pt_PT")
    known.add(
        ("%(num)s visit of %(service)s", "%(num)s visits of %(service)s"), ("uma visita", "%(num)s visitas")
    )

    assert [each.partition("(")[0] for each in problems("pt", known, program)] == [
        "pt: has other placeholders or HTML: "
    ] * 2


def test_words_of_a_language_without_a_catalogue_are_english(tmp_path: Path) -> None:
    none = Languages(tmp_path)

    assert none.spoken == ("en",)
    assert (none.named("pt").spoken, none.named("pt").gettext("Your account")) == ("en", "Your account")


def test_a_variety_of_a_language_has_its_words() -> None:
    portuguese = Languages().named("pt-BR")

    assert (portuguese.spoken, portuguese.gettext("Your account")) == ("pt", "A sua conta")


def test_what_is_put_into_a_sentence_from_right_to_left_keeps_its_own_order(tmp_path: Path) -> None:
    (tmp_path / "ar.po").write_text(
        'msgid ""\nmsgstr ""\n"Language: ar\\n"\n\nmsgid "%(num)s of %(name)s"\nmsgstr ""\n'
    )
    arabic = Languages(tmp_path).named("ar")

    assert arabic.direction == "rtl"
    assert arabic.gettext("%(num)s of %(name)s", num=3, name="Glow 10!") == "3 of \u2068Glow 10!\u2069"
