"""What search engines are told: what they may look at, and the addresses of all that is sold."""

from xml.sax.saxutils import escape

from starlette.responses import PlainTextResponse, Response

from trafftpkg.web.exchange import Exchange
from trafftpkg.web.pages.home import is_given, on_sale
from trafftpkg.web.safety.headers import PUBLIC

_NOT_FOR_THEM = ("/account", "/done/", "/sign-in", "/sign-out")
"""Paths of what belongs to one client."""


def robots(exchange: Exchange) -> Response:
    """Answer with what search engines may look at."""
    lines = ["User-agent: *", *(f"Disallow: {each}" for each in _NOT_FOR_THEM), ""]
    lines.append(f"Sitemap: {exchange.settings.address}/sitemap.xml")
    return PlainTextResponse("\n".join(lines) + "\n", headers={"cache-control": PUBLIC})


def sitemap(exchange: Exchange) -> Response:
    """Answer with the addresses of all that is sold today."""
    to, catalogue = exchange.settings.addresses, exchange.catalogue
    paths = ["/", *(to.package(each.id) for each in on_sale(exchange))]
    paths += [to.service(each.id) for each in catalogue.services.values() if is_given(exchange, each)]
    places = "".join(f"<url><loc>{escape(exchange.settings.address + each)}</loc></url>\n" for each in paths)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n'
    )
    return Response(text, headers={"cache-control": PUBLIC}, media_type="application/xml")
