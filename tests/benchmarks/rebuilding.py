"""What a line costs in a rebuild of the index, and by how much its memory grows.

    python -m tests.benchmarks.rebuilding LEDGER

Prints seconds of the processor, and the most bytes of memory, of one rebuild in a process of its own.
"""

import gc
import resource
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.figures import Row
from tests.benchmarks.generate import write_ledger
from tests.source_code import ROOT
from trafftpkg.stores.jsonl.replay import rebuilt

FEW = 20_000


def main() -> None:
    """Rebuild once, and print what it took."""
    gc.set_threshold(50_000)  # as the program itself has it
    ledger = Path(sys.argv[1])
    began = time.process_time()
    rebuilt(ledger.with_name("rebuilt.index"), ledger)
    print(time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def rebuilding(folder: Path, most: int) -> list[Row]:
    """Rebuild ledgers of few and of many lines."""
    few, many = (_took(folder, lines) for lines in (FEW, most))
    return [
        Row("rebuild, a line, of the processor", few[0] / FEW * 1e6, 80, "µs", note=f"{FEW:,} lines"),
        Row(f"rebuild, its memory at {most:,} ÷ {FEW:,} lines", many[1] / few[1], 1.3),
    ]


def _took(folder: Path, lines: int) -> tuple[float, float]:
    ledger = folder / f"{lines}.jsonl"
    write_ledger(ledger, lines)
    command = [sys.executable, "-m", "tests.benchmarks.rebuilding", str(ledger)]
    runs = [
        subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.split()
        for _ in range(2 if lines == FEW else 1)
    ]
    seconds, memory = min((float(took), float(most)) for took, most in runs)
    return seconds, memory


if __name__ == "__main__":
    main()
