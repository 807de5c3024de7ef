"""Words for command lines that cannot be read."""

from trafftpkg.cli.errors import CommandLineError, UnknownCommandError, UnknownTopicError
from trafftpkg.cli.words.base import Words, words
from trafftpkg.cli.words.names import Names


@words.register
def _(error: UnknownCommandError, names: Names) -> Words:
    hint = f" Did you mean '{error.nearest}'?" if error.nearest else ""
    remedy = f"{error.path} {error.nearest} --help" if error.nearest else f"{error.path} --help"
    return Words(problem=f"There is no command '{error.typed}'.{hint}", remedy=remedy)


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
