"""Named systems of goals: “15886”, 四大新赛道, 五抓一优一促, and what hangs on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bridgehead.records._base import Sourced, Span

__all__ = ["WorkItem", "WorkSystem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One goal, action or task of a system; it may have parts of its own.

    Attributes
    ----------
    label : str
        What it is called, such as 一个目标, 五大行动 or 数字经济.
    text : str or None
        What it says, where that is more than its label.
    count : int or None
        How many parts its label announces (五大行动: 5).
    span : (int, int) or None
        Where it stands in the raw document; null where an office defined it.
    items : tuple of WorkItem
        Its parts, in order.
    """

    label: str
    text: str | None = None
    count: int | None = None
    span: Span | None = None
    items: tuple[WorkItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkSystem(Sourced):
    """A named system of goals; the span is its name where the document explains it, or first names it.

    Maps to schema.org ``DefinedTermSet`` (``name, hasDefinedTerm``).

    Attributes
    ----------
    name : str
        Without quotation marks: 15886, 四大新赛道 (schema.org ``name``). The same in every document.
    form : {"digits", "count", "parts", "plain"}
        How the name is built: figures that count the parts (15886, 1+3+N), one count and a noun (四大新赛道),
        several counts (五抓一优一促), or words alone (“一泓清水入黄河”工程).
    term : str or None
        What it is called: 工作体系, 行动, 工程, 营商环境 ….
    article : str or None
        The id of its `Article`.
    issuer : str or None
        The body that set it up, such as 市委, where the text says so.
    area : str or None
        The place whose system it is.
    counts : tuple of int
        How many parts the name announces: 1, 5, 8, 8, 6.
    agrees : bool or None
        Whether the parts that were found are as many as the name announces; null where none were found.
    note : str or None
        How they differ.
    items : tuple of WorkItem
        The tree; empty where the document only names the system.
    defined_by : {"text", "office"}
        Whether the tree was read in this document or was defined by the office (``systems.toml``).
    mentions : tuple of (int, int)
        Where else it is named.
    """

    type: str = "work_system"
    name: str
    form: Literal["digits", "count", "parts", "plain"]
    term: str | None = None
    article: str | None = None
    issuer: str | None = None
    area: str | None = None
    counts: tuple[int, ...] = ()
    agrees: bool | None = None
    note: str | None = None
    items: tuple[WorkItem, ...] = ()
    defined_by: Literal["text", "office"] = "text"
    mentions: tuple[Span, ...] = ()
