"""``bridgehead user``: who may sign in to the office."""

from __future__ import annotations

from pathlib import Path

from cyclopts import App

from bridgehead.cli._office import open_office
from bridgehead.cli._output import console, print_json, say
from bridgehead.records.workspace import Workspace

__all__ = ["add", "app", "reset", "token"]

app = App(name="user", help="工作台的用户。 Who may sign in to the office.", help_format="plaintext")


@app.command
def add(
    name: str,
    /,
    *,
    role: str = "reader",
    org: str = "",
    workspace: Path = Path("workspace"),
    json: bool = False,
) -> int:
    """添加用户，显示其初始口令。 Add a user and show the first password.

    Parameters
    ----------
    name
        用户名。 The user's name.
    role
        reader、clerk、department、reviewer、supervisor 或 administrator。
        One of the six roles, from reader to administrator.
    org
        替哪个单位办理，如 市住建局；承办单位用户必填。
        The department that the user acts for; a user of role department needs one.
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    open_office(Workspace(workspace))
    from bridgehead.office.supervision import people

    return _show(name, people.add(name, role, org), json)


@app.command
def reset(name: str, /, *, workspace: Path = Path("workspace"), json: bool = False) -> int:
    """重置口令并解除锁定。 Give a user a new password and lift a lockout.

    Parameters
    ----------
    name
        用户名。 The user's name.
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    open_office(Workspace(workspace))
    from bridgehead.office import accounts

    return _show(name, accounts.reset_password(name), json)


@app.command
def token(name: str, /, *, workspace: Path = Path("workspace"), json: bool = False) -> int:
    """印出用户的接口令牌，改口令即失效。 Print a user's token for the API; it ends with the password.

    Parameters
    ----------
    name
        用户名。 The user's name.
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    open_office(Workspace(workspace))
    from bridgehead.office.supervision.people import user_named
    from bridgehead.office.views.api import token_of

    made = token_of(user_named(name))
    if json:
        print_json([{"type": "token", "user": name, "token": made}])
    else:
        # Alone on its line and never wrapped, so that a script can take it.
        console().print(made, markup=False, soft_wrap=True)
    return 0


def _show(name: str, password: str, json: bool) -> int:
    if json:
        print_json([{"type": "user", "user": name, "password": password}])
    else:
        zh = f"用户 {name}，口令 {password}（只显示这一次）"
        en = f"User {name}, password {password} (shown only this once)"
        console().print(say(zh, en), markup=False)
    return 0
