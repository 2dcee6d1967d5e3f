"""The word list that is made from installed packages, and where it is kept."""

from __future__ import annotations

import pytest

from bridgehead.repair import _lexicon, cache, corpora
from bridgehead.repair._lexicon import lexicon
from bridgehead.repair._words import Words
from bridgehead.repair.cache import kept


@pytest.fixture
def home(monkeypatch, tmp_path):
    """Return the only folder where anything may be kept."""
    monkeypatch.setattr(cache, "_of_user", lambda: tmp_path / "user")
    monkeypatch.delenv("BRIDGEHEAD_CACHE", raising=False)
    return tmp_path


def keep(text: str, name: str = "one.bin") -> str:
    return kept(name, lambda: text, lambda file, made: file.write(made.encode()), _read)


def _read(path):
    return path.read_bytes().decode()


def test_made_once(home):
    """Tests that what was made is read the next time, and nothing else lies beside it."""
    assert keep("first") == "first"
    assert keep("second") == "first"
    assert keep("second", "two.bin") == "second"
    assert sorted(path.name for path in home.rglob("*.bin")) == ["one.bin", "two.bin"]


def test_spoiled_is_made_again(home):
    """Tests that a file that cannot be read is replaced."""
    keep("first")
    (home / "user" / "bridgehead" / "one.bin").write_bytes(b"\xff")
    assert keep("second") == "second"
    assert keep("third") == "second"


def test_cache_that_cannot_be_written(home, monkeypatch):
    """Tests that a folder that is a file is no error, and that BRIDGEHEAD_CACHE is used instead."""
    (home / "user").write_text("")
    assert keep("first") == "first"
    assert keep("second") == "second"
    monkeypatch.setenv("BRIDGEHEAD_CACHE", str(home / "chosen"))
    assert keep("third") == "third"
    assert keep("fourth") == "third"


def test_nothing_is_kept(home, monkeypatch):
    """Tests that nothing is written where BRIDGEHEAD_CACHE is set to nothing."""
    monkeypatch.setenv("BRIDGEHEAD_CACHE", "")
    assert keep("first") == "first"
    assert list(home.iterdir()) == []


def test_no_home(monkeypatch):
    """Tests that a user without a home folder is no error."""

    def missing():
        raise RuntimeError

    monkeypatch.setattr(cache, "_of_user", missing)
    monkeypatch.delenv("BRIDGEHEAD_CACHE", raising=False)
    assert keep("first") == "first"


def test_read_as_made(tmp_path):
    """Tests that words are read as they were written, and that a cut file is not taken for them."""
    words = {"云": 3.5, "云岭": 2.5, "云岭市": 4.0, "松溪": 1.0, "会": 2.0}
    path = tmp_path / "words.bin"
    with path.open("wb") as file:
        Words.of(words).write(file)
    read = Words.read(path)
    assert dict(read) == words
    assert list(read) == sorted(words)
    assert "云岭" in read
    assert not {"松", "岭", "云岭市长", ""} & set(read)
    assert [read.get(each) for each in ("", "松", "市")] == [None, None, None]
    for size in (path.stat().st_size - 1, 20, 12, 7, 0):
        path.write_bytes(path.read_bytes()[:size])
        with pytest.raises(ValueError, match=r"cut off|multiple"):
            Words.read(path)


def test_words():
    """Tests that words, idioms and our phrases are known, and that names, slips and rare forms are not."""
    costs = lexicon().costs
    assert {"会议", "发展", "煤矸石", "行稳致远", "高质量发展"} <= set(costs)
    assert not {"千部", "自已", "經濟", "abc", ""} & set(costs)
    assert costs["的"] < costs["会议"] < costs["行稳致远"] < lexicon().unknown
    assert max(map(len, costs)) == _lexicon.LONGEST


def test_cut():
    """Tests that a sentence is cut into its words."""
    han = "市政府召开常务会议"
    assert [han[start:end] for start, end in lexicon().cut(han)[1]] == ["市政府", "召开", "常务会议"]
    assert lexicon().cut("") == (0.0, [])


def test_packages_are_missing(monkeypatch):
    """Tests that without the packages the words of our own lists are left."""
    rich = lexicon().costs
    monkeypatch.setattr(corpora, "_file", lambda *_: None)
    poor = _lexicon._count()
    assert "融合发展" in poor
    assert len(poor) < len(rich)


def test_stamp(monkeypatch):
    """Tests that other packages or tables have another name in the cache."""
    names = {corpora.stamp(), corpora.stamp("suspects/phrases.txt")}
    monkeypatch.setattr(corpora, "_file", lambda *_: None)
    names.add(corpora.stamp())
    assert len(names) == 3
