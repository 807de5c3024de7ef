"""Tell what of the program is missing in a wheel and an sdist that were built.

    python -m tests.packaged FOLDER

Exit 1 where a file of `trafftpkg/` that is under version control is not in both.
"""

import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

from tests.source_code import PACKAGE, ROOT


def missing_in(folder: Path) -> list[str]:
    """Return each file that a package in the folder lacks; what a link leads to counts as its files."""
    tracked = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "trafftpkg"], check=True, capture_output=True, text=True
    )
    wanted = {line for line in tracked.stdout.splitlines() if (ROOT / line).is_file()}
    wanted |= {
        str(Path("trafftpkg/example") / each.relative_to(PACKAGE / "example"))
        for each in (PACKAGE / "example").rglob("*")
        if each.is_file()
    }
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with ZipFile(wheel) as packed, tarfile.open(sdist) as source:
        has = {
            wheel.name: set(packed.namelist()),
            sdist.name: {name.partition("/")[2] for name in source.getnames()},
        }
    return [f"{package}: {file}" for package, files in has.items() for file in sorted(wanted - files)]


if __name__ == "__main__":
    found = missing_in(Path(sys.argv[1]))
    print("\n".join(found) or "nothing is missing")
    sys.exit(bool(found))
