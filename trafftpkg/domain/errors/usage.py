"""What was typed cannot be meant. All but one have the code `usage`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from trafftpkg.domain.errors.base import UsageError

Fact = str | int | Decimal | datetime | date | None
Reason = Literal[
    "above_declared",
    "above_zero",
    "after_the_last",
    "another_ledger",
    "before_purchase",
    "before_start",
    "below_least",
    "business_releases",
    "changes_nothing",
    "contradicts_earlier_line",
    "counted_in_hours",
    "counted_in_sessions",
    "does_not_add_up",
    "embed_needs_https",
    "endless",
    "exclusive",
    "exists",
    "files_exist",
    "forbidden_rule_part",
    "frozen_already",
    "goodwill_without_amount",
    "is_member",
    "is_so_already",
    "less_than_smallest_unit",
    "more_left_than_granted",
    "more_paid_than_price",
    "more_than_capacity",
    "more_than_come",
    "more_used_than_granted",
    "needs_address",
    "needs_csv",
    "needs_mail_server",
    "never_valid",
    "no_folder",
    "no_git",
    "no_last_day",
    "no_location",
    "no_service",
    "no_such_receipt",
    "no_such_value",
    "no_units",
    "not_a_backup",
    "not_a_folder",
    "not_a_handle",
    "not_a_list",
    "not_a_mail_server",
    "not_a_phone_number",
    "not_a_repeat_rule",
    "not_a_revision",
    "not_a_sender",
    "not_a_stripe_key",
    "not_a_wait",
    "not_a_web_address",
    "not_after_start",
    "not_alone",
    "not_an_amount",
    "not_an_email_address",
    "not_an_id",
    "not_in_git",
    "not_in_revision",
    "not_installed",
    "not_later",
    "not_set",
    "not_text",
    "not_whole_days",
    "nothing_given",
    "nothing_overpaid",
    "nothing_recorded",
    "one_needed",
    "paid_by_package",
    "paid_with_package",
    "pays_already",
    "received_as_gift",
    "repeated",
    "same_ledger",
    "several_methods",
    "several_things",
    "sold_without_refunds",
    "somebody_records",
    "start_not_in_rule",
    "taken_back",
    "too_far_ahead",
    "too_long",
    "too_many_appointments",
    "too_many_days",
    "too_rare",
    "units_and_amount",
    "unknown_id",
    "used_is_kept",
]
"""Why a field is wrong. Scripts may rely on these words."""


class SkippedTimeError(UsageError):
    """A clock change skips this local time."""

    typed: datetime
    time_zone: str


class TwiceOccurringTimeError(UsageError):
    """A clock change makes this local time occur twice."""

    typed: datetime
    time_zone: str
    first: datetime
    second: datetime


class MomentInTheFutureError(UsageError):
    """The given moment is ahead of the machine's `clock`, and that was not allowed. Both are UTC."""

    code = "moment_in_the_future"

    now: datetime
    clock: datetime


class EntriesNotAheadError(UsageError):
    """The entries from `seq` on are not ahead of the clock. Those from `first` on are, if there are any.

    If the header itself, entry 0, is ahead, no ledger would be left.
    """

    where: str
    seq: int
    first: int | None


class BadArgumentError(UsageError):
    """A field of a request or question is wrong, or does not fit the other fields.

    Args:
        field: The field of the request or question, by its own name.
        given: Its value.
        limit: The value that it is compared with.
        nearest: The nearest value that would be right.
        thing: What it is about: a purchase, a client, a rule, a place.
        choices: The possible values.
        currency: The currency of the amounts.
        line: The line of the file that says the same already.
    """

    field: str
    reason: Reason
    given: Fact = None
    limit: Fact = None
    nearest: Fact = None
    thing: str | None = None
    choices: tuple[str, ...] = ()
    currency: str | None = None
    line: int | None = None
