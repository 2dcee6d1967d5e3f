"""Zip archives: their members one by one, within limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from bridgehead.errors import DamagedFile, EmptySource, OversizedFile, ProtectedFile, SourceError
from bridgehead.sources._limits import MAX_DEPTH, MAX_FILE, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED
from bridgehead.sources._walk import is_hidden, shown

__all__ = ["Allowance", "Member", "members", "open_zip", "refuse_bomb", "refuse_dense"]

_LARGE = 1024**2
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


@dataclass(slots=True)
class Allowance:
    """What an archive may still unpack to; shared with the archives inside it.

    Attributes
    ----------
    size : int
        Bytes.
    members : int
        Files.
    depth : int
        Archives in archives.
    """

    size: int = MAX_UNPACKED
    members: int = MAX_MEMBERS
    depth: int = MAX_DEPTH


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    Attributes
    ----------
    name : str
        ``archive.zip!/folder/file.txt``.
    data : bytes
        Its bytes.
    """

    name: str
    data: bytes


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """Open a zip file.

    Raises
    ------
    DamagedFile
        If it is cut short or broken.
    """
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise _damaged(name, error) from error


def refuse_bomb(package: zipfile.ZipFile, name: str, allowance: Allowance) -> None:
    """Refuse an archive that declares more than it may hold, and take what it declares off the allowance.

    What a member declares is never exceeded: Python's zipfile stops there and compares the checksum.

    Raises
    ------
    OversizedFile
        If it holds too many members or unpacks to too much.
    """
    infos = package.infolist()
    allowance.members -= len(infos)
    allowance.size -= sum(info.file_size for info in infos)
    if allowance.members < 0:
        raise _bomb(
            f"压缩包里文件超过 {MAX_MEMBERS:,} 个", f"the archive holds more than {MAX_MEMBERS:,} files", name
        )
    if allowance.size < 0:
        shown = f"{MAX_UNPACKED // 1024**3} GiB"
        raise _bomb(f"压缩包解开后超过 {shown}", f"the archive unpacks to more than {shown}", name)


def members(data: bytes, name: str, allowance: Allowance) -> Iterator[Member | SourceError]:
    """Return the members of an archive in its order; a bad one gives its error, and the others follow.

    Names that are not marked as UTF-8 are read as UTF-8 if they are valid in it, else as GB18030, as Chinese
    Windows writes them. Folders and hidden files are skipped.

    Parameters
    ----------
    data : bytes
        The archive.
    name : str
        Its path.
    allowance : Allowance
        What it may unpack to.

    Raises
    ------
    DamagedFile, OversizedFile, EmptySource
        If none of it can be read.
    """
    if allowance.depth <= 0:
        raise _bomb(f"压缩包套了 {MAX_DEPTH} 层以上", f"archives are nested more than {MAX_DEPTH} deep", name)
    with open_zip(data, name) as package:
        refuse_bomb(package, name, allowance)
        infos = [(info, shown(_name(info))) for info in package.infolist() if not info.is_dir()]
        infos = [(info, inner) for info, inner in infos if not is_hidden(inner)]
        if not infos:
            raise EmptySource(
                "压缩包里没有文件",
                "the archive holds no file",
                where=name,
                try_zh="打开压缩包看看",
                try_en="open the archive and see",
            )
        for info, inner in infos:
            try:
                yield Member(f"{name}!/{inner}", _unpack(package, info, f"{name}!/{inner}"))
            except SourceError as error:
                yield error


def _name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return info.filename


def _unpack(package: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise ProtectedFile(
            "压缩包里的文件有密码",
            "the file in the archive needs a password",
            where=where,
            try_zh="先用密码解压，再读解开的文件",
            try_en="unpack it with the password and read the unpacked file",
        )
    refuse_dense(info, where)
    try:
        return package.read(info)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise _damaged(where, error) from error


def refuse_dense(info: zipfile.ZipInfo, where: str) -> None:
    """Refuse a member that is too large, or that is packed more densely than text can be.

    Raises
    ------
    OversizedFile
        If it is.
    """
    if info.file_size > MAX_FILE:
        shown = f"{MAX_FILE // 1024**2} MiB"
        raise _bomb(f"文件超过 {shown}", f"the file is larger than {shown}", where)
    if info.file_size > max(_LARGE, MAX_RATIO * info.compress_size):
        raise _bomb(
            f"文件解开后大于压缩时 {MAX_RATIO} 倍",
            f"the file unpacks to over {MAX_RATIO} times its size",
            where,
        )


def _bomb(zh: str, en: str, where: str) -> OversizedFile:
    return OversizedFile(
        zh,
        en,
        where=where,
        try_zh="解压后只读需要的文件",
        try_en="unpack it and read only the files that you need",
    )


def _damaged(where: str, error: Exception) -> DamagedFile:
    return DamagedFile(
        f"文件已损坏或没有传完（{error}）",
        f"the file is broken or was cut short ({error})",
        where=where,
        try_zh="重新下载，或重新打包",
        try_en="download or pack it again",
    )
