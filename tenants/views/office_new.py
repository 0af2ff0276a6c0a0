"""A new organization, made by whoever is signed in."""

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tenants import places, services
from tenants.forms.office_organization import NewOrganizationForm
from tenants.models import Tenant, User
from tenants.views.office_page import add_refusal, status_of
from ticketing.core.errors import DomainError
from ticketing.core.throttles import throttle

MOST_AN_HOUR = 10


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_organization(request: HttpRequest) -> HttpResponse:
    """`/manage/new/`: for who is signed in, which takes a verified address."""
    user = cast(User, request.user)
    language = get_language() or "en"
    country = places.country_of(request.headers.get("Accept-Language", ""), language)
    initial = {"country": country, "time_zone": user.time_zone}
    form = NewOrganizationForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            made = _create(form, user, language, timezone.now())
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("“%(name)s” is there. Welcome!") % {"name": made.name})
            return redirect("tenant_console", tenant=made.slug)
    return render(request, "tenants/office/new.html", {"form": form}, status=status_of(form))


def _create(form: NewOrganizationForm, user: User, language: str, now: datetime) -> Tenant:
    throttle(f"new-organization:{user.pk}", limit=MOST_AN_HOUR, window_seconds=3600, now=now)
    given = form.cleaned_data
    return services.create_tenant(
        name=given["name"],
        slug=given["slug"],
        email=user.email,
        by=user,
        now=now,
        settings={
            "default_currency": given["currency"],
            "time_zone": given["time_zone"],
            "locale": language,
            "payment_methods": ["stripe"],
        },
        address={"country": given["country"]},
    )
