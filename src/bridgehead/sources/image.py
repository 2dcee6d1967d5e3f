"""Pictures of pages: the text is recognized, with the extra ``[ocr]``."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from functools import cache
from typing import Any

from bridgehead.errors import DamagedFile
from bridgehead.sources._base import Place, RawText, ReaderMissing
from bridgehead.sources._columns import Piece, lay_out
from bridgehead.sources._limits import checked

__all__ = ["read", "recognize"]

_MEDIA_TYPES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"RIFF", "image/webp"),
)

_SURE = 0.5
"""Recognized lines below this score are mostly stains and seals."""


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR()


def recognize(picture: Any, name: str) -> list[Piece]:
    """Recognize the text in a picture.

    Parameters
    ----------
    picture : bytes or numpy.ndarray
        An encoded picture, or height × width × 3 bytes in the order blue, green, red.
    name : str
        Where it comes from, for the message.

    Returns
    -------
    list of Piece
        In pixels; in no order.

    Raises
    ------
    ReaderMissing
        If rapidocr is not installed.
    DamagedFile
        If the picture cannot be decoded.
    """
    if importlib.util.find_spec("rapidocr") is None:
        raise ReaderMissing(
            "ocr",
            "这是图片，要识别文字",
            "this is a picture, whose text has to be recognized",
            where=name,
        )
    try:
        result = _engine()(picture)
    except Exception as error:  # whatever the decoder of pictures and the models raise
        raise DamagedFile(
            f"图片认不出来（{type(error).__name__}）",
            f"the picture cannot be recognized ({type(error).__name__})",
            where=name,
            try_zh="用看图程序打开，另存为 .png",
            try_en="open it in a viewer and save it as .png",
        ) from error
    if result.boxes is None or result.txts is None:
        return []
    pieces = []
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        if score >= _SURE and text.strip():
            xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
            pieces.append(Piece(text, min(xs), min(ys), max(xs), max(ys)))
    return pieces


def read(data: bytes, name: str) -> Iterator[RawText]:
    """Read a picture of a page: one line a line, columns one after another; boxes in pixels.

    Parameters
    ----------
    data : bytes
        A .png, .jpg, .bmp, .webp or .gif file.
    name : str
        The path to record.

    Raises
    ------
    ReaderMissing, DamagedFile, EmptySource, OversizedFile
        As `recognize` and the limits say.
    """
    lines, places, at = [], [], 0
    for line, box in lay_out(recognize(data, name)):
        places.append(Place((at, at + len(line)), page=1, box=box))
        lines.append(line)
        at += len(line) + 1
    media_type = next((each for magic, each in _MEDIA_TYPES if data.startswith(magic)), "image/tiff")
    yield checked(data, name, media_type, "\n".join(lines), places=tuple(places))
