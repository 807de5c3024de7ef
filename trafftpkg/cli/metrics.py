"""How a night job went, for Prometheus: a file of text, always whole, for the collector of node_exporter.

Format: https://prometheus.io/docs/instrumenting/exposition_formats/ (text, version 0.0.4).
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from trafftpkg.cli.views.report import question_for, report_objects
from trafftpkg.domain.errors.unavailable import failed
from trafftpkg.domain.errors.unusable import StoreUnusableError
from trafftpkg.domain.moments import day_of
from trafftpkg.engine.questions.purchases import ListPurchases

if TYPE_CHECKING:
    from trafftpkg.bootstrap import Desk
    from trafftpkg.domain.header import Head
    from trafftpkg.engine.expiry import ExpiryReport
    from trafftpkg.letters.sending import SendingReport

_PREFIX = "trafftpkg_"
Job = Literal["expire", "backup", "letters"]
"""What runs every night, as its metrics call it."""


class Metric(NamedTuple):
    """One metric: its name after the prefix, its help, and its samples by label (none: the empty text)."""

    name: str
    help: str
    samples: dict[str, str]


class MetricsFile:
    """A file that is exchanged as a whole: whoever reads it sees the last run or this one, never a part.

    Args:
        path: The file.
        half: Where it is written before it is exchanged.
        ledger: Named in each sample, so that the files of several ledgers are told apart.
        job: Whose failures are counted.
    """

    def __init__(self, path: Path, half: Path, ledger: str, job: Job) -> None:
        self._path = path
        self._half = half
        self._failures = f"{job}_failures_total"
        self._last_failure = f"{job}_last_failure_timestamp_seconds"
        self._ledger = f'ledger="{_escaped(ledger)}"'

    def put(self, metrics: Iterable[Metric]) -> None:
        """Write these in place of all that was there, with the failures that were counted so far.

        Raises:
            StoreUnavailableError: it cannot be written to; what was there stays.
        """
        kept = [line for line in self._lines_there() if self._is_of_failures(line)]
        self._exchange([*(line for each in metrics for line in self._lines(each)), *kept])

    def put_failure(self, at: datetime) -> None:
        """Count a failure at a moment, and leave everything else as the last run that was done left it.

        Raises:
            StoreUnavailableError: as `put`.
        """
        there = self._lines_there()
        counted = re.compile(rf"{_PREFIX}{self._failures}\{{.*\}} (\d+)\n")
        count = next((int(found[1]) for line in there if (found := counted.fullmatch(line))), 0)
        failures = (
            Metric(self._failures, "How many runs failed.", {"": str(count + 1)}),
            Metric(self._last_failure, "When one failed last.", {"": _seconds(at)}),
        )
        others = [line for line in there if not self._is_of_failures(line)]
        self._exchange([*others, *(line for each in failures for line in self._lines(each))])

    def _is_of_failures(self, line: str) -> bool:
        return self._failures in line or self._last_failure in line

    def _lines_there(self) -> list[str]:
        """Return the lines of ours that are there: none of another program's."""
        try:
            with self._path.open(encoding="utf-8", errors="replace") as file:
                return [line for line in islice(file, _MOST) if _OURS.match(line)]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise failed(str(self._path), error) from error

    def _exchange(self, lines: Iterable[str]) -> None:
        try:
            with self._half.open("r+", encoding="utf-8", errors="replace") as file:
                file.writelines(lines)
                file.flush()
                os.fsync(file.fileno())
            self._half.replace(self._path)
        except OSError as error:
            raise failed(str(self._path), error, writing=True) from error

    def _lines(self, metric: Metric) -> Iterator[str]:
        name = f"{_PREFIX}{metric.name}"
        yield f"# HELP {name} {metric.help}\n"
        yield f"# TYPE {name} {'counter' if name.endswith('_total') else 'gauge'}\n"
        for labels, value in metric.samples.items():
            yield f"{name}{{{','.join(filter(None, (self._ledger, labels)))}}} {value}\n"


_MOST = 1_000
_OURS = re.compile(rf"(# (HELP|TYPE) )?{_PREFIX}")


def _escaped(label: str) -> str:
    return label.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _seconds(at: datetime) -> str:
    return f"{at.timestamp():.3f}"


@contextmanager
def metrics_file(path: Path, ledger: str, job: Job) -> Iterator[MetricsFile]:
    """Make sure that a file can be written to before the job begins; without `put` it stays as it is.

    A link stays, and the file that it leads to is exchanged.

    Args:
        ledger: What the ledger is called in the samples.
        job: What runs.

    Raises:
        StoreUnavailableError: it cannot; nothing was done.
        StoreUnusableError: it is a folder, a device, or a pipe; nothing was done.
    """
    itself = Path(os.path.realpath(path))
    # The collector reads names that end in .prom only, so not this one.
    half = itself.with_name(f"{itself.name}.{os.getpid()}.tmp")
    try:
        _check_is_a_file(itself)
        # What a run of the same number left behind when it was killed; a link that lies there is only a name.
        half.unlink(missing_ok=True)
        half.touch(exist_ok=False)
    except OSError as error:
        raise failed(str(path), error, writing=True) from error
    try:
        yield MetricsFile(itself, half, ledger, job)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def _check_is_a_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise StoreUnusableError(where=str(path), reason="not_a_regular_file")


def expiry_metrics(report: "ExpiryReport", at: datetime, seconds: float) -> list[Metric]:
    """Return what one run of `expire` came to, that ended at a moment and took so long."""
    units = {unit: report.units_lapsed.get(unit, 0) for unit in ("session", "minute")}
    currency = report.view.currency
    lapsed = {f'unit="{unit}"': str(n) for unit, n in units.items()}
    return [
        _plain("expire_last_run_timestamp_seconds", "When the last run was done.", _seconds(at)),
        _plain("expire_duration_seconds", "How long it took.", f"{seconds:.3f}"),
        _plain("expire_expired_purchases", "Purchases it wrote down as expired.", str(report.expired)),
        _plain("expire_voided_purchases", "Purchases it voided, not paid in time.", str(report.voided)),
        Metric("expire_lapsed_units", "Units it wrote off.", lapsed),
        _money("expire_lapsed_value", "What these were worth.", str(report.value_lapsed), currency),
    ]


def backup_metrics(head: "Head", at: datetime, seconds: float) -> list[Metric]:
    """Return what one backup came to, that was finished at a moment and took so long."""
    return [
        _plain("backup_last_run_timestamp_seconds", "When the last backup was finished.", _seconds(at)),
        _plain("backup_duration_seconds", "How long it took.", f"{seconds:.3f}"),
        _plain("backup_last_entry", "The number of the last entry in it.", str(head.seq)),
    ]


def letter_metrics(report: "SendingReport", waiting: int, at: datetime) -> list[Metric]:
    """Return what one run of `letters send` came to, that ended at a moment, and how many letters wait."""
    return [
        _plain("letters_last_run_timestamp_seconds", "When the last run was done.", _seconds(at)),
        _plain("letters_sent", "Letters it sent.", str(report.sent)),
        _plain("letters_failed", "Letters that were refused for good.", str(report.failed)),
        _plain("letters_waiting", "Letters that wait.", str(waiting)),
    ]


def ledger_metrics(desk: "Desk") -> list[Metric]:
    """Return how the ledger stands: its last entry, what is owed, and what is not paid."""
    with desk.ledger.reading() as books:
        head = books.head()
    if head is None:
        return []
    today = day_of(desk.read_clock(), desk.time_zone)
    report = desk.inquiry.ask(question_for("liability", today, today, ()))
    (owed,) = report_objects("liability", report)
    unpaid = desk.inquiry.count(ListPurchases(due=True))
    currency = report.view.currency
    return [
        _plain("ledger_last_entry", "The number of the last entry.", str(head.seq)),
        _plain("ledger_last_entry_timestamp_seconds", "When it was recorded.", _seconds(head.at)),
        _money("owed_value", "What is owed to clients, without taxes.", str(owed["owed"]), currency),
        _money("receivable_value", "What clients had and have not paid.", str(owed["receivable"]), currency),
        _plain("unpaid_purchases", "Purchases with money still to be paid.", str(unpaid)),
    ]


def _plain(name: str, help_: str, value: str) -> Metric:
    return Metric(name, help_, {"": value})


def _money(name: str, help_: str, amount: str, currency: str) -> Metric:
    return Metric(name, help_, {f'currency="{currency}"': amount} if currency else {})
