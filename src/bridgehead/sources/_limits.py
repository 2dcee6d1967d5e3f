"""How much is too much, and the one way to finish a text.

A limit is there so that no file, however it was made, costs minutes of work or all the memory.
"""

from __future__ import annotations

import hashlib
from typing import Any

from bridgehead.errors import EmptySource, OversizedFile
from bridgehead.sources._base import RawText

__all__ = [
    "MAX_CELLS",
    "MAX_DEPTH",
    "MAX_FILE",
    "MAX_LINE",
    "MAX_MEMBERS",
    "MAX_RATIO",
    "MAX_TEXT",
    "MAX_UNPACKED",
    "checked",
]

MAX_FILE = 200 * 1024**2
"""Bytes of one file; the largest scanned yearbooks stay below it."""

MAX_TEXT = 100_000_000
"""Characters of one text: about 200 thick books."""

MAX_LINE = 10_000_000
"""Characters of one line. Whole books on one line stay below it; what is longer is a dump of data, on which
every step by sentence or by line would take minutes."""

MAX_UNPACKED = 1024**3
"""Bytes that an archive, with the archives in it, may unpack to."""

MAX_RATIO = 200
"""Unpacked to packed size of a member of more than 1 MiB. Measured: sheets of repeated values pack 10 to
16 times."""

MAX_MEMBERS = 10_000
"""Members of an archive, those of the archives in it included."""

MAX_DEPTH = 3
"""Archives in archives."""

MAX_CELLS = 20_000_000
"""Cells of one sheet between its first and last used cell: a lone value in the last corner of a sheet spans
17 thousand million of them."""


def checked(data: bytes, name: str, media_type: str, text: str, **fields: Any) -> RawText:
    """Return the finished text of a file, when there is one and it is not too long.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        The path to record.
    media_type : str
        IANA media type.
    text : str
        The raw text.
    **fields
        `RawText`'s other fields.

    Raises
    ------
    EmptySource
        If there is nothing but white space.
    OversizedFile
        If the text or one of its lines is too long.
    """
    if not text or text.isspace():
        raise EmptySource(
            "文件里没有文字",
            "there is no text in the file",
            where=name,
            try_zh="打开文件看看是否选错了文件",
            try_en="open the file and see whether it is the right one",
        )
    if len(text) > MAX_TEXT:
        raise OversizedFile(
            f"正文有 {len(text):,} 字，上限为 {MAX_TEXT:,} 字",
            f"the text has {len(text):,} characters; the limit is {MAX_TEXT:,}",
            where=name,
            try_zh="把文件拆成几个",
            try_en="split the file",
        )
    longest = max(map(len, text.split("\n")))
    if longest > MAX_LINE:
        raise OversizedFile(
            f"有一行长达 {longest:,} 字，上限为 {MAX_LINE:,} 字",
            f"one line has {longest:,} characters; the limit is {MAX_LINE:,}",
            where=name,
            try_zh="这多半不是文稿；若是，请按段落换行",
            try_en="this is hardly a document; if it is, break its lines at paragraphs",
        )
    return RawText(
        path=name, sha256=hashlib.sha256(data).hexdigest(), media_type=media_type, text=text, **fields
    )
