"""`/manage/<tenant>/api-keys/`: keys with which a tenant's own programs use the API."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tenants import console
from tenants.access import Member, MemberRequest, member_required
from tenants.forms.office_api_keys import ApiKeyForm
from tenants.models import ApiKey
from tenants.services import api_keys
from ticketing.core.errors import DomainError

PER_PAGE = 20


@require_safe
@member_required("api_keys.change")
def keys(request: MemberRequest) -> HttpResponse:
    """All keys of the tenant, and when each was used last."""
    now, member = timezone.now(), request.member
    page = Paginator(api_keys.keys_of(member), PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(key, now) for key in page]
    return render(request, "tenants/office/api_keys.html", _frame(member) | {"page": page, "rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@member_required("api_keys.change")
def new_key(request: MemberRequest) -> HttpResponse:
    """Make a key: it is shown on the answer's page and never again."""
    now, member = timezone.now(), request.member
    form = ApiKeyForm(request.POST if request.method == "POST" else None, member=member)
    if form.is_valid():
        values = form.cleaned_data
        try:
            key, text = api_keys.issue_api_key(
                name=values["name"], scopes=values["scopes"], expires_at=form.expires_at(now), by=member, now=now
            )
        except DomainError as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            return render(request, "tenants/office/api_key_issued.html", _frame(member) | {"key": key, "text": text})
    status = 422 if form.is_bound else 200
    return render(request, "tenants/office/api_key_new.html", _frame(member) | {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("api_keys.change")
def revocation(request: MemberRequest, api_key: UUID) -> HttpResponse:
    """Ask whether a key is to be worthless; then make it so."""
    now, member = timezone.now(), request.member
    found = ApiKey.objects.filter(tenant=member.tenant, pk=api_key).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return render(
            request, "tenants/office/api_key_revocation.html", _frame(member) | {"key": found, "row": _row(found, now)}
        )
    try:
        api_keys.revoke_api_key(key=found, by=member.user, now=now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(key)s” opens nothing any more.") % {"key": found.name})
    return redirect("api_keys:keys", tenant=member.tenant.slug)


def _frame(member: Member) -> dict[str, Any]:
    zone = member.user.time_zone or settings.TIME_ZONE
    return console.frame(member, "api_keys") | {"zone": zone, "docs": settings.BASE_URL + "/api/docs/"}


def _row(key: ApiKey, now: datetime) -> dict[str, Any]:
    if key.revoked_at is not None:
        state, tone = _("Revoked"), ""
    elif not key.works(now):
        state, tone = _("Expired"), "warn"
    else:
        state, tone = _("In use"), "good"
    scopes = [api_keys.SCOPES.get(scope, scope) for scope in key.scopes]
    works = key.works(now)
    has_left = works and vars(key).get("maker_has_left", False)
    return {"key": key, "state": state, "tone": tone, "works": works, "scopes": scopes, "maker_has_left": has_left}
