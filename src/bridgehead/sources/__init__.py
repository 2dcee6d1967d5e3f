"""Files as raw text: one module a format, each with where the text stood in the file.

`discover` finds the files below a folder, `read` reads one. Whatever a file is, reading it costs neither
minutes nor all the memory, and no library's error comes out: what cannot be read gives a
`bridgehead.errors.SourceError`, which is a `ReaderMissing` when an optional part would read it.
"""

from bridgehead.sources._base import Place, RawText, ReaderMissing
from bridgehead.sources._progress import watching
from bridgehead.sources._read import Item, load, read, read_bytes
from bridgehead.sources._walk import discover, shown

__all__ = [
    "Item",
    "Place",
    "RawText",
    "ReaderMissing",
    "discover",
    "load",
    "read",
    "read_bytes",
    "shown",
    "watching",
]
