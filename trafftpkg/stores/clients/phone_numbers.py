"""Phone numbers: which are one, however each was written down, and how they are kept.

The library that knows the numbers of every country takes its time to load: it is only loaded with a number
in hand.
"""

from trafftpkg.domain.errors.usage import BadArgumentError
from trafftpkg.domain.recognition import ENDING, digits_of, looks_like_phone, phone_as_dialled, phone_ending
from trafftpkg.domain.value import Value, value

_LONGEST = 40
"""No number is longer; a longer text is not looked at, since that would take its time."""


@value
class PhoneNumber(Value):
    """A phone number as it is compared.

    Args:
        international: With `+` and the country's code (E.164); None where it is not known as such.
        digits: With the country's code where that is known, else as typed, without zeros in front.
        with_code: The country's code is there, also in a number that is not possible.
        endings: Under what it may be filed.
    """

    international: str | None
    digits: str
    with_code: bool
    endings: tuple[str, ...]

    def is_same_as(self, other: "PhoneNumber") -> bool:
        """Two with their country's code are the same as a whole; else the longer may add one."""
        if self.digits == other.digits:
            return bool(self.digits)
        shorter, longer = sorted((self, other), key=lambda each: len(each.digits))
        if shorter.with_code or len(shorter.digits) < ENDING:
            return False
        return longer.digits.endswith(shorter.digits)


def phone_number(typed: str, region: str | None) -> PhoneNumber:
    """Return a phone number as the people of a region dial it.

    Args:
        region: Two letters; without one, only a number with its country's code is known as international.
    """
    digits = digits_of(typed)
    international, national = _parsed(typed, region) or (None, "")
    whole = (international or "").lstrip("+") or digits
    return PhoneNumber(
        international=international,
        digits=whole,
        with_code=bool(international) or phone_as_dialled(typed).startswith(("+", "00")),
        endings=tuple(dict.fromkeys(phone_ending(each) for each in (digits, whole, national) if each)),
    )


def phone_as_kept(typed: str, region: str | None) -> str:
    """Return a number as it is kept: international where it can be one, else as typed.

    Raises:
        BadArgumentError: it is no phone number.
    """
    if not looks_like_phone(typed):
        raise BadArgumentError(field="phone", reason="not_a_phone_number", given=typed)
    return phone_number(typed, region).international or phone_as_dialled(typed)


def _parsed(typed: str, region: str | None) -> tuple[str, str] | None:
    """Return a number with the country's code, and as dialled inside it; None where it can be none."""
    import phonenumbers

    dialled = phone_as_dialled(typed)
    if region is None and dialled.startswith("00"):
        dialled = f"+{dialled.removeprefix('00')}"
    if len(dialled) > _LONGEST:
        return None
    try:
        found = phonenumbers.parse(dialled, region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(found) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    kept = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    return kept, phonenumbers.national_significant_number(found)
