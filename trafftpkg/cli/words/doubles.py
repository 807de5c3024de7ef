"""Words for what leads to several clients of a book."""

from trafftpkg.domain.client import Double

_WHAT = {"handle": "handle", "email": "e-mail address", "phone": "phone number"}


def double_words(double: Double) -> str:
    """Return what leads to whom, and what can be done."""
    one, other = double.handles[:2]
    problem = f"The {_WHAT[double.what]} '{double.typed}' leads to {', '.join(double.handles)}."
    merge = f"If they are one person: trafftpkg client merge {one} {other}."
    share = "" if double.what == "handle" else f" If they share it: trafftpkg client edit {other} --shared"
    return f"{problem} {merge}{share}"
