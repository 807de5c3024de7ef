"""Addresses of PostgreSQL ledgers, and how they are printed without passwords."""

import re
from urllib.parse import parse_qsl, unquote

_HIDDEN = "***"
_USERINFO = re.compile(r"^(?P<scheme>[a-z]+://)(?P<user>[^/?#@:]*):(?P<password>[^/?#]*)@")
_PARAMETER = re.compile(r"(?P<name>[?&](?:ssl)?password=)(?P<password>[^&#]*)")


def without_password(address: str) -> str:
    """Return the address without its password, to be printed and recorded."""
    shown = _USERINFO.sub(rf"\g<scheme>\g<user>:{_HIDDEN}@", address)
    return _PARAMETER.sub(rf"\g<name>{_HIDDEN}", shown)


def scrubbed(text: str, address: str) -> str:
    """Return a message about an address, without any password of the address."""
    for secret in sorted(_passwords(address), key=len, reverse=True):
        text = text.replace(secret, _HIDDEN)
    return text


def has_several_hosts(address: str) -> bool:
    """Tell whether the address names more than one server."""
    authority = address.partition("://")[2].partition("/")[0].partition("?")[0].rpartition("@")[2]
    query = dict(parse_qsl(address.partition("?")[2]))
    return "," in authority or "," in query.get("host", "") or "," in query.get("hostaddr", "")


def with_database(address: str, database: str) -> str:
    """Return the address of another database of the same server."""
    scheme, _, rest = address.partition("://")
    before, mark, query = rest.partition("?")
    return f"{scheme}://{before.partition('/')[0]}/{database}{mark}{query}"


def _passwords(address: str) -> set[str]:
    found = {each["password"] for each in (*_USERINFO.finditer(address), *_PARAMETER.finditer(address))}
    return {secret for each in found for secret in (each, unquote(each)) if secret}
