"""Why something was done, in words: the client book has them, as long as nobody asked to be forgotten."""

from collections.abc import Callable

from trafftpkg.domain.entry import Entry, salted_hash
from trafftpkg.domain.events.base import Event
from trafftpkg.domain.purchase import Purchase
from trafftpkg.engine.reading import Reading


def reason_of_price(reading: Reading, purchase: Purchase) -> str | None:
    """Return why a purchase was sold at another price than the declared one; None where it was not."""
    if purchase.terms.agreed is None:
        return None
    sale = reading.books.entries_touching(purchase.id)[0]
    return reasons_of(reading, [sale]).get(sale.seq)


def text_shown(reading: Reading, entry: Entry) -> str | None:
    """Return the text that the client was shown before it (R-14.9); None where none was, or it is gone."""
    return _words_of(reading, [entry], Event.shown_hash).get(entry.seq)


def reasons_of(reading: Reading, entries: list[Entry]) -> dict[int, str]:
    """Return the reason of each entry in words, without what a failed attempt left there."""
    return _words_of(reading, entries, Event.reason_hash)


def text_hash(entry: Entry) -> str | None:
    """Return the hash of the text that is kept under an entry, whatever it says; None where none is."""
    return _hash_in(entry, Event.reason_hash) or _hash_in(entry, Event.shown_hash)


def _words_of(
    reading: Reading, entries: list[Entry], hash_of: Callable[[Event], str | None]
) -> dict[int, str]:
    hashes = {entry.seq: found for entry in entries if (found := _hash_in(entry, hash_of))}
    kept = reading.clients.texts(list(hashes)) if hashes else {}
    return {seq: text for seq, (text, salt) in kept.items() if hashes[seq] == salted_hash(text, salt)}


def _hash_in(entry: Entry, hash_of: Callable[[Event], str | None]) -> str | None:
    return next((found for event in entry.events if (found := hash_of(event))), None)
