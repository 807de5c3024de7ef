"""The business's colour on the page: whatever it is, words in it and on it can be read."""

from hypothesis import example, given
from hypothesis import strategies as st

from trafftpkg.domain.colors import DARK_GROUNDS, LIGHT_GROUNDS, contrast, hex_of, lch_of, tone
from trafftpkg.web.templating import STATIC, colors_of

colors = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(colors)
@example("#ffff00")
@example("#ffffff")
@example("#000000")
def test_words_in_the_color_and_on_it_can_be_read(color: str) -> None:
    for shown, grounds in zip(colors_of(color), (LIGHT_GROUNDS, DARK_GROUNDS), strict=True):
        assert min(contrast(shown["accent"], each) for each in (*grounds, shown["accent-soft"])) >= 4.5
        assert contrast(shown["accent"], shown["accent-ink"]) >= 4.5


def test_a_color_that_can_be_read_stays_as_it_is() -> None:
    assert colors_of("#8a4b5f")[0]["accent"] == "#8a4b5f"


def test_the_grounds_are_those_of_the_style() -> None:
    style = (STATIC / "page.css").read_text()

    for ground, surface, sunken in (LIGHT_GROUNDS, DARK_GROUNDS):
        short = {"#ffffff": "#fff"}.get(surface, surface)
        assert f"--ground: {ground}; --surface: {short}; --sunken: {sunken};" in style


@given(colors)
def test_a_color_comes_back_from_how_it_looks(color: str) -> None:
    assert hex_of(lch_of(color)) == color


@given(colors)
def test_a_tone_is_as_light_as_asked_and_of_the_same_hue(color: str) -> None:
    assert abs(lch_of(tone(color, 0.62)).light - 0.62) < 0.02


def test_contrast_is_that_of_wcag() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
