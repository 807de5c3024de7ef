"""Words for what is wrong with the lines of a ledger, and for entries that no request could have decided."""

from collections.abc import Mapping
from datetime import datetime

from trafftpkg.cli.words.base import Words, words
from trafftpkg.cli.words.names import Names
from trafftpkg.domain.errors.rules import RulesBrokenError
from trafftpkg.domain.finding import Damage, DamageKind
from trafftpkg.domain.invariants.breach import Breach, BreachKind, Fact

_OF_LINES: Mapping[DamageKind, str] = {
    "blank": "it is empty",
    "byte_order_mark": "it begins with a byte order mark",
    "changed": "its bytes are not those that were written for entry {due}",
    "doubled": "entry {seq} is there twice",
    "head": "the tables end with entry {due}, but the lines end with entry {seq}",
    "line_ending": "it ends with CR LF instead of LF",
    "misnumbered": "it is entry {seq}, but entry {due} should be here",
    "missing": "{entries} missing before it",
    "out_of_order": "it is entry {seq}, but entry {due} should be here",
    "replaced": "entry {seq} is not the one whose hash was kept: it was replaced, or is of another ledger",
    "reprinted": "it says the same in other bytes: it was reformatted",
    "run_together": "the line feed after entry {due} is missing: more follows in the same line",
    "swapped": "entry {seq} comes before entry {due}",
    "unreadable": "it cannot be read: {said}",
}

_OF_ENTRIES: Mapping[BreachKind, str] = {
    "absence": "the absence cannot be: {said} (expected {due})",
    "agreed": "it was agreed on {said}, which could not be sold (expected {due})",
    "allocation": "the visit takes {due}, but the entry says {said}",
    "amount": "the amount is {said} (expected {due})",
    "at": "it is of {said}, before the entry before it ({due})",
    "at_purchase": "{said} appointments were booked with the sale, but the terms allow {due}",
    "base_day": "the last day before freezes is {said}, but the terms give {due}",
    "begun": "the visit began at {due}, and the entry is of {said}",
    "below_zero": "{said} units would be left",
    "by": "it does not say who asked",
    "cause": "{said} was paid back, and nothing says why",
    "client": "{due} is not {said}'s, and not shared with them",
    "clients": "it names the clients {said}, but is about {due}",
    "due": "{said} was paid, but {due} was due",
    "end": "the last day is {said}, but the terms give {due}",
    "end_added": "it moves the last day ({said}), but the rules do not",
    "end_missing": "it does not move the last day, but the rules do ({due})",
    "ended": "the purchase had ended ({due})",
    "expires_at": "expires_at is {said}, but the last day ends at {due}",
    "freezes": "the freezes are {said}, after {due}",
    "granted": "{said} units were granted, but the terms give at most {due}",
    "header": "only the first entry begins a ledger",
    "held": "the visit has {said} units, but {due} are held for it",
    "kept": "{said} is kept (expected {due})",
    "key": "the key {said} was recorded before, by entry {due}",
    "lapsing": "{said} lapsed (expected {due})",
    "left": "{said} units are left after its end",
    "maximum": "{said} units of one service are held, but at most {due} may be",
    "members": "the members are {said}, but the purchase allows {due}",
    "merged": "it is not {said}'s, but {due}'s",
    "method": "{said} is not one of the methods agreed ({due})",
    "minimum": "{said} appointments were booked with the sale, but the terms want {due}",
    "not_begun": "it was not yet time: the entry is of {said}, and it begins at {due}",
    "number": "{said} stands where {due} should",
    "on_site": "the way to pay was {said}, and on_site says otherwise",
    "paid": "{said} was paid back, but only {due} had been paid",
    "party": "{said} of a party of {due} cannot be",
    "past": "the visit begins at {said}, before the entry ({due})",
    "pay_by": "until when it may be paid is {said} (expected {due})",
    "payer": "{said} could not pay for it ({due})",
    "payers": "it names {said} as paying, but {due} pays",
    "payment": "it takes back a payment that entry {due} did not record, or concerns no one thing ({said})",
    "price": "the price is {said} (expected {due})",
    "receiver": "units were given to the client who gave them ({said})",
    "released": "{said} was released, but the visit gives back {due}",
    "request": "the request '{said}' does not record {due}",
    "restored": "{said} units that had lapsed came back, but {due} were to",
    "returned": "{said} was paid back, but {due} was to be",
    "rules": "it is by rules {said}, after rules {due}",
    "sealed": "the ledger had been sealed before",
    "sets_right": "it sets right entry {said}, which was not before it",
    "sold": "it changes what was sold or booked",
    "start_day": "the first day is {said}, but the rules give {due}",
    "standing": "the visit does not stand ({said})",
    "tax": "the tax is {said}, but its parts come to {due}",
    "too_late": "the visit could be moved until {due}, and the entry is of {said}",
    "total": "the total is {said}, which the price of {due} and the taxes on it do not give",
    "units": "{said} units went, but {due} were free",
    "unknown": "it was never recorded",
    "value": "the worth is {said}, but the rules give {due}",
    "verdict": "the units are to {said}, but the policy says {due}",
    "visit": "the visit cannot be: {said} to {due}",
    "whose_money": "the payer is {said} (expected {due})",
}


def damage_words(damage: Damage) -> str:
    """Return what is wrong, as a clause: the line is `it`."""
    if damage.kind == "changed" and damage.seq is None:
        return "it cannot be read as an entry"
    due, last = damage.due or 0, (damage.seq or 0) - 1
    entries = f"entry {due} is" if due == last else f"entries {due} to {last} are"
    return _OF_LINES[damage.kind].format(seq=damage.seq, due=due, entries=entries, said=damage.said)


def breach_words(breach: Breach) -> str:
    """Return what is wrong with an entry, as one clause."""
    return _OF_ENTRIES[breach.kind].format(said=_told(breach.said), due=_told(breach.due))


def breach_line(breach: Breach) -> str:
    """Return which entry, which thing, and what is wrong."""
    thing = f" {breach.thing}:" if breach.thing else ""
    return f"entry {breach.seq}:{thing} {breach.kind}: {breach_words(breach)}"


def _told(fact: Fact) -> str:
    if fact is None or not str(fact):
        return "none"
    return f"{fact:%Y-%m-%d %H:%M:%S} UTC" if isinstance(fact, datetime) else str(fact)


@words.register
def _(error: RulesBrokenError, names: Names) -> Words:
    first = error.breaches[0]
    entries = len({each.seq for each in error.breaches})
    many = "1 entry says" if entries == 1 else f"{entries} entries say"
    return Words(
        problem=(
            f"{error.where} is whole, but {many} what no request could have decided. "
            f"The first is entry {first.seq}: {breach_words(first)}."
        ),
        remedy=(
            "Somebody wrote these lines by hand, or a program was wrong. Keep a copy, find out who could "
            "write to the ledger, and restore a good backup: trafftpkg ledger restore BACKUP"
        ),
    )
