"""Byte shift: a blind replacement on GBK bytes that hits across the border of two characters.

The mechanism, not its look: the page becomes GBK bytes with its markup; two-byte keys are replaced without
regard to borders – an annotated character by itself and its reading, a mark by an unseen byte and itself; the
decoder then writes ``?`` for a lead byte with a trail that cannot be, swallows both, and drops user-defined
code points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import Literal, NamedTuple

from samples.generator.damage._cells import Cell, Cells
from samples.generator.damage.pinyin import reading

__all__ = ["Decoder", "apply"]

Decoder = Literal["question", "drop", "euro"]
"""What becomes of an orphaned byte: ``?``, nothing, or ``?`` with byte 80 shown as ``€`` (as browsers do)."""

_UNSEEN = 0x1E
"""The byte put in front of marks; all that is known of it is that it is below 0x40 and not shown."""

_PARAGRAPH_END = "</p>\n"


class _Byte(NamedTuple):
    value: int
    cell: int  # the cell it comes from


class _Shown(NamedTuple):
    char: str  # empty if the decoder dropped it
    first: int
    last: int


def apply(
    cells: Cells,
    marks: str,
    chars: frozenset[str] = frozenset(),
    *,
    decoder: Decoder = "question",
    markup: bool = True,
    order: Random | None = None,
) -> Cells:
    """Send a page through the replacement.

    Parameters
    ----------
    cells : Cells
        The page in its script, not yet annotated or folded.
    marks : str
        The marks of ``。！？；：，、`` that are keys, replaced one after the other in the site's order.
    chars : frozenset of str
        The annotated set.
    decoder : {"question", "drop", "euro"}
        What it does with an orphaned byte.
    markup : bool
        Whether paragraph ends are tags at that moment, so that their ``<`` can be swallowed.
    order : Random, optional
        Puts the annotated set into the order of the site's table; by default that of the code points.
    """
    stream = list(_encode(cells, markup))
    for mark in marks:
        stream = _replace(stream, _gbk(mark), bytes([_UNSEEN]), b"")
    annotated = sorted(chars)
    if order:
        order.shuffle(annotated)
    for char in annotated:
        note = f"({reading(char, toned=True)})".encode("gbk", "ignore")
        stream = _replace(stream, _gbk(char), b"", note)
    return tuple(_weld(cells, _without_tags(list(_decode(stream, decoder)))))


def _gbk(char: str) -> bytes:
    try:
        code = char.encode("gbk")
    except UnicodeEncodeError:
        return b""
    return code if len(code) == 2 else b""


def _encode(cells: Cells, markup: bool) -> Iterable[_Byte]:
    for number, cell in enumerate(cells):
        text = _PARAGRAPH_END if markup and cell.raw == "\n" else cell.raw
        yield from (_Byte(value, number) for value in text.encode("gbk", "replace"))


def _replace(stream: list[_Byte], key: bytes, before: bytes, behind: bytes) -> list[_Byte]:
    """Put bytes before and behind a key wherever its two bytes follow each other, also across characters."""
    if not key:
        return stream
    values, out, at = bytes(byte.value for byte in stream), [], 0
    hit = values.find(key)
    while hit >= 0:
        first, second = stream[hit : hit + 2]
        out += stream[at:hit]
        out += (_Byte(value, first.cell) for value in before)
        out += (first, second)
        out += (_Byte(value, second.cell) for value in behind)
        at = hit + 2
        hit = values.find(key, at)
    return out + stream[at:]


def _decode(stream: list[_Byte], decoder: Decoder) -> Iterable[_Shown]:
    at = 0
    while at < len(stream):
        lead = stream[at]
        if lead.value < 0x80 or (lead.value == 0x80 and decoder == "euro"):
            char = "" if lead.value == _UNSEEN else "€" if lead.value == 0x80 else chr(lead.value)
            yield _Shown(char, lead.cell, lead.cell)
            at += 1
            continue
        trail = stream[at + 1] if at + 1 < len(stream) else _Byte(0, lead.cell)
        if trail.value < 0x40 or trail.value in (0x7F, 0xFF) or lead.value in (0x80, 0xFF):
            yield _Shown("" if decoder == "drop" else "?", lead.cell, trail.cell)
        else:
            char = bytes((lead.value, trail.value)).decode("gb18030", "ignore")
            yield _Shown("" if "\ue000" <= char <= "\uf8ff" else char, lead.cell, trail.cell)
        at += 2


def _without_tags(shown: list[_Shown]) -> list[_Shown]:
    """Drop the paragraph tags that are still whole, as a browser does."""
    text = "".join(piece.char or "\0" for piece in shown)
    at = text.find(_PARAGRAPH_END)
    while at >= 0:
        for i in range(at, at + len(_PARAGRAPH_END) - 1):
            shown[i] = shown[i]._replace(char="")
        at = text.find(_PARAGRAPH_END, at + 1)
    return shown


def _weld(cells: Cells, shown: list[_Shown]) -> Iterable[Cell]:
    """Join the cells that share a shown character; give each group what is shown of it."""
    reach = list(range(len(cells)))
    for piece in shown:
        reach[piece.first] = max(reach[piece.first], piece.last)
    raws = [""] * len(cells)
    for piece in shown:
        raws[piece.first] += piece.char
    first = 0
    while first < len(cells):
        last, at = reach[first], first
        while at <= last:
            last = max(last, reach[at])
            at += 1
        yield from _group(cells[first : last + 1], "".join(raws[first : last + 1]))
        first = last + 1


def _group(cells: Cells, raw: str) -> Iterable[Cell]:
    head = cells[0]
    if len(cells) == 1:
        if raw.startswith(head.raw):
            yield head
            if len(raw) > len(head.raw):
                yield head.added("pinyin", raw[len(head.raw) :])
        else:
            yield head.hurt("byte-shift", raw)
        return
    clean = "".join(cell.clean for cell in cells)
    expect = "".join(cell.expect for cell in cells)
    if [c for c in clean if c.isdigit()] != [c for c in raw if c.isdigit()]:
        expect = raw  # a digit is gone: nobody may invent it
    yield replace(head, clean=clean, expect=expect, raw=raw, kind="byte-shift")
