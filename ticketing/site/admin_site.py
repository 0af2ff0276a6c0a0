"""Django's admin, for platform admins alone."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from tenants.administration import PlatformAdmin
from tenants.models import User


class PlatformAdminSite(AdminSite):
    """Shows only pages that keep to our rules, and lets in only platform admins, through the platform's own log-in."""

    site_header = site_title = _("Foyer administration")
    index_title = _("Platform")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take pages of our own apps. What libraries bring would be written to without a trace in the activity log."""
        if admin_class is not None and issubclass(admin_class, PlatformAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may enter at all."""
        return isinstance(request.user, User) and request.user.is_active and request.user.is_platform_admin

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The platform's log-in page, with all that protects it."""
        response: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return response
