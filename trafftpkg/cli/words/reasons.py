"""Words for a field of a request or question that cannot be meant, by the reason."""

from collections.abc import Callable, Mapping
from datetime import datetime

from trafftpkg.cli.words.base import Words
from trafftpkg.domain.errors.usage import BadArgumentError, Fact, Reason

Called = Callable[[str], str]
"""Says what a field is called where it was asked: an option at the terminal, a column in a file."""
Saying = Callable[[BadArgumentError, Called], Words]


def _plain(problem: str, remedy: str) -> Saying:
    """Return a saying that fills facts into a problem and a remedy; `{field}` is what the field is called."""
    return lambda error, called: Words(*(each.format(**_facts(error, called)) for each in (problem, remedy)))


def _not_a(expected: str) -> Saying:
    """Return a saying for a text that is no such thing."""
    return _plain("{field} cannot be '{given}'.", f"Give {expected}.")


def _facts(error: BadArgumentError, called: Called) -> dict[str, str]:
    facts = {name: _shown(getattr(error, name)) for name in ("given", "limit", "nearest", "currency", "line")}
    return {**facts, "field": called(error.field), "thing": str(error.thing), "one": _one_of(error.choices)}


def _shown(fact: Fact) -> str:
    return fact.isoformat(timespec="minutes") if isinstance(fact, datetime) else str(fact)


def _one_of(choices: tuple[str, ...]) -> str:
    return ", ".join(choices)


def _exclusive(error: BadArgumentError, called: Called) -> Words:
    both = " and ".join(map(called, error.choices))
    return Words(f"{both} exclude each other.", "Give one of the two.")


def _one_needed(error: BadArgumentError, called: Called) -> Words:
    both = " and ".join(map(called, error.choices))
    return Words(f"Exactly one of {both} is needed.", f"Give one of {both}.")


def _nothing_given(error: BadArgumentError, called: Called) -> Words:
    *others, last = map(called, error.choices)
    return Words("Nothing was given to change.", f"Give {', '.join(others)} or {last}.")


def _needs_csv(error: BadArgumentError, called: Called) -> Words:
    form, excel = called("form"), called("excel")
    return Words(
        f"{excel} is about CSV, and {form} is {error.given}.",
        f"Give {form} csv with {excel}, or leave it out.",
    )


def _no_last_day(error: BadArgumentError, called: Called) -> Words:
    return Words("There is no last day yet that could move.", f"Give {called('until')} with a day.")


def _goodwill_without_amount(error: BadArgumentError, called: Called) -> Words:
    amount, goodwill = called("amount"), called("goodwill")
    return Words(f"{goodwill} has no amount.", f"Give {amount} with {goodwill}.")


def _units_and_amount(error: BadArgumentError, called: Called) -> Words:
    units, amount, basis = map(called, ("units", "amount", "basis"))
    return Words("Units are paid back pro rata.", f"Give {units} alone, or one of {amount} and {basis}.")


def _no_units(error: BadArgumentError, called: Called) -> Words:
    return Words(
        f"A visit at its price has no units, so {called(error.field)} does not go with {error.thing}.",
        f"Give {called('amount')}, or nothing: then all that is too much is paid back.",
    )


def _paid_by_package(error: BadArgumentError, called: Called) -> Words:
    return Words(
        f"{error.thing} is paid by {_one_of(error.choices) or 'a package'}, and has no price of its own.",
        f"Give the purchase instead, like pur-1, with {called('units')} or {called('amount')}.",
    )


def _nothing_overpaid(error: BadArgumentError, called: Called) -> Words:
    return Words(
        f"No more was paid for {error.thing} than it costs.",
        f"Give {called('amount')} with {called('goodwill')} to lower its price.",
    )


def _more_paid_than_price(error: BadArgumentError, called: Called) -> Words:
    return Words(
        f"{error.given} paid is more than {error.limit}, which was to be paid.",
        f"Give the {called('price')} where it was sold at another one.",
    )


def _start_not_in_rule(error: BadArgumentError, called: Called) -> Words:
    first = "" if error.nearest is None else f"; its first would be {_shown(error.nearest)}"
    return Words(
        f"The first appointment, {_shown(error.given)}, does not fit the rule {error.thing}{first}.",
        "Give a start that the rule itself gives.",
    )


REASONS: Mapping[Reason, Saying] = {
    "above_zero": _plain("{field} cannot be {given}.", "Give {field} above zero."),
    "another_ledger": _plain("Another ledger lies at {thing}.", "Give a place where nothing is recorded."),
    "before_purchase": _plain("{thing} was not bought yet on {given}.", "Give a later {field}."),
    "before_start": _plain(
        "{field} {given} is before the start, {limit}.", "Give a {field} of {limit} or later."
    ),
    "below_least": _plain(
        "{given} {currency} is no amount to be paid.", "Give an amount of {limit} or more."
    ),
    "business_releases": _plain("What the business cancels is always released.", "Leave out {field}."),
    "changes_nothing": _plain("{given} units change nothing.", "Give {field} like +2 or -1."),
    "contradicts_earlier_line": _plain(
        "{thing} has the {field} '{limit}' in a line before, and '{given}' here.",
        "Give one of the two everywhere, or two clients.",
    ),
    "counted_in_hours": _plain(
        "{thing} is counted in hours, and '{given}' is a number alone.",
        "Give {field} with its unit: {given}h for hours, or {given}m for minutes.",
    ),
    "counted_in_sessions": _plain(
        "{thing} is counted in sessions, and '{given}' is a length of time.",
        "Give {field} as a number of sessions, such as 6.",
    ),
    "does_not_add_up": _plain(
        "Granted less used is {limit}, and {given} are said to be left.",
        "Correct one of the three, or leave one of them empty.",
    ),
    "endless": _plain("{thing} is valid without an end, so {given} would shorten it.", "Leave it as it is."),
    "exclusive": _exclusive,
    "exists": _plain("{thing} is there already.", "Give another id, or edit that file."),
    "goodwill_without_amount": _goodwill_without_amount,
    "is_so_already": _plain("{thing} is recorded as {given} already.", "Give another {field}."),
    "less_than_smallest_unit": _plain(
        "{given} {currency} is less than a whole {limit}.", "Give an amount like {nearest}."
    ),
    "more_left_than_granted": _plain(
        "{given} units are left, which is more than the {limit} granted.",
        "Give how many were granted in all, in the column granted.",
    ),
    "more_paid_than_price": _more_paid_than_price,
    "more_used_than_granted": _plain(
        "{given} units used are more than {limit} granted.", "Give {field} at most as many as granted."
    ),
    "needs_address": _plain("A ledger in a file needs no tables.", "Give an address: {field} postgresql://…"),
    "needs_csv": _needs_csv,
    "no_last_day": _no_last_day,
    "no_service": _plain(
        "The catalogue declares no service that a package could cover.",
        "Declare one in services.yaml first.",
    ),
    "no_units": _no_units,
    "not_a_handle": _not_a(
        "a handle with a letter in it, of letters, digits, '.', '_' or '-', and not like pur-1"
    ),
    "not_a_phone_number": _not_a("a number like +381 64 111 2222"),
    "not_a_repeat_rule": _not_a(
        "a rule with COUNT or UNTIL, like FREQ=WEEKLY;COUNT=4 or FREQ=DAILY;UNTIL=20261224"
    ),
    "not_a_wait": _not_a("seconds from 0 to {limit}, for example 10 or 0.5"),
    "not_a_web_address": _not_a(
        "http:// or https:// and a host, without a path, such as https://book.example"
    ),
    "not_after_start": _plain("{field} {given} is not after the start, {limit}.", "Give a later {field}."),
    "not_an_email_address": _not_a("one address, like ana@example.com"),
    "not_an_id": _not_a("an id of small letters, digits and hyphens, such as glow-10"),
    "not_later": _plain(
        "{thing} is valid until {limit} already, and {given} is not later.", "Give a later {field}."
    ),
    "not_text": _plain(
        "A text in the {field} cannot be written down: '{given}'.",
        "Give valid Unicode (UTF-8), without a zero byte.",
    ),
    "not_whole_days": _plain(
        "A last day moves by whole days.", "Give {field} in days or weeks, like 10d or 2w."
    ),
    "nothing_given": _nothing_given,
    "nothing_overpaid": _nothing_overpaid,
    "nothing_recorded": _plain("Nothing is recorded in {thing}.", "Give a ledger with entries."),
    "one_needed": _one_needed,
    "paid_by_package": _paid_by_package,
    "pays_already": _plain("What pays for {thing} stays the same.", "Give {field} with another purchase."),
    "repeated": _plain(
        "The {field} '{given}' stands in line {line} already, for the same package.",
        "Give each of them a {field} of its own, such as {given}-1 and {given}-2.",
    ),
    "same_ledger": _plain("This ledger itself is what lies at {thing}.", "Give another place."),
    "several_methods": _plain(
        "How it is paid was not said, and several methods are possible.", "Give {field} with one of: {one}."
    ),
    "somebody_records": _plain(
        "Somebody records in {thing} while it is copied to.", "Give a place that nobody uses yet."
    ),
    "start_not_in_rule": _start_not_in_rule,
    "too_far_ahead": _plain("{given} is too far ahead.", "Give a day until {limit}."),
    "too_long": _plain(
        "The {field} takes {given} bytes, and an entry has room for {limit}.",
        "Leave some of it out, or ask in several steps.",
    ),
    "too_many_appointments": _plain(
        "The rule {given} gives more than {limit} appointments.",
        "Give a COUNT of at most {limit}, or a nearer UNTIL.",
    ),
    "too_many_days": _plain(
        "The days up to {given} are more than {limit}.", "Give a {field} of {nearest} or earlier."
    ),
    "units_and_amount": _units_and_amount,
    "used_is_kept": _plain("A visit that took place uses its units.", "Leave out {field}."),
}
"""What is wrong and what to do, for every reason."""
