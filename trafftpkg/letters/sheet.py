"""What a letter says, in words, before it is set as text or as HTML."""

from trafftpkg.domain.value import Value, value


@value
class Row(Value):
    """A fact and its name: `With`, `Mira`."""

    label: str
    fact: str


@value
class Link(Value):
    """A way onto the page; the main one of its part is set as a button."""

    words: str
    address: str
    is_main: bool = False


@value
class Part(Value):
    """One thing that a letter tells of: a visit, a package, a payment."""

    heading: str
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@value
class Card(Value):
    """The business card that every letter ends with.

    Args:
        lines: The address, as on a letter, and when it is open.
        dial: The phone number as a link has it; None where it can be none.
        links: To a map, imprint, privacy and terms, as far as there are any.
    """

    name: str
    lines: tuple[str, ...]
    phone: str | None
    dial: str | None
    email: str | None
    links: tuple[Link, ...]


@value
class LetterSheet(Value):
    """A whole letter.

    Args:
        opening: Paragraphs before the facts, and `closing` those after them. One may have several lines.
        foot: Why a reminder came, and `stop` how to stop them.
    """

    subject: str
    opening: tuple[str, ...]
    parts: tuple[Part, ...]
    closing: tuple[str, ...]
    card: Card
    foot: str | None = None
    stop: Link | None = None
