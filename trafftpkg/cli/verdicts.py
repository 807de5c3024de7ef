"""`--release` and `--keep`: setting the cancellation policy aside."""

from typing import Literal

from trafftpkg.domain.errors.usage import BadArgumentError


def verdict(*, release: bool, keep: bool) -> Literal["release", "keep"] | None:
    """Return what is to become of the units; None leaves it to the policy as sold."""
    if release and keep:
        raise BadArgumentError(field="verdict", reason="exclusive", choices=("release", "keep"))
    if release:
        return "release"
    return "keep" if keep else None
