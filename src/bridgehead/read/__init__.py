"""Clean text in, records out: articles, people, places, bodies, events, what was said, figures, projects.

`read_text` is the whole of it. Every record is made by `Page.cite`: each points to its place in the raw text.
"""

from __future__ import annotations

from bridgehead.read._compose import Reading, read_text
from bridgehead.read._page import Context, Page
from bridgehead.read.tagger import LacTagger, Tagger, Token

__all__ = ["Context", "LacTagger", "Page", "Reading", "Tagger", "Token", "read_text"]
