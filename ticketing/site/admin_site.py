"""Django's admin, for platform admins alone."""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.decorators import secure_admin_login
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from tenants import two_factor
from tenants.administration import PlatformAdmin, acting_user
from tenants.models import Tenant, TenantStatus, User
from ticketing.site import admin_health

MOST_PENDING = 20


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

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A page of the admin: leads a platform admin who lacks the second step to where it is set up."""
        page = super().admin_view(view, cacheable)

        @wraps(page)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if self.has_permission(request) and two_factor.admin_lacks(acting_user(request)):
                messages.warning(request, _("Platform admins sign in with two steps. Set up the second one first."))
                after = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
                return redirect(f"{reverse('mfa_index')}?{after}")
            return page(request, *args, **kwargs)

        return guarded

    def get_urls(self) -> list[Any]:
        """The pages of the models, and the one of health."""
        return [path("health/", self.admin_view(self.health), name="health"), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The way to everything; on top, what waits for a platform admin."""
        waiting = {
            "pending_tenants": Tenant.objects.filter(status=TenantStatus.PENDING).order_by("created_at")[:MOST_PENDING],
            "failed_jobs": ProcrastinateJob.objects.filter(status="failed").count(),
        }
        return super().index(request, waiting | (extra_context or {}))

    def health(self, request: HttpRequest) -> HttpResponse:
        """How the platform is."""
        groups = admin_health.health(now=timezone.now())
        context = self.each_context(request) | {
            "title": _("Health"),
            "groups": groups,
            "worst": admin_health.worst(groups),
        }
        return render(request, "admin/health.html", context)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The platform's log-in page, with all that protects it."""
        response: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return response
