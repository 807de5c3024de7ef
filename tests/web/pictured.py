"""The example business with photos of its rooms."""

from pathlib import Path

from tests.web.photos import photo

SERVICES = ("massage", "reflexology", "float", "yoga", "pilates")
PACKAGES = ("glow-10", "massage-hours", "yoga-20", "winter-float")
SIZE = (900, 600)


def with_photos(catalogue: Path) -> None:
    """Give some services and packages a photo."""
    for number, name in enumerate((*SERVICES, *PACKAGES)):
        photo(number, SIZE, grain=6).save(catalogue / f"images/{name}.jpg", quality=82)
    services = catalogue / "services.yaml"
    text = services.read_text()
    for name in SERVICES:
        text = text.replace(f"{{id: {name}, ", f"{{id: {name}, image: images/{name}.jpg, ")
        text = text.replace(f"- id: {name}\n", f"- id: {name}\n  image: images/{name}.jpg\n")
    services.write_text(text)
    for name in PACKAGES:
        package = catalogue / f"packages/{name}.yaml"
        declared = package.read_text().replace("image: images/facial.svg\n", "")
        package.write_text(f"{declared}image: images/{name}.jpg\n")
