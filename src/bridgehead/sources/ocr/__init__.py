"""Text recognized in pictures of pages, in reading order (the extra ``[ocr]``).

A page goes through `_scan` (lines found and recognized by the models of `_engine`, kept by `_cache`), then
`_layout`: the lines become `_blocks`, headlines and columns, these `_articles` and their `_paragraphs`.
"""

from __future__ import annotations

from typing import Any

from bridgehead.errors import DamagedFile, SourceError
from bridgehead.sources._base import Place, ReaderMissing
from bridgehead.sources._columns import Box
from bridgehead.sources._progress import tell
from bridgehead.sources.ocr import _engine
from bridgehead.sources.ocr._engine import installed

__all__ = ["Page", "installed", "missing", "recognize", "written"]

Page = list[list[tuple[str, list[tuple[int, int, Box]]]]]
"""Articles of paragraphs: the text, and where in it each line stands, with its box in pixels."""


def missing(name: str) -> ReaderMissing:
    """Return the error that says what is to be installed."""
    return ReaderMissing(
        "ocr", "这是图片，要识别文字", "this is a picture, whose text has to be recognized", where=name
    )


def recognize(picture: Any, name: str, said: str = "") -> Page:
    """Recognize a page.

    Parameters
    ----------
    picture : numpy.ndarray
        Height × width × 3 bytes in the order blue, green, red.
    name : str
        Where it comes from, for messages.
    said : str
        Which page of how many, for who watches.

    Raises
    ------
    ReaderMissing
        If rapidocr is not installed.
    DamagedFile
        If the models fail on it.
    """
    if not installed():
        raise missing(name)
    from bridgehead.sources.ocr import _cache, _layout, _scan

    known = _cache.key(picture, _engine.identity())
    scan = _cache.load(known)
    if scan is None:
        what = f"{name} {said}".rstrip()
        tell(what, 0, 1)
        try:
            scan = _scan.scan(picture, lambda done, total: tell(what, done, total))
        except MemoryError:
            raise
        except ImportError as error:
            raise _unloadable(error, name) from error
        except Exception as error:  # whatever the models and OpenCV raise
            raise DamagedFile(
                f"图片认不出来（{type(error).__name__}）",
                f"the picture cannot be recognized ({type(error).__name__})",
                where=name,
                try_zh="用看图程序打开，另存为 .png",
                try_en="open it in a viewer and save it as .png",
            ) from error
        _cache.save(known, scan)
    return [[_paragraph(lines, scan) for lines in article] for article in _layout.arrange(scan)]


def _unloadable(error: ImportError, name: str) -> SourceError:
    return SourceError(
        f"识别文字的部分装了却用不了（{error}）",
        f"the part that recognizes text is installed but does not load ({error})",
        where=name,
        try_zh="pip uninstall opencv-python 后 pip install --force-reinstall opencv-python-headless",
        try_en="pip uninstall opencv-python, then pip install --force-reinstall opencv-python-headless",
    )


def _paragraph(lines: list[Any], scan: Any) -> tuple[str, list[tuple[int, int, Box]]]:
    text, places = "", []
    for line in lines:
        if (
            text[-1:].isascii()
            and text[-1:].isalpha()
            and line.text[:1].isascii()
            and line.text[:1].isalpha()
        ):
            text += " "
        corners = [scan.lines[part][2] for part in line.parts]
        xs = [x for each in corners for x in each[0::2]]
        ys = [y for each in corners for y in each[1::2]]
        places.append((len(text), len(text) + len(line.text), (min(xs), min(ys), max(xs), max(ys))))
        text += line.text
    return text, places


def written(page: Page, number: int, at: int, scale: float = 1.0) -> tuple[str, list[Place]]:
    """Write a page down: paragraphs and articles with a blank line between.

    Parameters
    ----------
    page : list
        What `recognize` gave.
    number : int
        Of the page, for its places.
    at : int
        Where its text will begin.
    scale : float
        Pixels a point.

    Returns
    -------
    (str, list of Place)
        The text without a line end, and its lines' places.
    """
    parts: list[str] = []
    places: list[Place] = []
    for article in page:
        for text, lines in article:
            for start, end, box in lines:
                left, top, right, bottom = (round(value / scale, 1) for value in box)
                places.append(Place((at + start, at + end), page=number, box=(left, top, right, bottom)))
            parts.append(text)
            at += len(text) + 2
    return "\n\n".join(parts), places
