"""Search over everything, as one types."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from bridgehead.office import search as engine
from bridgehead.office.supervision import find
from bridgehead.office.supervision.people import actor_of
from bridgehead.office.views._parts import render_part, typed

__all__ = ["search"]

PER_PAGE = 20


class _Hits:
    """Hits as Django's paginator wants them: a length, and slices."""

    ordered = True

    def __init__(self, query: str, types: list[str] | None) -> None:
        self.query, self.types = query, types

    def __len__(self) -> int:
        return engine.count(self.query, types=self.types)

    def __getitem__(self, part: slice) -> list[engine.Hit]:
        start, stop = part.start or 0, part.stop
        return engine.search(self.query, types=self.types, limit=stop - start, offset=start)


def search(request: HttpRequest) -> HttpResponse:
    """Show what holds every word of ``?q=``; ``?type=`` narrows it; htmx asks for the hits alone."""
    query = typed(request)
    chosen = typed(request, "type")
    counts = engine.counts(query)
    types = [chosen] if chosen in counts else None
    page = Paginator(_Hits(query, types), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "chosen": chosen if types else "",
        "counts": counts,
        "total": sum(counts.values()),
        "page": page,
        "items": find.capped(find.matching(find.visible(actor_of(request.user)), query)) if query else None,
    }
    return render_part(request, "search", context)
