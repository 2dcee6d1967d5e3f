"""What became of it: items with owners and clocks, a state machine of plain values, no database.

Below the office: `calendar` tells working days, `clocks` counts due dates and shows how, `rules` holds the
limits of each regulation as data.
"""

from bridgehead.ledger.calendar import Calendar, Day
from bridgehead.ledger.clocks import Due, Extension, Limit, Pause, Step, due
from bridgehead.ledger.rules import RuleSet, load_rules, rule_sets

__all__ = [
    "Calendar",
    "Day",
    "Due",
    "Extension",
    "Limit",
    "Pause",
    "RuleSet",
    "Step",
    "due",
    "load_rules",
    "rule_sets",
]
