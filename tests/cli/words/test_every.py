"""Every error can be put into words, with a way out."""

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from pkgutil import iter_modules
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

import pytest

from trafftpkg.cli import errors as command_line_errors
from trafftpkg.cli.errors import AmbiguousDayError, MalformedError
from trafftpkg.cli.words.details import details_of
from trafftpkg.cli.words.every import words_for
from trafftpkg.cli.words.names import Names
from trafftpkg.cli.words.reasons import REASONS
from trafftpkg.domain import errors as domain_errors
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.domain.errors.unusable import NotPermittedError
from trafftpkg.domain.errors.usage import BadArgumentError, Reason

CONTRACT = """
unknown_client unknown_package unknown_service unknown_purchase unknown_appointment unknown_employee
unknown_location ambiguous_client same_client client_exists package_not_sold purchase_limit_reached
minimum_not_booked maximum_exceeded nothing_to_redeem purchase_cannot_pay employee_not_available
employee_required location_required outside_hours too_soon too_far_ahead in_the_past already_booked
already_cancelled already_started not_started too_late_to_reschedule not_frozen payment_exceeds_due
payment_due payment_method_not_accepted refund_exceeds_paid appointments_ahead reason_required
purchase_ended not_enough_units idempotency_conflict usage moment_in_the_future catalog_invalid
catalog_of_another_ledger ledger_damaged ledger_missing ledger_sealed ledger_too_new index_ahead
ledger_locked disk_full clock_behind outcome_unknown store_unavailable store_unusable
""".split()
"""The codes that scripts may rely on."""

MOMENT = datetime(2026, 1, 20, 9, tzinfo=UTC)
EXAMPLES: dict[object, object] = {
    str: "glow-10",
    int: 3,
    bool: False,
    float: 10.0,
    Decimal: Decimal("12.50"),
    datetime: MOMENT,
    date: date(2026, 7, 5),
}
"""A value for each plain type; whatever is made of these is made by `example_of`."""


def _errors() -> list[type[TrafftpkgError]]:
    """Every class that can be raised: it has a code, and no class of ours is derived from it."""
    modules = [command_line_errors]
    modules += [
        import_module(f"{domain_errors.__name__}.{each.name}")
        for each in iter_modules(domain_errors.__path__)
    ]
    found = {each for module in modules for each in vars(module).values() if isinstance(each, type)}
    ours = [each for each in found if issubclass(each, TrafftpkgError)]
    return sorted((each for each in ours if not each.__subclasses__()), key=lambda each: each.__name__)


def example_of(kind: Any) -> Any:
    """Return a value of a type, the first of several, with all its fields filled."""
    if isinstance(kind, NewType):
        return example_of(kind.__supertype__)
    if kind in EXAMPLES:
        return EXAMPLES[kind]
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if get_origin(kind) in {Union, UnionType}:
        return example_of(next(each for each in get_args(kind) if each is not NoneType))
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        return (example_of(inner[0]),) if Ellipsis in inner else tuple(example_of(each) for each in inner)
    hints = get_type_hints(kind)
    filled = {each.name: example_of(hints[each.name]) for each in kind.__declared__}
    return kind(**{**filled, **({"time_zone": "Europe/Lisbon"} if "time_zone" in filled else {})})


ERRORS = _errors()


def test_every_code_of_the_contract_has_an_error() -> None:
    assert {each.code for each in ERRORS} >= set(CONTRACT)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_problem_and_a_remedy_in_whole_words(kind: type[TrafftpkgError]) -> None:
    problem, remedy = words_for(example_of(kind), Names())

    assert problem
    assert remedy
    assert not re.search(r"\bNone\b|datetime|Decimal\(|  ", f"{problem} {remedy}")


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_s_facts_can_be_had_as_json(kind: type[TrafftpkgError]) -> None:
    error = example_of(kind)

    found = details_of(error, Names())

    told = ["field", "reason"] if kind in (AmbiguousDayError, MalformedError) else []
    seen = ["path", "right", "mode", "owner", "group"] if kind is NotPermittedError else []
    assert list(found) == [*told, *(each.name for each in error.__declared__), *seen]
    assert json.dumps(found)


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_reason_has_words_that_name_the_field_as_it_is_called(reason: Reason) -> None:
    error = BadArgumentError(
        field="day_field",
        reason=reason,
        given="given",
        limit="limit",
        nearest="nearest",
        thing="pur-1",
        choices=("one_field", "other_field"),
        currency="EUR",
        line=3,
    )

    plain, called = (f"{REASONS[reason](error, call)}" for call in (str, lambda field: f"--{field}"))

    assert not re.search(r"[{}]|None", plain)
    assert "--" not in plain
    assert set(re.findall(r"(?<!-)\b\w+_field", called)) <= set(re.findall(r"\w+_field", plain))
    assert called.count("--day_field") == plain.count("day_field")


def test_reasons_and_their_words_are_the_same_in_order() -> None:
    assert list(REASONS) == list(get_args(Reason)) == sorted(REASONS)
