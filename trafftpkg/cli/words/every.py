"""All errors' words: each subject's are in the file of that name, as the errors are."""

from trafftpkg.cli.words import (
    booking,
    changing,
    forbidden,
    naming,
    restoring,
    rules,
    selling,
    unavailable,
    undoing,
    untrusted,
    unusable,
    usage,
)
from trafftpkg.cli.words.base import Words, words
from trafftpkg.cli.words.names import Names
from trafftpkg.domain.errors.base import TrafftpkgError

SUBJECTS = (
    booking,
    changing,
    forbidden,
    naming,
    restoring,
    rules,
    selling,
    unavailable,
    undoing,
    untrusted,
    unusable,
    usage,
)
"""The files whose words are in the table once this module is loaded."""


def words_for(error: TrafftpkgError, names: Names) -> Words:
    """Return what is wrong, and what to do next."""
    return words(error, names)
