"""The tables of damage (tables.toml), read once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["table"]


@cache
def _tables() -> dict[str, Any]:
    with open(Path(__file__).with_name("tables.toml"), "rb") as file:
        return tomllib.load(file)


def table(name: str) -> dict[str, str]:
    """Return one table: what is written → what stands there instead."""
    return dict(_tables()[name])
