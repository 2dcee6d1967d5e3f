"""Word files: paragraphs and table rows in the order of the document."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from bridgehead.errors import DamagedFile
from bridgehead.sources._base import Place, RawText
from bridgehead.sources._limits import checked
from bridgehead.sources._numbering import Numbering

__all__ = ["read"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_APART = frozenset({f"{_W}p", f"{_W}tbl", _FALLBACK, f"{_W}del", f"{_W}moveFrom"})
"""What is not part of the paragraph around it: text boxes' own paragraphs, second copies, deleted text."""


def read(data: bytes, name: str) -> Iterator[RawText]:
    """Read a Word file.

    One line a paragraph and one a table row, its cells set apart by tabs. Numbers that Word counts itself
    (一、, 1.) are written out, since directives hang on them. Text boxes follow their paragraph. Tracked
    insertions are in, deletions out. Headers, footers and notes are left out: they repeat and say nothing of
    their own. The title is that of the file's properties; its dates are not taken, they tell when a template
    was made.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        The path to record.

    Raises
    ------
    DamagedFile, EmptySource, OversizedFile
        As the file is.
    """
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        numbering = Numbering(document)
        lines = list(_lines(document.element.body, numbering))
        title = (document.core_properties.title or "").strip() or None
    except Exception as error:  # python-docx and lxml let many kinds of errors out of a broken file
        raise DamagedFile(
            f"Word 文件已损坏（{type(error).__name__}）",
            f"the Word file is broken ({type(error).__name__})",
            where=name,
            try_zh="用 Word 或 WPS 打开并修复，另存为 .docx",
            try_en="open and repair it in Word or WPS and save it as .docx",
        ) from error
    places, at = [], 0
    for number, line in lines:
        places.append(Place((at, at + len(line)), paragraph=number))
        at += len(line) + 1
    text = "\n".join(line for _, line in lines)
    yield checked(
        data, name, _MEDIA_TYPE, text, places=tuple(places), title=None if title == "Word Document" else title
    )


def _lines(body: Any, numbering: Numbering) -> Iterator[tuple[int, str]]:
    """Return paragraph numbers, from 1, and lines."""
    for number, block in enumerate(_blocks(body), 1):
        if block.tag == f"{_W}tbl":
            for row in block.iter(f"{_W}tr"):
                line = "\t".join(_cell(cell) for cell in row.iterchildren(f"{_W}tc", f"{_W}sdt")).rstrip("\t")
                if line:
                    yield number, line
        else:
            text = numbering.label(block) + _text(block)
            yield from ((number, line) for line in text.split("\n") if line.strip())


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and outermost tables, also those in text boxes and content controls, in document order."""
    pending = list(reversed(parent))
    while pending:
        node = pending.pop()
        if node.tag == _FALLBACK:
            continue
        if node.tag in (f"{_W}p", f"{_W}tbl"):
            yield node
        if node.tag != f"{_W}tbl":
            pending.extend(reversed(node))


def _text(paragraph: Any) -> str:
    parts: list[str] = []
    pending = list(reversed(paragraph))
    while pending:
        node = pending.pop()
        if node.tag in _APART:
            continue
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag in _SIGNS and node.getparent().tag == f"{_W}r":
            parts.append(_SIGNS[node.tag])
        else:
            pending.extend(reversed(node))
    return "".join(parts)


def _cell(cell: Any) -> str:
    """A cell's paragraphs as one line; those of a table inside it too."""
    texts = (" ".join(_text(paragraph).split()) for paragraph in cell.iter(f"{_W}p"))
    return " ".join(text for text in texts if text)
