"""An absence as JSON, by the clock it was meant by."""

from trafftpkg.cli.views.values import Json, moment_text
from trafftpkg.domain.block import Block
from trafftpkg.engine.questions.blocks import BlockRow

BLOCK_FIELDS = "block employee starts_at ends_at lifted reason".split()


def block_row_object(row: BlockRow) -> Json:
    """Return an absence in a list, with its reason."""
    return {**block_object(row.block), "reason": row.reason}


def block_object(block: Block) -> Json:
    """Return who is away and when; `lifted` where it was taken back."""
    return {
        "block": block.id,
        "employee": block.employee,
        "starts_at": moment_text(block.starts_at, block.time_zone),
        "ends_at": moment_text(block.ends_at, block.time_zone),
        "lifted": block.lifted,
    }
