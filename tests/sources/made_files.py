"""Files that the tests make: PDF, OFD, zip. Plain functions that return bytes."""

from __future__ import annotations

import io
import zipfile

Run = tuple[str, float, float, float]
"""Text, x of its left end and y of its baseline from the upper left corner in points, and size."""

_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts["
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
    b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
)
_GREY = b"q 100 0 0 100 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"


def pdf(*pages: list[Run] | None, locked: bool = False, turned: bool = False) -> bytes:
    """Make a PDF of A4 pages; None is a page that holds only a picture; ``turned`` lays all on its side."""
    objects = [_FONT]
    tree = 2 * len(pages) + 2
    kids = []
    for runs in pages:
        content = _GREY if runs is None else _content(runs, turned)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        kids.append(b"%d 0 R" % (len(objects) + 1))
        objects.append(
            b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Rotate %d/Resources<</Font<</F 1 0 R>>>>"
            b"/Contents %d 0 R>>" % (tree, 90 * turned, len(objects))
        )
    objects.append(b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), b" ".join(kids)))
    objects.append(b"<</Type/Catalog/Pages %d 0 R>>" % tree)
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>/ID[<00><00>]" % (b"11" * 32, b"22" * 32)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, tree + 1, lock if locked else b"", len(out))
    )


def _content(runs: list[Run], turned: bool) -> bytes:
    out = b"BT\n"
    for text, x, y, size in runs:
        matrix = b"0 1 -1 0 %g %g" % (y, x) if turned else b"1 0 0 1 %g %g" % (x, 842 - y)
        out += b"/F %g Tf %s Tm <%s> Tj\n" % (size, matrix, text.encode("utf-16-be").hex().encode())
    return out + b"ET"


def column(text: str, x: float, y: float, width: int, size: int = 12) -> list[Run]:
    """Set text in lines of ``width`` characters."""
    pieces = [text[at : at + width] for at in range(0, len(text), width)]
    return [(piece, x, y + number * 1.4 * size, size) for number, piece in enumerate(pieces)]


def pack(members: dict[str, bytes], stored: bool = False) -> bytes:
    """Make a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return out.getvalue()


def ofd(lines: list[str], *, page_missing: bool = False) -> bytes:
    """Make an OFD file of one page (GB/T 33190); sizes in millimetres."""
    space = 'xmlns:ofd="http' + '://www.ofdspec.org/2016"'
    texts = "".join(
        f'<ofd:TextObject ID="{10 + i}" Boundary="20 {20 + 10 * i} 160 6" Font="1" Size="5">'
        f'<ofd:TextCode X="0" Y="5" DeltaX="g {len(line) - 1} 5">{line}</ofd:TextCode></ofd:TextObject>'
        for i, line in enumerate(lines)
    )
    page = f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="2">{texts}</ofd:Layer></ofd:Content></ofd:Page>'
    second = '<ofd:Page ID="3" BaseLoc="Pages/Page_1/Content.xml"/>' if page_missing else ""
    document = (
        f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        f"</ofd:PageArea></ofd:CommonData><ofd:Pages>"
        f'<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>{second}</ofd:Pages></ofd:Document>'
    )
    root = (
        f'<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:Title>通知</ofd:Title>'
        f"</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )
    return pack(
        {
            "OFD.xml": root.encode(),
            "Doc_0/Document.xml": document.encode(),
            "Doc_0/Pages/Page_0/Content.xml": page.encode(),
        }
    )
