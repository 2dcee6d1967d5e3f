"""Which language a page speaks: the one that was chosen, not the one the browser asks for."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

__all__ = ["ChosenLanguage"]


class ChosenLanguage:
    """Middleware that speaks the language of the cookie, or else ``settings.OFFICE_LANGUAGE``.

    Django's own LocaleMiddleware follows ``Accept-Language``; on a borrowed or imported machine that turns an
    office's pages English although nobody asked for it.

    Parameters
    ----------
    get_response : callable
        The next middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request in its language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.OFFICE_LANGUAGE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response
