"""The office's pages, one module each."""

from bridgehead.office.views.documents import document, documents, original
from bridgehead.office.views.find import search
from bridgehead.office.views.follow import follow, follow_export, follow_one
from bridgehead.office.views.home import home
from bridgehead.office.views.ledger import export, hand_over, ledger, ledger_index
from bridgehead.office.views.mend import correct, doubts, supply, take_back
from bridgehead.office.views.password import password
from bridgehead.office.views.people import people, person
from bridgehead.office.views.places import place, places
from bridgehead.office.views.plain import failed, forbidden, healthz, help_page, not_found
from bridgehead.office.views.record import record, review
from bridgehead.office.views.style import style
from bridgehead.office.views.systems import system, systems
from bridgehead.office.views.themes import theme, themes

__all__ = [
    "correct",
    "document",
    "documents",
    "doubts",
    "export",
    "failed",
    "follow",
    "follow_export",
    "follow_one",
    "forbidden",
    "hand_over",
    "healthz",
    "help_page",
    "home",
    "ledger",
    "ledger_index",
    "not_found",
    "original",
    "password",
    "people",
    "person",
    "place",
    "places",
    "record",
    "review",
    "search",
    "style",
    "supply",
    "system",
    "systems",
    "take_back",
    "theme",
    "themes",
]
