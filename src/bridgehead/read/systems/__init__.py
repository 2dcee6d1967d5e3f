"""Named systems of goals: “15886”工作体系, 四大新赛道, 五抓一优一促; their trees, and what hangs on them.

`_names` finds the names, `_trees` the parts behind or before them, `_defined` reads what an office defines
itself, `_hang` ties directives, commitments and projects to the item that their words name.
"""

from __future__ import annotations

from bridgehead.read.systems._defined import FILE, DefinedSystem, load_systems
from bridgehead.read.systems._hang import hang
from bridgehead.read.systems._read import read

__all__ = ["FILE", "DefinedSystem", "hang", "load_systems", "read"]
