"""A letter as plain text, and texts of others made harmless for headers and lines."""

import re
from collections.abc import Iterator

from trafftpkg.letters.sheet import Card, LetterSheet, Link, Part

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What changes the direction of writing for all that follows, in a name that somebody typed."""
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")

_ONE_WORD = 42
"""Bytes of UTF-8 that fit into one encoded word of a header (RFC 2047)."""


def one_line(text: str) -> str:
    """Return a text as one line of signs that can be seen: as a header or a row may hold it."""
    return " ".join(_UNSEEN.sub(" ", _TURNING.sub("", text)).split())


def header_name(name: str) -> str:
    """Return a name as a header shows it beside an address: as many of its words as one encoded word holds.

    Longer ones, which only names in other letters than ASCII become, lose spaces in some versions of Python
    and in mail programs. The letter itself has the whole name.
    """
    whole = one_line(name)
    if whole.isascii():
        return whole
    while len(whole.encode()) > _ONE_WORD and " " in whole:
        whole = whole.rpartition(" ")[0]
    return whole.encode()[:_ONE_WORD].decode(errors="ignore")


def text_of(sheet: LetterSheet) -> str:
    """Return a letter as plain text; lines are as long as what they say."""
    paragraphs = [
        *sheet.opening,
        *("\n".join(_part(each)) for each in sheet.parts),
        *sheet.closing,
        "\n".join(["-- ", *_card(sheet.card)]),
    ]
    if sheet.foot:
        paragraphs.append("\n".join([sheet.foot, *map(_link, filter(None, [sheet.stop]))]))
    return "\n\n".join(paragraphs) + "\n"


def _part(part: Part) -> Iterator[str]:
    yield part.heading
    yield from (f"  {each.label}: {each.fact}" for each in part.rows)
    yield from (f"  {each}" for each in part.notes)
    yield from (f"  {_link(each)}" for each in part.links)


def _link(link: Link) -> str:
    return f"{link.words}: {link.address}"


def _card(card: Card) -> Iterator[str]:
    yield card.name
    yield from card.lines
    yield from filter(None, (card.phone, card.email))
    yield from map(_link, card.links)
