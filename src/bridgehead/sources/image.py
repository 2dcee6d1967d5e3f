"""Pictures of pages: the text is recognized, with the extra ``[ocr]``."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from bridgehead.errors import DamagedFile, OversizedFile, language
from bridgehead.sources._base import Place, RawText
from bridgehead.sources._limits import checked
from bridgehead.sources.ocr import installed, missing, recognize, written

__all__ = ["read"]

_MEDIA_TYPES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"RIFF", "image/webp"),
)

_MOST_PIXELS = 200_000_000
"""Of one page: a broadsheet at 400 dots an inch has 55 million."""


def read(data: bytes, name: str) -> Iterator[RawText]:
    """Read a picture of a page, or of several (tiff): paragraphs in reading order, boxes in pixels.

    Parameters
    ----------
    data : bytes
        A .png, .jpg, .bmp, .webp, .gif or .tif file.
    name : str
        The path to record.

    Raises
    ------
    ReaderMissing, DamagedFile, EmptySource, OversizedFile
        As `bridgehead.sources.ocr.recognize` and the limits say.
    """
    texts: list[str] = []
    places: list[Place] = []
    at = 0
    for number, (picture, pages) in enumerate(_pages(data, name), 1):
        said = (
            (f"page {number}/{pages}" if language() == "en" else f"第 {number}/{pages} 页")
            if pages > 1
            else ""
        )
        text, found = written(recognize(picture, name, said), number, at)
        places += found
        if text:
            texts.append(text)
            at += len(text) + 2
    media_type = next((each for magic, each in _MEDIA_TYPES if data.startswith(magic)), "image/tiff")
    yield checked(data, name, media_type, "\n\n".join(texts), places=tuple(places))


def _pages(data: bytes, name: str) -> Iterator[tuple[Any, int]]:
    """Give each page of a picture file as blue, green and red bytes, and how many there are."""
    if not installed():
        raise missing(name)
    from PIL import Image, ImageSequence

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            whole = Image.open(io.BytesIO(data))
            pages = getattr(whole, "n_frames", 1) if whole.format == "TIFF" else 1
            for frame in ImageSequence.Iterator(whole):
                if frame.width * frame.height > _MOST_PIXELS:
                    raise _too_large(name)
                picture = _upright(frame)
                yield picture, pages
                if pages == 1:
                    return
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise DamagedFile(
            f"图片打不开（{type(error).__name__}），可能已损坏或没有传完",
            f"the picture cannot be opened ({type(error).__name__}): it may be broken or cut short",
            where=name,
            try_zh="重新下载，或用看图程序打开，另存为 .png",
            try_en="download it again, or open it in a viewer and save it as .png",
        ) from error


def _upright(frame: Any) -> Any:
    """Return a frame's pixels as its camera held it, on white where it is transparent."""
    import numpy as np
    from PIL import Image, ImageOps

    frame = ImageOps.exif_transpose(frame)
    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        frame = frame.convert("RGBA")
        frame = Image.alpha_composite(Image.new("RGBA", frame.size, "white"), frame)
    elif frame.mode.startswith(("I", "F")):  # 16 bits a pixel, which would be cut off at 255
        grey = np.asarray(frame, dtype=float)
        frame = Image.fromarray((255 * grey / max(grey.max(), 1)).astype(np.uint8))
    return np.ascontiguousarray(np.asarray(frame.convert("RGB"))[:, :, ::-1])


def _too_large(name: str) -> OversizedFile:
    return OversizedFile(
        f"图片超过 {_MOST_PIXELS // 1_000_000} 兆像素",
        f"the picture has more than {_MOST_PIXELS // 1_000_000} million pixels",
        where=name,
        try_zh="用看图程序缩小，或按 300 dpi 重新扫描",
        try_en="make it smaller in a viewer, or scan it again at 300 dpi",
    )
