"""A quote in words: the lines that what is paid back is the sum of."""

from trafftpkg.cli.views.names import CatalogueNames
from trafftpkg.cli.views.people import money_words
from trafftpkg.domain.refunding import Quote, QuoteKind, QuoteLine, total_of
from trafftpkg.domain.terms import Measure
from trafftpkg.domain.wording import told_in_words


def quote_lines(quote: Quote, measure: Measure, currency: str, names: CatalogueNames) -> list[str]:
    """Return `480.00 EUR paid`, `-96.00 EUR for 2 sessions used`, and what they come to."""
    lines = [(money_words(each.amount, currency), _words(each, measure, names)) for each in quote]
    lines.append((money_words(total_of(quote), currency), "back in all"))
    width = max(len(amount) for amount, _ in lines)
    return [f"{amount:>{width}} {words}" for amount, words in lines]


def _words(line: QuoteLine, measure: Measure, names: CatalogueNames) -> str:
    many = "" if line.units is None else told_in_words(line.units, measure)
    if line.kind == "list_price":
        assert line.service is not None
        return f"for {many} of {names.service(line.service)} at list price"
    if line.kind == "used":
        return f"for {many} used" if many else "is its price"
    return f"for {many} given back" if line.kind == "units" else _WORDS[line.kind]


_WORDS: dict[QuoteKind, str] = {
    "paid": "paid",
    "lapsed": "for what has lapsed",
    "due": "still due",
    "kept": "kept when it ended",
    "amount": "as asked",
    "goodwill": "as goodwill",
}
