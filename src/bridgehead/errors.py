"""Every error a user can cause, as one tree.

::

    BridgeheadError                 exit code 1: something was found wrong
    ├── UsageError                  exit code 2: the command or a setting is wrong
    │   └── ExtraMissing            an optional part is not installed
    ├── SourceError                 exit code 3: a file cannot be read
    │   ├── EmptySource             nothing in it
    │   ├── UnknownFormat           not a kind of file we read
    │   ├── UndecodableText         no encoding fits
    │   ├── DamagedFile             truncated or broken inside
    │   ├── ProtectedFile           needs a password
    │   └── OversizedFile           too large, too deep, or a bomb
    ├── RecordError                 a record breaks its contract
    │   ├── SpanError               its quote is not what stands in the document
    │   └── JsonLinesError          a line of a .jsonl file cannot be read
    ├── ActionRefused               an action on an item of the ledger may not be taken
    │   ├── NotPermitted            not by this person
    │   ├── NotPossible             not in this state, or something it needs is missing
    │   └── Conflict                the item has changed meanwhile
    ├── ChainBroken                 the event log is not what was written
    └── WorkspaceError              the workspace cannot be used as it is

A message says **what** is wrong, **where** (file, page, row, span) and what to **try**, in Chinese and in
English. ``str(error)`` follows ``BRIDGEHEAD_LANG`` (``zh`` unless it starts with ``en``).
"""

from __future__ import annotations

import os
from typing import Any

__all__ = [
    "ActionRefused",
    "BridgeheadError",
    "ChainBroken",
    "Conflict",
    "DamagedFile",
    "EmptySource",
    "ExtraMissing",
    "JsonLinesError",
    "NotPermitted",
    "NotPossible",
    "OversizedFile",
    "ProtectedFile",
    "RecordError",
    "SourceError",
    "SpanError",
    "UndecodableText",
    "UnknownFormat",
    "UsageError",
    "WorkspaceError",
    "language",
]


def language() -> str:
    """Return the user's language, ``"zh"`` or ``"en"``, from ``BRIDGEHEAD_LANG``."""
    return "en" if os.environ.get("BRIDGEHEAD_LANG", "zh").lower().startswith("en") else "zh"


class BridgeheadError(Exception):
    """The root of the tree: a failure that the user can understand and act on.

    Parameters
    ----------
    zh, en : str
        What is wrong, one sentence in each language.
    where : str
        The file, page, sheet, row or span; the same in both languages.
    try_zh, try_en : str
        What to try next.

    Attributes
    ----------
    exit_code : int
        What the command line ends with when this error stops it.
    """

    exit_code = 1

    def __init__(self, zh: str, en: str, *, where: str = "", try_zh: str = "", try_en: str = "") -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en
        self.where = where
        self.try_zh, self.try_en = try_zh, try_en

    def __reduce__(self) -> tuple[Any, ...]:
        """An error travels from one process to another whole, whatever its class takes to be made."""
        return _made_again, (type(self), self.args, self.__dict__)

    def message(self, lang: str | None = None) -> str:
        """Return the whole message: where, what, what to try.

        Parameters
        ----------
        lang : {"zh", "en"}, optional
            The language; by default the user's (`language`).
        """
        lang = lang or language()
        what, hint = (self.en, self.try_en) if lang == "en" else (self.zh, self.try_zh)
        colon, arrow = (": ", " Try: ") if lang == "en" else ("：", " 可以试试：")
        return (f"{self.where}{colon}" if self.where else "") + what + (arrow + hint if hint else "")

    def __str__(self) -> str:
        return self.message()


def _made_again(kind: type[BridgeheadError], args: tuple[Any, ...], state: dict[str, Any]) -> BridgeheadError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class UsageError(BridgeheadError):
    """The command, an option or a setting is wrong."""

    exit_code = 2


class ExtraMissing(UsageError):
    """An optional part (``[ocr]``, ``[ofd]``, ``[office]`` …) is needed and not installed.

    Parameters
    ----------
    extra : str
        The extra's name, as in ``pip install "bridgehead[ocr]"``.
    zh, en : str
        What needs it.
    where : str
        The file that needs it, if one does.
    """

    exit_code = 3

    def __init__(self, extra: str, zh: str, en: str, *, where: str = "") -> None:
        command = f'pip install "bridgehead[{extra}]"'
        super().__init__(zh, en, where=where, try_zh=command, try_en=command)
        self.extra = extra


class SourceError(BridgeheadError):
    """A file cannot be read; the others still go through."""

    exit_code = 3


class EmptySource(SourceError):
    """The file has no bytes, or no text in it."""


class UnknownFormat(SourceError):
    """The file is not of a kind that Bridgehead reads."""


class UndecodableText(SourceError):
    """No encoding turns the bytes into plausible text."""


class DamagedFile(SourceError):
    """The file is truncated or broken inside."""


class ProtectedFile(SourceError):
    """The file needs a password."""


class OversizedFile(SourceError):
    """The file is too large, nested too deep, or unpacks to far more than it should."""


class RecordError(BridgeheadError):
    """A record breaks its contract."""


class SpanError(RecordError):
    """A record's quote is not what stands at its span in the document."""


class JsonLinesError(RecordError):
    """A line of a .jsonl file is not a record."""

    exit_code = 3


class ActionRefused(BridgeheadError):
    """An action on an item of the ledger may not be taken; the item stays as it was."""


class NotPermitted(ActionRefused):
    """The person may not take this action on this item: the role, the department, or four eyes."""


class NotPossible(ActionRefused):
    """The item is in a state that does not allow the action, or something the action needs is missing."""


class Conflict(ActionRefused):
    """Somebody else changed the item after the person had looked at it."""


class ChainBroken(BridgeheadError):
    """The event log was altered: an event's hash does not follow from its content and the one before it."""


class WorkspaceError(BridgeheadError):
    """The workspace folder cannot be used as it is."""

    exit_code = 2
