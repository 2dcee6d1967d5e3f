"""What was said and what was done about it: links from directives and commitments to later sentences.

Add documents to an `Index`; `follow` looks for answers to everything that is asked in them. A link is only
proposed until a person decides. `why` tells in words what a link rests on.
"""

from __future__ import annotations

from bridgehead.follow._follow import Followed, follow
from bridgehead.follow.archive import Index
from bridgehead.follow.asks import Ask
from bridgehead.follow.judge import why

__all__ = ["Ask", "Followed", "Index", "follow", "why"]
