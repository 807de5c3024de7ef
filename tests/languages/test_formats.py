"""Days, money and amounts as each language writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from trafftpkg.domain.terms import Measure
from trafftpkg.languages.formats import Formats
from trafftpkg.languages.language import Languages

MONDAY = datetime(2026, 1, 5, 18, 30, tzinfo=UTC)


def _formats(code: str, locale: str = "en_IE") -> Formats:
    return Formats(Languages().named(code), locale, "EUR")


@pytest.mark.parametrize(
    ("code", "locale", "lang", "day", "moment", "money"),
    [
        ("en", "en_IE", "en-IE", "5 January 2026", "Mon 5 Jan 2026, 18:30", "€1,480.00"),
        ("en", "en_US", "en-US", "January 5, 2026", "Mon, Jan 5, 2026, 6:30\u202fPM", "€1,480.00"),
        ("en", "sr_RS", "en-GB", "5 January 2026", "Mon, 5 Jan 2026, 18:30", "€1,480.00"),
        ("pt", "en_IE", "pt-PT", "5 de janeiro de 2026", "segunda, 5/01/2026, 18:30", "1\xa0480,00\xa0€"),
        ("pt", "pt_BR", "pt-BR", "5 de janeiro de 2026", "seg., 5 de jan. de 2026, 18:30", "€\xa01.480,00"),
        ("de", "en_IE", "de", "5. Januar 2026", "Mo., 5. Jan. 2026, 18:30", "1.480,00\xa0€"),
        ("de", "de_AT", "de-AT", "5. Jänner 2026", "Mo., 5. Jän. 2026, 18:30", "€\xa01.480,00"),
        ("fr", "fr_RS", "en-GB", "5 January 2026", "Mon, 5 Jan 2026, 18:30", "€1,480.00"),
    ],
)
def test_a_language_is_written_as_in_the_business_s_country_or_else_as_usual(
    code: str, locale: str, lang: str, day: str, moment: str, money: str
) -> None:
    formats = _formats(code, locale)

    assert formats.lang == lang
    assert formats.day(date(2026, 1, 5)) == day
    assert formats.moment(MONDAY, "UTC") == moment
    assert formats.money(Decimal("1480.00")) == money


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            "en",
            ["1 session", "2 sessions", "6 visits", "6 visits and 1 session", "1 h 30 min", "-1 h", "0 min"],
        ),
        (
            "pt",
            ["1 sessão", "2 sessões", "6 marcações", "6 marcações e 1 sessão", "1 h 30 min", "-1 h", "0 min"],
        ),
        (
            "de",
            [
                "1 Sitzung",
                "2 Sitzungen",
                "6 Termine",
                "6 Termine und 1 Sitzung",
                "1 Std. 30 Min.",
                "-1 Std.",
                "0 Min.",
            ],
        ),
    ],
)
def test_units_have_their_plurals(code: str, told: list[str]) -> None:
    formats = _formats(code)
    single, double = Measure(unit="session", uses=1), Measure(unit="session", uses=2)
    minutes = Measure(unit="minute", uses=1)

    assert [
        formats.units(1, single),
        formats.units(2, single),
        formats.units(12, double),
        formats.units(13, double),
        formats.units(90, minutes),
        formats.units(-60, minutes),
        formats.units(0, minutes),
    ] == told


@pytest.mark.parametrize(
    ("code", "days", "hours", "either"),
    [
        ("en", "Mon–Thu, Sat", "09:00–13:00, 18:00–24:00", "Ana, Rui or Eva"),
        ("pt", "seg.–qui., sáb.", "09:00–13:00, 18:00–24:00", "Ana, Rui ou Eva"),
        ("de", "Mo–Do, Sa", "09:00–13:00, 18:00–24:00", "Ana, Rui oder Eva"),
    ],
)
def test_weekdays_hours_and_choices_are_told(code: str, days: str, hours: str, either: str) -> None:
    formats = _formats(code)

    assert formats.weekdays([0, 1, 2, 3, 5]) == days
    assert formats.hours([(540, 780), (1080, 1440)]) == hours
    assert formats.any_of(["Ana", "Rui", "Eva"]) == either
