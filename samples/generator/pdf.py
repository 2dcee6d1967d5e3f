"""A small PDF writer: Chinese text in columns, in a font that every reader knows and no file embeds."""

from __future__ import annotations

__all__ = ["pdf"]

_WIDE, _HIGH = 595, 842  # A4 in points
_MARGIN = 48
_SIZE, _LEADING = 10.5, 16

_FONTS = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    " /DescendantFonts [4 0 R] >>",
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500]"
    " /FontDescriptor 5 0 R"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
    " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
)


def pdf(pages: list[list[tuple[str, list[str]]]], columns: int) -> bytes:
    """Write a PDF.

    Parameters
    ----------
    pages : list
        Each page a list of ``(headline, paragraphs)``; headlines go across the page, paragraphs into columns.
    columns : int
        Columns a page.

    Returns
    -------
    bytes
        The file; the same each time.
    """
    streams = [_page(articles, columns) for articles in pages]
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(streams)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>",
        *_FONTS,
    ]
    for i, stream in enumerate(streams):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDE} {_HIGH}]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {7 + 2 * i} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return _file(objects)


def _page(articles: list[tuple[str, list[str]]], columns: int) -> str:
    ops, top = ["BT"], float(_HIGH - _MARGIN)
    gap = 18
    wide = (_WIDE - 2 * _MARGIN - gap * (columns - 1)) / columns
    for headline, paragraphs in articles:
        top -= 26
        ops.append(_show(headline, _MARGIN, top, 18))
        top -= 12
        rows = [row for text in paragraphs for row in _rows("　　" + text, wide)]
        deep = -(-len(rows) // columns)
        for i, row in enumerate(rows):
            column, down = divmod(i, deep)
            ops.append(_show(row, _MARGIN + column * (wide + gap), top - (down + 1) * _LEADING, _SIZE))
        top -= (deep + 1) * _LEADING
    return "\n".join([*ops, "ET"])


def _rows(text: str, wide: float) -> list[str]:
    rows, row, used = [], "", 0.0
    for char in text:
        step = _SIZE * (0.5 if char.isascii() else 1)
        if used + step > wide and char not in "，。、；：”）":
            rows.append(row)
            row, used = "", 0.0
        row, used = row + char, used + step
    return [*rows, row]


def _show(text: str, x: float, y: float, size: float) -> str:
    return f"/F1 {size:g} Tf 1 0 0 1 {x:.1f} {y:.1f} Tm <{text.encode('utf-16-be').hex()}> Tj"


def _file(objects: list[str]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>"
    return out + f"{end}\nstartxref\n{len(out)}\n%%EOF\n".encode("ascii")
