"""The office's view of venues: which take visits, by which rules, and their calendars."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import reach
from events import services as event_services
from events.forms.office_venues import VenueForm
from reservations import services
from reservations.forms.office import RulesForm
from reservations.models import VisitRules
from reservations.queries import office
from reservations.queries.availability import local_today
from reservations.views.office_frame import add_refusal, day_from, frame, venue_of
from reservations.words_office import day_name, week_name
from tenants.access import MemberRequest, member_required
from ticketing.core.errors import DomainError

VIEWS = ("month", "week")


@require_safe
@member_required("events.read")
def venues(request: MemberRequest) -> HttpResponse:
    """The venues that take visits, with what is to come; and those that could."""
    found = office.venues_of(request.member)
    context = frame(request, "venues") | {
        "rows": office.venue_rows(found, now=timezone.now()),
        "others": [venue for venue in found if office.rules_of(venue) is None],
    }
    return render(request, "reservations/office/venues.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def new_venue(request: MemberRequest) -> HttpResponse:
    """Add a venue, and go on to how it takes visits."""
    reach.demand_all(request.member)
    initial = {"time_zone": request.member.tenant.settings.time_zone}
    form = VenueForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        member = request.member
        made = event_services.create_venue(
            tenant=member.tenant, by=member.user, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("“%(venue)s” is there. Say now how it takes visits.") % {"venue": made.name})
        return redirect("office:visit_rules", tenant=member.tenant.slug, venue=made.number)
    return render(request, "reservations/office/venue_form.html", frame(request, "venues") | {"form": form})


@require_safe
@member_required("events.read")
def calendar(request: MemberRequest, venue: int) -> HttpResponse:
    """The venue's slots by month or week, on its own dates."""
    found = venue_of(request.member, venue)
    today = local_today(found, timezone.now())
    view = request.GET.get("view", "")
    view = view if view in VIEWS else VIEWS[0]
    shown = office.calendar(found, view=view, around=day_from(request.GET.get("date"), today), today=today)
    context = frame(request, "venues") | {
        "venue": found,
        "rules": office.rules_of(found),
        "calendar": shown,
        "period": day_name(shown.first, "month") if view == "month" else week_name(shown.first, shown.last),
        "today": today,
        "around": day_from(request.GET.get("date"), today),
    }
    return render(request, "reservations/office/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("slots.change")
def visit_rules(request: MemberRequest, venue: int) -> HttpResponse:
    """How the venue takes visits; the first time, that it does."""
    reach.demand_all(request.member)
    found = venue_of(request.member, venue)
    rules = office.rules_of(found)
    form = RulesForm.of(rules or VisitRules(), request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.set_visit_rules(venue=found, changes=form.cleaned_data, by=request.member.user, now=timezone.now())
        except DomainError as refusal:
            add_refusal(form, refusal, "forbids_overlaps")
        else:
            messages.success(request, _("Saved: this is how “%(venue)s” takes visits.") % {"venue": found.name})
            return redirect("office:calendar", tenant=request.member.tenant.slug, venue=found.number)
    context = frame(request, "venues") | {"venue": found, "rules": rules, "form": form}
    return render(request, "reservations/office/rules.html", context)
