"""``bridgehead serve``: the office on this machine."""

from __future__ import annotations

from pathlib import Path

from bridgehead.cli._office import load_into_office
from bridgehead.cli._output import console, print_json, say
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
        以 JSON Lines 输出网址与初始口令。 Print the address and the first password as JSON Lines.
    """
    place = Workspace(workspace)
    with place.writing():
        load_into_office(place, quiet=json)
    from bridgehead.office.start import serve as serve_office

    def announce(address: str, password: str | None) -> None:
        if json:
            office = {"type": "office", "address": address, "user": "admin", "first_password": password}
            print_json([office])
            return
        out = console()
        out.print(say(f"工作台：{address}", f"Office: {address}"), markup=False)
        if password:
            zh = f"首次登录：用户 admin，口令 {password}（只显示这一次）"
            en = f"First sign-in: user admin, password {password} (shown only this once)"
            out.print(say(zh, en), markup=False)
        out.print(say("按 Ctrl+C 停止。", "Stop with Ctrl+C."))

    serve_office(workspace, host, port, announce=announce)
    return 0
