"""Open the office: on one machine, over one workspace."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable
from pathlib import Path

from bridgehead.errors import ExtraMissing, UsageError, WorkspaceError
from bridgehead.records.workspace import Workspace

__all__ = ["serve", "setup"]


def setup(workspace: Path | str) -> Workspace:
    """Make Django ready for a workspace and bring its database up to date.

    Parameters
    ----------
    workspace : path
        The folder; made when it is not there.

    Returns
    -------
    Workspace
        The workspace, open.

    Raises
    ------
    WorkspaceError
        If the folder is no workspace, its database cannot be opened or holds another workspace's records, or
        this process works in another one.
    ExtraMissing
        If the office's libraries are not installed.
    """
    opened = Workspace(workspace)
    folder = opened.folder.resolve()
    os.environ["BRIDGEHEAD_WORKSPACE"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bridgehead.office.settings")
    try:
        import django
        from django.conf import settings
        from django.core.management import call_command
        from django.db import DatabaseError

        django.setup()
    except ModuleNotFoundError as error:
        raise ExtraMissing(
            "office", f"缺少工作台所需的组件（{error.name}）。", f"The office needs {error.name}."
        ) from error
    if folder != settings.WORKSPACE:
        raise WorkspaceError(
            "本进程已打开另一个工作区。",
            "This process already works in another workspace.",
            where=str(settings.WORKSPACE),
            try_zh="另开一个进程",
            try_en="another process",
        )
    if not os.environ.get("DATABASE_URL"):
        # Before SQLite makes it: the journal beside it gets the database's own mode.
        opened.database.touch(mode=0o600)
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise WorkspaceError(
            f"数据库无法打开（{error}）。",
            f"The database cannot be opened ({error}).",
            where="DATABASE_URL" if os.environ.get("DATABASE_URL") else str(opened.database),
            try_zh="检查磁盘空间、权限或 DATABASE_URL",
            try_en="check disk space, permissions or DATABASE_URL",
        ) from error
    from bridgehead.office.owner import claim

    claim(opened)
    return opened


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def serve(
    workspace: Path | str,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    announce: Callable[[str, str | None], None] | None = None,
    threads: int = 8,
) -> None:
    """Serve the office until it is stopped.

    Parameters
    ----------
    workspace : path
        The workspace folder.
    host, port : str, int
        Where to listen. Other machines can reach the office only when ``BRIDGEHEAD_HOSTS`` names it.
    announce : callable, optional
        Called once when the office listens, with its address and, on the very first start, the password of
        ``admin``, which is shown this once. Without it no password is made.
    threads : int
        How many requests are answered at a time.

    Raises
    ------
    UsageError
        If the port is taken, or the host is open to others and ``BRIDGEHEAD_HOSTS`` is not set.
    ExtraMissing
        If waitress is not installed.
    """
    if not is_loopback(host) and not os.environ.get("BRIDGEHEAD_HOSTS"):
        raise UsageError(
            "要让别的机器访问，须先说明工作台的主机名。",
            "To let other machines in, name the office's host first.",
            where=host,
            try_zh="设置 BRIDGEHEAD_HOSTS=主机名，并放在 HTTPS 服务器之后",
            try_en="set BRIDGEHEAD_HOSTS to its name, and put it behind an HTTPS server",
        )
    setup(workspace)
    try:
        from waitress import create_server
    except ModuleNotFoundError as error:
        raise ExtraMissing("office", "缺少 waitress。", "waitress is missing.") from error
    from bridgehead.office.accounts import ensure_administrator
    from bridgehead.office.wsgi import application

    try:
        server = create_server(application, host=host, port=port, threads=threads, ident=None)
    except OSError as error:
        raise UsageError(
            f"无法在该端口上提供服务（{error.strerror or error}）。",
            f"The office cannot listen there ({error.strerror or error}).",
            where=f"{host}:{port}",
            try_zh=f"换一个端口，例如 --port {port + 1}",
            try_en=f"another port, such as --port {port + 1}",
        ) from error
    name = f"[{host}]" if ":" in host else host
    if announce:  # the password is made only when it can also be shown
        announce(f"http://{name}:{port}/", ensure_administrator())
    try:
        server.run()
    finally:
        server.close()
