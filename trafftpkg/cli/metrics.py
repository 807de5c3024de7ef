"""How a night job went, for Prometheus: a file of text, always whole, for the collector of node_exporter.

Format: https://prometheus.io/docs/instrumenting/exposition_formats/ (text, version 0.0.4).
"""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from trafftpkg.domain.errors.unavailable import StoreUnavailableError, failed

if TYPE_CHECKING:
    from trafftpkg.engine.expiry import ExpiryReport

_PREFIX = "trafftpkg_expire_"


class Metric(NamedTuple):
    """One gauge: its name after the prefix, its help, and its samples by label (none: the empty text)."""

    name: str
    help: str
    samples: dict[str, str]


class MetricsFile:
    """A file that is exchanged as a whole: whoever reads it sees the last run or this one, never a part."""

    def __init__(self, path: Path, half: Path) -> None:
        self._path = path
        self._half = half

    def put(self, metrics: Iterable[Metric]) -> None:
        """Write these in place of all that was there.

        Raises:
            StoreUnavailableError: it cannot be written to; what was there stays.
        """
        text = "".join(line for each in metrics for line in _lines(each))
        try:
            with self._half.open("r+", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            self._half.replace(self._path)
        except OSError as error:
            raise failed(str(self._path), error, writing=True) from error


@contextmanager
def metrics_file(path: Path) -> Iterator[MetricsFile]:
    """Make sure that a file can be written to before the job begins; without `put` it stays as it is.

    A link stays, and the file that it leads to is exchanged.

    Raises:
        StoreUnavailableError: it cannot, or is a folder, a device, or a pipe; nothing was done.
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
        yield MetricsFile(itself, half)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def _check_is_a_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise StoreUnavailableError(where=str(path), reason="not_a_regular_file")


def expiry_metrics(report: "ExpiryReport", at: datetime, seconds: float) -> list[Metric]:
    """Return what one run of `expire` came to, that ended at a moment and took so long."""
    units = {unit: report.units_lapsed.get(unit, 0) for unit in ("session", "minute")}
    currency = report.view.currency
    return [
        _plain("last_run_timestamp_seconds", "When the last run was done.", f"{at.timestamp():.3f}"),
        _plain("duration_seconds", "How long it took.", f"{seconds:.3f}"),
        _plain("expired_purchases", "Purchases it wrote down as expired.", str(report.expired)),
        _plain("voided_purchases", "Purchases it voided, not paid in time.", str(report.voided)),
        Metric(
            "lapsed_units", "Units it wrote off.", {f'unit="{unit}"': str(n) for unit, n in units.items()}
        ),
        Metric(
            "lapsed_value",
            "What these were worth.",
            {f'currency="{currency}"': str(report.value_lapsed)} if currency else {},
        ),
    ]


def _plain(name: str, help_: str, value: str) -> Metric:
    return Metric(name, help_, {"": value})


def _lines(metric: Metric) -> Iterator[str]:
    name = f"{_PREFIX}{metric.name}"
    yield f"# HELP {name} {metric.help}\n"
    yield f"# TYPE {name} gauge\n"
    for labels, value in metric.samples.items():
        yield f"{name}{{{labels}}} {value}\n" if labels else f"{name} {value}\n"
