"""What the jobs of the night have in common: a failure says when and where, and is counted."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trafftpkg.cli.output import say
from trafftpkg.domain.errors.base import TrafftpkgError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from trafftpkg.bootstrap import Desk
    from trafftpkg.cli.metrics import Job, MetricsFile

MetricsOption = Annotated[
    str | None,
    typer.Option("--metrics-file", metavar="PATH", help="Write the results to this file for Prometheus."),
]


@contextmanager
def a_night(job: "Job", path: str | None, desk: "Desk") -> Iterator["MetricsFile | None"]:
    """Run a job, with its metrics' file, if any, ready before anything is done.

    Raises:
        StoreUnavailableError: the file cannot be written to; nothing was done.
    """
    with _metrics_file(job, path, desk) as measured:
        try:
            yield measured
        except Exception:
            at = desk.machine_clock()
            if not is_terminal():
                say(f"{at:%Y-%m-%dT%H:%M:%SZ} {desk.anywhere}: this run failed.")
            if measured is not None:
                with suppress(TrafftpkgError):  # what went wrong first is what is reported
                    measured.put_failure(at)
            raise


def is_terminal() -> bool:
    """Tell whether a person looks at stdout."""
    return sys.stdout is not None and sys.stdout.isatty()


def _metrics_file(job: "Job", path: str | None, desk: "Desk") -> "AbstractContextManager[MetricsFile | None]":
    if path is None:
        return nullcontext()
    from trafftpkg.cli.metrics import metrics_file

    return metrics_file(Path(path), desk.anywhere, job)
