"""The command line: one module a verb.

Every verb takes ``--json`` (JSON Lines on stdout and nothing else; progress goes to stderr, only when that is
a terminal) and ``--debug`` (tracebacks). Exit codes: 0 done, 1 found problems, 2 wrong usage, 3 unreadable
input. Verbs are loaded when they are called, so that each starts as fast as it can.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from cyclopts import App, Parameter
from cyclopts.exceptions import CycloptsError

import bridgehead
from bridgehead.cli._help import Formatter
from bridgehead.errors import BridgeheadError, language

__all__ = ["app", "main"]

app = App(
    name="bridgehead",
    help="桥头堡：读懂说过的话，找到后来的事，每个数字都能回到原句。 "
    "Bridgehead: what was said, what was done about it, sentence by sentence.",
    version=bridgehead.__version__,
    help_format="plaintext",
    help_formatter=Formatter(),
    default_parameter=Parameter(negative=""),
    suppress_keyboard_interrupt=False,
)
VERBS = {
    "run": ("run:run", "读取文件夹，记入台账，写出简报。 Read a folder into the ledger and write a brief."),
    "repair": ("repair:repair", "修复受损文字，说明每处改动。 Repair damaged text, every edit explained."),
    "read": ("read:read", "读出记录，不用工作区。 Read records out of files, without a workspace."),
    "follow": ("follow:follow", "对照要求，找后来的事。 Find what was done about what was said."),
    "ledger": ("ledger:app", "督办台账：装入、查看、办理、核对。 Supervision: load, look, act, verify."),
    "report": ("report:app", "写出 Word 文件。 Write Word files."),
    "serve": ("serve:serve", "打开工作台。 Open the office."),
    "user": ("user:app", "添加用户，重置口令。 Add users, reset passwords."),
    "export": ("exchange:export", "导出记录。 Write records out."),
    "import": ("exchange:import_", "把记录装入数据库。 Load records into the database."),
    "doctor": ("doctor:doctor", "检查安装，核对引语。 Check the installation and every quote."),
}
for verb, (target, help_line) in VERBS.items():
    app.command(f"bridgehead.cli.{target}", name=verb, help=help_line, sort_key=list(VERBS).index(verb))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and leave with its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default those of the process.

    Returns
    -------
    int
        The exit code; when called by the process itself, it exits with it.
    """
    # Reading makes many small objects and no cycles: collecting this rarely saves a sixth of its time.
    gc.set_threshold(50_000, 25, 100)
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given or os.environ.get("BRIDGEHEAD_DEBUG") == "1"
    code = _dispatch([word for word in given if word != "--debug"], debug)
    if arguments is None:
        sys.exit(code)
    return code


def _dispatch(words: list[str], debug: bool) -> int:
    try:
        result = app(_standard_input_last(words), exit_on_error=False, result_action="return_value")
        return result if isinstance(result, int) else 0
    except CycloptsError:
        return 2  # cyclopts has printed what is wrong and what it thinks was meant
    except BridgeheadError as error:
        if debug:
            raise
        _complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        zh, en = "已停止；再运行一次会接着做", "stopped; run again to go on"
        _complain(zh if language() == "zh" else en)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if debug:
            raise
        where = f"{error.filename}: " if error.filename else ""
        _complain(where + _unwritten(error.strerror or str(error)))
        return 2
    except Exception as error:
        if debug:
            raise
        what = (
            f"程序出错（{type(error).__name__}: {error}）。请加 --debug 重试，并把输出附在问题报告中。"
            if language() == "zh"
            else f"a fault in Bridgehead ({type(error).__name__}: {error})."
            " Run again with --debug and attach the output to a report."
        )
        _complain(what)
        return 1


def _unwritten(why: str) -> str:
    return (
        f"读写失败（{why}）。 可以试试：检查磁盘空间和权限"
        if language() == "zh"
        else f"reading or writing failed ({why}). Try: check disk space and permissions"
    )


def _standard_input_last(words: list[str]) -> list[str]:
    """Put a lone ``-`` behind ``--``, where it is taken for a path and not for an option."""
    alone = [i for i, word in enumerate(words) if word == "-" and not words[i - 1].startswith("--")]
    rest = [word for i, word in enumerate(words) if i not in alone]
    return [*rest, "--", "-"] if alone else rest


def _complain(what: str) -> None:
    sys.stderr.write(f"bridgehead: {what}\n")
