"""Which text can be written down and printed (R-1.25)."""

import re

NOT_PLAIN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202d\u202e]")
"""Control characters other than a tab or a line's end, halves of characters, and what turns the direction.

A terminal would obey the first, and the last let a text look otherwise than it reads. The marks that a phone
puts around a number do not.
"""


def is_plain(text: str) -> bool:
    """Tell whether a text has none of these."""
    return text.isprintable() or NOT_PLAIN.search(text) is None
