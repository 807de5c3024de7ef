"""A letter as mail programs and servers read it: its headers, its parts, and nothing smuggled into them."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.letters.post import CONTACT, PAGE, Post
from tests.rules import rule
from tests.story import Story
from trafftpkg.domain.catalogue import Look
from trafftpkg.domain.letters import REMINDERS, LetterTexts
from trafftpkg.letters.writing import LetterPolicy, write

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


@pytest.fixture
def glow(business: Story) -> str:
    return business.sells("glow-10", to="ana")


def test_a_letter_has_the_headers_that_servers_and_programs_ask_for(post: Post, glow: str) -> None:
    mail = post.writes("purchase", purchases=[post.purchase(glow)]).mail

    assert [(name, str(value)) for name, value in mail.items() if not name.startswith("Content-Type")] == [
        ("From", "Studio Lumen <hello@lumen.example>"),
        ("To", "Ana Sousa <ana@example.com>"),
        ("Subject", "Your package: Glow 10"),
        ("Date", "Mon, 05 Jan 2026 10:00:00 +0100"),
        ("Message-ID", "<letter.7@lumen.example>"),
        ("Reply-To", "Studio Lumen <hello@lumen.example>"),
        ("Auto-Submitted", "auto-generated"),
        ("MIME-Version", "1.0"),
        ("Content-Language", "en"),
    ]
    assert mail.defects == []


def test_a_letter_is_text_and_html_and_the_visits_are_attached(
    business: Story, post: Post, glow: str
) -> None:
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")

    read = post.writes("booking", purchases=[post.purchase(glow)], visits=[post.visit(visit)])

    assert [each.get_content_type() for each in read.mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    (attached,) = read.mail.iter_attachments()
    assert (attached.get_filename(), attached.get_param("method")) == ("apt-1.ics", "PUBLISH")
    assert max(map(len, read.whole.split(b"\n"))) < 998
    assert read.whole.isascii(), "any server takes it"
    assert len(read.whole) < 30_000


def test_written_again_a_letter_is_the_same_and_another_has_other_boundaries(
    business: Story, post: Post, glow: str
) -> None:
    visit = business.makes_appointment("facial", for_="ana", at="2026-01-20T10:00")
    facts = post.facts("booking", purchases=[post.purchase(glow)], visits=[post.visit(visit)])

    written = [write(each, post.head()).as_bytes() for each in (facts, facts, replace(facts, key="other"))]

    assert written[0] == written[1]
    assert written[0] != written[2]


def test_a_reminder_says_how_to_stop_them_in_one_click_and_news_do_not(post: Post, glow: str) -> None:
    told = [post.purchase(glow)]
    stop = f"{PAGE}/letters/stop/{'s' * 120}"

    reminder = post.writes("expiring", purchases=told)
    post.links = None
    without_page = post.writes("expiring", purchases=told)
    news = post.writes("purchase", purchases=told)

    assert f"List-Unsubscribe: <{stop}>,\n <mailto:hello@lumen.example>\n".encode() in reminder.whole
    assert reminder.mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in reminder.text
    assert f'href="{stop}"' in reminder.html
    assert without_page.mail["List-Unsubscribe"] == "<mailto:hello@lumen.example>"
    assert without_page.mail["List-Unsubscribe-Post"] is None
    assert news.mail["List-Unsubscribe"] is None
    assert set(REMINDERS) == {"tomorrow", "expiring", "used-up", "unpaid"}


def test_the_address_to_stop_stays_whole_under_any_policy_of_a_sender(post: Post, glow: str) -> None:
    letter = write(post.facts("expiring", purchases=[post.purchase(glow)]), post.head())

    sent = letter.as_bytes(policy=LetterPolicy(utf8=True, linesep="\r\n"))

    assert f"<{PAGE}/letters/stop/{'s' * 120}>,\r\n <mailto:".encode() in sent


def test_no_way_to_stop_is_no_header(business: Story, post: Post, glow: str) -> None:
    business.declares(contact=replace(CONTACT, email=None))
    post.links = None

    mail = post.writes("expiring", purchases=[post.purchase(glow)]).mail

    assert mail["List-Unsubscribe"] is None
    assert mail["Reply-To"] is None


BAD = "Ana\r\nBcc: eve@evil.example\n\u2028X: y\x00\x1b[2J\u202egnp.\ud800"


@rule("R-16.9")
def test_nothing_that_is_typed_becomes_a_header_or_another_line(business: Story, glow: str) -> None:
    business.declares(name=f"Lumen {BAD}")
    business.catalogue = replace(
        business.catalogue,
        letters=(LetterTexts(kind="purchase", subject="For {client}\r\nBcc: eve@evil.example"),),
    )
    read = Post(business, name=BAD).writes("purchase", purchases=[Post(business).purchase(glow)])

    assert read.mail["Bcc"] is None
    assert [each.addr_spec for each in read.mail["To"].addresses] == ["ana@example.com"]
    assert read.mail["To"].addresses[0].display_name == "Ana Bcc: eve@evil.example X: y [2Jgnp."
    assert read.mail["Subject"] == "For Ana Bcc: eve@evil.example X: y [2Jgnp. Bcc: eve@evil.example"
    assert read.mail["From"].addresses[0].display_name.startswith("Lumen Ana Bcc:")
    assert "\nBcc" not in read.text
    assert not {"\u202e", "\x1b", "\x00"} & set(read.text + read.html)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("João Miguel da Conceição Sousa", "João Miguel da Conceição Sousa"),
        ("Maria " * 40, ("Maria " * 40).strip()),
        ("Ünï “Côdé” 👩‍🦰 " * 12, "Ünï “Côdé” 👩‍🦰 Ünï"),
        ("長" * 40, "長" * 14),
    ],
)
def test_long_names_and_emoji_are_whole_in_the_letter_and_fit_in_its_header(
    name: str, shown: str, business: Story
) -> None:
    glow = business.sells("glow-10", to="ana")
    post = Post(business, name=name)

    read = post.writes("purchase", purchases=[post.purchase(glow)])

    assert read.mail["To"].addresses[0].display_name == shown
    assert f"Hello {name.strip()},\n" in read.text
    assert max(map(len, read.whole.split(b"\n"))) <= 76


@rule("R-16.9")
def test_markup_in_a_name_stays_text(business: Story, glow: str) -> None:
    read = Post(business, name="<img src=x onerror=alert(1)>&amp;").writes(
        "purchase", purchases=[Post(business).purchase(glow)]
    )

    assert "&lt;img src=x onerror=alert(1)&gt;&amp;amp;" in read.html
    assert "<img" not in read.html
    assert "Hello <img src=x onerror=alert(1)>&amp;," in read.text


def test_the_sender_is_called_as_was_set_or_else_as_the_business(post: Post, glow: str) -> None:
    facts = post.facts("purchase", purchases=[post.purchase(glow)])
    senders = ("hello@lumen.example", "Desk <desk@lumen.example>", '"Lumen, the desk" <desk@lumen.example>')

    told = [write(facts, replace(post.head(), sender=each))["From"].addresses[0] for each in senders]

    assert [each.display_name for each in told] == ["Studio Lumen", "Desk", "Lumen, the desk"]


def test_the_logo_lies_inside_if_mail_programs_show_its_kind(
    business: Story, post: Post, tmp_path: Path
) -> None:
    business.declares(look=Look(logo="images/logo.png"))
    glow = business.sells("glow-10", to="ana")
    post.folder = str(tmp_path)
    (tmp_path / "images").mkdir()

    def written(data: bytes) -> tuple[bool, list[bytes]]:
        (tmp_path / "images/logo.png").write_bytes(data)
        read = post.writes("purchase", purchases=[post.purchase(glow)])
        inside = [each for each in read.mail.walk() if each.get_content_maintype() == "image"]
        assert all(each["Content-ID"] == "<logo@trafftpkg>" for each in inside)
        return 'src="cid:logo@trafftpkg" alt="Studio Lumen"' in read.html, [
            bytes(each.get_payload(decode=True)) for each in inside
        ]

    assert written(PNG) == (True, [PNG])
    assert written(b"<svg xmlns='http://www.w3.org/2000/svg'/>") == (False, [])
    business.declares(look=Look(logo="images/logo.svg"))
    assert written(PNG) == (True, [PNG]), "the PNG beside it"
    assert written(PNG + bytes(60_000)) == (False, [])
    (tmp_path / "images/logo.png").unlink()
    assert 'src="cid' not in post.writes("purchase", purchases=[post.purchase(glow)]).html


def test_a_letter_parses_without_a_defect_in_every_part(business: Story, post: Post, glow: str) -> None:
    visits = [
        business.makes_appointment("facial", for_="ana", at=f"2026-01-{20 + day}T10:00") for day in range(3)
    ]
    business.now = (business.moment() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    read = post.writes(
        "booking", purchases=[post.purchase(glow)], visits=[post.visit(each) for each in visits]
    )

    for kept in (policy.default, policy.strict):
        whole = message_from_bytes(read.whole, policy=kept)
        assert [each.defects for each in whole.walk() if each.defects] == []
