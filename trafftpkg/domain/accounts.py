"""The accounts of the journal: a good name for each, and those that a business gives."""

from trafftpkg.domain.value import Value, value


@value
class Accounts(Value):
    """The accounts that double entries are made on.

    Args:
        cash: Money that was received: below it, one for each way to pay.
        deferred: What is owed to clients: received and not earned, net.
        receivable: What clients owe: earned and not received, net; `receivable_tax` is the tax on it.
        tax: Taxes that are due: below it, one for each tax and rate.
        tax_ahead: Tax that came in and is not due yet.
        used: Earned by visits, net.
        lapsed: Earned by lapse, net; `lapsed_tax` is the tax that lapses released.
        adjusted: What came and went without money, such as imported balances.
        opening: What earlier periods brought forward.
        methods: The account of a way to pay, by its id, where it is another.
        taxes: The account of a tax at any rate, by its id, where it is another.
    """

    cash: str = "Assets:Cash"
    deferred: str = "Liabilities:Deferred"
    receivable: str = "Assets:Receivable"
    receivable_tax: str = "Assets:Receivable:Tax"
    tax: str = "Liabilities:Tax"
    tax_ahead: str = "Liabilities:Tax-Ahead"
    used: str = "Income:Used"
    lapsed: str = "Income:Lapsed"
    lapsed_tax: str = "Income:Lapsed:Tax"
    adjusted: str = "Equity:Adjusted"
    opening: str = "Equity:Opening"
    methods: tuple[tuple[str, str], ...] = ()
    taxes: tuple[tuple[str, str], ...] = ()

    def of_method(self, method: str) -> str:
        """Return the account of a way to pay."""
        return dict(self.methods).get(method) or f"{self.cash}:{_part(method)}"

    def of_tax(self, label: str) -> str:
        """Return the account of a tax, by its label: its id and its rate, as `vat 20`."""
        tax, _, rate = label.rpartition(" ")
        parts = [_part(each) for each in (tax, rate) if each]
        return dict(self.taxes).get(tax) or ":".join((self.tax, *parts))


def _part(name: str) -> str:
    """Return a name as a part of an account's name: `bank-transfer` as `Bank-Transfer`, `2.5` as `2-5`."""
    plain = "".join(each if each.isalnum() else "-" for each in name)
    return "-".join(each[:1].upper() + each[1:] for each in plain.split("-"))
