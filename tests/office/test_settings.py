"""Settings by environment, and opening the office."""

from __future__ import annotations

import ast
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.http import HttpResponse
from django.utils import translation

from bridgehead.errors import ExtraMissing, UsageError, WorkspaceError
from bridgehead.office import settings as office
from bridgehead.office import start
from bridgehead.office.language import ChosenLanguage
from bridgehead.records.workspace import Workspace


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own, as one that opens the office does."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("BRIDGEHEAD_", "DJANGO_"))
    }
    clean.pop("DATABASE_URL", None)
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, env=clean | environment, capture_output=True, text=True, timeout=60)


def test_every_variable_is_in_the_table() -> None:
    """Tests that the settings read exactly the variables that their table explains."""
    source = Path(office.__file__).read_text(encoding="utf-8")
    body = source.replace(ast.get_docstring(ast.parse(source), clean=False) or "", "").replace(
        source[source.index("VARIABLES = (") : source.index(")", source.index("VARIABLES = ("))], ""
    )
    read = set(re.findall(r'"(BRIDGEHEAD_[A-Z_]+|DATABASE_URL)"', body))
    assert read == set(office.VARIABLES) == set(re.findall(r"^``(\w+)``", office.__doc__ or "", re.M))


def test_the_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    """Tests that a workspace's key is kept, readable by its owner only, and unlike another's."""
    key = office.secret_key(tmp_path)
    assert len(key) >= 50
    assert office.secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    (tmp_path / "other").mkdir()
    assert office.secret_key(tmp_path / "other") != key


def test_without_a_workspace_no_key_is_written(tmp_path: Path) -> None:
    """Tests that a check or a test leaves no file behind."""
    assert office.secret_key(tmp_path / "none") != office.secret_key(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_the_key_may_come_from_the_environment(tmp_path: Path, monkeypatch: Any) -> None:
    """Tests that a given key goes before the workspace's."""
    monkeypatch.setenv("BRIDGEHEAD_SECRET", "given")
    assert office.secret_key(tmp_path) == "given"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://me:p%40ss@db.local:5433/ledger", ("ledger", "me", "p@ss", "db.local", "5433", {})),
        ("postgresql://me@/ledger?host=/run/pg", ("ledger", "me", "", "/run/pg", "", {})),
        ("postgres://db/x?sslmode=require", ("x", "", "", "db", "", {"sslmode": "require"})),
    ],
)
def test_database_addresses(url: str, expected: tuple[Any, ...], tmp_path: Path) -> None:
    """Tests how an address of PostgreSQL is taken apart."""
    found = office.database(url, tmp_path)
    assert tuple(found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")) == expected


@pytest.mark.parametrize("url", ["mysql://a/b", "postgres://", "postgres://host/", "nonsense"])
def test_wrong_database_addresses_say_what_they_should_be(url: str, tmp_path: Path) -> None:
    """Tests that another kind of address is refused with an example."""
    with pytest.raises(ImproperlyConfigured, match="postgres://"):
        office.database(url, tmp_path)


def test_the_office_is_shut_by_default() -> None:
    """Tests loopback only, no debugging, sign-in everywhere, and a policy that allows its own files only."""
    assert settings.WORKSPACE.name
    assert office.DEBUG is False
    assert office.ALLOWED_HOSTS == ["127.0.0.1", "localhost", "[::1]"]
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in office.MIDDLEWARE
    policy = office.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert policy["default-src"] == ["'self'"]
    assert not any("unsafe" in source for sources in policy.values() for source in sources)


@pytest.mark.parametrize(
    ("cookie", "spoken"), [(None, "zh-hans"), ("en", "en"), ("zh-hans", "zh-hans"), ("xx", "zh-hans")]
)
def test_the_browser_does_not_choose_the_language(cookie: str | None, spoken: str, rf: Any) -> None:
    """Tests that only the cookie turns the pages English, whatever the browser accepts."""
    request = rf.get("/", headers={"accept-language": "en"})
    if cookie:
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
    response = ChosenLanguage(lambda request: HttpResponse(translation.get_language()))(request)
    assert response.content.decode() == spoken == response["Content-Language"] == request.LANGUAGE_CODE


def test_charts_come_out_of_an_installed_wheel() -> None:
    """Tests that ECharts is found without importing its package, and htmx too."""
    from django.contrib.staticfiles import finders

    assert finders.find("echarts/echarts.min.js")
    assert finders.find("django_htmx/htmx-2.min.js")


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    """Tests that the models and the migrations say the same."""
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_importing_the_office_imports_no_django() -> None:
    """Tests that the package itself is light."""
    done = python("import sys, bridgehead.office; sys.exit('django' in sys.modules)")
    assert done.returncode == 0, done.stderr


def test_setting_up_makes_a_private_workspace_twice(tmp_path: Path) -> None:
    """Tests that a new folder becomes a workspace with key and database, and opens again as it is."""
    folder = tmp_path / "ws"
    code = (
        "from bridgehead.office.start import setup\n"
        f"setup({str(folder)!r})\n"
        "from bridgehead.office.accounts import ensure_administrator\n"
        "print(ensure_administrator())"
    )
    first, again = python(code), python(code)
    assert first.returncode == again.returncode == 0, first.stderr + again.stderr
    assert re.fullmatch(r"(\w{4}-){3}\w{4}\n", first.stdout)
    assert again.stdout == "None\n"
    for name in ("secret.key", "bridgehead.db"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_one_process_works_in_one_workspace(tmp_path: Path) -> None:
    """Tests that a second workspace is refused, not silently mixed with the first."""
    with pytest.raises(WorkspaceError) as caught:
        start.setup(tmp_path / "another")
    assert caught.value.exit_code == 2


def test_a_broken_database_is_named(tmp_path: Path) -> None:
    """Tests that a database that is none gives a WorkspaceError with its path."""
    Workspace(tmp_path / "ws")
    (tmp_path / "ws" / "bridgehead.db").write_bytes(b"this is no database" * 100)
    done = python(
        "from bridgehead.errors import WorkspaceError; from bridgehead.office.start import setup\n"
        f"try: setup({str(tmp_path / 'ws')!r})\n"
        "except WorkspaceError as error: print(error.message('en'))"
    )
    assert "bridgehead.db: The database cannot be opened" in done.stdout, done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "office.example"])
def test_other_machines_are_let_in_by_name_only(host: str, tmp_path: Path, monkeypatch: Any) -> None:
    """Tests that an open address needs BRIDGEHEAD_HOSTS."""
    monkeypatch.delenv("BRIDGEHEAD_HOSTS", raising=False)
    with pytest.raises(UsageError, match="BRIDGEHEAD_HOSTS"):
        start.serve(tmp_path / "ws", host, announce=print)


@pytest.fixture
def waitress(monkeypatch: Any) -> SimpleNamespace:
    """A stand-in for waitress that remembers how it was asked to serve."""
    calls = SimpleNamespace(options={}, ran=False, closed=False, error=None)

    def create_server(application: Any, **options: Any) -> Any:
        if calls.error:
            raise calls.error
        calls.options = options
        return SimpleNamespace(
            run=lambda: setattr(calls, "ran", True), close=lambda: setattr(calls, "closed", True)
        )

    module = ModuleType("waitress")
    module.create_server = create_server  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "waitress", module)
    monkeypatch.setattr(start, "setup", lambda workspace: None)
    return calls


@pytest.mark.django_db
def test_serving_announces_address_and_first_password(waitress: SimpleNamespace, tmp_path: Path) -> None:
    """Tests that the address and the first password are told once the server listens, then None."""
    told: list[tuple[str, str | None]] = []
    for _ in range(2):
        start.serve(tmp_path, port=8999, announce=lambda *news: told.append(news))
    assert [url for url, _ in told] == ["http://127.0.0.1:8999/"] * 2
    assert told[0][1]
    assert told[1][1] is None
    assert waitress.options["host"] == "127.0.0.1"
    assert waitress.ran
    assert waitress.closed


@pytest.mark.django_db
def test_a_taken_port_wastes_no_password(waitress: SimpleNamespace, tmp_path: Path) -> None:
    """Tests that a port in use is said with another to try, before the one password is made."""
    waitress.error = OSError(98, "Address already in use")
    with pytest.raises(UsageError, match="8001"):
        start.serve(tmp_path, announce=print)
    waitress.error = None
    told: list[Any] = []
    start.serve(tmp_path, announce=lambda *news: told.extend(news))
    assert told[1] is not None


def test_a_missing_server_is_named(monkeypatch: Any, tmp_path: Path) -> None:
    """Tests that without waitress the extra to install is said."""
    monkeypatch.setattr(start, "setup", lambda workspace: None)
    monkeypatch.setitem(sys.modules, "waitress", None)
    with pytest.raises(ExtraMissing, match="office"):
        start.serve(tmp_path, announce=print)
