"""The fields' types: how pydantic reads each form, and how an editor is told of it.

An editor sees YAML's guess (`480.00` is a number to it), so its schema allows what the guess may be.
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
from trafftpkg.stores.catalogue import world


def _schema(kind: str | list[str], **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": kind, **more})


_WORD = ["string", "number"]

Text = Annotated[str, Read(texts.line_of), _schema(_WORD)]
FreeText = Annotated[str, Read(texts.free_text_of), _schema(_WORD)]
Id = Annotated[str, Read(texts.id_of), _schema(_WORD, pattern="^[a-z0-9][a-z0-9-]*$")]
Whole = Annotated[int, Read(numbers.whole_of), _schema("integer")]
Count = Annotated[int, Read(numbers.count_of), _schema("integer", minimum=0)]
Positive = Annotated[int, Read(numbers.positive_of), _schema("integer", minimum=1)]
Money = Annotated[
    Decimal,
    Read(numbers.decimal_of),
    _schema(_WORD, minimum=0, pattern=r"^[0-9]+(\.[0-9]+)?$"),
]
Percent = Annotated[Decimal, Read(numbers.percent_of), _schema(_WORD, minimum=0, maximum=100)]
Share = Annotated[Decimal, Read(numbers.share_of), _schema(_WORD, exclusiveMinimum=0, maximum=100)]
Flag = Annotated[bool, Read(texts.boolean_of), _schema("boolean")]
AnyLength = Annotated[Length, Read(times.length_of), _schema("string", pattern="^[0-9]+[mhdw]$")]
Lasting = Annotated[Length, Read(times.lasting_of), _schema("string", pattern="^[1-9][0-9]*[mhdw]$")]
Minutes = Annotated[int, Read(times.minutes_given), _schema("string", pattern="^[0-9]+[mh]$")]
SomeMinutes = Annotated[int, Read(times.some_minutes_given), _schema("string", pattern="^[1-9][0-9]*[mh]$")]
Step = Annotated[Length, Read(times.step_of), _schema("string", pattern="^[1-9][0-9]*[mh]$")]
Days = Annotated[Length, Read(times.days_given), _schema("string", pattern="^[0-9]+[dw]$")]
Amount = Annotated[
    numbers.Quantity,
    Read(numbers.quantity_of),
    _schema(_WORD, exclusiveMinimum=0, pattern=r"^([0-9]+(\.[0-9]+)?|[0-9]+[mh])$"),
]
Day = Annotated[date, Read(times.day_given), _schema("string", format="date")]
Closed = Annotated[DaySpan, Read(times.days_of_span), _schema("string", pattern="^[0-9-]{10}(/[0-9-]{10})?$")]
ShiftText = Annotated[
    tuple[time, time | None],
    Read(times.shift_of),
    _schema("string", pattern="^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$"),
]
Weekdays = Annotated[
    str,
    Read(times.weekdays_text_of),
    _schema("string", pattern="^[a-z]{3}"),
]
Colour = Annotated[str | None, Read(texts.colour_of), _schema("string", pattern="^#[0-9A-Fa-f]{6}$")]
Locale = Annotated[str, Read(texts.locale_of), _schema("string")]
Url = Annotated[str, Read(texts.url_of), _schema("string", format="uri", pattern="^https?://")]
File = Annotated[str, Read(texts.file_of), _schema("string")]
Currency = Annotated[str, Read(world.currency_of), _schema("string", pattern="^[A-Z]{3}$")]
Zone = Annotated[str, Read(world.zone_of), _schema("string")]
