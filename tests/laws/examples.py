"""How many examples of trade are played, and of how many steps."""

from hypothesis import HealthCheck, settings


def examples(part: int, steps: int) -> settings:
    """Return the settings for one example in `part` of the usual number, each of so many steps.

    A long opening takes up what there is to choose from, and few examples leave no time to make up for it:
    that some are not fit to be played says nothing.
    """
    return settings(
        max_examples=max(settings().max_examples // part, 1),
        stateful_step_count=steps,
        suppress_health_check=[*settings().suppress_health_check, HealthCheck.filter_too_much],
    )
