"""Items below items: progress rolled up by weight, with its arithmetic; cycle-safe.

A parent's per cent is the mean of its children's, by weight. What is settled counts as 100, what reported
nothing as 0; drafts and what was refused or merged are left out. Each says so (`Node.explain`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal

import msgspec

from bridgehead import terms
from bridgehead.ledger.items import Item
from bridgehead.ledger.vocabulary import KINDS

__all__ = ["Node", "forest", "roll_up"]

Why = Literal["closed", "reported", "measured", "children", "silent", "refused", "merged", "draft", "cycle"]
_LEFT_OUT = ("refused", "merged", "draft", "cycle")


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, Any] = terms.settings("ledger/trees")["words"]
    return words


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One item of a tree, with the per cent that it has and why.

    Attributes
    ----------
    item : Item
        The item.
    percent : float or None
        Per cent done, 0 to 100; None if it is left out.
    why : str
        Where that comes from.
    weight : float
        Its share among the items of its parent, from 0 to 1; 1 at the top, 0 if it is left out.
    children : tuple of Node
        The items below it, in the order of their numbers.
    """

    item: Item
    percent: float | None
    why: Why
    weight: float = 1.0
    children: tuple[Node, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it counts for its parent."""
        return self.percent is not None

    def walk(self) -> Iterable[tuple[int, Node]]:
        """Yield it and all below it, each with how deep it stands."""
        stack = [(0, self)]
        while stack:
            depth, node = stack.pop()
            yield depth, node
            stack += [(depth + 1, one) for one in reversed(node.children)]

    def leaves(self) -> Iterable[Node]:
        """Yield the nodes whose own per cent counts, and is not rolled up."""
        return (node for _, node in self.walk() if node.counts and node.why != "children")

    def explain(self, language: Literal["zh", "en"] = "zh") -> list[str]:
        """Return the arithmetic of its per cent: a line for itself, and one for each item right below it.

        Examples
        --------
        ``民生实事：60 × 50% + 40 × 100%，除以 100 = 70%（由下级事项汇总）``
        """
        lines = [_line(self, language, self._sum(language))]
        if self.why == "children":
            lines += [f"· {_line(one, language, '')}" for one in self.children]
        return lines

    def _sum(self, language: Literal["zh", "en"]) -> str:
        counted = [one for one in self.children if one.counts]
        if self.why != "children" or not counted:
            return ""
        weights = _weights([one.item.weight for one in counted])
        terms_ = " + ".join(
            f"{weight:g} × {_percent(one.percent)}" for weight, one in zip(weights, counted, strict=True)
        )
        total = f"{sum(weights):g}"
        return f"（{terms_}）÷ {total} = " if language == "zh" else f"({terms_}) ÷ {total} = "


def _line(node: Node, language: Literal["zh", "en"], arithmetic: str) -> str:
    item, why = node.item, _words()[node.why][language]
    name = " ".join(filter(None, (item.no, item.title)))
    if node.percent is None:
        return f"{name}：{why}" if language == "zh" else f"{name}: {why}"
    value = f"{arithmetic}{_percent(node.percent)}"
    return f"{name}：{value}（{why}）" if language == "zh" else f"{name}: {value} ({why})"


def _percent(value: float | None) -> str:
    return f"{round(value or 0.0, 1):g}%"


def _weights(weights: list[float]) -> list[float]:
    """Return the weights, or equal ones if all of them are zero."""
    return weights if sum(weights) > 0 else [1.0] * len(weights)


def forest(items: Iterable[Item]) -> tuple[Node, ...]:
    """Return the trees of some items: those whose parent is not among them stand at the top.

    Parameters
    ----------
    items : iterable of Item
        Items of any kind.

    Returns
    -------
    tuple of Node
        In the order of their numbers. Of items that stand above themselves in a circle, the first by number
        is put at the top, and where the circle closes says so.
    """
    given = {one.key: one for one in items}
    below: dict[str, list[str]] = {}
    for one in sorted(given.values(), key=lambda one: (one.no, one.key)):
        if one.parent in given:
            below.setdefault(str(one.parent), []).append(one.key)
    tops = [key for key, one in given.items() if one.parent not in given]
    seen: set[str] = set()
    trees = {key: _tree(key, given, below, seen) for key in tops}
    for key in sorted(given, key=lambda key: (given[key].no, key)):
        if key not in seen:
            trees[key] = _tree(key, given, below, seen)
    return tuple(sorted(trees.values(), key=lambda one: (one.item.no, one.item.key)))


def roll_up(items: Iterable[Item], root: str) -> Node:
    """Return the tree of one item, by its key, among those given.

    Raises
    ------
    KeyError
        If it is not among them.
    """
    given = {one.key: one for one in items}
    below: dict[str, list[str]] = {}
    for one in sorted(given.values(), key=lambda one: (one.no, one.key)):
        if one.parent is not None:
            below.setdefault(one.parent, []).append(one.key)
    return _tree(root, given, below, set())


def _tree(root: str, given: Mapping[str, Item], below: Mapping[str, list[str]], seen: set[str]) -> Node:
    """Return one tree, without recursion, so that no depth is too deep."""
    order, edges = [root], {}
    seen.add(root)
    for key in order:
        edges[key] = below.get(key, [])
        fresh = [child for child in edges[key] if child not in seen]
        seen.update(fresh)
        order += fresh
    position = {key: n for n, key in enumerate(order)}
    made: dict[str, Node] = {}
    for key in reversed(order):
        children = [
            made[child]
            if position.get(child, -1) > position[key]
            else Node(item=given[child], percent=None, why="cycle")
            for child in edges[key]
        ]
        made[key] = _node(given[key], children)
    return made[root]


def _node(item: Item, children: list[Node]) -> Node:
    counted = [one for one in children if one.counts]
    shares = dict(
        zip((one.item.key for one in counted), _weights([one.item.weight for one in counted]), strict=True)
    )
    whole = sum(shares.values())
    shared = tuple(
        msgspec.structs.replace(one, weight=shares[one.item.key] / whole if one.counts else 0.0)
        for one in children
    )
    percent, why = _own(item)
    if percent is not None and why != "closed" and counted and KINDS[item.kind].rolls_up:
        percent, why = sum(one.weight * (one.percent or 0.0) for one in shared), "children"
    return Node(item=item, percent=percent, why=why, children=shared)


def _own(item: Item) -> tuple[float | None, Why]:
    """Return an item's own per cent, and where it comes from."""
    if item.closed_at is not None:
        return 100.0, "closed"
    if item.merged_into is not None:
        return None, "merged"
    if item.phase in ("refused", "archived"):
        return None, "refused"
    if item.phase == "draft":
        return None, "draft"
    if item.percent is not None:
        return item.percent, "reported"
    if item.measure is not None and item.readings:
        way = item.measure.target - item.measure.baseline
        done = (item.readings[-1].value - item.measure.baseline) / way * 100 if way else 100.0
        return min(max(done, 0.0), 100.0), "measured"
    return 0.0, "silent"
