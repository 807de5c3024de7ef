"""A change to one value of the catalogue, as somebody types it."""

from typing import Literal

from trafftpkg.domain.value import Value, value

Verb = Literal["set", "add", "remove"]


@value
class Assignment(Value):
    """One value to set, to add to a list, or to remove.

    Args:
        steps: The way to it from the top of what is changed: `price`, `amount`. Items of a list by id, by the
            service they are about, by their text, or by number from 0.
        text: The new value; empty where one is removed.
    """

    steps: tuple[str, ...]
    verb: Verb
    text: str

    @property
    def path(self) -> str:
        """The way as it is typed: `price.amount`."""
        return ".".join(self.steps)
