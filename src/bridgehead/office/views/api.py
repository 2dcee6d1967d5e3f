"""The ledger for other programs: items as JSON, and the same actions, with the same permissions.

Files of evidence come along as ``multipart/form-data``: the JSON in the field ``json``, the files as
``evidence``. What a program only says of a file is not taken: it would open somebody else's.

A program sends ``Authorization: Bearer TOKEN`` (``bridgehead user token NAME``); a token ends with the
password it was made under. Within the office the session does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt

from bridgehead.errors import BridgeheadError, Conflict, NotPermitted, UsageError
from bridgehead.ledger import item_key, possible, sees
from bridgehead.ledger.actions import ACTIONS, Open
from bridgehead.ledger.projection import BY_CONSEQUENCE
from bridgehead.office.supervision import find, store
from bridgehead.office.supervision.files import brought
from bridgehead.office.supervision.lists import ItemFilter
from bridgehead.office.supervision.models import LedgerItem
from bridgehead.office.supervision.people import actor_of
from bridgehead.office.supervision.rows import item_of
from bridgehead.office.views._parts import number_of

__all__ = ["api_act", "api_item", "api_items", "api_open", "token_of"]

SALT = "bridgehead.api"
MOST = 500
"""Items on one page of the answer."""

View = Callable[..., HttpResponse]


def token_of(user: Any) -> str:
    """Return a user's token; it ends when the password changes."""
    return signing.dumps([user.pk, user.get_session_auth_hash()[:24]], salt=SALT, compress=True)


def _bearer(request: HttpRequest) -> Any:
    """Return the user of the request's token; None if it has none, or a wrong one."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        return None
    try:
        pk, digest = signing.loads(token.strip(), salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    user = get_user_model().objects.filter(pk=pk, is_active=True).first()
    same = user is not None and user.get_session_auth_hash()[:24] == digest
    return user if same else None


def answer(value: Any, status: int = 200) -> HttpResponse:
    """Answer with JSON."""
    return HttpResponse(msgspec.json.encode(value), content_type="application/json", status=status)


def failed(error: BridgeheadError, status: int) -> HttpResponse:
    """Answer with what is wrong, where, and what to try."""
    told = {"error": type(error).__name__, "zh": error.zh, "en": error.en, "where": error.where}
    return answer(told | {"try_zh": error.try_zh, "try_en": error.try_en}, status)


def api(method: str) -> Callable[[View], View]:
    """Make a view of the API: one method, a token or a session, every failure as JSON."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            by_token = _bearer(request)
            if by_token is not None:
                request.user = by_token
            elif not request.user.is_authenticated:
                return answer(
                    {"error": "NotSignedIn", "zh": "请先登录或带上令牌。", "en": "Sign in, or send a token."},
                    401,
                )
            elif request.method == "POST" and (
                refused := CsrfViewMiddleware(view).process_view(request, view, (), {})
            ):
                return refused
            if request.method != method:
                return answer({"error": "Method", "zh": f"请用 {method}。", "en": f"Use {method}."}, 405)
            try:
                return view(request, *args, **kwargs)
            except NotPermitted as error:
                return failed(error, 403)
            except Conflict as error:
                return failed(error, 409)
            except BridgeheadError as error:
                return failed(error, 400)
            except Http404:
                return answer(
                    {"error": "NotFound", "zh": "没有这个事项。", "en": "There is no such item."}, 404
                )
            except (msgspec.DecodeError, msgspec.ValidationError, UnicodeError, RecursionError) as error:
                return answer({"error": "BadJson", "zh": f"内容看不懂：{error}", "en": str(error)}, 400)

        return csrf_exempt(login_not_required(inner))

    return wrap


@api("GET")
def api_items(request: HttpRequest) -> HttpResponse:
    """Answer with items, filtered as the list is, in pages: ``after`` is the ``next`` of the page before."""
    found = ItemFilter(request.GET, queryset=find.visible(actor_of(request.user)))
    if not found.is_valid():
        wrong = "; ".join(f"{name}: {' '.join(said)}" for name, said in found.errors.items())
        raise UsageError(f"筛选条件不对（{wrong}）。", f"The filter is not valid ({wrong}).")
    rows = found.qs.order_by("-id")
    if after := request.GET.get("after", ""):
        rows = rows.filter(id__lt=number_of(after))
    page = list(rows.only("id", "key", "data")[: MOST + 1])
    items = [msgspec.Raw(row.data.encode()) for row in page[:MOST]]
    return answer({"items": items, "next": page[MOST - 1].id if len(page) > MOST else None})


def _one(request: HttpRequest, key: str) -> tuple[Any, Any]:
    actor = actor_of(request.user)
    row = LedgerItem.objects.filter(key=key.replace("\x00", "")).only("data").first()
    item = item_of(row) if row else None
    if item is None or not sees(actor, item):
        raise Http404
    return item, actor


@api("GET")
def api_item(request: HttpRequest, key: str) -> HttpResponse:
    """Answer with an item, its events, and what the user may do now."""
    item, actor = _one(request, key)
    may = [kind.name for kind in possible(item, actor)]
    return answer({"item": item, "state": item.state, "events": store.history(key), "possible": may})


@api("POST")
def api_act(request: HttpRequest, key: str) -> HttpResponse:
    """Take an action: ``{"action": …, "said": {…}, "seen": version}``."""
    _item, actor = _one(request, key)
    files = request.FILES.getlist("evidence")
    body = msgspec.json.decode(request.POST.get("json", "") if files else request.body, type=Asked)
    kind = ACTIONS.get(body.action)
    if kind is None or kind.creates or kind.name in BY_CONSEQUENCE:
        raise Http404
    said = dict(body.said)
    if kind.name != "judge" and said.pop("evidence", None):
        raise UsageError(
            "佐证须上传文件。",
            "Evidence is sent as files.",
            try_zh="multipart/form-data：json 字段加 evidence 文件",
            try_en="multipart/form-data: the field json, and files called evidence",
        )
    evidence = brought(files, kind, actor)
    action = msgspec.convert(said | ({"evidence": msgspec.to_builtins(evidence)} if evidence else {}), kind)
    changed = store.act(actor, key, action, seen=body.seen)
    return answer({"item": changed, "state": changed.state})


@api("POST")
def api_open(request: HttpRequest) -> HttpResponse:
    """Enter an item: the fields of `bridgehead.ledger.actions.Open`."""
    action = msgspec.json.decode(request.body, type=Open)
    details = action.details.given()
    actor = actor_of(request.user)
    # A department's key is its own: it must not tell whether the office entered the same.
    source = (details.get("record") or "") + ("" if actor.is_central else f" {actor.org}")
    key = item_key(action.kind, details.get("no", ""), details.get("title", ""), source)
    made = store.act(actor, key, action)
    return answer({"item": made, "state": made.state}, 201)


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    """What a program asks to be done."""

    action: str
    said: dict[str, Any] = {}
    seen: int | None = None
