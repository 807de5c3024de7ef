"""The page's own style, script, and icon."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from trafftpkg.web.page_settings import STATIC
from trafftpkg.web.safety.headers import ALWAYS

_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}


async def static_file(request: Request) -> Response:
    """Answer with a file of ours; its address changes with its bytes, so that it can be kept for ever."""
    name = request.path_params["file"]
    file = STATIC / name
    if file.suffix not in _KINDS or file.parent != STATIC or not await run_in_threadpool(file.is_file):
        raise HTTPException(404)
    headers = {**ALWAYS, "cache-control": "public, max-age=31536000, immutable"}
    return FileResponse(file, headers=headers, media_type=_KINDS[file.suffix])
