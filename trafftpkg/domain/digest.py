"""sha256 as the interpreter brings it along.

`hashlib` loads OpenSSL, which takes longer than recording a booking. Where many lines are hashed one after
another it is the quicker one all the same, and used.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha2 import sha256
    except ImportError:
        try:
            from _sha256 import sha256  # Python 3.11
        except ImportError:  # an interpreter built without them
            from hashlib import sha256

__all__ = ["sha256"]
