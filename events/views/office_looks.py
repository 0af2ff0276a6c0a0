"""How an organizer's pages look, with a preview of what is not saved yet; and what the plan includes."""

from dataclasses import asdict

from csp.decorators import csp_replace
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from events import looks, markdown, plan_limits, queries
from events.forms.office_branding import BrandingForm
from events.looks import Look
from tenants import plans, services
from tenants.access import Member, MemberRequest, member_required, support_address
from tenants.console import frame
from tenants.contrast import contrasts

MOST_EVENTS_SHOWN = 6
_DRAFTS = "looks"
"""In the session: looks by tenant that are tried out and not saved."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_required("branding.change")
def branding(request: MemberRequest) -> HttpResponse:
    """Logo, colours, font and CSS. The button "Preview" shows what was typed and saves nothing."""
    member = request.member
    saved = looks.look_of(member.tenant)
    if request.method != "POST":
        if _drafts(request).pop(str(member.tenant.pk), None) is not None:
            request.session.modified = True
        return _page(request, BrandingForm.of(member.tenant.settings), saved)
    form = BrandingForm.of(member.tenant.settings, request.POST, request.FILES)
    is_good = form.is_valid()
    if "preview" in request.POST or not is_good:
        look = form.look(saved)
        request.session[_DRAFTS] = _drafts(request) | {str(member.tenant.pk): asdict(look)}
        return _page(request, form, look, status=200 if is_good else 422)
    services.change_branding(
        tenant=member.tenant, changes=form.changes(), logo=form.chosen_logo(), by=member.user, now=timezone.now()
    )
    messages.success(request, _("Saved. Your pages look like this now."))
    return redirect("looks_office:branding", tenant=member.tenant.slug)


@never_cache
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": ["'self'"]})
@require_safe
@member_required("branding.change")
def preview(request: MemberRequest) -> HttpResponse:
    """The organizer's page as it would look; the console shows it in a frame."""
    tenant = request.member.tenant
    theme = reverse("looks_office:branding_theme", kwargs={"tenant": tenant.slug})
    page = Paginator(queries.of_organizer(tenant, now=timezone.now()), MOST_EVENTS_SHOWN).get_page(1)
    context = looks.page_context(tenant) | {
        "theme_url": f"{theme}?look={_look(request, request.member).hash}",
        "organizer": tenant,
        "about": markdown.to_html(tenant.description),
        "page": page,
        "cards": queries.cards(page.object_list, with_organizer=False),
    }
    return render(request, "events/office/preview.html", context)


@never_cache
@require_safe
@member_required("branding.change")
def preview_theme(request: MemberRequest) -> HttpResponse:
    """The stylesheet of the look that is tried out."""
    return HttpResponse(_look(request, request.member).css, content_type="text/css; charset=utf-8")


@require_safe
@member_required("billing.change")
def plan(request: MemberRequest) -> HttpResponse:
    """What the plan includes, how much of it is used, and what the others would include."""
    tenant, now = request.member.tenant, timezone.now()
    limits = plans.limits_of(tenant)
    usage = [
        (_("Events on sale at the same time"), plan_limits.active_events(tenant, now), limits.active_events),
        (_("Tickets of the largest event on sale"), plan_limits.largest_event(tenant, now), limits.tickets_per_event),
        (_("Members, invitations included"), plans.seats_taken(tenant), limits.members),
    ]
    context = frame(request.member, "plan") | {
        "usage": [{"label": label, "used": used, "limit": limit} for label, used, limit in usage],
        "plans": plans.offered(tenant),
        "support": support_address(),
    }
    return render(request, "events/office/plan.html", context)


def _page(request: MemberRequest, form: BrandingForm, look: Look, status: int = 200) -> HttpResponse:
    member = request.member
    address = reverse("looks_office:branding_preview", kwargs={"tenant": member.tenant.slug})
    context = frame(member, "branding") | {
        "form": form,
        "logo_url": member.tenant.settings.logo.url if member.tenant.settings.logo else "",
        "preview_url": f"{address}?look={look.hash}",
        "contrasts": contrasts(look.primary_color),
    }
    return render(request, "events/office/branding.html", context, status=status)


def _look(request: HttpRequest, member: Member) -> Look:
    """What is tried out in this session, or what is saved."""
    draft = _drafts(request).get(str(member.tenant.pk))
    return Look(**draft) if draft else looks.look_of(member.tenant)


def _drafts(request: HttpRequest) -> dict[str, dict[str, str]]:
    drafts: dict[str, dict[str, str]] = request.session.get(_DRAFTS, {})
    return drafts
