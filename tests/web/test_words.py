"""Every error that the engine and the page know has words for a client."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import trafftpkg.domain.errors
from trafftpkg.domain.errors.base import TrafftpkgError
from trafftpkg.web import failures
from trafftpkg.web.words.base import words
from trafftpkg.web.words.every import SUBJECTS


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


@pytest.mark.parametrize("error", [each for each in _errors() if not each.__subclasses__()])
def test_every_code_has_words_on_the_page(error: type[TrafftpkgError]) -> None:
    assert SUBJECTS
    assert words.dispatch(error) is not words.dispatch(TrafftpkgError), error
