"""The office's pages, one module each."""

from bridgehead.office.views.documents import document, documents, original
from bridgehead.office.views.find import search
from bridgehead.office.views.home import home
from bridgehead.office.views.ledger import export, ledger, ledger_index
from bridgehead.office.views.password import password
from bridgehead.office.views.people import people, person
from bridgehead.office.views.places import place, places
from bridgehead.office.views.plain import failed, forbidden, healthz, help_page, not_found
from bridgehead.office.views.record import record, review
from bridgehead.office.views.style import style

__all__ = [
    "document",
    "documents",
    "export",
    "failed",
    "forbidden",
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
]
