"""OFD files (GB/T 33190), the format of official documents in China; with the extra ``[ofd]``."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

from bridgehead.errors import DamagedFile, OversizedFile
from bridgehead.sources._base import Place, RawText, ReaderMissing
from bridgehead.sources._columns import Piece, lay_out
from bridgehead.sources._limits import checked

__all__ = ["read"]

_POINTS = 72 / 25.4
"""Points in a millimetre."""

_ASCENT = 0.88
"""Share of its size by which a Chinese character stands above the baseline, as fonts for it have it."""


def read(data: bytes, name: str) -> Iterator[RawText | DamagedFile]:
    """Read an OFD file: one line a line on the page, columns one after another; the places carry page
    and box. Where pages are missing from the file, the others are read, and the error follows.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        The path to record.

    Raises
    ------
    ReaderMissing
        If ofdkit is not installed.
    DamagedFile, EmptySource, OversizedFile
        As the file is.
    """
    if importlib.util.find_spec("ofdkit") is None:
        raise ReaderMissing("ofd", "这是 OFD 文件", "this is an OFD file", where=name)
    import ofdkit

    lines, places, at = [], [], 0
    try:
        with ofdkit.open(data) as document:
            title = document.info.title
            for number, page in enumerate(document.pages, 1):
                for line, box in lay_out(_pieces(page)):
                    places.append(Place((at, at + len(line)), page=number, box=box))
                    lines.append(line)
                    at += len(line) + 1
            lost = [each for each in document.warnings if each.startswith(("page", "document"))]
    except ofdkit.OFDLimitError as error:
        raise OversizedFile(
            "OFD 文件解开后过大",
            "the OFD file unpacks to too much",
            where=name,
            try_zh="用 OFD 阅读器打开，另存为 PDF",
            try_en="open it in an OFD reader and save it as PDF",
        ) from error
    except Exception as error:  # ofdkit is young: besides its own errors, those of XML and of zip come out
        raise _damaged(type(error).__name__, name) from error
    if lines or not lost:
        yield checked(
            data, name, "application/ofd", "\n".join(lines), places=tuple(places), title=title or None
        )
    if lost:
        yield _damaged(lost[0], name)


def _damaged(what: str, name: str) -> DamagedFile:
    return DamagedFile(
        f"OFD 文件已损坏（{what}）",
        f"the OFD file is broken ({what})",
        where=name,
        try_zh="重新下载，或用 OFD 阅读器打开后另存",
        try_en="download it again, or open it in an OFD reader and save it",
    )


def _pieces(page: object) -> list[Piece]:
    """Return the runs of a page in points from its upper left corner."""
    left, top, *_ = page.box  # type: ignore[attr-defined]
    return [
        Piece(
            run.text,
            (run.x - left) * _POINTS,
            (run.y - top - _ASCENT * run.size) * _POINTS,
            (run.x - left + run.width) * _POINTS,
            (run.y - top + (1 - _ASCENT) * run.size) * _POINTS,
        )
        for run in page.runs  # type: ignore[attr-defined]
        if run.text.strip()
    ]
