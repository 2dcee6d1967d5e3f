"""What became of it: items with owners and clocks, a state machine of plain values, no database.

========================  ===========================================================================
`calendar`, `clocks`      working days; when something is due, and how that was counted
`rules`, `deadlines`      the limits of each regulation as data; the clocks of a department's part
`vocabulary`, `items`     kinds and states; an item and what hangs on it
`actors`, `actions`       who acts; what can be done, one class an action
`events`, `projection`    the hash-chained log; from events to items
`signals`                 overdue, due soon, red, yellow, green; who has to act next
`trees`, `trajectories`   progress rolled up by weight; plan and reading by month; the stock-take
`reminders`               who is reminded of what, at which level, in working hours
`intake_rules`            which records become items, as data
`drafting`                from records to drafts; follow-through as proposed evidence
`histories`               a file with one act a line, from somewhere else
========================  ===========================================================================

An act is tried by `take` (it refuses with a reason), kept as an `Event`, and an item is the fold of its
events (`project`). What time alone brings about, such as being overdue, is told when asked and never kept.
"""

from bridgehead.ledger.actors import Actor, sees
from bridgehead.ledger.calendar import Calendar, Day
from bridgehead.ledger.clocks import Due, Extension, Limit, Pause, Step, due
from bridgehead.ledger.deadlines import ZONE, RuleBook, derivation
from bridgehead.ledger.drafting import Around, Draft, draft, proposals
from bridgehead.ledger.events import GENESIS, Event, chained, verify
from bridgehead.ledger.intake_rules import Intake, intake, load_intake
from bridgehead.ledger.items import Assignment, Clock, Evidence, Item, Measure, item_key
from bridgehead.ledger.projection import applied, possible, project, take, undoable
from bridgehead.ledger.reminders import digests, next_working_moment, notice, reminders
from bridgehead.ledger.rules import RuleSet, load_rules, rule_sets
from bridgehead.ledger.signals import Signal, Waiting, clock_signal, signal, waits_for
from bridgehead.ledger.trajectories import Standing, StockRow, planned, standing, stock_take
from bridgehead.ledger.trees import Node, forest, roll_up
from bridgehead.ledger.vocabulary import KINDS, STATES

__all__ = [
    "GENESIS",
    "KINDS",
    "STATES",
    "ZONE",
    "Actor",
    "Around",
    "Assignment",
    "Calendar",
    "Clock",
    "Day",
    "Draft",
    "Due",
    "Event",
    "Evidence",
    "Extension",
    "Intake",
    "Item",
    "Limit",
    "Measure",
    "Node",
    "Pause",
    "RuleBook",
    "RuleSet",
    "Signal",
    "Standing",
    "Step",
    "StockRow",
    "Waiting",
    "applied",
    "chained",
    "clock_signal",
    "derivation",
    "digests",
    "draft",
    "due",
    "forest",
    "intake",
    "item_key",
    "load_intake",
    "load_rules",
    "next_working_moment",
    "notice",
    "planned",
    "possible",
    "project",
    "proposals",
    "reminders",
    "roll_up",
    "rule_sets",
    "sees",
    "signal",
    "standing",
    "stock_take",
    "take",
    "undoable",
    "verify",
    "waits_for",
]
