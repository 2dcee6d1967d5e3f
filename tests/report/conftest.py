"""Pages as an office suite lays them out."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LayOut = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def lay_out(tmp_path_factory) -> LayOut:
    """Lay out .docx files with LibreOffice; skipped where it or a Chinese font is not here."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not here: apt-get install libreoffice-writer-nogui")
    fonts = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False).stdout
    if not fonts.strip():
        pytest.skip("there is no Chinese font: apt-get install fonts-noto-cjk")
    folder = tmp_path_factory.mktemp("laid-out")
    # A profile of its own: another LibreOffice of the same user would take the job and never do it.
    start = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]

    def make(*paths: Path) -> dict[str, Any]:
        import pypdfium2

        command = [*start, "--convert-to", "pdf", "--outdir", str(folder), *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        made = [folder / f"{path.stem}.pdf" for path in paths]
        assert all(path.exists() for path in made), done.stdout + done.stderr
        return {path.stem: pypdfium2.PdfDocument(path.read_bytes()) for path in made}

    return make
