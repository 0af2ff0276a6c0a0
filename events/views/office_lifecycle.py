"""What becomes of an event: published, taken back, done again, put away. What cannot be is said on its overview."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events import services
from events.forms.office_new import CopyForm
from events.models import Event
from events.queries_office_codes import worth_copying
from events.reach import event_of
from events.views.office_frame import frame, to
from tenants.access import MemberRequest, member_required
from tenants.models import User
from ticketing.core.errors import DomainError
from ticketing.core.office_fields import on_clock

A_WEEK = timedelta(days=7)


@require_POST
@member_required("events.change")
def publish(request: MemberRequest, event: UUID) -> HttpResponse:
    """Open the event to its visitors."""
    return _do(request, event, services.publish_event, _("Published. The sale is open."))


@require_POST
@member_required("events.change")
def unpublish(request: MemberRequest, event: UUID) -> HttpResponse:
    """Make it a draft again."""
    return _do(request, event, services.unpublish_event, _("It is a draft again: nobody else sees it."))


@require_POST
@member_required("events.change")
def archive(request: MemberRequest, event: UUID) -> HttpResponse:
    """Put it away."""
    return _do(request, event, services.archive_event, _("Archived. You can restore it at any time."))


@require_POST
@member_required("events.change")
def restore(request: MemberRequest, event: UUID) -> HttpResponse:
    """Take it out of the archive."""
    return _do(request, event, services.restore_event, _("Restored."))


def _do(request: MemberRequest, event: UUID, service: Callable[..., Event], done: str) -> HttpResponse:
    found = event_of(request.member, event)
    user: User = request.member.user
    now: datetime = timezone.now()
    try:
        service(event=found, by=user, now=now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return to(request, "event", event=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def duplicate(request: MemberRequest, event: UUID) -> HttpResponse:
    """The event once more, on another day; a week later unless told otherwise."""
    found = event_of(request.member, event)
    starts_at = on_clock(max(found.starts_at, timezone.now()), found.time_zone)
    assert starts_at is not None
    hour = on_clock(found.starts_at, found.time_zone)
    assert hour is not None
    initial: dict[str, Any] = {
        "name": found.name,
        "starts_at": datetime.combine(starts_at.date() + A_WEEK, hour.time()),
    }
    codes = worth_copying(found)
    data = request.POST if request.method == "POST" else None
    form = CopyForm(data, event=found, has_codes=codes.exists(), initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        made = services.copy_event(
            event=found,
            name=values["name"],
            starts_at=values["starts"],
            codes=codes if values.get("with_codes") else (),
            by=request.member.user,
            now=timezone.now(),
        )
        messages.success(request, _("“%(event)s” is there, as a draft.") % {"event": made.name})
        return to(request, "event", event=made.pk)
    return render(request, "events/office/duplicate.html", frame(request, "overview", found) | {"form": form})
