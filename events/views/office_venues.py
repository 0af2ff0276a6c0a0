"""The tenant's venues in the console."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import queries_office, reach, services
from events.forms.office_venues import VenueForm
from events.models import Venue
from events.views.office_frame import frame, to
from tenants.access import Member, MemberRequest, member_required
from ticketing.core.errors import DomainError

PAGE_SIZE = 25


@require_safe
@member_required("events.read")
def venues(request: MemberRequest) -> HttpResponse:
    """Places in use, or those that were put away."""
    is_archived = request.GET.get("tab") == "archived"
    found = queries_office.venues_listed(request.member.tenant, is_archived=is_archived, now=timezone.now())
    context = frame(request, "places") | {
        "may_change_venues": reach.may_change_venues(request.member),
        "is_archived": is_archived,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "tabs": [
            {"text": _("In use"), "url": "?", "current": not is_archived},
            {"text": pgettext("venues", "Archived"), "url": "?tab=archived", "current": is_archived},
        ],
    }
    return render(request, "events/office/venues.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def new_venue(request: MemberRequest) -> HttpResponse:
    """Add a place."""
    member = request.member
    reach.demand_all(member)
    initial = {"time_zone": member.tenant.settings.time_zone}
    form = VenueForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        made = services.create_venue(tenant=member.tenant, by=member.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("“%(venue)s” is there.") % {"venue": made.name})
        return to(request, "venues")
    return render(request, "events/office/venue.html", frame(request, "places") | {"form": form, "venue": None})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def venue(request: MemberRequest, venue: int) -> HttpResponse:
    """Change what is said of a place."""
    found = _venue_of(request.member, venue)
    form = VenueForm.of(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.change_venue(venue=found, by=request.member.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return to(request, "venues")
    return render(request, "events/office/venue.html", frame(request, "places") | {"form": form, "venue": found})


@require_POST
@member_required("events.change")
def archive(request: MemberRequest, venue: int) -> HttpResponse:
    """Put a place away where nothing is to happen any more."""
    found = _venue_of(request.member, venue)
    try:
        services.archive_venue(venue=found, by=request.member.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(venue)s” is archived. You can restore it here.") % {"venue": found.name})
    return to(request, "venue", venue=found.number)


@require_POST
@member_required("events.change")
def restore(request: MemberRequest, venue: int) -> HttpResponse:
    """Take a place out of the archive."""
    found = _venue_of(request.member, venue)
    services.restore_venue(venue=found, by=request.member.user, now=timezone.now())
    messages.success(request, _("“%(venue)s” is in use again.") % {"venue": found.name})
    return to(request, "venue", venue=found.number)


def _venue_of(member: Member, number: int) -> Venue:
    """A place of the member's tenant, by its number, to be changed: for members who reach all events."""
    reach.demand_all(member)
    return get_object_or_404(Venue, tenant=member.tenant, number=number)
