"""`--release` and `--keep`: setting the cancellation policy aside."""

from typing import Literal

from trafftpkg.domain.errors.usage import NotPossibleError


def verdict(*, release: bool, keep: bool) -> Literal["release", "keep"] | None:
    """Return what is to become of the units; None leaves it to the policy as sold."""
    if release and keep:
        raise NotPossibleError(why="--release and --keep exclude each other", instead="give one of the two")
    if release:
        return "release"
    return "keep" if keep else None
