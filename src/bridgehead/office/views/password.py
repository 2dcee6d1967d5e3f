"""Changing one's own password."""

from __future__ import annotations

from django.contrib.auth.views import PasswordChangeView
from django.contrib.messages.views import SuccessMessageMixin
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

__all__ = ["password"]


class _Change(SuccessMessageMixin, PasswordChangeView):
    """Asks for the old password and twice for the new one; other sign-ins of the user end."""

    template_name = "office/password.html"
    success_url = reverse_lazy("home")
    success_message = _("口令已更改；在别处的登录已退出。")


password = _Change.as_view()
