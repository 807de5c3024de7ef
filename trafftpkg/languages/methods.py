"""What ways to pay are called, on the page and in letters."""

from trafftpkg.languages.telling import Telling


def method_name(names: Telling, method: str) -> str:
    """`Card`: a usual method by its name in the language, another as the business calls it."""
    usual = {
        "card": names.gettext("Card"),
        "cash": names.gettext("Cash"),
        "bank-transfer": names.gettext("Bank transfer"),
        "on-site": names.gettext("On site"),
        "voucher": names.gettext("Voucher"),
        "invoice": names.gettext("Invoice"),
    }
    return usual.get(method) or method.replace("-", " ").capitalize()
