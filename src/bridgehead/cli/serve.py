"""``bridgehead serve``: the office on this machine."""

from __future__ import annotations

from pathlib import Path

from bridgehead.cli._office import load_into_office
from bridgehead.cli._output import console, print_json, say
from bridgehead.errors import UsageError
from bridgehead.records.workspace import Workspace

__all__ = ["serve"]


def serve(
    *, workspace: Path = Path("workspace"), host: str = "127.0.0.1", port: int = 8000, json: bool = False
) -> int:
    """打开工作台。 Open the office.

    Parameters
    ----------
    workspace
        工作区文件夹。 The workspace folder.
    host
        默认只在本机可见；对外须设 BRIDGEHEAD_HOSTS。 Loopback unless BRIDGEHEAD_HOSTS opens it.
    port
        端口。 The port.
    json
        以 JSON Lines 输出网址与初始密码。 Print the address and the first password as JSON Lines.
    """
    place = Workspace(workspace)
    load_into_office(place)
    from bridgehead.office.accounts import ensure_administrator
    from bridgehead.office.start import serve as serve_office

    password = ensure_administrator()
    address = f"http://{host}:{port}/"
    if json:
        print_json([{"type": "office", "address": address, "user": "admin", "first_password": password}])
    else:
        out = console()
        out.print(say(f"工作台：{address}", f"Office: {address}"), markup=False)
        if password:
            out.print(
                say(
                    f"首次登录：用户 admin，密码 {password}（只显示这一次，登录后请修改）",
                    f"First sign-in: user admin, password {password} (shown only once; change it there)",
                ),
                markup=False,
            )
        out.print(say("按 Ctrl+C 停止。", "Stop with Ctrl+C."))
    try:
        serve_office(place.folder, host, port)
    except OSError as error:
        raise UsageError(
            f"端口 {port} 打不开（{error.strerror}）。",
            f"Port {port} cannot be opened ({error.strerror}).",
            try_zh="换一个端口：--port 8001",
            try_en="another port: --port 8001",
        ) from error
    return 0
