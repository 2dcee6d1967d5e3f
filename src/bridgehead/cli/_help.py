"""Help in the user's language: every help text is written ``中文。 English.`` and one half of it is shown."""

from __future__ import annotations

import re
from typing import Any

from attrs import evolve
from cyclopts.help import DefaultFormatter, HelpPanel, InlineText
from rich.console import Console, ConsoleOptions
from rich.text import Text

from bridgehead.errors import language

__all__ = ["Formatter", "one_language"]

_BOTH = re.compile(r"(?P<zh>.*?[。！？])\s+(?P<en>[^。]*)", re.S)
_SAID = {
    "Commands": "命令",
    "Arguments": "参数",
    "Parameters": "选项",
    "Display this message and exit.": "显示这段说明。",
    "Display application version.": "显示版本。",
}


def one_language(text: str) -> str:
    """Return the user's half of a help text; a text in one language stays whole."""
    zh = language() == "zh"
    paragraphs = []
    for paragraph in text.split("\n\n"):
        both = _BOTH.fullmatch(paragraph.strip())
        paragraphs.append(both["zh" if zh else "en"] if both else paragraph)
    said = "\n\n".join(paragraphs)
    return _SAID.get(said, said) if zh else said


class Formatter(DefaultFormatter):
    """The usual frames, with one language in them."""

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        """Print a frame."""
        entries = [
            evolve(
                entry,
                description=_plain(entry.description),
                default=None if entry.default == "False" else entry.default,
            )
            for entry in panel.entries
        ]
        title = one_language(panel.title) if isinstance(panel.title, str) else panel.title
        super().__call__(console, options, evolve(panel, title=title, entries=entries))

    def render_usage(self, console: Console, options: ConsoleOptions, usage: Any) -> None:  # noqa: ARG002
        """Print how the command is written."""
        said = f"用法：{usage}" if language() == "zh" else f"Usage: {usage}"
        console.print(Text(said, style="bold"), soft_wrap=True)

    def render_description(self, console: Console, options: ConsoleOptions, description: Any) -> None:  # noqa: ARG002
        """Print what the command does."""
        if description:
            console.print(_plain(description))
            console.print()


def _plain(description: Any) -> Any:
    inner = description.primary_renderable if isinstance(description, InlineText) else description
    text = inner if isinstance(inner, str) else getattr(inner, "plain", None)
    return InlineText(Text(one_language(text.strip()))) if text else description
