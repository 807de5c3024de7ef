"""Finds texts in the client book that are not those that their entries were recorded with."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trafftpkg.domain.entry import salted_hash
from trafftpkg.engine.questions.reasons import text_hash

if TYPE_CHECKING:
    from trafftpkg.engine.ports import Books, ClientBook

_AT_ONCE = 500


def changed_texts(books: "Books", clients: "ClientBook") -> Iterator[int]:
    """Yield the number of each entry whose text was changed since (R-1.24), in order.

    What a failed attempt left there belongs to no entry. A text that is gone may have been erased.
    """
    seq = -1
    while some := clients.texts_after(seq, _AT_ONCE):
        for seq, kept in some.items():
            entry = books.entry(seq)
            if entry is not None and text_hash(entry) not in (None, salted_hash(*kept)):
                yield seq
