"""The measures of an official page, from ``terms/layout/gbt9704.toml``: each a fact with its status."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

from bridgehead import terms

__all__ = ["Fact", "fact", "facts", "unconfirmed"]


class Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One measure of the standard.

    Attributes
    ----------
    value : object
        A number, a word, or several of them.
    unit : str
        What the value is measured in, or what its parts are.
    status : {"confirmed", "not confirmed"}
        Whether it was read in the standard.
    zh, en : str
        The fact in words.
    """

    value: Any
    unit: str
    status: Literal["confirmed", "not confirmed"]
    zh: str
    en: str


@cache
def facts() -> dict[str, Fact]:
    """Return all facts by name, in the order of the file."""
    text = files(terms.__name__).joinpath("layout", "gbt9704.toml").read_text(encoding="utf-8")
    return {name: msgspec.convert(values, Fact) for name, values in tomllib.loads(text).items()}


def fact(name: str) -> Any:
    """Return the value of a fact, such as ``fact("top_margin")``, 37."""
    return facts()[name].value


def unconfirmed() -> tuple[Fact, ...]:
    """Return the facts that were not read in the standard itself, for whoever must vouch for a page."""
    return tuple(one for one in facts().values() if one.status != "confirmed")
