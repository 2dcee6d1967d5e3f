"""Pictures and scanned pages: reading them, keeping what was read, and what goes wrong.

Without [ocr] a stand-in plays the models; the tests marked `ocr` use the real ones.
"""

from __future__ import annotations

import importlib.util
import io
import os
import random
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from scanned import column, line, scan

from bridgehead.errors import DamagedFile, EmptySource, ExtraMissing, OversizedFile, SourceError
from bridgehead.sources import RawText, image, ocr, read_bytes, watching
from bridgehead.sources.ocr import _engine, _scan

TEXT = (
    "市里今年修好了六条街巷，老店重新开门，夜里有了灯光，来的人也多了起来。\n"
    "住在巷子里的人说，日子热闹了，也方便了。"
)
PAGE = scan([line("老街亮灯", 6, 1, 2), *column(TEXT, 1, 4, 18)[0]])


def one(data: bytes, name: str) -> RawText:
    (item,) = read_bytes(data, name)
    assert isinstance(item, RawText), item
    return item


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own."""
    monkeypatch.setenv("BRIDGEHEAD_CACHE", str(tmp_path))
    return tmp_path


@pytest.fixture
def models(cache: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """A stand-in for the models that reads the same page in every picture, and the shapes it was shown."""
    numpy = pytest.importorskip("numpy")
    shown: list[tuple[int, ...]] = []

    def read(picture, tell=None):
        shown.append(picture.shape)
        if tell:
            tell(5, 5)
        return PAGE

    def pages(data: bytes, name: str):
        for number in range(2):
            yield numpy.full((40, 30, 3), data[-1] + number, numpy.uint8), 2

    monkeypatch.setattr(ocr, "installed", lambda: True)
    monkeypatch.setattr(_engine, "identity", lambda: "stand-in")
    monkeypatch.setattr(_scan, "scan", read)
    monkeypatch.setattr(image, "_pages", pages)
    return shown


PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def test_a_picture_becomes_paragraphs_with_places(models: list) -> None:
    """Tests that headline and paragraphs stand apart, and each line's place leads to its words and page."""
    item = one(PNG, "x.png")
    page = "\n\n".join(["老街亮灯", *TEXT.split("\n")])
    assert (item.text, item.media_type) == (f"{page}\n\n{page}", "image/png")
    assert [place.page for place in item.places] == [1] * 6 + [2] * 6
    assert [item.text[slice(*place.span)] for place in item.places[:2]] == ["老街亮灯", TEXT[:16]]
    assert item.places[0].box == (118.0, 16.0, 282.0, 64.0)


def test_recognized_pages_are_kept(models: list, cache: Path) -> None:
    """Tests that the same pixels are recognized once, whatever their file is called, and others anew."""
    first = one(PNG, "x.png")
    assert len(models) == 2
    assert one(PNG, "y.png").text == first.text
    assert len(models) == 2
    one(PNG + b"\7", "x.png")
    assert len(models) == 4


def test_a_spoilt_cache_is_no_harm(models: list, cache: Path) -> None:
    """Tests that what cannot be read in the cache is recognized again, and put right."""
    first = one(PNG, "x.png")
    for kept in cache.rglob("*.json"):
        kept.write_bytes(b'{"width": 1, "lines"')
    assert one(PNG, "x.png").text == first.text
    assert len(models) == 4
    assert one(PNG, "x.png").text == first.text
    assert len(models) == 4


def test_nothing_is_kept_unasked(models: list, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tests that without a folder nothing is kept, and that one that cannot be written stops nothing."""
    monkeypatch.delenv("BRIDGEHEAD_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path))
    one(PNG, "x.png")
    one(PNG, "x.png")
    assert len(models) == 4
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BRIDGEHEAD_CACHE", str(tmp_path / "file"))
    one(PNG, "x.png")
    assert len(models) == 6


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_kept_pages_are_for_their_owner(models: list, cache: Path) -> None:
    """Tests that nobody else may read what was recognized."""
    one(PNG, "x.png")
    assert {kept.stat().st_mode & 0o077 for kept in cache.rglob("*.json")} == {0}


def test_a_stop_leaves_nothing_behind(models: list, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that after Ctrl+C in the second page the first is kept, and no half-written file."""
    read = _scan.scan

    def stopped(picture, tell=None):
        if models:
            raise KeyboardInterrupt
        return read(picture, tell)

    monkeypatch.setattr(_scan, "scan", stopped)
    with pytest.raises(KeyboardInterrupt):
        one(PNG, "x.png")
    assert [path.suffix for path in cache.rglob("*") if path.is_file()] == [".json"]
    monkeypatch.setattr(_scan, "scan", read)
    one(PNG, "x.png")
    assert len(models) == 2


def test_who_watches_is_told(models: list) -> None:
    """Tests that the pages and their lines are told to who watches, and not to others."""
    told: list[tuple[str, int, int]] = []
    with watching(lambda *what: told.append(what)):
        one(PNG, "x.png")
    assert told == [(f"x.png 第 {page}/2 页", done, of) for page in (1, 2) for done, of in ((0, 1), (5, 5))]
    one(PNG + b"\7", "x.png")
    assert len(told) == 4


def test_what_the_models_raise_is_an_error_of_ours(models: list, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a page that breaks the models, and libraries that do not load, are told in two languages."""
    for error, kind, word in (
        (ValueError("shape"), DamagedFile, "ValueError"),
        (ImportError("libGL.so.1"), SourceError, "libGL.so.1"),
    ):

        def fails(picture, tell=None, error=error):
            raise error

        monkeypatch.setattr(_scan, "scan", fails)
        (item,) = read_bytes(PNG, "x.png")
        assert isinstance(item, kind)
        assert word in item.message("zh")
        assert word in item.message("en")


def test_one_of_several_processes_uses_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that reading in several processes does not take all cores for each."""
    import multiprocessing

    assert 1 <= _engine._threads() <= 8
    monkeypatch.setattr(multiprocessing, "parent_process", lambda: SimpleNamespace())
    assert _engine._threads() == 1


# With the real models


@pytest.fixture
def press(cache: Path):
    """The module that draws pages; needs [ocr] and a Chinese font."""
    if importlib.util.find_spec("rapidocr") is None:
        pytest.skip("the extra [ocr] is not installed: make ocr")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from samples.generator import press

    if not press.fonts():
        pytest.skip("no Chinese font: Debian's fonts-noto-cjk")
    return press


def encoded(picture, kind: str = "png", **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def alike(text: str) -> str:
    import unicodedata

    return "".join(unicodedata.normalize("NFKC", text).split())


def page_of(press):
    """A small page of three articles, two of them side by side."""
    week, half = press.stories("07-weekly-page"), press.stories("09-half-year")["1"].cut(160)
    below = press.Across((press.Piece(week["3"].cut(80), 2, size=1.7), press.Piece(half, 2, size=1.7)))
    return press.Press(press.Down((press.Piece(week["1"].cut(150), 4, size=2.4), below)), em=26, column=10)


@pytest.mark.ocr
@pytest.mark.parametrize("quarters", [0, 1, 2])
def test_a_page_of_a_newspaper(press, quarters: int) -> None:
    """Tests that a drawn page is read without a mistake in reading order, whichever way it lay."""
    page = page_of(press)
    picture = page.draw()
    item = one(encoded(picture.rotate(90 * quarters, expand=True)), "page.png")
    assert alike(item.text) == alike("".join(block.text for block in page.blocks))
    heads = [block.text for block in page.blocks if block.role == "title"]
    assert set(map(alike, heads)) <= {alike(part) for part in item.text.split("\n\n")}


@pytest.mark.ocr
def test_a_scanned_pdf(press) -> None:
    """Tests that a page of a scanned PDF is read like a picture, with boxes in points."""
    page = page_of(press)
    picture = page.draw()
    item = one(encoded(picture, "pdf", resolution=150), "page.pdf")
    assert alike(item.text) == alike("".join(block.text for block in page.blocks))
    right = max(place.box[2] for place in item.places)
    assert 0.8 < right / (picture.width * 72 / 150) < 1


@pytest.mark.ocr
def test_noise_and_skew(press) -> None:
    """Tests that a page that was photocopied askew has at most one character in a hundred wrong."""
    from PIL import Image

    page = page_of(press)
    picture = page.draw().rotate(-0.6, expand=True, fillcolor=250)
    rng = random.Random(5)
    noise = Image.frombytes("L", picture.size, rng.randbytes(picture.width * picture.height))
    text = alike(one(encoded(Image.blend(picture, noise, 0.12), "jpeg", quality=60), "page.jpg").text)
    truth = alike("".join(block.text for block in page.blocks))
    wrong = sum(a != b for a, b in zip(text, truth, strict=False)) + abs(len(text) - len(truth))
    assert wrong <= 0.01 * len(truth)


@pytest.mark.ocr
def test_pictures_that_are_none(press) -> None:
    """Tests that blank, broken and far too large pictures give their errors."""
    from PIL import Image

    blank = encoded(Image.new("RGB", (300, 200), "white"))
    huge = encoded(Image.new("1", (20_000, 10_001)))
    for data, kind in (
        (blank, EmptySource),
        (blank[:60], DamagedFile),
        (PNG, DamagedFile),
        (huge, OversizedFile),
    ):
        (item,) = read_bytes(data, "x.png")
        assert isinstance(item, kind), item
        assert not isinstance(item, ExtraMissing)


@pytest.mark.ocr
def test_odd_pictures(press) -> None:
    """Tests that transparent, 16-bit and several-page pictures are read."""
    from PIL import Image

    page = page_of(press)
    grey = page.draw()
    truth = alike("".join(block.text for block in page.blocks))
    ink = Image.new("RGBA", grey.size, (0, 0, 0, 0))
    ink.putalpha(grey.point(lambda value: 255 - value))
    assert alike(one(encoded(ink), "x.png").text) == truth
    deep = Image.fromarray(__import__("numpy").asarray(grey).astype("uint16") * 200)
    assert alike(one(encoded(deep), "x.png").text) == truth
    both = encoded(grey, "tiff", save_all=True, append_images=[grey])
    item = one(both, "x.tif")
    assert alike(item.text) == truth * 2
    assert {place.page for place in item.places} == {1, 2}
