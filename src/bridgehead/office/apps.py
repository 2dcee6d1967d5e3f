"""The office as a Django app."""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["OfficeConfig"]


class OfficeConfig(AppConfig):
    """The one app of the office."""

    name = "bridgehead.office"
    label = "office"
    verbose_name = "桥头堡"
    default_auto_field = "django.db.models.BigAutoField"
