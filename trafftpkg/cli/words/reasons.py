"""Words for a field of a request or question that cannot be meant, by the reason."""

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from trafftpkg.cli.words.base import Called, Saying, Words, not_a, one_of, plain, shown
from trafftpkg.cli.words.catalogue_reasons import CATALOGUE_REASONS
from trafftpkg.domain.errors.usage import BadArgumentError, Reason


def _exclusive(error: BadArgumentError, called: Called) -> Words:
    both = " and ".join(map(called, error.choices))
    return Words(f"{both} cannot be used together.", "Give only one of them.")


def _one_needed(error: BadArgumentError, called: Called) -> Words:
    both = " and ".join(map(called, error.choices))
    return Words(f"Exactly one of {both} is needed.", "Give one of them.")


def _nothing_given(error: BadArgumentError, called: Called) -> Words:
    *others, last = map(called, error.choices)
    first = f"{', '.join(others)} or " if others else ""
    return Words("There is nothing to change.", f"Give {first}{last}.")


def _needs_csv(error: BadArgumentError, called: Called) -> Words:
    form, excel = called("form"), called("excel")
    return Words(
        f"{excel} is about CSV, and {form} is {error.given}.",
        f"Give {form} csv with {excel}, or leave it out.",
    )


def _no_last_day(error: BadArgumentError, called: Called) -> Words:
    return Words("There is no last day yet.", f"Give {called('until')} with a day.")


def _goodwill_without_amount(error: BadArgumentError, called: Called) -> Words:
    amount, goodwill = called("amount"), called("goodwill")
    return Words(f"{goodwill} needs an amount.", f"Give {amount} as well.")


def _units_and_amount(error: BadArgumentError, called: Called) -> Words:
    units, amount, basis = map(called, ("units", "amount", "basis"))
    return Words("Units are paid back pro rata.", f"Give only {units}, or only one of {amount} and {basis}.")


def _no_units(error: BadArgumentError, called: Called) -> Words:
    return Words(
        f"{error.thing} was booked at its price and has no units, so {called(error.field)} cannot be used.",
        f"Give {called('amount')}. Or give neither: then all that was overpaid is paid back.",
    )


def _paid_by_package(error: BadArgumentError, called: Called) -> Words:
    return Words(
        f"{error.thing} is paid by {one_of(error.choices) or 'a package'}. It has no price of its own.",
        f"Give the purchase instead, for example pur-1, with {called('units')} or {called('amount')}.",
    )


def _paid_with_package(error: BadArgumentError, called: Called) -> Words:
    if not error.choices:
        return Words(f"{error.thing} has no price of its own.", f"See: trafftpkg show {error.thing}")
    return Words(
        f"{error.thing} is paid with {one_of(error.choices)}, and has no receipt of its own.",
        f"Print the receipt of the package: trafftpkg receipt {error.choices[0]}",
    )


def _nothing_overpaid(error: BadArgumentError, called: Called) -> Words:
    return Words(
        f"{error.thing} was not overpaid.",
        f"To lower its price, give {called('amount')} with {called('goodwill')}.",
    )


def _below_least(error: BadArgumentError, called: Called) -> Words:
    instead = f" To pay nothing back, void {error.thing}."
    return Words(
        f"{error.given} {error.currency} is too little.",
        f"Give an amount of {error.limit} or more.{instead if error.thing else ''}",
    )


def _more_paid_than_price(error: BadArgumentError, called: Called) -> Words:
    return Words(
        f"{error.given} was paid, but the price is {error.limit}.",
        f"If it was sold at another price, give the {called('price')}.",
    )


def _less_than_smallest_unit(error: BadArgumentError, called: Called) -> Words:
    given = str(error.given)
    # As in many countries a point stands before each three digits, either can be meant.
    thousands = re.fullmatch(r"([1-9]\d{0,2})\.(\d{3})", given)
    cents = str(error.limit).replace("1", "0").removeprefix("0")
    either = f"{thousands[1]}{thousands[2]}{cents} or {error.nearest}" if thousands else ""
    return Words(
        f"{given} has more digits than {error.currency} has: its smallest unit is {error.limit}.",
        f"Give {either or f'an amount, for example {error.nearest}'}.",
    )


def _start_not_in_rule(error: BadArgumentError, called: Called) -> Words:
    first = "" if error.nearest is None else f". Its first time is {shown(error.nearest)}"
    return Words(
        f"The first appointment, {shown(error.given)}, does not fit the rule {error.thing}{first}.",
        "Give a start that fits the rule.",
    )


def _no_folder(error: BadArgumentError, called: Called) -> Words:
    path = shlex.quote(str(Path(str(error.thing)).absolute()))
    return Words(f"The folder {error.thing} does not exist.", f"Create it: mkdir -p {path}")


_REASONS: Mapping[Reason, Saying] = {
    "above_declared": plain(
        "{thing} costs {limit} {currency}. {given} is more than that.",
        "Give {field} of at most {limit}. To sell it for more, raise its price in the catalogue.",
    ),
    "above_zero": plain("{field} cannot be {given}.", "Give {field} above zero."),
    "after_the_last": plain(
        "The ledger ends with entry {limit}, and {field} says {given}.",
        "See the last entry: trafftpkg ledger head. To read all again: trafftpkg events",
    ),
    "another_ledger": plain("There is another ledger at {thing}.", "Give a place that is empty."),
    "before_purchase": plain("{thing} was bought after {given}.", "Give a later {field}."),
    "before_start": plain(
        "{field} {given} is before the start, {limit}.", "Give a {field} of {limit} or later."
    ),
    "below_least": _below_least,
    "business_releases": plain(
        "When the business cancels, the units are always released.", "Leave out {field}."
    ),
    "changes_nothing": plain("{given} units change nothing.", "Give {field}, for example +2 or -1."),
    "contradicts_earlier_line": plain(
        "{thing} has the {field} '{given}' here, but '{limit}' in an earlier line.",
        "Use the same everywhere, or use two clients.",
    ),
    "counted_in_hours": plain(
        "{thing} is counted in hours, and '{given}' is a number alone.",
        "Give {field} with its unit: {given}h for hours, or {given}m for minutes.",
    ),
    "counted_in_sessions": plain(
        "{thing} is counted in sessions, and '{given}' is a length of time.",
        "Give {field} as a number of sessions, such as 6.",
    ),
    "does_not_add_up": plain(
        "Granted less used is {limit}, and {given} are said to be left.",
        "Correct one of the three, or leave one of them empty.",
    ),
    "embed_needs_https": plain(
        "{given} is not an https:// address. In a frame, browsers keep cookies only over HTTPS.",
        "Say where clients reach the page: TRAFFTPKG_WEB_ADDRESS=https://book.example",
    ),
    "endless": plain("{thing} never expires, so {given} would shorten it.", "Leave it as it is."),
    "exclusive": _exclusive,
    "forbidden_rule_part": plain(
        "The rule {given} has {thing}, which RFC 5545 does not allow there.",
        "Leave it out, or write another rule, for example FREQ=WEEKLY;COUNT=4.",
    ),
    "frozen_already": plain(
        "{thing} is frozen on all these days already.",
        "Give other days, or see its freezes: trafftpkg history {thing}",
    ),
    "goodwill_without_amount": _goodwill_without_amount,
    "is_member": plain(
        "{thing} is shared with {given} already.", "Leave out {given}, or name another client."
    ),
    "is_so_already": plain("{thing} is recorded as {given} already.", "Give another {field}."),
    "less_than_smallest_unit": _less_than_smallest_unit,
    "more_left_than_granted": plain(
        "{given} units are left, which is more than the {limit} granted.",
        "Give how many were granted in all, in the column granted.",
    ),
    "more_paid_than_price": _more_paid_than_price,
    "more_than_capacity": plain(
        "'{thing}' takes {limit} at a time, so {given} cannot come together.",
        "Give {field} {limit} or fewer, or book several visits.",
    ),
    "more_than_come": plain(
        "{thing} is for {limit}, so {given} cannot be cancelled.",
        "Give a {field} from 1 to {limit}, or leave it out to cancel the whole visit.",
    ),
    "more_used_than_granted": plain(
        "{given} units are used, but only {limit} were granted.", "Give {field} of at most {limit}."
    ),
    "needs_mail_server": plain(
        "No mail server is configured, so no letters can be sent.",
        "Set TRAFFTPKG_SMTP=smtps://NAME:PASSWORD@mail.example and TRAFFTPKG_MAIL_FROM='NAME <EMAIL>'.",
    ),
    "needs_address": plain("A ledger in a file needs no tables.", "Give an address: {field} postgresql://…"),
    "needs_csv": _needs_csv,
    "never_valid": plain(
        "It would be valid until {limit} only, and could never be used.", "Give another day for {field}."
    ),
    "no_folder": _no_folder,
    "no_last_day": _no_last_day,
    "no_such_receipt": plain(
        "There is no receipt '{thing}'.", "Print the receipt of {one} as it is now: trafftpkg receipt {one}"
    ),
    "no_units": _no_units,
    "not_a_backup": plain(
        "{thing} is not a backup: it has no ledger.jsonl.",
        "Give one of the folders that ledger backup has made.",
    ),
    "not_a_folder": plain("{thing} is a file, not a folder.", "Give a folder."),
    "not_a_handle": not_a(
        "a handle of letters, digits, '.', '_' or '-', with at least one letter, and not like pur-1"
    ),
    "not_a_phone_number": not_a("a phone number, for example +381 64 111 2222"),
    "not_a_repeat_rule": not_a(
        "a rule with COUNT or UNTIL, for example FREQ=WEEKLY;COUNT=4 or FREQ=DAILY;UNTIL=20261224"
    ),
    "not_a_stripe_key": plain(
        "{field} does not begin with {one}: it is another kind of key.",
        "Copy the right one from Stripe's Dashboard, and keep it to yourself: export {field}=…",
    ),
    "not_a_wait": not_a("seconds from 0 to {limit}, for example 10 or 0.5"),
    "not_a_mail_server": plain(
        "{field} is not the address of a mail server.",
        "Write it like this: smtps://NAME:PASSWORD@mail.example:465, or smtp://…:587 with STARTTLS.",
    ),
    "not_a_sender": not_a("a name and an e-mail address: 'Studio Lumen <hello@lumen.example>'"),
    "not_a_web_address": not_a(
        "http:// or https:// and a host, without a path, for example https://book.example"
    ),
    "not_after_start": plain("{field} {given} is not after the start, {limit}.", "Give a later {field}."),
    "not_an_amount": not_a("an amount of money of at most 15 digits, for example 480"),
    "not_an_email_address": not_a("one e-mail address, for example ana@example.com"),
    "not_an_id": not_a("an id of small letters, digits and hyphens, for example glow-10"),
    "not_installed": plain(
        "{field} names '{given}', and no checkout of that name is installed.",
        "Install it, or name another: {one}.",
    ),
    "not_later": plain("{thing} is already valid until {limit}.", "Give {field} a later day than {limit}."),
    "not_set": plain("{field} is not set, and the checkout {thing} needs it.", "Set it: export {field}=…"),
    "not_text": plain(
        "The {field} has text that cannot be stored: '{given}'.",
        "Use valid Unicode (UTF-8), without a zero byte.",
    ),
    "not_whole_days": plain(
        "The last day can move only by whole days.", "Give {field} in days or weeks, for example 10d or 2w."
    ),
    "nothing_given": _nothing_given,
    "nothing_overpaid": _nothing_overpaid,
    "nothing_recorded": plain("The ledger {thing} is empty.", "Give a ledger with entries."),
    "one_needed": _one_needed,
    "paid_by_package": _paid_by_package,
    "paid_with_package": _paid_with_package,
    "pays_already": plain("{thing} is already paid by {one}.", "Give {field} with another purchase."),
    "received_as_gift": plain(
        "{thing} was received from {one}, and nothing was paid for it.",
        "Print the receipt of the sale: trafftpkg receipt {one}",
    ),
    "repeated": plain(
        "The {field} '{given}' is already in line {line}, for the same package.",
        "Give each its own {field}, for example {given}-1 and {given}-2.",
    ),
    "same_ledger": plain("{thing} is this ledger itself.", "Give another place."),
    "several_methods": plain(
        "A payment method is needed, because several are possible.", "Give {field} with one of: {one}."
    ),
    "sold_without_refunds": plain(
        "{thing} was sold without refunds.", "To pay back all the same, give {field} or an exact amount."
    ),
    "somebody_records": plain("Another program is writing to {thing}.", "Give a place that nobody uses yet."),
    "start_not_in_rule": _start_not_in_rule,
    "taken_back": plain(
        "{thing} was recorded by mistake and taken back, so it has no receipt.",
        "See what happened: trafftpkg history {thing}",
    ),
    "too_far_ahead": plain("{given} is too far ahead.", "Give a day up to {limit}."),
    "too_long": plain(
        "The {field} takes {given} bytes, but an entry has room for {limit}.",
        "Leave something out, or split it into several steps.",
    ),
    "too_many_appointments": plain(
        "The rule {given} gives more than {limit} appointments.",
        "Give a COUNT of at most {limit}, or an earlier UNTIL.",
    ),
    "too_many_days": plain(
        "This is more than {limit} days: {given} is too far ahead.", "Give {field} {nearest} or earlier."
    ),
    "too_rare": plain(
        "The rule {given} gives only {limit} appointments in a hundred years.",
        "Give a smaller COUNT, or another rule.",
    ),
    "units_and_amount": _units_and_amount,
    "used_is_kept": plain("A visit that took place uses its units.", "Leave out {field}."),
}

REASONS: Mapping[Reason, Saying] = dict(sorted({**_REASONS, **CATALOGUE_REASONS}.items()))
"""What is wrong and what to do, for every reason."""
