"""What the console's pages of events share: the frame around them, and how they speak of an event."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from events.models import Event
from events.queries import event_url
from tenants import console
from tenants.access import MemberRequest


def frame(request: MemberRequest, section: str, event: Event | None = None) -> dict[str, Any]:
    """The context around a page."""
    return console.frame(request.member, section, event=event)


def to(request: MemberRequest, name: str, **parts: Any) -> HttpResponse:
    """Go on to another page of the tenant's console."""
    address = reverse(f"events_office:{name}", kwargs={"tenant": request.member.tenant.slug, **parts})
    return redirect(address)


def public_path(event: Event) -> str:
    """The event's page, as visitors reach it."""
    return event_url(event.tenant.slug, event.slug)
