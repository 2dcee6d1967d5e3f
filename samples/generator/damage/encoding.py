"""Encoding: the bytes of one encoding read as another, the whole page through."""

from __future__ import annotations

from samples.generator.damage._cells import Cells

__all__ = ["utf8_as_latin1"]


def utf8_as_latin1(cells: Cells) -> Cells:
    """Read each character's UTF-8 bytes as Latin-1. Every byte is kept, so it can be undone exactly."""
    out = []
    for cell in cells:
        raw = cell.raw.encode("utf-8").decode("latin-1")
        out.append(cell if raw == cell.raw else cell.hurt("latin-1", raw))
    return tuple(out)
