"""What kind of file it is: by its first bytes, then by its name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from bridgehead.errors import DamagedFile, ProtectedFile, UnknownFormat
from bridgehead.sources.archive import Allowance, open_zip, refuse_bomb, refuse_dense

__all__ = ["detect"]

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp"})
_REFUSED = (
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"{\\rtf", "rtf"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title)[\s>]",
    re.I | re.S,
)
_HTML_SUFFIXES = frozenset({".html", ".htm", ".shtml", ".xhtml", ".jhtml", ".asp", ".aspx", ".jsp", ".php"})
_HAS_MAGIC = (
    frozenset({".pdf", ".docx", ".xlsx", ".xlsm", ".xls", ".doc", ".wps", ".et", ".zip", ".ofd"})
    | _PICTURE_SUFFIXES
)
_NO_DOCUMENTS = re.compile(
    r"\.(json|jsonl|xml|js|css|py|toml|ya?ml|ini|cfg|sql|sh|bat|svg|log|ics|lock|parquet|db)"
)
_PARTS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "workbook"),
    ("xl/workbook.bin", "workbook"),
    ("OFD.xml", "ofd"),
    ("ppt/presentation.xml", "slides"),
    ("mimetype", "opendocument"),
)
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "slides"),
    ("Workbook", "workbook"),
    ("Book", "workbook"),
)
_ADVICE = {
    "packed": (
        "这是 {} 压缩文件",
        "this is a {} archive",
        "解压，或改用 zip 打包",
        "unpack it, or pack it as zip",
    ),
    "rtf": (
        "这是 RTF 文件",
        "this is an RTF file",
        "用 Word 或 WPS 另存为 .docx",
        "save it as .docx in Word or WPS",
    ),
    "doc": (
        "这是旧版 Word 文件",
        "this is an old Word file",
        "用 Word 或 WPS 另存为 .docx",
        "save it as .docx in Word or WPS",
    ),
    "slides": ("这是演示文稿", "this is a slide show", "另存为 .pdf", "save it as .pdf"),
    "opendocument": (
        "这是电子书或 OpenDocument 文件",
        "this is an e-book or an OpenDocument file",
        "另存为 .docx、.xlsx 或 .pdf",
        "save it as .docx, .xlsx or .pdf",
    ),
    "ole": (
        "这是不认识的 Office 文件",
        "this is an Office file of an unknown kind",
        "另存为 .docx、.xlsx 或 .pdf",
        "save it as .docx, .xlsx or .pdf",
    ),
    "data": (
        "{} 不是文稿",
        "{} files are no documents",
        "若是文稿，改名为 .txt",
        "if it is a document, rename it to .txt",
    ),
}
"""What is wrong and what to try, in both languages, by kind."""


def detect(data: bytes, name: str) -> str:
    """Tell the format of a file: what its bytes say goes before what its name says.

    Returns
    -------
    {"text", "html", "docx", "pdf", "workbook", "csv", "zip", "ofd", "image"}

    Raises
    ------
    UnknownFormat, ProtectedFile, DamagedFile, OversizedFile
        If it is of a kind that is not read, encrypted, broken, or a bomb.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _in_zip(data, name)
    if data.startswith(_OLE):
        return _in_ole(data, name)
    if data[:1024].lstrip().startswith(b"%PDF-") or (suffix == ".pdf" and b"%PDF-" in data[:1024]):
        return "pdf"
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image"
    if data[:2] == b"BM" and suffix == ".bmp":
        return "image"
    for magic, kind in _REFUSED:
        if data.startswith(magic):
            raise _unknown(name, kind)
    return _by_name(data, name, suffix)


def _by_name(data: bytes, name: str, suffix: str) -> str:
    if _HTML.match(data[:4096].removeprefix(b"\xef\xbb\xbf")) or suffix in _HTML_SUFFIXES:
        return "html"
    if suffix in _HAS_MAGIC:
        raise DamagedFile(
            f"文件内容不是 {suffix}，可能已损坏或没有传完",
            f"the content is not {suffix}: it may be broken or cut short",
            where=name,
            try_zh="重新下载；若本是文本，改名为 .txt",
            try_en="download it again; if it is text, rename it to .txt",
        )
    if _NO_DOCUMENTS.fullmatch(suffix):
        raise _unknown(name, "data", suffix)
    return "csv" if suffix in (".csv", ".tsv") else "text"


def _in_zip(data: bytes, name: str) -> str:
    with open_zip(data, name) as package:
        names = set(package.namelist())
        kind = next((kind for part, kind in _PARTS if part in names), "zip")
        if kind in _ADVICE:
            raise _unknown(name, kind)
        if kind != "zip":
            refuse_bomb(package, name, Allowance())
            for info in package.infolist():
                refuse_dense(info, f"{name} {info.filename}")
    return kind


def _in_ole(data: bytes, name: str) -> str:
    """Look for the streams of a compound file, whose names stand in it as UTF-16."""
    kind = next((kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in data), "ole")
    if kind == "encrypted":
        raise ProtectedFile(
            "Office 文件有密码",
            "the Office file needs a password",
            where=name,
            try_zh="在 Word、Excel 或 WPS 里去掉密码后另存",
            try_en="take the password off in Word, Excel or WPS and save it",
        )
    if kind != "workbook":
        raise _unknown(name, kind)
    return kind


def _unknown(name: str, kind: str, suffix: str = "") -> UnknownFormat:
    zh, en, try_zh, try_en = _ADVICE.get(kind, _ADVICE["packed"])
    shown = suffix or kind
    return UnknownFormat(
        zh.format(shown),
        en.format(shown),
        where=name,
        try_zh=try_zh.format(shown),
        try_en=try_en.format(shown),
    )
