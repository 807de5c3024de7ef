"""The page has words of its own for what a client can meet, and words by kind for the rest."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import trafftpkg.domain.errors
from tests.source_code import Module, modules
from trafftpkg.domain.errors.base import (
    RefusedError,
    TrafftpkgError,
    UnavailableError,
    UntrustedError,
    UsageError,
)
from trafftpkg.domain.errors.usage import MomentInTheFutureError
from trafftpkg.web import failures
from trafftpkg.web.failures import PageError
from trafftpkg.web.words.base import words
from trafftpkg.web.words.every import SUBJECTS

MODULES = {each.name: each for each in modules()}

A_CLIENT_MEETS = {
    # Another was faster, or the catalogue was changed, since the times were shown.
    "EmployeeNotAvailableError",
    "OutsideHoursError",
    "OutsideTimetableError",
    "TooFarAheadError",
    "TooSoonError",
    "InThePastError",
    "UnknownEmployeeError",
    "UnknownLocationError",
    "PurchaseCannotPayError",
    # They did something else since, in another window or at the desk.
    "AlreadyBookedError",
    "AlreadyCancelledError",
    "AlreadyStartedError",
    "IdempotencyConflictError",
    "TooLateToRescheduleError",
    # What is sold, and to whom.
    "MaximumExceededError",
    "MinimumNotBookedError",
    "PackageNotSoldError",
    "PaymentMethodNotAcceptedError",
    "PurchaseLimitReachedError",
    # Who they say they are.
    "AmbiguousClientError",
    "ClientExistsError",
    # They should press the button again.
    "LedgerLockedError",
    "OutcomeUnknownError",
}
"""Errors that can come of what a client does on the page: more is said of them than what kind they are."""

BY_KIND = {RefusedError, UsageError, UntrustedError, UnavailableError, MomentInTheFutureError}


def _errors() -> list[type[TrafftpkgError]]:
    for module in pkgutil.iter_modules(trafftpkg.domain.errors.__path__):
        importlib.import_module(f"trafftpkg.domain.errors.{module.name}")
    ours = ("trafftpkg.domain.errors", failures.__name__)
    found = {each for each in _below(TrafftpkgError) if each.__module__.startswith(ours)}
    return sorted((each for each in found if hasattr(each, "code")), key=lambda each: each.__name__)


def _below(kind: type[TrafftpkgError]) -> Iterator[type[TrafftpkgError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


ERRORS = [each for each in _errors() if not each.__subclasses__()]


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_has_words_on_the_page(error: type[TrafftpkgError]) -> None:
    assert SUBJECTS
    assert words.dispatch(error) is not words.dispatch(TrafftpkgError), error


def test_what_a_client_can_meet_has_words_of_its_own_and_nothing_else() -> None:
    own = set(words.registry) - {object, TrafftpkgError} - BY_KIND
    of_the_page = {each for each in ERRORS if issubclass(each, PageError)}

    assert {each.__name__ for each in own - of_the_page} == A_CLIENT_MEETS
    assert own >= of_the_page


def test_what_a_client_can_meet_is_raised_by_what_the_page_asks_for() -> None:
    """The list above names nothing that the page's requests and questions cannot come to."""
    raised = {name for module in _reached() for name in _named_errors(module)}

    assert A_CLIENT_MEETS - raised == set()


def _reached() -> list[Module]:
    """The modules below the page that its own need, and those that they need in turn."""
    found: set[str] = set()
    rest = {name for name in MODULES if name.startswith("trafftpkg.web.pages")}
    while rest:
        found |= rest
        rest = {each for name in rest for each in _needed(MODULES[name])} - found
    return [MODULES[name] for name in found if name.startswith(("trafftpkg.engine", "trafftpkg.stores"))]


def _needed(module: Module) -> set[str]:
    return {each for name in module.imports for each in (name, name.rpartition(".")[0]) if each in MODULES}


def _named_errors(module: Module) -> Iterator[str]:
    """The errors that a module makes, or has made."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name) and node.id.endswith("Error"):
            yield node.id
