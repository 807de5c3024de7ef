"""The types of fields: how pydantic reads them, and how editors show them.

An editor sees YAML's guess (`480.00` is a number), so its schema allows all guesses.
"""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainValidator as Read
from pydantic import WithJsonSchema

from trafftpkg.domain.moments import DaySpan, Length
from trafftpkg.stores.catalogue import number_forms as numbers
from trafftpkg.stores.catalogue import text_forms as texts
from trafftpkg.stores.catalogue import time_forms as times


def _schema(kind: str | list[str], form: str, **more: Any) -> WithJsonSchema:
    """Return the schema of a field for editors. `form` says it for people, in editors and in the guide."""
    return WithJsonSchema({"type": kind, "title": form, **more})


_WORD = ["string", "number"]

Text = Annotated[str, Read(texts.line_of), _schema(_WORD, "one line of text")]
_IN_LANGUAGES = {"additionalProperties": {"type": _WORD}, "minProperties": 1}
Name = Annotated[
    texts.TextByLanguage,
    Read(texts.name_of),
    _schema(
        [*_WORD, "object"],
        "one line of text, or one for each language, as {en: Facial, fr: Soin}",
        **_IN_LANGUAGES,
    ),
]
Description = Annotated[
    texts.TextByLanguage,
    Read(texts.description_of),
    _schema([*_WORD, "object"], "text, or a text for each language, as {en: …, fr: …}", **_IN_LANGUAGES),
]
Language = Annotated[
    str,
    Read(texts.language_of),
    _schema("string", "a language, as en or pt-BR", pattern="^[a-z]{2,3}(-[A-Z]{2})?$"),
]
Iban = Annotated[str, Read(texts.iban_of), _schema(_WORD, "an IBAN, as DE89 3704 0044 0532 0130 00")]
Bic = Annotated[str, Read(texts.bic_of), _schema(_WORD, "a BIC, as DEUTDEFF")]
Id = Annotated[str, Read(texts.id_of), _schema(_WORD, "an id, as glow-10", pattern="^[a-z0-9][a-z0-9-]*$")]
Whole = Annotated[int, Read(numbers.whole_of), _schema("integer", "a whole number")]
Count = Annotated[int, Read(numbers.count_of), _schema("integer", "a whole number from 0", minimum=0)]
Positive = Annotated[int, Read(numbers.positive_of), _schema("integer", "a whole number from 1", minimum=1)]
Money = Annotated[
    Decimal,
    Read(numbers.decimal_of),
    _schema(_WORD, "an amount, as 480.00", minimum=0, pattern=r"^[0-9]+(\.[0-9]+)?$"),
]
Percent = Annotated[
    Decimal, Read(numbers.percent_of), _schema(_WORD, "a number from 0 to 100", minimum=0, maximum=100)
]
Share = Annotated[
    Decimal,
    Read(numbers.share_of),
    _schema(_WORD, "a number above 0, at most 100", exclusiveMinimum=0, maximum=100),
]
Flag = Annotated[bool, Read(texts.boolean_of), _schema("boolean", "true or false")]
AnyLength = Annotated[
    Length,
    Read(times.length_of),
    _schema("string", "a duration, as 0m, 90m, 24h, 30d or 2w", pattern="^[0-9]+[mhdw]$"),
]
Lasting = Annotated[
    Length,
    Read(times.lasting_of),
    _schema("string", "a duration, as 90m, 24h, 30d or 2w", pattern="^[1-9][0-9]*[mhdw]$"),
]
Minutes = Annotated[
    int,
    Read(times.minutes_given),
    _schema("string", "minutes or hours, as 0m, 10m or 1h", pattern="^[0-9]+[mh]$"),
]
SomeMinutes = Annotated[
    int,
    Read(times.some_minutes_given),
    _schema("string", "minutes or hours, as 50m or 2h", pattern="^[1-9][0-9]*[mh]$"),
]
Step = Annotated[
    Length,
    Read(times.step_of),
    _schema("string", "minutes or hours, as 15m or 1h", pattern="^[1-9][0-9]*[mh]$"),
]
Days = Annotated[
    Length, Read(times.days_given), _schema("string", "days or weeks, as 30d or 2w", pattern="^[0-9]+[dw]$")
]
Amount = Annotated[
    numbers.Quantity,
    Read(numbers.quantity_of),
    _schema(
        _WORD,
        "a number of visits, as 6; in hour packages hours, as 6, 0.5 or 90m",
        exclusiveMinimum=0,
        pattern=r"^([0-9]+(\.[0-9]+)?|[0-9]+[mh])$",
    ),
]
Day = Annotated[date, Read(times.day_given), _schema("string", "a day, as 2026-12-31", format="date")]
Closed = Annotated[
    DaySpan,
    Read(times.days_of_span),
    _schema(
        "string",
        "a day, as 2026-12-25, or first and last day, as 2026-12-31/2027-01-02",
        pattern="^[0-9-]{10}(/[0-9-]{10})?$",
    ),
]
ShiftText = Annotated[
    tuple[time, time | None],
    Read(times.shift_of),
    _schema("string", "from and until, as 09:00-13:00", pattern="^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$"),
]
Clock = Annotated[
    time,
    Read(times.clock_of),
    _schema("string", 'a time of day in quotes, as "07:00"', pattern="^[0-9]{2}:[0-9]{2}$"),
]
_DAYS = "({0})(-({0}))?".format("|".join(times.WEEKDAYS))
Weekdays = Annotated[
    str,
    Read(times.weekdays_text_of),
    _schema("string", "weekdays, as mon-fri, mon,wed or sun", pattern=f"^{_DAYS}( *, *{_DAYS})*$"),
]
Colour = Annotated[
    str | None,
    Read(texts.colour_of),
    _schema("string", 'a colour in quotes, as "#3F8EFC"', pattern="^#[0-9A-Fa-f]{6}$"),
]
Account = Annotated[
    str,
    Read(texts.account_of),
    _schema(
        "string",
        "an account, as Assets:Cash:Card",
        pattern=f"^({'|'.join(texts.ROOT_ACCOUNTS)})(:[^a-z:][^:]*)+$",
    ),
]
Locale = Annotated[str, Read(texts.locale_of), _schema("string", "language and country, as en_IE")]
Region = Annotated[
    str | None,
    Read(texts.region_of),
    _schema("string", "a country's two letters, as PT", pattern="^[A-Z]{2}$"),
]
Url = Annotated[
    str,
    Read(texts.url_of),
    _schema("string", "an address, as https://studio.example/thanks", format="uri", pattern="^https?://"),
]
Email = Annotated[
    str, Read(texts.email_of), _schema("string", "an e-mail address, as hello@studio.example", pattern="@")
]
File = Annotated[
    str, Read(texts.file_of), _schema("string", "a file below the catalogue, as images/facial.jpg")
]
Currency = Annotated[
    str, Read(texts.currency_of), _schema("string", "a currency's code, as EUR", pattern="^[A-Z]{3}$")
]
Zone = Annotated[str, Read(texts.zone_of), _schema("string", "a time zone's name, as Europe/Lisbon")]
