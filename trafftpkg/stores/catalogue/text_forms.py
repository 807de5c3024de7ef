"""Reads texts: words, ids, colours, addresses, files, currencies, time zones.

Each function takes the text as written and returns the value, or raises `PydanticCustomError` with a code
and with words that follow the field's name.
"""

import re
from collections.abc import Callable
from typing import NoReturn, TypeAlias
from zoneinfo import ZoneInfo

from pydantic_core import PydanticCustomError

from trafftpkg.stores.catalogue.directions import TURNING, turning
from trafftpkg.stores.catalogue.problem import did_you_mean

TextByLanguage: TypeAlias = str | dict[str, str]
"""A text for all, or one for each language."""

NO_ID = "is not a valid id. Use small letters, digits and hyphens, for example glow-10"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")
ROOT_ACCOUNTS = ("Assets", "Liabilities", "Equity", "Income", "Expenses")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?\Z")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\Z")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\Z")
_LOCALE = re.compile(r"[a-z]{2,3}(?:[_-][A-Za-z0-9]{2,8}){0,3}\Z")
# A terminal would obey control characters. Line ends and tabs are for longer texts.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_EMAIL = re.compile(
    r"[^\s@\x00-\x1f\x7f-\x9f]+@[^\s@.\x00-\x1f\x7f-\x9f]+(?:\.[^\s@.\x00-\x1f\x7f-\x9f]+)+\Z"
)
_URL = re.compile(r"https?://[^\s/?#@:\\]+(?::[0-9]{1,5})?(?:[/?#][^\s\\]*)?\Z")


def refuse(code: str, problem: str) -> NoReturn:
    """Refuse a text, in words that follow the field's name."""
    # Passed as a fact, because braces in a text must not be read as a template.
    raise PydanticCustomError(code, "{problem}", {"problem": problem})


def text_of(value: object) -> str:
    """Return a text that is not empty."""
    if isinstance(value, str) and value and not value.isspace():
        return value
    if value is None or isinstance(value, str):
        refuse("nothing_given", "needs a value")
    kind, signs = ("list", "begins with '['") if isinstance(value, list) else ("mapping", "holds ': '")
    refuse("not_text", f"must be one value, not a {kind}. Put a text in quotes if it {signs}")


def line_of(value: object) -> str:
    """Return a text of one line, such as a name, which must fit in a table."""
    text = text_of(value)
    if text.splitlines() != [text]:
        refuse("not_one_line", "must be one line of text")
    return _without_control(text)


def free_text_of(value: object) -> str:
    """Return a text that may also be empty."""
    return "" if value == "" else _without_control(text_of(value).replace("\r\n", "\n"))


def name_of(value: object) -> TextByLanguage:
    """Return a text of one line, or one for each language."""
    return _by_language(value, line_of)


def description_of(value: object) -> TextByLanguage:
    """Return a longer text, or one for each language."""
    return _by_language(value, free_text_of)


def _by_language(value: object, read: Callable[[object], str]) -> TextByLanguage:
    if not isinstance(value, dict):
        return read(value)
    if not value:
        refuse("nothing_given", "needs a text for each language, for example {en: Facial, fr: Soin}")
    return {language_of(each): _said_in(each, text, read) for each, text in value.items()}


def _said_in(language: str, text: object, read: Callable[[object], str]) -> str:
    try:
        return read(text_of(text))
    except PydanticCustomError as error:
        refuse(error.type, f"in '{language}' {error.message()}")


def _without_control(text: str) -> str:
    found = _CONTROL.search(text)
    if found:
        refuse("control_character", f"has a control character (U+{ord(found[0]):04X}). Remove it")
    if not text.isascii() and (turned := TURNING.search(text)):
        refuse("text_direction", turning(turned[0]))
    return text


def season_of(value: object) -> object:
    """The mapping of a season, which says something."""
    if value == {}:
        refuse(
            "nothing_given",
            "needs from, until, sales or new_clients_only. Leave on_sale out if it is always sold",
        )
    return value


def id_of(value: object) -> str:
    """`glow-10`."""
    # The form is checked first: most texts have it, and a thousand files take time.
    if value == "any":
        refuse("malformed_id", "'any' cannot be an id: in commands it stands for whoever is free")
    if not isinstance(value, str) or not _ID.match(value):
        refuse("malformed_id", f"'{text_of(value)}' {NO_ID}")
    return value


def is_id(text: str) -> bool:
    """Tell whether a text has the form of an id."""
    return _ID.match(text) is not None


def account_of(value: object) -> str:
    """`Assets:Cash:Card`, as beancount wants it."""
    root, *parts = text_of(value).split(":")
    if root not in ROOT_ACCOUNTS or not parts or not all(_is_account_part(each) for each in parts):
        refuse(
            "malformed_account",
            f"'{value}' is not an account. Begin with {', '.join(ROOT_ACCOUNTS[:-1])} or {ROOT_ACCOUNTS[-1]},"
            " then names that begin with a capital letter, for example Assets:Cash:Card",
        )
    return ":".join((root, *parts))


def _is_account_part(part: str) -> bool:
    rest = part[1:].replace("-", "")
    return (part[:1].isupper() or part[:1].isdecimal()) and (not rest or rest.isalnum())


def boolean_of(value: object) -> bool:
    """`true` or `false`, and not YAML's other words for them."""
    text = text_of(value)
    if text.lower() not in ("true", "false"):
        refuse("malformed_boolean", f"'{text}' must be true or false")
    return text.lower() == "true"


def colour_of(value: object) -> str:
    """`#3F8EFC`."""
    if value is None:
        refuse(
            "nothing_given",
            "is empty, because '#' starts a comment. Put the colour in quotes, for example \"#3F8EFC\"",
        )
    text = text_of(value)
    if not _COLOUR.match(text):
        refuse("malformed_colour", f"'{text}' is not a colour. Write it like this: \"#3F8EFC\"")
    return text


def locale_of(value: object) -> str:
    """`en_IE`."""
    text = text_of(value)
    if not _LOCALE.match(text):
        refuse("malformed_locale", f"'{text}' is not a locale. Write language and country, for example en_IE")
    return text


def language_of(value: object) -> str:
    """`en`, `pt-BR`."""
    text = text_of(value)
    if not _LANGUAGE.match(text):
        refuse(
            "malformed_language", f"'{text}' is not a language. Write its short name, for example en or fr"
        )
    return text


def language_of_locale(locale: str) -> str:
    """Return the `en` of `en_IE`."""
    return locale.replace("-", "_").partition("_")[0]


def iban_of(value: object) -> str:
    """`RS35 1050 0812 3123 1231 73`, without its spaces (ISO 13616)."""
    text = text_of(value).replace(" ", "").upper()
    if not _IBAN.match(text):
        refuse(
            "malformed_iban", f"'{text}' is not an IBAN. It begins with a country, for example DE89 3704 …"
        )
    digits = "".join(str(int(each, 36)) for each in text[4:] + text[:4])
    if int(digits) % 97 != 1:
        refuse(
            "wrong_iban", f"'{text}' is not an IBAN: its check digits do not fit. Compare it with the bank's"
        )
    return text


def bic_of(value: object) -> str:
    """`DEUTDEFF`, `DEUTDEFF500` (ISO 9362)."""
    text = text_of(value).replace(" ", "").upper()
    if not _BIC.match(text):
        refuse("malformed_bic", f"'{text}' is not a BIC. It has 8 or 11 letters and digits, as in DEUTDEFF")
    return text


def region_of(value: object) -> str:
    """`PT`: a country whose numbers are known."""
    from phonenumbers import SUPPORTED_REGIONS

    text = text_of(value)
    if text not in SUPPORTED_REGIONS:
        refuse("unknown_region", f"'{text}' is not a country. Write its two letters, for example PT")
    return text


def url_of(value: object) -> str:
    """A web address: `https://studio.example/thanks`."""
    text = text_of(value)
    if not _URL.match(text):
        refuse(
            "malformed_url",
            f"'{text}' is not a web address. Write it like this: https://studio.example/thanks",
        )
    return _without_control(text)


def email_of(value: object) -> str:
    """An e-mail address: `hello@studio.example`."""
    text = text_of(value)
    if not _EMAIL.match(text):
        refuse(
            "malformed_email",
            f"'{text}' is not an e-mail address. Write it like this: hello@studio.example",
        )
    return text


def file_of(value: object) -> str:
    """A file below the catalogue's folder: `images/glow.jpg`."""
    text = text_of(value)
    parts = text.split("/")
    if text.startswith(("/", "~")) or ".." in parts or "\\" in text or ":" in text or not text.isprintable():
        refuse(
            "outside_catalogue",
            f"'{text}' must be a file in the catalogue folder, for example images/glow.jpg",
        )
    return text


# ISO 4217, list one, without metals, funds and testing codes.
_CURRENCIES = frozenset(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
    GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
    KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK
    NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
    SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UYW UZS VED VES VND VUV WST
    XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()
)


def currency_of(value: object) -> str:
    """`EUR`."""
    text = text_of(value)
    if text not in _CURRENCIES:
        hint = did_you_mean(text.upper(), _CURRENCIES)
        refuse("unknown_currency", f"'{text}' is not an ISO 4217 currency{hint}")
    return text


def zone_of(value: object) -> str:
    """`Europe/Belgrade`, if this machine's time-zone data knows it."""
    text = text_of(value)
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        from zoneinfo import available_timezones

        hint = did_you_mean(text, available_timezones())
        refuse(
            "unknown_time_zone",
            f"'{text}' is not a time zone{hint or '. Write it like this: Europe/Belgrade'}",
        )
    return text
