"""Open a picture with two of Pillow's parsers only, and look at its size before any pixel is decoded."""

from io import BytesIO

from PIL import Image

PIXELS = 4_000_000


def open_picture(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data), formats=["PNG", "JPEG"])
    if image.width * image.height > PIXELS:
        raise ValueError(f"{image.width} x {image.height} is too large")
    image.load()  # here, C code decodes the pixels
    return image


def made(kind: str, width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("1", (width, height)).save(out, kind)
    return out.getvalue()


if __name__ == "__main__":
    for kind, width, height in (("PNG", 20, 30), ("GIF", 20, 30), ("PNG", 9_000, 9_000)):
        picture = made(kind, width, height)
        try:
            found = f"opened {open_picture(picture).size}"
        except (OSError, ValueError) as error:
            found = f"refused: {str(error).split('<')[0].strip()}"
        print(f"{kind} {width} x {height}, {len(picture):6,} bytes: {found}")
