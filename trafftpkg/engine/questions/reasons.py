"""Why something was done, in words: the client book has them, as long as nobody asked to be forgotten."""

from trafftpkg.domain.entry import Entry, salted_hash
from trafftpkg.domain.purchase import Purchase
from trafftpkg.engine.reading import Reading


def reason_of_price(reading: Reading, purchase: Purchase) -> str | None:
    """Return why a purchase was sold at another price than the declared one; None where it was not."""
    if purchase.terms.agreed is None:
        return None
    sale = reading.books.entries_touching(purchase.id)[0]
    return reasons_of(reading, [sale]).get(sale.seq)


def reasons_of(reading: Reading, entries: list[Entry]) -> dict[int, str]:
    """Return the reason of each entry in words, without what a failed attempt left there."""
    kept = reading.clients.texts([entry.seq for entry in entries])
    return {
        entry.seq: kept[entry.seq][0]
        for entry in entries
        if entry.seq in kept and _hash_in(entry) == salted_hash(*kept[entry.seq])
    }


def _hash_in(entry: Entry) -> str | None:
    return next((found for event in entry.events if (found := event.reason_hash())), None)
