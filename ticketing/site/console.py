"""The way into the organizers' console: which organizer one works for."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tenants.access import all_memberships
from tenants.models import User


@require_safe
@login_required
def console(request: HttpRequest) -> HttpResponse:
    """The organizers that the visitor works for; whoever works for one only, that is open, is taken there."""
    found = all_memberships(cast(User, request.user))
    if len(found) == 1 and not found[0].tenant.is_suspended:
        return redirect("tenant_console", tenant=found[0].tenant.slug)
    return render(request, "site/console.html", {"memberships": found})
