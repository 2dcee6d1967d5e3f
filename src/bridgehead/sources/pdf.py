"""PDF files: the text layer in reading order; pages that are pictures go to the reader of pictures."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from bridgehead.errors import DamagedFile, OversizedFile, ProtectedFile
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

_SCALE = 200 / 72
"""Pictures of pages for the recognition of text are made at 200 dots an inch: finer is slower and no better
(knowledge/damage.md, section 5)."""

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
    lines: list[str] = []
    places: list[Place] = []
    pictures: list[int] = []
    missing: ReaderMissing | None = None
    at = 0
    try:
        title = _title(document)
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            found = _text_layer(page)
            if found is None:
                try:
                    found = _recognize(page, name)
                except ReaderMissing as error:
                    missing, found = error, []
                    pictures.append(number)
            page.close()
            for line, box in found:
                places.append(Place((at, at + len(line)), page=number, box=box))
                lines.append(line)
                at += len(line) + 1
            _refuse_long(at, name)
    finally:
        document.close()
    if lines:
        yield checked(data, name, "application/pdf", "\n".join(lines), places=tuple(places), title=title)
    elif not missing:
        checked(data, name, "application/pdf", "")
    if missing:
        yield _pages_missing(pictures, name)


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


def _recognize(page: Any, name: str) -> list[Line]:
    from bridgehead.sources.image import recognize

    pieces = recognize(page.render(scale=_SCALE).to_numpy(), name)
    return lay_out(
        [Piece(p.text, *(value / _SCALE for value in (p.left, p.top, p.right, p.bottom))) for p in pieces]
    )
