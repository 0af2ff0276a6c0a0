"""The organization's profile and settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenants import services
from tenants.access import MemberRequest, member_required
from tenants.console import frame
from tenants.forms.office_organization import ProfileForm
from tenants.forms.office_settings import SettingsForm
from tenants.views.office_page import add_refusal, status_of
from ticketing.core.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("settings.change")
def profile(request: MemberRequest) -> HttpResponse:
    """What the organization says about itself, and where its pages are."""
    member = request.member
    form = ProfileForm.of(member.tenant, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            changed = services.change_organization(
                tenant=member.tenant, changes=form.changes(member.tenant), by=member.user, now=timezone.now()
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("organization:profile", tenant=changed.slug)
    context = frame(member, "profile") | {"form": form, "address": request.build_absolute_uri("/")}
    return render(request, "tenants/office/profile.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("settings.change")
def settings(request: MemberRequest) -> HttpResponse:
    """How the organization sells."""
    member = request.member
    form = SettingsForm.of(member.tenant.settings, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.change_settings(tenant=member.tenant, changes=form.changes(), by=member.user, now=timezone.now())
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("organization:settings", tenant=member.tenant.slug)
    context = frame(member, "settings") | {"form": form}
    return render(request, "tenants/office/settings.html", context, status=status_of(form))
