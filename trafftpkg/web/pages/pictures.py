"""Files: the pictures that the catalogue names, and the page's own style, script and icon."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import NotFoundError
from trafftpkg.web.safety.headers import PICTURE_POLICY
from trafftpkg.web.templating import STATIC

_KINDS = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


def show(exchange: Exchange) -> Response:
    """Answer with a picture, if it is in the catalogue's folder, also after following links."""
    name = exchange.request.path_params["file"]
    if name not in _declared(exchange):
        raise NotFoundError
    folder = exchange.settings.folder.resolve()
    file = (folder / name).resolve()
    kind = _KINDS.get(file.suffix.lower())
    if kind is None or not file.is_relative_to(folder) or not file.is_file():
        raise NotFoundError
    headers = {"content-security-policy": PICTURE_POLICY, "cache-control": "public, max-age=3600"}
    return FileResponse(file, headers=headers, media_type=kind)


def _declared(exchange: Exchange) -> set[str]:
    catalogue = exchange.catalogue
    pictures = [each.image for each in catalogue.packages.values()]
    pictures += [each.image for each in catalogue.services.values()]
    shown = {file for each in catalogue.packages.values() for file in each.gallery}
    return {each for each in pictures if each is not None} | shown


_OWN_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}


async def static_file(request: Request) -> Response:
    """Answer with a file of the page. Its address changes with its content, so it may be cached."""
    name = request.path_params["file"]
    file = STATIC / name
    if file.suffix not in _OWN_KINDS or file.parent != STATIC or not await run_in_threadpool(file.is_file):
        raise HTTPException(404)
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return FileResponse(file, headers=headers, media_type=_OWN_KINDS[file.suffix])
