"""Recognising people by what is typed: what kind of name it is, and when two spellings are one (R-1.20).

Pure, and without a library: what a phone number is in which country is for the client book's own store.
"""

import re
import unicodedata

from trafftpkg.domain.client import Client

_JOINERS = "\u200c\u200d"
"""What joins or parts letters of Persian, Hindi and emoji: it cannot be seen, and belongs to the text."""
_BREAKS = frozenset(("Cc", "Zl", "Zp"))
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i"})
"""Letters whose stroke Unicode does not tell apart from the letter, unlike an accent."""
_WORD = r"[^\W_]+"
_PHONE = r"(?a)\+?[\d ()./-]*\d[\d ()./-]*"
_PLAIN_EMAIL = r"(?a)[\w.+-]+@[\w.-]+"
_CODE_IN_BRACKETS = r"\( ?((?:\+|00)[0-9 ]+)\)"
_DASHES = "\u2212\u02d7\u30fc"
"""Characters typed as dashes that are not dashes in Unicode."""
ENDING = 7
"""Two numbers with this many equal last digits are the same if one may lack the country code."""
MOST_WORDS = 10
"""Words of a name that are compared: nobody types more."""


def one_line(text: str) -> str:
    """Return a text on one line, letters composed: breaks and control characters are spaces, joiners stay."""
    if _is_usual(text):
        return " ".join(text.split())
    spaced = "".join(" " if unicodedata.category(each) in _BREAKS else each for each in text)
    return " ".join(unicodedata.normalize("NFC", spaced).split())


def visible(text: str) -> str:
    """Return a text without marks of direction and the like, which cannot be seen; joiners stay."""
    if _is_usual(text):
        return " ".join(text.split())
    kept = (each for each in text if each in _JOINERS or unicodedata.category(each) != "Cf")
    return " ".join("".join(kept).split())


def caseless(text: str) -> str:
    """Return what all spellings of a handle have in common: composed letters, in lower case.

    Lower case and not folded: straße and strasse are two names.
    """
    return unicodedata.normalize("NFC", visible(one_line(text)).lower())


def _is_usual(text: str) -> bool:
    """Tell whether all characters are ASCII that is printed, as most are: only the spaces may change."""
    return text.isascii() and text.isprintable()


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name without case and accents, in their order."""
    apart = unicodedata.normalize("NFKD", visible(one_line(name)).lower())
    bare = "".join(each for each in apart if not unicodedata.combining(each)).translate(_STROKES)
    return tuple(re.findall(_WORD, unicodedata.normalize("NFC", bare)))[:MOST_WORDS]


def begins_words(typed: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Return whether what was typed begins words of a name, each a word of its own, in any order."""
    left = list(name)
    # The longest first: what is typed in full must not lose its word to a mere beginning of it.
    for word in sorted(typed, key=len, reverse=True):
        begun = min((each for each in left if each.startswith(word)), key=len, default=None)
        if begun is None:
            return False
        left.remove(begun)
    return bool(typed)


def answers_to(client: Client, text: str) -> bool:
    """Return whether a client is among those that somebody looks for by a part of what is known of them."""
    plain, digits = caseless(text), digits_of(text)
    return (
        plain in caseless(client.handle)
        or caseless(email_as_typed(text)) in caseless(client.email or "")
        or begins_words(words_of(text), words_of(client.name or ""))
        or (looks_like_phone(text) and bool(digits) and digits in digits_of(client.phone or ""))
    )


def phone_as_dialled(text: str) -> str:
    """Return a phone number in ASCII: any script's digits, any dash, nothing that cannot be seen.

    Without what a link has in front, `tel:`, and brackets around the country's code: `(+351) 912 345 678`.
    """
    plain = one_line(text)
    dialled = plain if _is_usual(plain) else " ".join("".join(map(_dialled, plain)).split())
    dialled = re.sub("^tel: ?", "", dialled, flags=re.IGNORECASE)
    return " ".join(re.sub(f"^{_CODE_IN_BRACKETS}", r"\1 ", dialled).split())


def email_as_typed(text: str) -> str:
    """Return an e-mail address without what a link has around it: `mailto:`, and a subject."""
    link = re.fullmatch(r"mailto: ?([^? ][^?]*)(\?.*)?", visible(one_line(text)), re.IGNORECASE)
    return link[1].strip() if link else text


def looks_like_phone(text: str) -> bool:
    """Return whether a text can be meant as a phone number: digits, and what people put between."""
    return re.fullmatch(_PHONE, phone_as_dialled(text)) is not None


def looks_like_email(text: str) -> bool:
    """Return whether a text can be meant as an e-mail address."""
    return "@" in text


def is_plain_email(text: str) -> bool:
    """Return whether an address can be spelled in no other way, but for capitals."""
    return re.fullmatch(_PLAIN_EMAIL, text) is not None and "xn--" not in text.lower()


def digits_of(phone: str) -> str:
    """Return the digits of a phone number, without zeros in front and a trunk zero in brackets."""
    dialled = phone_as_dialled(phone).replace("(0)", "")
    return re.sub(r"[^0-9]", "", dialled).lstrip("0")


def phone_ending(digits: str) -> str:
    """Return the last digits, by which numbers that may be the same are found in an index."""
    return digits[-ENDING:]


def _dialled(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character in _DASHES:
        return "-"
    if category in ("Cf", "Mn"):
        return ""
    return unicodedata.normalize("NFKC", character)
