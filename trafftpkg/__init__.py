"""Sell and redeem prepaid service packages on an append-only ledger.

As a library it begins with `trafftpkg.open`; requests, questions and errors are here by their names. None of
it is loaded before it is asked for, so that a command does not wait for it.
"""

from typing import TYPE_CHECKING

__version__ = "0.2.0"

if TYPE_CHECKING:
    from trafftpkg.library.names import *  # noqa: F403 - all that it has, and it says which those are
else:

    def __getattr__(name: str) -> object:
        if not name.startswith("_"):
            from trafftpkg.library import names

            if name in names.__all__:
                return getattr(names, name)
        raise AttributeError(f"module 'trafftpkg' has no attribute {name!r}")

    def __dir__() -> list[str]:
        from trafftpkg.library import names

        return sorted([*globals(), *names.__all__])
