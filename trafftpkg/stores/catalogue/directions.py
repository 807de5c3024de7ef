"""Characters that change the direction of writing, so that a text looks otherwise than it reads.

Source:
    Unicode TR 36, 2.3, and CVE-2021-42574: embeddings, overrides, and isolates. The marks that only say
    which way a neighbour is written (U+200E, U+200F, U+061C) are left to those who write so.
"""

import re

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def turning(character: str) -> str:
    """Return what is wrong, to follow a field's name."""
    return f"has a character that changes the direction of writing (U+{ord(character):04X}). Remove it"
