"""PDF files: the text layer in reading order; pages that are pictures go to the reader of pictures."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from bridgehead.errors import DamagedFile, OversizedFile, ProtectedFile, language
from bridgehead.sources._base import Place, RawText, ReaderMissing
from bridgehead.sources._columns import Box, Piece, lay_out
from bridgehead.sources._limits import MAX_TEXT, checked

__all__ = ["read"]

_WRONG_PASSWORD = 4
"""FPDF_ERR_PASSWORD."""

_BREAK = 0.6
"""A gap wider than this many text heights ends a piece."""

_FEW = 40
"""Characters that a page number, a watermark or a scanner's mark may have on a page that is a picture."""

_COVERED = 0.5
"""Share of such a page that its picture covers, at least."""

_OUTLINES = 50
"""Drawn shapes from which a page without text is taken for one whose letters are drawn; rules and frames are
fewer."""

_ENOUGH = 500
"""Characters that are enough to tell which way a page is up."""

_UNREADABLE = 0.5
"""Share of characters without a Unicode value from which a text layer is no better than none."""

_DOTS = (100, 200, 300)
"""Dots an inch at which a page is drawn for the recognition of its text: at least, without a picture that
covers it, at most."""

_MOST_PIXELS = 60_000_000
"""Of a page that is drawn; a broadsheet at 300 dots an inch has 31 million."""

Line = tuple[str, Box]


def read(data: bytes, name: str) -> Iterator[RawText | ReaderMissing]:
    """Read a PDF file.

    One line of text a line on the page, columns one after another, pages one after another; the places carry
    page and box. Lines are not joined to paragraphs: the repair does that and can explain it. A page without
    a readable text layer is recognized as a picture, with the extra ``[ocr]``; without it, the other pages
    are read and what is missing is said.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        The path to record.

    Raises
    ------
    DamagedFile, ProtectedFile, EmptySource, OversizedFile
        As the file is.
    """
    document = _open(data, name)
    texts: list[str] = []
    places: list[Place] = []
    pictures: list[int] = []
    at = 0
    try:
        title = _title(document)
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            found = _text_layer(page)
            try:
                text, stood = (
                    _recognized(page, number, len(document), at, name)
                    if found is None
                    else _lines(found, number, at)
                )
            except ReaderMissing:
                text, stood = "", []
                pictures.append(number)
            page.close()
            places += stood
            texts += [text] if text else []
            at += len(text) + 1 if text else 0
            _refuse_long(at, name)
    finally:
        document.close()
    if texts:
        yield checked(data, name, "application/pdf", "\n".join(texts), places=tuple(places), title=title)
    elif not pictures:
        checked(data, name, "application/pdf", "")
    if pictures:
        yield _pages_missing(pictures, name)


def _lines(found: list[Line], number: int, at: int) -> tuple[str, list[Place]]:
    places = []
    for line, box in found:
        places.append(Place((at, at + len(line)), page=number, box=box))
        at += len(line) + 1
    return "\n".join(line for line, _ in found), places


def _recognized(page: Any, number: int, pages: int, at: int, name: str) -> tuple[str, list[Place]]:
    """Return a page's text from its picture; a blank line above keeps it apart from the page before."""
    from bridgehead.sources import ocr

    if not ocr.installed():
        raise ocr.missing(name)
    scale = _resolution(page)
    picture = page.render(scale=scale, draw_annots=True).to_numpy()[:, :, :3]
    said = f"page {number}/{pages}" if language() == "en" else f"第 {number}/{pages} 页"
    above = "\n" if at else ""
    text, places = ocr.written(ocr.recognize(picture, name, said), number, at + len(above), scale)
    return above + text if text else "", places


def _resolution(page: Any) -> float:
    """Return the pixels a point at which to draw a page: those of its picture, within bounds."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    scale = _DOTS[1] / 72
    for item in page.get_objects(max_depth=3):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            if (right - left) * (top - bottom) > _COVERED * width * height:
                scale = max(item.get_px_size()[0] / (right - left), _DOTS[0] / 72)
    return float(min(scale, _DOTS[2] / 72, math.sqrt(_MOST_PIXELS / (width * height))))


def _open(data: bytes, name: str) -> Any:
    import pypdfium2

    # pdfium rebuilds a truncated file from what is left of it: the text would miss pages without a word.
    whole = b"%%EOF" in data[-4096:]
    try:
        document = pypdfium2.PdfDocument(data)
        if whole and len(document):
            return document
        document.close()
    except pypdfium2.PdfiumError as error:
        if error.err_code == _WRONG_PASSWORD:
            raise ProtectedFile(
                "PDF 文件有密码",
                "the PDF file needs a password",
                where=name,
                try_zh="用密码打开后另存或打印成不带密码的 PDF",
                try_en="open it with the password and print it to a PDF without one",
            ) from error
    raise DamagedFile(
        "PDF 文件已损坏或没有传完" if not whole else "PDF 文件已损坏",
        "the PDF file is broken or was cut short" if not whole else "the PDF file is broken",
        where=name,
        try_zh="重新下载，或用阅读器打开后另存",
        try_en="download it again, or open it in a reader and save it",
    )


def _title(document: Any) -> str | None:
    """Return the title, unless it is the name of the file that was printed."""
    title = str(document.get_metadata_value("Title")).strip()
    printed = title.lower().startswith("microsoft ") or title.lower().endswith(
        (".doc", ".docx", ".wps", ".indd")
    )
    return None if not title or printed else title


def _refuse_long(length: int, name: str) -> None:
    if length > MAX_TEXT:
        raise OversizedFile(
            f"正文超过 {MAX_TEXT:,} 字",
            f"the text has more than {MAX_TEXT:,} characters",
            where=name,
            try_zh="把文件拆成几个",
            try_en="split the file",
        )


def _pages_missing(pages: list[int], name: str) -> ReaderMissing:
    shown = ", ".join(map(str, pages[:10])) + (" …" if len(pages) > 10 else "")
    return ReaderMissing(
        "ocr",
        f"第 {shown} 页是图片，要识别文字",
        f"page {shown} is a picture, whose text has to be recognized",
        where=name,
    )


def _text_layer(page: Any) -> list[Line] | None:
    """Return the lines of a page, or None when its text can only be got from its picture."""
    text = page.get_textpage()
    try:
        pieces, unreadable = _pieces(page, text)
    finally:
        text.close()
    count = sum(len(piece.text) for piece in pieces)
    if count + unreadable <= _FEW and _is_picture(page, count + unreadable):
        return None
    return None if unreadable > _UNREADABLE * (count + unreadable) else lay_out(pieces)


def _is_picture(page: Any, count: int) -> bool:
    """Whether a page with next to no text shows its content as a picture or as drawn outlines."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    pictures, outlines = 0.0, 0
    for item in page.get_objects(max_depth=3):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            pictures = max(pictures, (right - left) * (top - bottom) / (width * height))
        outlines += item.type == pdfium.FPDF_PAGEOBJ_PATH
    return pictures > _COVERED if count else pictures > 0 or outlines > _OUTLINES


def _pieces(page: Any, text: Any) -> tuple[list[Piece], int]:
    """Return runs of characters that stand together on one line, and how many characters cannot be read."""
    import pypdfium2.raw as pdfium

    pieces: list[Piece] = []
    unreadable = 0
    turn = _upright(page, text)
    box = pdfium.FS_RECTF()
    run, spaced = "", False
    area = (0.0, 0.0, 0.0, 0.0)
    for index in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            spaced = True
            continue
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or 0xE000 <= code <= 0xF8FF:
            unreadable += 1
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box))
        char, here = chr(code), turn(box.left, box.bottom, box.right, box.top)
        if char in "\r\n" or here[2] - here[0] <= 0 or here[3] - here[1] <= 0:
            continue
        if run and _continues(area, here):
            run += f" {char}" if spaced and run[-1].isascii() and char.isascii() else char
            area = (
                min(area[0], here[0]),
                min(area[1], here[1]),
                max(area[2], here[2]),
                max(area[3], here[3]),
            )
        else:
            pieces.append(Piece(run, *area))
            run, area = char, here
        spaced = False
    pieces.append(Piece(run, *area))
    return [_whole(piece) for piece in pieces if piece.text.strip()], unreadable


def _whole(piece: Piece) -> Piece:
    """Put halves of characters beyond U+FFFF, as pdfium gives them, together."""
    if not any("\ud800" <= char <= "\udfff" for char in piece.text):
        return piece
    text = piece.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Piece(text, piece.left, piece.top, piece.right, piece.bottom)


def _continues(area: tuple[float, ...], here: tuple[float, ...]) -> bool:
    height = min(area[3] - area[1], here[3] - here[1])
    level = min(area[3], here[3]) - max(area[1], here[1]) > 0.5 * height
    return level and -0.5 * height < here[0] - area[2] < _BREAK * height


def _upright(page: Any, text: Any) -> Callable[[float, float, float, float], Box]:
    """Return the function from a box in the page's own space to one from the upper left corner.

    The page is turned so that most of its characters stand upright: that is how it is seen, but for pages on
    which everything lies on its side.
    """
    import pypdfium2.raw as pdfium

    left, bottom, right, top = page.get_cropbox()
    angles = Counter(
        round(math.degrees(pdfium.FPDFText_GetCharAngle(text, index)) / 90) % 4
        for index in range(min(text.count_chars(), _ENOUGH))
        if pdfium.FPDFText_IsGenerated(text, index) == 0
    )
    turned = -90 * angles.most_common(1)[0][0] % 360 if angles else 0

    def turn(x0: float, y0: float, x1: float, y1: float) -> Box:
        if turned == 90:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if turned == 180:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        if turned == 270:
            return top - y1, right - x1, top - y0, right - x0
        return x0 - left, top - y1, x1 - left, top - y0

    return turn
