"""How this program was installed, and so how more of it is: with pip, pipx or uv, from a checkout or a file.

Source:
    PEP 610: `direct_url.json` says where a package came from that was not had from an index by its name.
"""

import json
import shlex
import sys
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_NAME = "trafftpkg"
_HERE = Path(__file__).resolve().parents[2]
"""The folder that the program runs from: a checkout, or where libraries are installed."""


class Origin(NamedTuple):
    """Where the program came from.

    Args:
        place: A folder, a file, or an address; None for an index.
        editable: It runs from that folder itself.
    """

    place: str | None
    editable: bool


def adding(extra: str) -> str:
    """Return the command that installs an extra, to be pasted."""
    return _installing(f"[{extra}]", upgrade=False)


def upgrading() -> str:
    """Return the command that installs the newest version, to be pasted."""
    origin = _origin()
    if origin.place is not None and Path(origin.place, ".git").exists():
        return f"git -C {shlex.quote(origin.place)} pull && {_installing('', upgrade=True)}"
    return _installing("", upgrade=True)


def _installing(extras: str, *, upgrade: bool) -> str:
    origin = _origin()
    wanted = shlex.quote(_wanted(origin, extras))
    if _is_in("uv-receipt.toml"):
        again = " --reinstall" if origin.place is not None or upgrade else ""
        return f"uv tool install{again}{' --editable' if origin.editable else ''} {wanted}"
    if _is_in("pipx_metadata.json"):
        return f"pipx install --force{' --editable' if origin.editable else ''} {wanted}"
    tool = f"{shlex.quote(sys.executable)} -m pip install"
    if find_spec("pip") is None:
        tool = f"uv pip install --python {shlex.quote(sys.executable)}"
    return f"{tool}{' --upgrade' if upgrade else ''}{' -e' if origin.editable else ''} {wanted}"


def _wanted(origin: Origin, extras: str) -> str:
    if origin.place is None:
        return f"{_NAME}{extras}"
    return f"{origin.place}{extras}" if "://" not in origin.place else f"{_NAME}{extras} @ {origin.place}"


def _origin() -> Origin:
    if (_HERE / "pyproject.toml").is_file():
        return Origin(str(_HERE), True)
    try:
        said = distribution(_NAME).read_text("direct_url.json")
    except PackageNotFoundError:
        return Origin(None, False)
    facts = json.loads(said) if said else {}
    url = facts.get("url")
    if url is None:
        return Origin(None, False)
    if "vcs_info" in facts:
        return Origin(f"{facts['vcs_info']['vcs']}+{url}", False)
    place = unquote(urlsplit(url).path) if url.startswith("file:") else url
    return Origin(place, bool(facts.get("dir_info", {}).get("editable")))


def _is_in(receipt: str) -> bool:
    """Tell whether a tool has left its receipt in the environment that the program runs in."""
    return Path(sys.prefix, receipt).is_file()
