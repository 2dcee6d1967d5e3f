"""The office's pages, one module each."""

from bridgehead.office.views.api import api_act, api_item, api_items, api_open
from bridgehead.office.views.bulk import bulk
from bridgehead.office.views.documents import document, documents, original
from bridgehead.office.views.find import search
from bridgehead.office.views.follow import follow, follow_export, follow_one
from bridgehead.office.views.home import home
from bridgehead.office.views.imports import bad_rows, import_items
from bridgehead.office.views.item import act, evidence_file, from_record, item, new_item, undo
from bridgehead.office.views.ledger import export, hand_over, ledger, ledger_index
from bridgehead.office.views.meetings import call_meeting, meetings
from bridgehead.office.views.mend import correct, doubts, supply, take_back
from bridgehead.office.views.papers import brief, deadlines, export_items, notice, special_report
from bridgehead.office.views.password import password
from bridgehead.office.views.people import people, person
from bridgehead.office.views.places import place, places
from bridgehead.office.views.plain import failed, forbidden, healthz, help_page, not_found
from bridgehead.office.views.record import record, review
from bridgehead.office.views.reminding import reminders, send_reminders
from bridgehead.office.views.rule_sets import rule_set, rules
from bridgehead.office.views.style import style
from bridgehead.office.views.supervision import board, department_ranking, desk, items, stock, tree
from bridgehead.office.views.systems import system, systems
from bridgehead.office.views.themes import theme, themes

__all__ = [
    "act",
    "api_act",
    "api_item",
    "api_items",
    "api_open",
    "bad_rows",
    "board",
    "brief",
    "bulk",
    "call_meeting",
    "correct",
    "deadlines",
    "department_ranking",
    "desk",
    "document",
    "documents",
    "doubts",
    "evidence_file",
    "export",
    "export_items",
    "failed",
    "follow",
    "follow_export",
    "follow_one",
    "forbidden",
    "from_record",
    "hand_over",
    "healthz",
    "help_page",
    "home",
    "import_items",
    "item",
    "items",
    "ledger",
    "ledger_index",
    "meetings",
    "new_item",
    "not_found",
    "notice",
    "original",
    "password",
    "people",
    "person",
    "place",
    "places",
    "record",
    "reminders",
    "review",
    "rule_set",
    "rules",
    "search",
    "send_reminders",
    "special_report",
    "stock",
    "style",
    "supply",
    "system",
    "systems",
    "take_back",
    "theme",
    "themes",
    "tree",
    "undo",
]
