"""Width: full-width marks folded to ASCII, or turned into small forms."""

from __future__ import annotations

from samples.generator.damage._cells import Cells
from samples.generator.damage._tables import table

__all__ = ["fold", "small_forms"]


def fold(cells: Cells) -> Cells:
    """Fold the page's full-width marks. Repair leaves them so: the expected text is folded as well."""
    folded = str.maketrans(table("folded"))
    return tuple(
        cell.hurt("fold", raw, cell.expect.translate(folded))
        if (raw := cell.raw.translate(folded)) != cell.raw
        else cell
        for cell in cells
    )


def small_forms(cells: Cells) -> Cells:
    """Write the small forms ``﹔﹕﹖`` for their marks."""
    small = table("small-forms")
    return tuple(cell.hurt("small-form", small[cell.raw]) if cell.raw in small else cell for cell in cells)
