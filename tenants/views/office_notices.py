"""The console's log of who did what, and a member's own notifications."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants import console
from tenants.access import MemberRequest, member_required
from tenants.forms.office_notices import ActivityFilter, PreferencesForm
from tenants.models import NoticeStatus, Notification
from tenants.queries_office_activity import activity as activity_page
from tenants.queries_office_activity import people_of
from tenants.services import notices
from tenants.words_office_log import Told, told

PAGE = 30


@require_safe
@member_required("team.change")
def activity(request: MemberRequest) -> HttpResponse:
    """Who did what, from where."""
    tenant = request.member.tenant
    form = ActivityFilter(request.GET, people=people_of(tenant))
    filters = form.cleaned_data if form.is_valid() else {}
    page = activity_page(tenant, filters=filters, before=request.GET.get("before", ""))
    context = console.frame(request.member, "activity") | {
        "form": form,
        "page": page,
        "zone": tenant.settings.time_zone,
        "is_first": not request.GET.get("before"),
    }
    return render(request, "tenants/office/activity.html", context)


@require_safe
@member_required("events.read")
def notifications(request: MemberRequest) -> HttpResponse:
    """What the member was told, the latest first."""
    member = request.member
    found = Notification.objects.filter(user=member.user, tenant=member.tenant).order_by("-created_at", "-pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    names = console.names(member.tenant, ((row.target_kind, row.target_id) for row in rows))
    context = console.frame(member, "notifications") | {
        "page": page,
        "rows": [(row, *_in_words(row, names)) for row in rows],
        "zone": member.tenant.settings.time_zone,
        "now": timezone.now().isoformat(),
        "has_new": any(row.status == NoticeStatus.UNREAD for row in rows),
    }
    return render(request, "tenants/office/notifications.html", context)


@require_POST
@member_required("events.read")
def seen(request: MemberRequest) -> HttpResponse:
    """All that was there when the page was made is seen."""
    now = timezone.now()
    try:
        until = parse_datetime(request.POST.get("until", "")) or now
    except ValueError:
        until = now
    if timezone.is_naive(until):
        until = now
    notices.mark_read(user=request.member.user, tenant_id=request.member.tenant.pk, until=until, now=now)
    return redirect("notices_office:notices", tenant=request.member.tenant.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.read")
def preferences(request: MemberRequest) -> HttpResponse:
    """How the member wants to be told of what."""
    member = request.member
    form = PreferencesForm(
        request.POST if request.method == "POST" else None, channels=notices.preferences_of(member.user)
    )
    if form.is_valid():
        notices.set_preferences(user=member.user, channels=form.cleaned_data, now=timezone.now())
        messages.success(request, _("Saved. From now on you are told like this."))
        return redirect("notices_office:notices", tenant=member.tenant.slug)
    context = console.frame(member, "notifications") | {
        "form": form,
        "sends_mail": member.tenant.settings.email_notifications,
    }
    return render(request, "tenants/office/preferences.html", context)


def _in_words(row: Notification, names: Mapping[UUID, console.Named]) -> tuple[Told, str]:
    about = names.get(row.target_id) if row.target_id else None
    return told(row.kind, row.metadata, name=about.text if about else ""), about.url if about else ""
