"""A letter put together: the business's own words or the usual ones, the facts, the card, and how to stop."""

from collections.abc import Callable, Iterator, Mapping

from trafftpkg.domain.letters import LetterKind, filled
from trafftpkg.languages.card import card_of
from trafftpkg.letters import news, reminders
from trafftpkg.letters.saying import Saying, name_of
from trafftpkg.letters.sheet import Card, LetterSheet, Link
from trafftpkg.letters.texts import one_line
from trafftpkg.letters.usual_words import UsualWords

_SAID: Mapping[LetterKind, Callable[[Saying], UsualWords]] = {
    "purchase": news.bought,
    "booking": news.booked,
    "move": news.moved,
    "cancellation": news.cancelled,
    "tomorrow": reminders.soon,
    "expiring": reminders.expiring,
    "used-up": reminders.used_up,
    "unpaid": reminders.unpaid,
}


def sheet_of(saying: Saying) -> LetterSheet:
    """Return what a letter says."""
    kind, reader = saying.facts.kind, name_of(saying.facts.client)
    said, own = _SAID[kind](saying), saying.telling.catalogue.letter(kind)
    known = {"business": saying.business.name, "client": reader, **said.facts}
    greeting = saying.gettext("Hello %(name)s,", name=reader)
    stop = _stop(saying)
    return LetterSheet(
        subject=one_line(filled(own.subject, known)) or said.subject,
        opening=_paragraphs(filled(own.opening, known)) or (greeting, said.opening),
        parts=said.parts,
        closing=(*_paragraphs(filled(own.closing, known)), *_how_to_reach(said, saying)),
        card=_card(saying),
        foot=saying.gettext("You get this reminder because you are a client of ours.") if stop else None,
        stop=stop,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(each.strip("\n") for each in text.split("\n\n") if each.strip())


def _stop(saying: Saying) -> Link | None:
    if saying.links is None or not saying.facts.is_reminder:
        return None
    return Link(words=saying.gettext("Get no more reminders"), address=saying.links.stop_reminders())


def _how_to_reach(said: UsualWords, saying: Saying) -> Iterator[str]:
    """How visits are moved and cancelled where there is no page."""
    if saying.links is not None or not said.changes:
        return
    contact = saying.business.contact
    ways = [each for each in (contact.phone, contact.email) if each]
    if ways:
        yield saying.gettext(
            "To move or cancel a visit, please call us or write to us: %(ways)s.",
            ways=saying.formats.any_of(ways),
        )
    else:
        yield saying.gettext("To move or cancel a visit, please tell us.")


def _card(saying: Saying) -> Card:
    """The card of the business as a whole: locations stand with their visits."""
    card = card_of(saying.telling)
    contact, whole = card.contact, next((each for each in card.places if each.name is None), None)
    lines, links = list[str](), [Link(words=each.name, address=each.address) for each in card.pages]
    if whole is not None:
        lines = [*map(one_line, whole.address), *(" ".join(each) for each in whole.hours)]
    if whole is not None and whole.map_link is not None:
        links.insert(0, Link(words=saying.gettext("Show on a map"), address=whole.map_link))
    return Card(
        name=one_line(saying.business.name),
        lines=tuple(lines),
        phone=contact.phone,
        dial=contact.dial,
        email=contact.email,
        links=tuple(links),
    )
