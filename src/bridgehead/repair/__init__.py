"""Damaged text in, clean text and every edit out.

One module a kind of damage, tried in this order: `mojibake` (wrong encodings), `width` (full-width and
look-alike forms), `marks` (punctuation and entities), `pinyin` (readings printed behind characters), `script`
(traditional characters), the spaces of `width`, then the `roles` of lines and the `joins` of cut sentences.
"""

from bridgehead.repair._edits import Edit, Line, Outcome, Repaired, replay
from bridgehead.repair._pipeline import repair
from bridgehead.repair.roles import ROLES

__all__ = ["ROLES", "Edit", "Line", "Outcome", "Repaired", "repair", "replay"]
