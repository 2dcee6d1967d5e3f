"""The same text in two documents: found, aligned, and used to mend one by the other.

Newspapers print one report in a morning and an evening paper, sites mirror each other, three outlets run one
release. What is damaged in one is often whole in another; a twin restores what no model can know.
"""

from bridgehead.repair.twins._find import Twin, find
from bridgehead.repair.twins._mend import Witness, mend

__all__ = ["Twin", "Witness", "find", "mend"]
