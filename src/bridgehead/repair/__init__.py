"""Damaged text in, clean text and every edit out.

One module a kind of damage, tried in this order: `encodings` and `escapes` (decoded wrongly, or not at all),
`byteshift` (read one byte off), `width` (look-alike code points), `marks` (punctuation and entities),
`pinyin` (readings printed behind characters), `symbols` (signs taken for others), `script` (traditional
characters), `spaces`, `masks` (words written over), `columns` (lines read across), then the `roles` of lines,
the `joins` of cut sentences, and the `suspects` (misread, doubled and lost characters). `unreadable` marks
what cannot be read; `twins` mends a text by another of the same article.
"""

from bridgehead.repair._edits import Edit, Line, Outcome, Repaired, replay
from bridgehead.repair._lexicon import Lexicon, lexicon
from bridgehead.repair._moves import Move
from bridgehead.repair._pipeline import repair
from bridgehead.repair.roles import ROLES
from bridgehead.repair.width import half_width

__all__ = [
    "ROLES",
    "Edit",
    "Lexicon",
    "Line",
    "Move",
    "Outcome",
    "Repaired",
    "half_width",
    "lexicon",
    "repair",
    "replay",
]
