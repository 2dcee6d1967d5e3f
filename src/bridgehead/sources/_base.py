"""What every reader returns: raw text, and where each part of it stood."""

from __future__ import annotations

from dataclasses import dataclass

from bridgehead.errors import ExtraMissing, SourceError

__all__ = ["Place", "RawText", "ReaderMissing"]


class ReaderMissing(ExtraMissing, SourceError):
    """The optional part that reads this kind of file is not installed; the other files still go through."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of raw text stood in the file.

    Attributes
    ----------
    span : (int, int)
        ``[start, end)`` in the raw text.
    page : int or None
        From 1 (pdf, ofd, images).
    box : (float, float, float, float) or None
        Left, top, right, bottom in points from the page's upper left corner.
    paragraph : int or None
        From 1 (docx, html).
    sheet : str or None
        The sheet's name (xlsx).
    row : int or None
        From 1 (xlsx, csv).
    """

    span: tuple[int, int]
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    sheet: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class RawText:
    r"""A file, or a member of an archive, as raw text: nothing repaired, nothing dropped but markup.

    Attributes
    ----------
    path : str
        As given, relative to the folder that was read; ``archive.zip!/member`` inside an archive.
    sha256 : str
        Of the file's bytes.
    media_type : str
        IANA media type.
    text : str
        The raw decoded text; every span of every record points into it. Line ends are ``\n``.
    encoding : str or None
        The encoding that was detected, for formats that have one.
    places : tuple of Place
        In order; they may leave gaps.
    title, url, publisher, date_published : str or None
        What the file's own metadata says (html meta tags, docx properties); ISO for the date.
    """

    path: str
    sha256: str
    media_type: str
    text: str
    encoding: str | None = None
    places: tuple[Place, ...] = ()
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    date_published: str | None = None
