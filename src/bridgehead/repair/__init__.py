"""Damaged text in, clean text and every edit out."""

from bridgehead.repair._edits import Edit, Line, Repaired, replay

__all__ = ["Edit", "Line", "Repaired", "repair", "replay"]


def repair(raw: str) -> Repaired:
    """Repair a damaged text."""
    return Repaired(raw, raw)
