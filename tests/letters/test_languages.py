"""Letters in the languages of the business: the client's own, or else the usual one."""

from pathlib import Path
from textwrap import dedent

import pytest

from tests.languages.pseudo import LANGUAGE, english_in, pseudo_languages
from tests.letters.post import Post
from tests.lumen import service
from tests.rules import rule
from tests.story import Story

PORTUGUESE = """\
    Olá, Ana Sousa,

    A sua marcação foi alterada.

    Facial
      Quando: quinta, 22/01/2026, 11:30–12:20
      Com: Mira
      Onde: Centre
      Antes: terça, 20/01/2026, 10:00–10:50
      Pacote: Glow 10, marcação 1 de 10, 9 por usar até 5 de julho de 2026
      Pode remarcá-la, ou cancelá-la sem custos, até quarta, 21/01/2026, 11:30. Se cancelar mais tarde ou não vier, conta como usada.
      Remarcar: https://lumen.example/account/appointments/apt-1/move
      Cancelar: https://lumen.example/account/appointments/apt-1/cancel
    """  # noqa: E501 - a line is as long as what it says
GERMAN = """\
    Guten Tag Ana Sousa,

    Ihr Termin wurde verschoben.

    Facial
      Wann: Do., 22. Jan. 2026, 11:30–12:20
      Bei: Mira
      Wo: Centre
      Bisher: Di., 20. Jan. 2026, 10:00–10:50
      Paket: Glow 10, Termin 1 von 10, noch 9 bis 5. Juli 2026
      Sie können ihn bis Mi., 21. Jan. 2026, 11:30 verschieben oder kostenlos absagen. Wenn Sie später absagen oder nicht kommen, zählt er als genutzt.
      Verschieben: https://lumen.example/account/appointments/apt-1/move
      Absagen: https://lumen.example/account/appointments/apt-1/cancel
    """  # noqa: E501 - a line is as long as what it says


@rule("R-13.2")
@pytest.mark.parametrize(
    ("language", "subject", "text"),
    [
        ("pt", "Remarcado: Facial, quinta, 22/01/2026, 11:30", PORTUGUESE),
        ("de", "Verschoben: Facial, Do., 22. Jan. 2026, 11:30", GERMAN),
    ],
)
def test_a_letter_speaks_the_language_of_its_reader(
    language: str, subject: str, text: str, business: Story
) -> None:
    business.declares(languages=("en", "pt", "de"))
    glow = business.sells("glow-10", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    before = business.appointment(visit).visit
    business.moves(visit, to="2026-01-22T11:30")
    post = Post(business, language=language)

    letter = post.writes("move", purchases=[post.purchase(glow)], visits=[post.moved(visit, before)])

    assert letter.mail["Subject"] == subject
    assert letter.mail["Content-Language"] == language
    assert letter.text.partition("\n-- \n")[0] == dedent(text)
    assert f'<html lang="{"pt-PT" if language == "pt" else language}" dir="ltr">' in letter.html


def test_plurals_and_money_are_those_of_the_language(business: Story) -> None:
    business.gives(service("yoga", 60, "1500.00", capacity=3, taxes=("vat",)))
    business.declares(languages=("de",))
    post = Post(business)
    visits = [
        business.makes_appointment("yoga", for_="ana", at=f"2026-01-2{day}T10:00", without_package=True)
        for day in (0, 1)
    ]

    letter = post.writes("booking", visits=[post.visit(each) for each in visits])

    assert letter.mail["Subject"] == "2 Termine gebucht"
    assert "  Preis: 1.500,00 €\n  davon VAT 20 %: 250,00 €\n" in letter.text.replace("\u00a0", " ")


def test_no_word_of_any_letter_is_left_in_english(business: Story, tmp_path: Path) -> None:
    post = Post(business, language=LANGUAGE)
    business.declares(languages=("en", LANGUAGE))
    post.known = pseudo_languages(tmp_path)
    glow = post.purchase(business.sells("glow-10", to="ana"))
    starter = post.purchase(business.sells("yoga-20", to="ana", pay="none", method="bank-transfer"))
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    alone = post.visit(
        business.makes_appointment("yoga", for_="ana", at="2026-01-22T10:00", without_package=True, party=2)
    )
    before = business.appointment(visit)
    booked = post.visit(visit)
    moved = post.moved(visit, before.visit)
    business.cancels(visit)
    cancelled = post.cancelled(visit, before, "forgiven", "forgiven")
    letters = [
        post.writes("purchase", purchases=[starter], visits=[booked, alone]),
        post.writes("booking", purchases=[glow], visits=[booked, alone]),
        post.writes("move", purchases=[glow], visits=[moved]),
        post.writes("cancellation", purchases=[glow], visits=[cancelled]),
        post.writes("tomorrow", purchases=[glow], visits=[booked]),
        post.writes("expiring", purchases=[glow]),
        post.writes("used-up", purchases=[glow]),
        post.writes("unpaid", purchases=[starter]),
        post.writes("unpaid", visits=[alone]),
    ]
    names = (
        "Studio Lumen|Knez Mihailova|Belgrade|Ana Sousa|Glow 10|Yoga 20|Facial|Massage|Yoga|Mira|Ravi|Centre"
    )
    known = [*names.split("|"), "Harbour", "VAT", "IBAN", "BIC", "RS35", "XXXXRSBG"]

    assert [english_in(each.html, known) for each in letters] == [[]] * len(letters)
    assert [english_in(str(each.mail["Subject"]), known) for each in letters] == [[]] * len(letters)
