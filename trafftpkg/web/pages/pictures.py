"""Pictures of the catalogue: those that it names, and nothing else that lies there."""

from starlette.responses import FileResponse, Response

from trafftpkg.web.exchange import Exchange
from trafftpkg.web.failures import NotFoundError
from trafftpkg.web.safety.headers import PICTURE_POLICY

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
    """Answer with a picture, if it lies inside the catalogue's folder even after following links."""
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
