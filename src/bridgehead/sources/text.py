r"""Plain text: which encoding it is in, and the text.

Nothing is changed but this: a byte order mark is left out, and line ends ``\r\n`` and ``\r`` become ``\n``.
Offsets count the characters after that.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator
from functools import cache

from bridgehead.errors import UndecodableText, UnknownFormat
from bridgehead.sources._base import RawText
from bridgehead.sources._limits import checked
from bridgehead.terms import words

__all__ = ["decode", "read"]

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_LEGACY = ("utf-8", "gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
"""In the order in which a tie is decided."""

_SAMPLE = 64 * 1024
"""Bytes that are enough to tell encodings apart."""

_PLAUSIBLE = 0.6
"""Mean weight (`_weights`) below which a decoding is not Chinese text. Measured: prose in its own encoding
2.8, in another one below 0.3."""

_DOUBTFUL = 1.6
"""Mean weight below which charset-normalizer is asked whether the text is rather Korean or Japanese: both
lay their common characters on the same bytes as GB 2312. A Chinese list of rare names falls below it too,
and passes."""

_NEIGHBOURS = frozenset(
    {"cp949", "euc_kr", "johab", "cp932", "euc_jp", "euc_jis_2004", "euc_jisx0213", "shift_jis"}
)

_LOST = 1 / 200
"""Share of characters that may be lost (U+FFFD) to broken bytes in an otherwise plausible text."""

_PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·％　"


@cache
def _weights() -> dict[str, float]:
    """Return how much a character speaks for a decoding in which it appears.

    GB 2312 and Big5 both set common characters apart from rare ones: rows 16 to 55 of the one, A4 to C6 of
    the other.
    """
    weights: dict[str, float] = {}
    rare = [("gb2312", 0xD8, 0xF8, 0.3), ("cp950", 0xC9, 0xFA, 0.3)]
    common = [("gb2312", 0xB0, 0xD8, 1.0), ("cp950", 0xA4, 0xC7, 1.0)]
    for codec, first, last, weight in rare + common:
        for lead in range(first, last):
            row = b"".join(bytes((lead, trail)) for trail in range(0x40, 0xFF) if not 0x7F <= trail <= 0xA0)
            weights.update(dict.fromkeys(row.decode(codec, errors="ignore"), weight))
    weights.update(dict.fromkeys((chr(c) for c in range(0xFF10, 0xFF5B)), 1.0))
    weights.update(dict.fromkeys("".join(words("common_characters")) + _PUNCTUATION, 3.0))
    return weights


def _weigh(char: str) -> float:
    """Weigh a character that is neither ASCII nor in the tables."""
    if char == "\ufffd":
        return -10.0
    if "\ue000" <= char <= "\uf8ff" or "\x80" <= char <= "\x9f" or char < " " or "\u3040" <= char <= "\u30ff":
        return -3.0
    return -1.0


def _score(text: str) -> float:
    """Return the mean weight of the characters that are not plain ASCII; 1 when all of them are."""
    weights, total, count = _weights(), 0.0, 0
    for char, times in Counter(text).items():
        if " " <= char <= "~" or char in "\t\n\r\f":
            continue
        total += times * weights.get(char, _weigh(char))
        count += times
    return total / count if count else 1.0


def _sample(data: bytes, encoding: str) -> str:
    """Decode the beginning of the data without minding that its last character may be cut."""
    return codecs.getincrementaldecoder(encoding)("replace").decode(data[:_SAMPLE])


def _is_utf16_in_disguise(data: bytes) -> bool:
    """Whether ASCII data is rather UTF-16: 中 is ``-N``. Only without white space and when all characters
    are common.
    """
    if len(data) < 20 or len(data) % 2 or not data.isascii() or data.split(None, 1) != [data]:
        return False
    return max(_score(_sample(data, "utf-16-le")), _score(_sample(data, "utf-16-be"))) > 0.95


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def decode(data: bytes, name: str, *, hint: str | None = None) -> tuple[str, str]:
    r"""Find the encoding of a text and decode it.

    A byte order mark decides; then UTF-8, if the bytes are valid in it; then the hint; then how common the
    characters are that each of GB18030, Big5 and UTF-16 makes of the bytes. Where a few bytes are broken in
    an otherwise plausible text, they become U+FFFD, which the repair flags.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Where it comes from, for the message.
    hint : str, optional
        The encoding that the file itself declares; it counts where it gives plausible text, since many pages
        declare what they are not.

    Returns
    -------
    text : str
        Without byte order mark; line ends are ``\n``.
    encoding : str
        Python's name of the encoding.

    Raises
    ------
    UnknownFormat
        If it is no text at all.
    UndecodableText
        If no encoding gives plausible text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _finish(data[len(mark) :], encoding, name), encoding
    if b"\0" not in data and not _is_utf16_in_disguise(data):
        for encoding in ("utf-8", *([hint] if hint in _LEGACY else [])):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if encoding == "utf-8" or _score(_sample(data, encoding)) >= _PLAUSIBLE:
                return _lines(text), encoding
    scores = {encoding: _score(_sample(data, encoding)) for encoding in _LEGACY}
    encoding = max(_LEGACY, key=lambda each: scores[each])
    guess = _second_opinion(data) if scores[encoding] < _DOUBTFUL else None
    if scores[encoding] < _PLAUSIBLE or guess in _NEIGHBOURS:
        raise _no_text(name) if b"\0" in data[:_SAMPLE] else _undecodable(data, name)
    return _finish(data, encoding, name), encoding


def _finish(data: bytes, encoding: str, name: str) -> str:
    try:
        return _lines(data.decode(encoding))
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    if text.count("\ufffd") > max(1, len(text) * _LOST):
        raise _undecodable(data, name)
    return _lines(text)


def _no_text(name: str) -> UnknownFormat:
    return UnknownFormat(
        "这不是文本，也不是桥头堡能读的其他格式",
        "this is neither text nor another kind of file that Bridgehead reads",
        where=name,
        try_zh="另存为 .txt、.docx、.pdf、.html、.xlsx 或 .csv",
        try_en="save it as .txt, .docx, .pdf, .html, .xlsx or .csv",
    )


def _second_opinion(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    guess = from_bytes(data[: _SAMPLE // 8]).best()
    return guess.encoding if guess else None


def _undecodable(data: bytes, name: str) -> UndecodableText:
    guess = _second_opinion(data)
    zh, en = (f"，像是 {guess}", f"; it looks like {guess}") if guess else ("", "")
    return UndecodableText(
        f"按 UTF-8、UTF-16、GB18030、Big5 都读不出中文{zh}",
        f"neither UTF-8, UTF-16, GB18030 nor Big5 gives Chinese text{en}",
        where=name,
        try_zh="用原来的程序打开，另存为 UTF-8 文本",
        try_en="open it in the program it comes from and save it as UTF-8 text",
    )


def read(data: bytes, name: str) -> Iterator[RawText]:
    """Read plain text.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        The path to record.

    Raises
    ------
    UnknownFormat, UndecodableText, EmptySource, OversizedFile
        As `decode` and the limits say.
    """
    text, encoding = decode(data, name)
    yield checked(data, name, "text/plain", text, encoding=encoding)
