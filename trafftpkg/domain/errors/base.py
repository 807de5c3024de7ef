"""The kinds of error, by what the caller can do about them."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, dataclass_transform

from trafftpkg.domain.value import NO_DEFAULT, Later, ValueField, declared_in, facts_of, shown

_DECLARED: Any = Later("__declared__", declared_in)


@dataclass_transform(kw_only_default=True, eq_default=False)
class TrafftpkgError(Exception):
    """A failure that a user can cause and fix. Its facts are its fields, as in a dataclass.

    It has no words of its own. The command line, the page and the library put theirs into `args`.
    """

    code: ClassVar[str]
    __declared__: ClassVar[tuple[ValueField, ...]]

    def __init_subclass__(cls) -> None:
        cls.__declared__ = _DECLARED

    def __init__(self, **facts: Any) -> None:
        declared = {each.name: each.default for each in self.__declared__}
        unknown = sorted(facts.keys() - declared.keys())
        if unknown:
            raise TypeError(f"{type(self).__name__} has no {', '.join(unknown)}")
        for name, default in declared.items():
            fact = facts.get(name, default)
            if fact is NO_DEFAULT:
                raise TypeError(f"{type(self).__name__} needs {name}")
            setattr(self, name, fact)

    def __str__(self) -> str:
        return super().__str__() if self.args else shown(self)

    def __repr__(self) -> str:
        return shown(self)

    def __reduce__(self) -> tuple[Callable[[], "TrafftpkgError"], tuple[()], dict[str, Any]]:
        return partial(type(self), **facts_of(self)), (), {**vars(self), "args": self.args}


class RefusedError(TrafftpkgError):
    """A rule refuses the request. Nothing was recorded. Exit 1."""


class UsageError(TrafftpkgError):
    """The request is wrong as typed. Nothing was recorded. Exit 2."""

    code = "usage"


class UntrustedError(TrafftpkgError):
    """A file cannot be trusted. Nothing was recorded. Exit 3."""


class UnavailableError(TrafftpkgError):
    """It cannot be done now, or the outcome is unknown. Repeat with the same idempotency key. Exit 4."""


class LedgerMovedError(Exception):
    """Something changed in the meantime, or the connection broke. Nothing was recorded: decide again.

    Users never see it.

    Args:
        otherwise: The error to raise instead if trying again did not help.
    """

    def __init__(self, *, otherwise: Exception) -> None:
        super().__init__(str(otherwise))
        self.otherwise = otherwise
