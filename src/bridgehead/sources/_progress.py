"""Who wants to know how far a slow step is: the recognition of a page takes many seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["tell", "watching"]

Told = Callable[[str, int, int], None]

_watchers: list[Told] = []


@contextmanager
def watching(told: Told) -> Iterator[None]:
    """Have a function told about slow steps: what is being done, how much of it is done, of how much."""
    _watchers.append(told)
    try:
        yield
    finally:
        _watchers.remove(told)


def tell(what: str, done: int, total: int) -> None:
    """Tell whoever watches."""
    for told in _watchers:
        told(what, done, total)
