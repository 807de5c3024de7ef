"""The kinds of error, by what the caller can do about them."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, ClassVar, cast, dataclass_transform

from trafftpkg.domain.value import facts_of, shown, with_constructor


def _setting(name: str) -> Callable[[object, Any], None]:
    return lambda error, fact: setattr(error, name, fact)


@dataclass_transform(kw_only_default=True, eq_default=False)
class TrafftpkgError(Exception):
    """Something a user can cause and mend; its facts are its fields, as those of a dataclass.

    Below the edges it has no words; an edge may put them in `args`, and then it reads as they do.
    """

    code: ClassVar[str]

    def __init_subclass__(cls) -> None:
        made = dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=True)(cls)
        with_constructor(made, {each.name: _setting(each.name) for each in fields(cast(Any, made))})

    def __str__(self) -> str:
        return super().__str__() if self.args else shown(self)

    def __repr__(self) -> str:
        return shown(self)

    def __reduce__(self) -> tuple[Callable[[], "TrafftpkgError"], tuple[()], dict[str, Any]]:
        return partial(type(self), **facts_of(self)), (), {**vars(self), "args": self.args}


class RefusedError(TrafftpkgError):
    """A rule says no; nothing was recorded. Exit 1."""


class UsageError(TrafftpkgError):
    """What was asked makes no sense as typed; nothing was recorded. Exit 2."""

    code = "usage"


class UntrustedError(TrafftpkgError):
    """A file cannot be trusted; nothing was recorded. Exit 3."""


class UnavailableError(TrafftpkgError):
    """It cannot be done now, or the outcome is unknown: repeat with the same idempotency key. Exit 4."""


class LedgerMovedError(Exception):
    """Nothing was recorded, since something changed meanwhile or the way to the ledger broke: decide again.

    It never reaches a person.

    Args:
        otherwise: What to raise in its place when trying again did not help.
    """

    def __init__(self, *, otherwise: Exception) -> None:
        super().__init__(str(otherwise))
        self.otherwise = otherwise
