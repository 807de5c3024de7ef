"""Words for command lines that cannot be read."""

from trafftpkg.cli.errors import CommandLineError, UnknownCommandError, UnknownTopicError
from trafftpkg.cli.words.base import Words, words
from trafftpkg.cli.words.names import Names


@words.register
def _(error: UnknownCommandError, names: Names) -> Words:
    if error.typed == "help" and error.meant:
        return Words(problem="Help is an option here, not a command.", remedy=_help_of(error.meant[0]))
    offered = " or ".join(f"'{each}'" for each in error.meant)
    hint = f" Did you mean {offered}?" if offered else ""
    remedy = "; or: ".join(_help_of(each) for each in error.meant) or f"{error.path} --help"
    return Words(problem=f"There is no command '{error.typed}'.{hint}", remedy=remedy)


def _help_of(command: str) -> str:
    return f"trafftpkg {command}".strip() + ("" if command.startswith("-") else " --help")


@words.register
def _(error: UnknownTopicError, names: Names) -> Words:
    hint = f" Did you mean '{error.nearest}'?" if error.nearest else ""
    remedy = f"trafftpkg guide {error.nearest}" if error.nearest else "List the topics: trafftpkg guide"
    return Words(problem=f"The guide has no topic '{error.typed}'.{hint}", remedy=remedy)


@words.register
def _(error: CommandLineError, names: Names) -> Words:
    more = f"{error.path} --help"
    remedy = f"For example: {error.example}. More: {more}" if error.example else more
    return Words(problem=error.problem, remedy=remedy)
