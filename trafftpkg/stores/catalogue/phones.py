"""The business's phone number, as the page links to it.

The library that knows the numbers of every country is only loaded where files with a number are read anew.
"""


def phone_link(phone: str, region: str | None) -> str | None:
    """Return `tel:+351-21-555-01-00`. None for what can be no number, or without its country's code."""
    import phonenumbers

    try:
        found = phonenumbers.parse(phone, region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(found) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.RFC3966)
