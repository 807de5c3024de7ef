"""Letters of the example business as mail programs show them: axe-core finds nothing, and nothing sticks out.

The guide's pictures of letters are made here, as those of the page are: see `test_looks.py`.
"""

import os
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.letters.post import Post, Read
from tests.source_code import ROOT
from tests.story import Story
from tests.web.browser.test_looks import AXE
from trafftpkg.domain.letters import LetterKind
from trafftpkg.stores.catalogue.source import YamlCatalogue

LOOKED_AT: dict[tuple[LetterKind, str, int, str], bool] = {
    ("booking", "en", 700, "light"): True,
    ("unpaid", "pt", 360, "light"): True,
    ("tomorrow", "en", 360, "dark"): True,
    ("tomorrow", "de", 360, "light"): False,
}
"""Kind, language, width and scheme; whether the picture is kept when it is made, for the guide."""


def test_letters_look_well_on_a_phone_and_at_a_desk_by_day_and_by_night(
    chromium: Browser, tmp_path: Path
) -> None:
    pictures = Path(os.environ.get("TRAFFTPKG_PICTURES") or tmp_path)
    context = chromium.new_context()
    page = context.new_page()
    found = []
    for (kind, language, width, scheme), is_kept in LOOKED_AT.items():
        page.set_content(shown(letter(kind, language, tmp_path)))
        page.add_script_tag(path=str(AXE))
        found += wrong(page, width, scheme)
        if is_kept:
            page.screenshot(path=pictures / f"letter-{kind}-{language}-{width}-{scheme}.png", full_page=True)
    context.close()

    assert found == []


def letter(kind: LetterKind, language: str, cache: Path) -> Read:
    """Return a letter of the example business."""
    example = YamlCatalogue(ROOT / "catalog", cache).catalogue()
    business = Story(catalogue=example)
    post = Post(business, language=language)
    business.declares(
        contact=example.business.contact, bank=example.business.bank, languages=("en", "pt", "de")
    )
    post.folder = str(ROOT / "catalog")
    glow = business.sells("glow-10", to="ana", book=("facial@2026-01-13T10:00",))
    if kind == "unpaid":
        course = business.sells("massage-hours", to="ana", pay="none", method="bank-transfer")
        return post.writes(kind, purchases=[post.purchase(course)])
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    return post.writes(kind, purchases=[post.purchase(glow)], visits=[post.visit(visit)])


def shown(letter: Read) -> str:
    """Return a letter's HTML with its logo in place, as mail programs put it there."""
    (logo,) = (each for each in letter.mail.walk() if each.get_content_maintype() == "image")
    inside = str(logo.get_payload()).replace("\n", "")
    return letter.html.replace("cid:logo@trafftpkg", f"data:image/png;base64,{inside}")


def wrong(page: Page, width: int, scheme: str) -> list[str]:
    page.set_viewport_size({"width": width, "height": 600})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of its words
    axe: list[str] = page.evaluate(
        "async () => (await axe.run()).violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html}`))"
    )
    wider = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    return axe + ([f"{wider} pixels too wide at {width}"] if wider > 0 else [])
