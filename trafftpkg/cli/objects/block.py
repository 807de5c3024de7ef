"""An absence as JSON, by the clock it was meant by."""

from trafftpkg.cli.objects.values import Json, moment_text
from trafftpkg.domain.block import Block

BLOCK_FIELDS = "block employee starts_at ends_at lifted reason".split()


def block_object(block: Block) -> Json:
    """Return who is away and when; `lifted` where it was taken back."""
    return {
        "block": block.id,
        "employee": block.employee,
        "starts_at": moment_text(block.starts_at, block.time_zone),
        "ends_at": moment_text(block.ends_at, block.time_zone),
        "lifted": block.lifted,
    }
