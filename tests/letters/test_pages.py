"""A letter as HTML: it parses strictly, loads nothing, and can be read in every colour and direction."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped] # it has no types
import pytest

from tests.languages.pseudo import LANGUAGE, pseudo_languages
from tests.letters.post import Post, Read
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.catalogue import Look
from trafftpkg.domain.colors import readable

FETCHING = ("src", "srcset", "background", "poster", "data", "action", "formaction", "ping")


@pytest.fixture
def booked(business: Story, post: Post) -> Read:
    return _booked(business, post)


def _booked(business: Story, post: Post) -> Read:
    glow = business.sells("glow-10", to="ana")
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    return post.writes("booking", purchases=[post.purchase(glow)], visits=[post.visit(visit)])


def parsed(html: str) -> Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    found = parser.parse(html)
    assert isinstance(found, Element)
    return found


def attributes(html: str, name: str) -> Iterator[str]:
    return (value for each in parsed(html).iter() for key, value in each.attrib.items() if key == name)


@rule("R-16.9")
def test_it_parses_strictly_loads_nothing_and_runs_nothing(booked: Read) -> None:
    found = parsed(booked.html)

    assert {each.tag for each in found.iter()} & {
        "script",
        "link",
        "iframe",
        "object",
        "form",
        "img",
    } == set()
    assert [value for name in FETCHING for value in attributes(booked.html, name)] == []
    assert not re.search(r"url\(|@import|javascript:|\son\w+=", booked.html)
    assert {re.split(r"[:/]", each)[0] for each in attributes(booked.html, "href")} == {
        "https",
        "tel",
        "mailto",
    }


def test_it_says_what_the_text_says(booked: Read) -> None:
    words = "".join(parsed(booked.html).itertext())
    said = [re.split(r": |^-- $", each.strip()) for each in booked.text.splitlines()]
    parts = [part for each in said for part in each if part not in ("", "--")]

    assert [each for each in parts if each not in words and each not in booked.html] == []
    assert len(parts) > 20


def test_a_letter_with_ten_visits_stays_below_what_mail_programs_cut(business: Story, post: Post) -> None:
    yoga = business.sells("yoga-20", to="ana")
    series = business.booking("yoga", for_="ana", at="2026-01-12T10:00", repeat="FREQ=DAILY;COUNT=10")

    visits = [post.visit(each.id) for each in series.appointments]
    letter = post.writes("booking", purchases=[post.purchase(yoga)], visits=visits)

    assert len(letter.html.encode()) < 60_000
    assert len(letter.whole) < 100_000
    assert len(parsed(letter.html).findall(".//h2")) == 11


def test_a_colour_is_made_so_that_it_can_be_read_on_light_and_dark(business: Story, post: Post) -> None:
    business.declares(look=Look(color="#ffd400"))

    html = _booked(business, post).html

    assert "#ffd400" in html, "as it is where the ground is dark"
    assert "#ffd400" not in html.partition("</style>")[2]
    assert (
        f'class="link" href="mailto:hello@lumen.example" style="color:{readable("#ffd400", on_dark=False)}"'
        in html
    )


def test_a_language_from_right_to_left_turns_the_letter_and_not_its_names(
    business: Story, tmp_path: Path
) -> None:
    post = Post(business, language=LANGUAGE)
    business.declares(languages=("en", LANGUAGE))
    post.known = pseudo_languages(tmp_path)

    html = _booked(business, post).html
    found = parsed(html)

    assert (found.attrib["lang"], found.attrib["dir"]) == (LANGUAGE, "rtl")
    assert "\u2068Ana Sousa\u2069" in html, "in a sentence a name keeps its order"
    facts = [each for each in found.iter("td") if each.find("bdi") is not None]
    assert ["".join(each.find("bdi").itertext()) for each in facts][1:3] == ["Mira", "Centre"]  # type: ignore[union-attr] # seen
    assert not re.search(
        r"text-align:\s*(left|right)|(margin|padding)-(left|right):(?! ?20px !important)", html
    )
