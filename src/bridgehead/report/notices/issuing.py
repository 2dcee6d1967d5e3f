"""Who issues a paper, under which number: an office's own settings, ``office.toml`` of its workspace."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from bridgehead.errors import UsageError

__all__ = ["NAME", "Issuing", "load_issuing"]

NAME = "office.toml"
"""The file in the workspace."""


class Issuing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who issues a paper.

    Without an issuer a paper is a plain report without a red head, and nobody signs it.

    Attributes
    ----------
    issuer : str
        发文机关标志, such as ``"云岭市人民政府督查室文件"``.
    number : str
        The stem of 发文字号, such as ``"云督字〔{year}〕{number}号"``; both words in braces may stand in it.
    signer : str
        署名.
    addressee : str
        主送机关 of a notice.
    copies : str
        抄送机关.
    print_office : str
        印发机关.
    sealed : bool
        Whether a seal is put on it.
    """

    issuer: str = ""
    number: str = ""
    signer: str = ""
    addressee: str = ""
    copies: str = ""
    print_office: str = ""
    sealed: bool = False

    def numbered(self, year: int, number: int | None, language: str = "zh") -> str:
        """Return the number of a paper; where none is given yet, room to write it."""
        room = "    " if language == "en" else "　　"
        return self.number.replace("{year}", str(year)).replace(
            "{number}", room if number is None else str(number)
        )


class _File(Issuing, frozen=True, kw_only=True, forbid_unknown_fields=True):
    en: dict[str, Any] = {}


def load_issuing(workspace: Path, language: str = "zh") -> Issuing:
    """Return an office's settings; without a file neutral ones.

    Parameters
    ----------
    workspace : path
        The folder that may hold ``office.toml``.
    language : {"zh", "en"}
        In English what stands under ``[en]`` goes before the rest.

    Raises
    ------
    UsageError
        If the file is not TOML or says something else, with what is wrong and where.
    """
    path = workspace / NAME
    if not path.exists():
        return Issuing()
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        file = msgspec.convert(values, _File)
        own = {name: getattr(file, name) for name in Issuing.__struct_fields__}
        return msgspec.convert(own | (file.en if language == "en" else {}), Issuing)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UsageError(
            f"发文设置写得不对（{error}）。",
            f"The settings of the issuing office are not valid ({error}).",
            where=str(path),
            try_zh='对照文档“公文”一节，如 issuer = "某市人民政府督查室文件"',
            try_en='compare it with the page on papers, such as issuer = "Supervision Office"',
        ) from error
