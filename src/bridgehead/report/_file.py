"""Files that people open: written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from bridgehead.errors import UsageError

__all__ = ["replace"]


def replace(path: Path, content: bytes) -> None:
    """Write a file in one step.

    Raises
    ------
    UsageError
        If it cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(
            f"写不出这个文件（{error.strerror}）。",
            f"The file cannot be written ({error.strerror}).",
            where=str(path),
            try_zh="检查文件夹、权限和磁盘空间；在别的程序里打开着的先关掉",
            try_en="check folder, permissions and disk space; close it where another program has it open",
        ) from error
