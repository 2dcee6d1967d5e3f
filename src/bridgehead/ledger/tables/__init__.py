"""Tables in and out: an office's own workbook becomes items of the ledger, and items the same workbook.

==============  ==============================================================================
`columns`       the columns and wordings that are known (``terms/ledger``)
`guess`         which column of an office's sheet is which; `mapping` is how that is kept
`reading`       a workbook → rows to take in, rows to send back with reasons (`rows`, `cells`)
`comparing`     a row beside the item that has its number
`writing`       items → a workbook, a sheet a kind (`xlsx`)
`returning`     the office's own sheets back, bad rows marked
==============  ==============================================================================

Importing an export changes nothing, and exporting the same items gives the same bytes.
"""

from bridgehead.ledger.tables.cells import Trouble
from bridgehead.ledger.tables.columns import COLUMNS, Column
from bridgehead.ledger.tables.comparing import Changes, Difference, compare
from bridgehead.ledger.tables.guess import guess
from bridgehead.ledger.tables.mapping import Layout, Use
from bridgehead.ledger.tables.reading import Bad, Good, SheetRead, Skipped, Tables, read_workbook
from bridgehead.ledger.tables.returning import write_bad
from bridgehead.ledger.tables.writing import row_of, write_workbook

__all__ = [
    "COLUMNS",
    "Bad",
    "Changes",
    "Column",
    "Difference",
    "Good",
    "Layout",
    "SheetRead",
    "Skipped",
    "Tables",
    "Trouble",
    "Use",
    "compare",
    "guess",
    "read_workbook",
    "row_of",
    "write_bad",
    "write_workbook",
]
