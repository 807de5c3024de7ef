"""One page to send, and the page to have open on the phone."""

import csv
import io
import json
from html.parser import HTMLParser

import pytest

from tests.cli.conftest import After, Typed
from trafftpkg.cli.papers.statement_page import statement_page
from trafftpkg.cli.papers.statement_sheet import Sheet, SheetPart, SheetRow
from trafftpkg.cli.views.widths import display_width, wrapped


@pytest.fixture
def busy(after: After) -> Typed:
    """Ana after a month of trade: visits, a miss, a gift, more time, and something to pay."""
    return after(
        "--now 2026-01-05T10:00 client add ana --name 'Ana <b>Ilić</b> & Söhne 明日の美容室の常連さん'",
        "--now 2026-01-05T10:00 client add ivo",
        "--now 2026-01-05T10:00 purchase ana glow-10 --pay deposit --method card",
        "--now 2026-01-05T10:01 book ana facial --at 2026-01-12T10:00",
        "--now 2026-01-05T10:02 book ana facial --at 2026-01-13T10:00",
        "--now 2026-01-05T10:03 book ana massage --at 2026-02-10T10:00 --employee ines",
        "--now 2026-01-05T10:04 book ana facial --at 2026-02-11T10:00 --without-package",
        "--now 2026-01-14T09:00 no-show apt-2 --keep --reason again",
        "--now 2026-01-14T09:01 adjust pur-1 --units +1 --reason sorry",
        "--now 2026-01-14T09:02 extend pur-1 --by 2w --reason ill",
        "--now 2026-01-15T09:00 freeze pur-1 --from 2026-03-01 --until 2026-03-03 --reason away",
    )


def test_a_statement_explains_line_by_line_what_is_left(busy: Typed) -> None:
    lines = busy("--now 2026-01-20T10:00 statement ana").out.splitlines()

    assert lines[8:20] == [
        "  Of these at most: Atlantic facial 5, Deep tissue massage 6.",
        "",
        "  2026-01-05  bought                                             +10  10",
        "  2026-01-12  Atlantic facial, visit 1 of 11                      -1   9",
        "  2026-01-13  Atlantic facial, visit 2 of 11, missed              -1   8",
        "  2026-01-14  adjusted by us                                      +1   9",
        "  2026-01-14  more time, until 19 July 2026                            9",
        "  2026-01-15  frozen, until 22 July 2026                               9",
        "  2026-02-10  Deep tissue massage, visit 3 of 11, booked          -1   8",
        "",
        "Atlantic facial, Wed 11 Feb 2026 10:00–10:50: 62.00 EUR (IVA 23 %:",
        "11.59) to be paid.",
    ]
    assert "  8 sessions left, until 22 July 2026." in lines
    assert lines[-1] == "To be paid in all: 426.00 EUR."


@pytest.mark.parametrize("now", ["2026-01-20T10:00", "2026-02-20T10:00", "2026-09-01T10:00"])
def test_the_lines_add_up_to_what_is_available(busy: Typed, now: str) -> None:
    (purchase,) = json.loads(busy(f"--now {now} statement ana --format json").out)["purchases"]
    lines = purchase["lines"]

    assert lines[-1]["left"] == purchase["available"]
    assert [line["left"] for line in lines] == [
        sum(line["units"] for line in lines[: n + 1]) for n in range(len(lines))
    ]


def test_units_that_were_paid_back_have_their_line_whether_the_purchase_goes_on_or_ends(busy: Typed) -> None:
    busy("--now 2026-01-15T10:00 pay pur-1 all --method card")
    busy("--now 2026-01-16T10:00 refund pur-1 --units 2 --reason away")
    goes_on = busy("--now 2026-01-20T10:00 statement ana --format json").out
    busy("--now 2026-01-21T10:00 refund pur-1 --cancel-appointments --reason away")
    ended = busy("--now 2026-01-22T10:00 statement ana --format json").out

    found = [
        [(each["at"][:10], each["units"]) for each in lines if each["kind"] == "refunded"]
        for lines in (json.loads(said)["purchases"][0]["lines"] for said in (goes_on, ended))
    ]
    assert found == [[("2026-01-16", -2)], [("2026-01-16", -2), ("2026-01-21", -7)]]


def test_no_line_of_a_statement_is_wider_than_72_columns(busy: Typed) -> None:
    lines = busy("--now 2026-01-20T10:00 statement ana").out.splitlines()

    assert max(display_width(line) for line in lines) <= 72
    assert sum(display_width(line) > 64 for line in lines) > 7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [""]),
        ("one two three", ["one two", "three"]),
        ("abcdefghijkl mn", ["abcdefgh", "ijkl mn"]),
        ("明日の美容室", ["明日の美", "容室"]),
    ],
)
def test_text_is_wrapped_by_the_columns_it_takes(text: str, expected: list[str]) -> None:
    assert wrapped(text, 8) == expected


def test_a_page_of_html_is_whole_and_everything_in_it_is_escaped(busy: Typed) -> None:
    page = busy("--now 2026-01-20T10:00 statement ana --format html").out
    tags = _tags(page)

    assert "Ana &lt;b&gt;Ilić&lt;/b&gt; &amp; Söhne" in page
    assert tags.count("section") == 2
    assert "b" not in tags
    assert not {"script", "link", "img", "iframe"} & set(tags)
    assert "http" not in page
    assert "@media print" in page


def test_no_text_of_a_page_is_taken_for_markup() -> None:
    row = SheetRow(day="<i>", what="<i>", change="<i>", left="<i>")
    part = SheetPart(heading="<i>", sentences=("<i>",), rows=(row,))

    page = statement_page(Sheet(title="<i>", subtitle="<i>", parts=(part,), closing=("<i>",)))

    assert "i" not in _tags(page)
    assert page.count("&lt;i&gt;") == 10


def test_a_statement_of_an_earlier_moment_is_as_it_would_have_been_sent_then(busy: Typed) -> None:
    then = busy("--now 2026-01-13T20:00 statement ana --as-of 2026-01-05T10:03").out
    busy("--now 2026-03-01T10:00 purchase ana glow-10 --method card")

    assert busy("--now 2026-03-02T10:00 statement ana --as-of 2026-01-05T10:03").out == then
    assert "missed" not in then


def test_a_statement_comes_in_every_format_that_the_others_have(busy: Typed) -> None:
    asked = "--now 2026-01-20T10:00 statement ana --format"
    found = json.loads(busy(f"{asked} json").out)

    assert busy(f"{asked} table").out == busy(f"{asked} text").out
    assert json.loads(busy(f"{asked} jsonl").out) == found
    (row,) = csv.DictReader(io.StringIO(busy(f"{asked} csv").out))
    assert (row["client"], row["due"]) == ("ana", found["due"])
    assert row["purchases"].split() == [each["purchase"] for each in found["purchases"]]


def test_one_who_bought_nothing_has_a_statement_too(typed: Typed) -> None:
    typed("client add eve")

    assert typed("statement eve").out.splitlines()[-1] == "Nothing was bought yet."


def test_what_was_given_away_refunded_or_lapsed_is_said(busy: Typed) -> None:
    busy("--now 2026-01-20T10:00 pay pur-1 all --method card")
    busy("--now 2026-01-20T10:00 transfer pur-1 --to ivo --units 2 --reason gift")
    ivo = busy("--now 2026-01-20T10:01 statement ivo").out
    busy("--now 2026-02-20T10:00 refund pur-1 --reason moving")
    ana = busy("--now 2026-02-20T10:01 statement ana").out

    (gift,) = json.loads(busy("--now 2026-01-20T10:01 statement ivo --format json").out)["purchases"]

    assert [(line["kind"], line["left"]) for line in gift["lines"]] == [("received", 2)]
    assert "Received as a gift on 20 January 2026 from ana." in ivo
    bought = "Bought on 5 January 2026 for 520.00 EUR (IVA 23 %: 97.24); nothing is to be paid."
    assert bought in " ".join(ana.split())
    assert "  Of the price 92.44 EUR went with what was given away." in ana.splitlines()
    assert "It was refunded." in ana
    assert [line.split()[1] for line in ana.splitlines() if line.startswith("  2026-02-20")] == ["refunded"]


def test_a_visit_that_took_place_before_the_sale_comes_after_it(typed: Typed) -> None:
    typed("client add eve")
    typed("purchase eve glow-10 --method card")
    typed("book eve facial --at 2026-01-03T10:00 --override past --reason 'was here'")

    lines = typed("statement eve").out.splitlines()

    assert [line.split()[-1] for line in lines if line.startswith("  2026-01")] == ["10", "9"]


def test_the_page_for_the_phone_says_what_is_left_what_comes_what_is_due_and_what_lapses(busy: Typed) -> None:
    page = busy("--now 2026-01-20T10:00 show ana").out.splitlines()[1:]

    assert page == [
        "purchases",
        "  pur-1  Glow 10: 8 of 11 left, until 22 July 2026; 364.00 EUR due",
        "         Atlantic facial 5, Deep tissue massage 6",
        "coming appointments",
        "  apt-3  Deep tissue massage with Inês, Tue 10 Feb 2026 10:00–11:00, Chiado: visit 3 of 11",
        "  apt-4  Atlantic facial with Inês, Wed 11 Feb 2026 10:00–10:50, Chiado: 62.00 EUR to be paid",
        "to be paid",
        "  pur-1  364.00 EUR",
        "  apt-4  62.00 EUR",
        "will lapse",
        "  pur-1  8 sessions after 22 July 2026",
        "past appointments",
        "  apt-2  Atlantic facial with Inês, Tue 13 Jan 2026 10:00–10:50, Chiado: visit 2 of 11, missed,",
        "         units kept",
        "  apt-1  Atlantic facial with Inês, Mon 12 Jan 2026 10:00–10:50, Chiado: visit 1 of 11",
    ]


def test_scripts_have_what_is_due_and_what_lapses(busy: Typed) -> None:
    page = json.loads(busy("--now 2026-01-20T10:00 show ana --format json").out)

    assert (page["due"], page["currency"]) == ("426.00", "EUR")
    assert page["lapsing"] == [
        {
            "purchase": "pur-1",
            "units": 8,
            "unit": "session",
            "last_day": "2026-07-22",
            "expires_at": "2026-07-23T00:00:00+01:00",
        }
    ]


def test_what_lapses_sooner_comes_first(typed: Typed) -> None:
    for line in (
        "client add ana",
        "purchase ana glow-10 --method card",
        "purchase ana quiet-afternoon --method card",
    ):
        typed(line)

    lapsing = json.loads(typed("show ana --format json").out)["lapsing"]

    assert [each["purchase"] for each in lapsing] == ["pur-2", "pur-1"]


def test_the_page_shows_the_latest_ten_of_what_is_over(typed: Typed) -> None:
    typed("client add ana")
    for _ in range(12):
        typed("purchase ana first-tide --method cash --override minimum --override limit --reason x")

    page = typed("--now 2027-01-05T10:00 show ana").out.splitlines()

    assert page[1:3] == [
        "ended purchases",
        "  pur-12  First tide: expired after 19 February 2026, 2 sessions lapsed",
    ]
    assert page[-1].strip() == "and 2 more: --format json"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _tags(page: str) -> list[str]:
    """Return the tags of a page, each of which is closed where it should be."""
    parser = _Tags()
    parser.feed(page)
    assert parser.open == []
    return parser.seen


def test_an_extension_that_was_taken_back_is_told_as_set_right(sold: Typed) -> None:
    sold("extend pur-1 --by 2w --reason ill")
    sold("undo 3 --reason 'wrong client'")

    lines = sold("statement ana").out.splitlines()

    assert any("more time, until 19 July 2026" in each for each in lines)
    assert any("set right, until 5 July 2026" in each for each in lines)
