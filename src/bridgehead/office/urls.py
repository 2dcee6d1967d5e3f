"""The addresses of the office's pages."""

from __future__ import annotations

from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from bridgehead.office import views

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("", views.home, name="home"),
    path("documents/", views.documents, name="documents"),
    path("documents/<str:pk>/", views.document, name="document"),
    path("documents/<str:pk>/original", views.original, name="original"),
    path("ledger/", views.ledger_index, name="ledger"),
    path("ledger/<slug:type>/", views.ledger, name="ledger"),
    path("records/<str:pk>/", views.record, name="record"),
    path("records/<str:pk>/review/", views.review, name="review"),
    path("records/<str:pk>/item/", views.from_record, name="from_record"),
    path("desk/", views.desk, name="desk"),
    path("items/", views.items, name="items"),
    path("items/new/", views.new_item, name="new_item"),
    path("items/import/", views.import_items, name="import_items"),
    path("items/import/<slug:token>.xlsx", views.bad_rows, name="bad_rows"),
    path("items/bulk/", views.bulk, name="bulk"),
    path("items/export.xlsx", views.export_items, name="export_items"),
    path("items/deadlines.ics", views.deadlines, name="deadlines"),
    path("items/notice.docx", views.notice, name="notice"),
    path("items/digest.docx", views.brief, name="brief"),
    path("items/<str:key>/", views.item, name="item"),
    path("items/<str:key>/act/", views.act, name="act"),
    path("items/<str:key>/report.docx", views.special_report, name="special_report"),
    path("items/<str:key>/files/<slug:sha256>", views.evidence_file, name="evidence_file"),
    path("batches/<int:batch>/undo/", views.undo, name="undo"),
    path("board/", views.board, name="board"),
    path("tree/", views.tree, name="tree"),
    path("stock/", views.stock, name="stock"),
    path("departments/", views.department_ranking, name="department_ranking"),
    path("api/items/", views.api_items, name="api_items"),
    path("api/items/new/", views.api_open, name="api_open"),
    path("api/items/<str:key>/", views.api_item, name="api_item"),
    path("api/items/<str:key>/act/", views.api_act, name="api_act"),
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/call/", views.call_meeting, name="call_meeting"),
    path("reminders/", views.reminders, name="reminders"),
    path("reminders/send/", views.send_reminders, name="send_reminders"),
    path("rules/", views.rules, name="rules"),
    path("rules/<slug:code>/", views.rule_set, name="rule_set"),
    path("follow/", views.follow, name="follow"),
    path("follow/<str:pk>/", views.follow_one, name="follow_one"),
    path("themes/", views.themes, name="themes"),
    path("themes/<path:name>/", views.theme, name="theme"),
    path("systems/", views.systems, name="systems"),
    path("systems/<str:pk>/", views.system, name="system"),
    path("doubts/", views.doubts, name="doubts"),
    path("doubts/<str:pk>/supply/", views.supply, name="supply"),
    path("correct/<str:pk>/", views.correct, name="correct"),
    path("correct/<str:pk>/back/", views.take_back, name="take_back"),
    path("people/", views.people, name="people"),
    path("people/<path:name>/", views.person, name="person"),
    path("places/", views.places, name="places"),
    path("places/<path:name>/", views.place, name="place"),
    path("search/", views.search, name="search"),
    path("export/follow.xlsx", views.follow_export, name="follow_export"),
    path("export/<slug:type>.xlsx", views.export, name="export"),
    path("export/<slug:type>/<slug:form>/", views.hand_over, name="hand_over"),
    path("style/", views.style, name="style"),
    path("help/", views.help_page, name="help"),
    path("login/", auth.LoginView.as_view(template_name="office/login.html"), name="login"),
    path("password/", views.password, name="password"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("healthz", views.healthz, name="healthz"),
]
handler403 = "bridgehead.office.views.forbidden"
handler404 = "bridgehead.office.views.not_found"
handler500 = "bridgehead.office.views.failed"
