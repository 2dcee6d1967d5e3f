"""The tree of errors."""

from __future__ import annotations

import inspect

import pytest

from bridgehead import errors
from bridgehead.errors import BridgeheadError, ExtraMissing, SourceError, UsageError

TREE = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, BridgeheadError)]


def test_the_docstring_draws_the_whole_tree() -> None:
    """Tests that every error stands in the drawing, under its parent, and is public."""
    drawn = errors.__doc__ or ""
    for cls in TREE:
        assert cls.__name__ in drawn
        assert cls.__name__ in errors.__all__


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_messages_say_what_where_and_what_to_try(lang: str, monkeypatch) -> None:
    """Tests that a message has its three parts in the user's language."""
    monkeypatch.setenv("BRIDGEHEAD_LANG", lang)
    error = SourceError("坏了", "It is broken", where="a.pdf:3", try_zh="换一个", try_en="another")
    assert "a.pdf:3" in str(error)
    assert ("坏了" in str(error)) == (lang == "zh")
    assert ("another" in str(error)) == (lang == "en")


def test_exit_codes() -> None:
    """Tests that a wrong command ends with 2, a file that cannot be read with 3."""
    assert UsageError("x", "x").exit_code == 2
    assert all(cls.exit_code == 3 for cls in TREE if issubclass(cls, SourceError))
    missing = ExtraMissing("ocr", "图片要识字。", "Images need OCR.", where="a.png")
    assert missing.exit_code == 3
    assert 'pip install "bridgehead[ocr]"' in missing.message("en")
