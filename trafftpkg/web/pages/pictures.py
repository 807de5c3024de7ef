"""Files: the catalogue's pictures, the business's colour, and the page's own style, script and icon."""

import re

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import NotFoundError
from trafftpkg.web.safety.headers import FOR_EVER, PICTURE_POLICY
from trafftpkg.web.templating import STATIC, style_of

_KINDS = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


def show(exchange: Exchange) -> Response:
    """Answer with a file that was made of a picture. It is named by what is in it, so it may be cached."""
    file = exchange.settings.backend.pictures.file(exchange.request.path_params["name"])
    if file is None:
        raise NotFoundError
    headers = {"content-security-policy": PICTURE_POLICY, "cache-control": FOR_EVER}
    return FileResponse(file, headers=headers, media_type=_KINDS[file.suffix])


async def show_look(request: Request) -> Response:
    """Answer with the style of a business's colour, which is the name of the file."""
    name = request.path_params["file"]
    if not re.fullmatch(r"[0-9a-f]{6}\.css", name):
        raise HTTPException(404)
    return Response(style_of(f"#{name[:6]}"), headers={"cache-control": FOR_EVER}, media_type="text/css")


_OWN_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}


async def static_file(request: Request) -> Response:
    """Answer with a file of the page. Its address changes with its content, so it may be cached."""
    name = request.path_params["file"]
    file = STATIC / name
    if file.suffix not in _OWN_KINDS or file.parent != STATIC or not await run_in_threadpool(file.is_file):
        raise HTTPException(404)
    return FileResponse(file, headers={"cache-control": FOR_EVER}, media_type=_OWN_KINDS[file.suffix])
