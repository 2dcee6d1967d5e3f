"""The site profile: drawn first, then the whole page is damaged with it, as real damage goes together."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from samples.generator.damage import byteshift, commas, encoding, pinyin, scrub, strokes, width
from samples.generator.damage import script as scripts
from samples.generator.damage._cells import Cells

__all__ = ["Profile", "apply", "draw"]

_SCRUBS = {
    "dates": scrub.dates,
    "entities": scrub.entities,
    "masks": scrub.masks,
    "no-break": scrub.no_break_spaces,
    "spin": scrub.spin,
}


@dataclass(frozen=True)
class Profile:
    """What one site does to every page.

    Attributes
    ----------
    script : Script or None
        Its script table; None leaves the page simplified.
    annotation : Annotation or None
        Its way of pinyin noise.
    annotated : int
        Size of the annotated set.
    also : str
        Characters that are in the set whatever the draw.
    marks : str
        The marks that are keys of the byte replacement; empty for no byte step. Annotation is then ``toned``.
    decoder : Decoder
        What its decoder does with orphaned bytes.
    markup : bool
        Whether tags stand in the text at the byte step.
    folded, small_forms, symbols : bool
        See `width.fold`, `width.small_forms`, `strokes.symbols`.
    confused : float
        Share of look-alikes (`strokes.confuse`).
    doubled, lost : int
        One in so many characters; 0 for none.
    commas : float
        Share of marks with comma noise.
    stray_commas : int
        How many commas move into a word.
    numbers : float
        Share of numbers cut out.
    scrubs : tuple of str
        Of ``dates entities masks no-break spin``.
    brands : dict
        Place → what is written over it.
    latin1 : bool
        Whether the page's UTF-8 is read as Latin-1.
    """

    script: scripts.Script | None = None
    annotation: pinyin.Annotation | None = None
    annotated: int = 32
    also: str = ""
    marks: str = ""
    decoder: byteshift.Decoder = "question"
    markup: bool = True
    shuffled: bool = False
    folded: bool = False
    small_forms: bool = False
    symbols: bool = False
    confused: float = 0.0
    doubled: int = 0
    lost: int = 0
    commas: float = 0.0
    stray_commas: int = 0
    numbers: float = 0.0
    scrubs: tuple[str, ...] = ()
    brands: dict[str, str] = field(default_factory=dict)
    latin1: bool = False

    @classmethod
    def of(cls, values: dict[str, Any]) -> Profile:
        """Return the profile that a page's TOML names."""
        return cls(**{**values, "scrubs": tuple(values.get("scrubs", ()))})


def draw(rng: Random) -> Profile:
    """Draw a site at random, three in ten of them clean, in the proportions seen on pages of the genre."""
    if rng.random() < 0.3:
        return Profile(folded=rng.random() < 0.5)
    sites: tuple[scripts.Script | None, ...] = (None, None, "plain", "plain", "wrong-pick", "stray", "repost")
    script = rng.choice(sites)
    shifts = script in (None, "plain") and rng.random() < 0.4
    toned = script in ("plain", "wrong-pick")
    annotations: tuple[pinyin.Annotation, ...] = ("toned", "toned", "toneless", "random", "dense")
    annotation = rng.choice(annotations)
    return Profile(
        script=script,
        annotation=annotation if toned and not shifts else None,
        annotated=rng.randint(25, 60) if toned else 0,
        marks="".join(rng.sample("。！？；：，、", rng.randint(2, 7))) if shifts else "",
        decoder=rng.choice(("question", "euro", "drop")),
        markup=rng.random() < 0.7,
        shuffled=True,
        folded=rng.random() < 0.8,
        confused=rng.choice((0.0, 0.0, 0.02)),
        doubled=rng.choice((0, 2500)),
        lost=rng.choice((0, 1500)),
        commas=rng.choice((0.0, 0.0, 0.0, 0.1)),
    )


def apply(cells: Cells, profile: Profile, rng: Random) -> Cells:
    """Damage a page: first what hands and scanners did, then what the site's machine did.

    Parameters
    ----------
    cells : Cells
        The page, undamaged or with damage set by hand.
    profile : Profile
        The site.
    rng : Random
        The only source of chance: same cells, profile and seed, same page.
    """
    cells = _hands(cells, profile, rng)
    if profile.script:
        cells = scripts.apply(cells, profile.script, rng)
    chars = frozenset[str]()
    if profile.annotated and (profile.annotation or (profile.marks and profile.script)):
        chars = pinyin.choose(cells, profile.annotated, rng) | frozenset(profile.also)
    if profile.marks:
        order = rng if profile.shuffled else None
        cells = byteshift.apply(
            cells, profile.marks, chars, decoder=profile.decoder, markup=profile.markup, order=order
        )
    elif profile.annotation:
        cells = pinyin.apply(cells, profile.annotation, chars, rng)
    if profile.small_forms:
        cells = width.small_forms(cells)
    if profile.folded:
        cells = width.fold(cells)
    return encoding.utf8_as_latin1(cells) if profile.latin1 else cells


def _hands(cells: Cells, profile: Profile, rng: Random) -> Cells:
    cells = strokes.symbols(cells) if profile.symbols else cells
    cells = strokes.confuse(cells, profile.confused, rng) if profile.confused else cells
    cells = strokes.double(cells, profile.doubled, rng) if profile.doubled else cells
    cells = strokes.lose(cells, profile.lost, rng) if profile.lost else cells
    cells = scrub.numbers(cells, profile.numbers, rng) if profile.numbers else cells
    for name in profile.scrubs:
        cells = _SCRUBS[name](cells)
    for place, name in profile.brands.items():
        cells = scrub.brand(cells, place, name)
    cells = commas.noise(cells, profile.commas, rng) if profile.commas else cells
    return commas.stray(cells, profile.stray_commas, rng) if profile.stray_commas else cells
