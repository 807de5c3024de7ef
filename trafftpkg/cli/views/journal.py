"""The journal: as a file of beancount, or one object a posting."""

from collections.abc import Iterable, Iterator

from trafftpkg.cli.views.values import Json, money_text
from trafftpkg.domain.money import digits_of
from trafftpkg.domain.movements import money_of
from trafftpkg.domain.purchase import MovementKind
from trafftpkg.engine.questions.journal import Transaction

POSTING_FIELDS = (
    "date",
    "entry",
    "purchase",
    "appointment",
    "package",
    "narration",
    "account",
    "amount",
    "currency",
)

_NARRATIONS: dict[MovementKind, str] = {
    "received": "Received by {}",
    "refunded": "Paid back by {}",
    "redeemed": "Used: {}",
    "lapsed": "Lapsed",
    "adjusted": "Adjusted",
    "receivable": "Receivable",
    "settled": "Settled",
    "taxed": "Tax {}",
}
_BESIDE: tuple[MovementKind, ...] = ("receivable", "settled", "taxed")
"""What follows from others is said only where it stands alone."""


def narration_of(transaction: Transaction) -> str:
    """`Received by card; Used: facial`."""
    if transaction.thing is None:
        return "Brought forward"
    told = [each for each in transaction.told if each[0] not in _BESIDE] or transaction.told
    return "; ".join(_NARRATIONS[kind].format(part or "-") for kind, part in told)


def posting_objects(transactions: Iterable[Transaction]) -> Iterator[Json]:
    """Yield one object a posting: a debit is positive, and those of a transaction come to zero."""
    for each in transactions:
        is_visit = (each.thing or "").startswith("apt")
        for posting in each.postings:
            yield {
                "date": each.day.isoformat(),
                "entry": each.entry,
                "purchase": None if is_visit else each.thing,
                "appointment": each.thing if is_visit else None,
                "package": each.package,
                "narration": narration_of(each),
                "account": posting.account,
                "amount": _amount(posting.amount, each.currency),
                "currency": each.currency,
            }


def beancount_lines(transactions: Iterable[Transaction]) -> Iterator[str]:
    """Yield the lines of a file that stands alone: each account is opened where it is first used."""
    opened = set[str]()
    for each in transactions:
        if not opened:
            yield f'option "operating_currency" "{each.currency}"'
            yield ""
            yield f"{each.day} commodity {each.currency}"
            yield f"  precision: {digits_of(each.currency)}"
        new = dict.fromkeys(posting.account for posting in each.postings if posting.account not in opened)
        if new:
            yield ""
            yield from (f"{each.day} open {account} {each.currency}" for account in new)
            opened.update(new)
        yield ""
        yield from _transaction_lines(each)


def _transaction_lines(transaction: Transaction) -> Iterator[str]:
    payee = f' "{transaction.package}"' if transaction.package else ""
    link = f" ^{transaction.thing}" if transaction.thing else ""
    yield f'{transaction.day} *{payee} "{_quoted(narration_of(transaction))}"{link}'
    if transaction.entry is not None:
        yield f"  entry: {transaction.entry}"
    amounts = [_amount(each.amount, transaction.currency) for each in transaction.postings]
    names, numbers = max(len(each.account) for each in transaction.postings), max(map(len, amounts))
    for posting, amount in zip(transaction.postings, amounts, strict=True):
        yield f"  {posting.account:{names}}  {amount:>{numbers}} {transaction.currency}"


def _amount(amount: int, currency: str) -> str:
    return money_text(money_of(amount, currency), currency)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
