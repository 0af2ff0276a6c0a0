"""The tenant's events in the console: the list, a new one, and one at a glance."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from events import queries_office, rules, services
from events.forms.office_new import NewEventForm
from events.models import Event, EventStatus
from events.queries import place_of
from events.reach import event_of, events_of
from events.services.publishing import has_ticket_types
from events.views.office_frame import frame, public_path, to
from events.words_office import state_of
from tenants import console
from tenants.access import MemberRequest, member_required
from ticketing.core.errors import DomainError

PAGE_SIZE = 25
LONGEST_SEARCH = 100
# Where what an event still lacks is filled in, by `rules`' codes: page, and field on it.
PLACES = {rules.VENUE: ("details", "venue"), rules.ONLINE_ADDRESS: ("details", "virtual_event_url")}
# Pages of sales, which builds on events and not the other way round.
TICKET_TYPES, CANCELLATION = "selling_office:ticket_types", "orders_office:event_cancellation"


@require_safe
@member_required("events.read")
def events(request: MemberRequest) -> HttpResponse:
    """The events that the member reaches, by what is to be done with them."""
    now, reachable = timezone.now(), events_of(request.member)
    counts = queries_office.tab_counts(reachable, now=now)
    tab = request.GET.get("tab", "")
    if tab not in queries_office.TABS:
        tab = _first_tab(counts)
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    found = queries_office.listed(reachable, tab=tab, words=words, now=now)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = frame(request, "events") | {
        "tab": tab,
        "tabs": _tabs(tab, counts),
        "words": words,
        "page": page,
        "rows": [{"event": row, "state": state_of(row, now=now), "place": place_of(row)} for row in page.object_list],
        "has_events": any(counts.values()),
    }
    return render(request, "events/office/events.html", context)


def _first_tab(counts: dict[str, int]) -> str:
    """What most people come for: upcoming events; drafts where there is nothing else."""
    is_new = counts[queries_office.DRAFTS] and not counts[queries_office.UPCOMING]
    return queries_office.DRAFTS if is_new else queries_office.UPCOMING


def _tabs(current: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    names = {
        queries_office.UPCOMING: _("Upcoming"),
        queries_office.DRAFTS: _("Drafts"),
        queries_office.PAST: _("Past"),
        queries_office.CANCELLED: pgettext("events", "Cancelled"),
        queries_office.ARCHIVED: pgettext("events", "Archived"),
    }
    return [
        {"text": text, "url": f"?tab={tab}", "current": tab == current, "count": counts[tab]}
        for tab, text in names.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def new_event(request: MemberRequest) -> HttpResponse:
    """A new event on one short page; then its overview says what is left to do."""
    tenant, now = request.member.tenant, timezone.now()
    venues = queries_office.venues_of(tenant)
    form = NewEventForm(
        request.POST if request.method == "POST" else None,
        tenant=tenant,
        venues=venues,
        initial=NewEventForm.suggestion(tenant, venues, now=now),
    )
    if form.is_valid():
        found = form.cleaned_data
        try:
            made = services.start_event(
                tenant=tenant,
                by=request.member.user,
                now=now,
                place=form.place(),
                ticket=form.ticket(),
                name=found["name"],
                starts_at=found["starts"],
                ends_at=found["ends"],
                time_zone=form.clock,
            )
        except DomainError as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("“%(event)s” is there, as a draft.") % {"event": made.name})
            return to(request, "event", event=made.pk)
    return render(request, "events/office/new_event.html", frame(request, "events") | {"form": form})


@require_safe
@member_required("events.read")
def event(request: MemberRequest, event: UUID) -> HttpResponse:
    """An event at a glance: where it stands, what it still lacks, what is sold, and all that can be done with it."""
    found, now = event_of(request.member, event), timezone.now()
    can_change = request.member.may("events.change")
    is_draft = found.status == EventStatus.DRAFT and found.archived_at is None
    is_over = found.ends_at <= now
    on_sale = found.status == EventStatus.PUBLISHED and not is_over
    context = frame(request, "overview", found) | {
        "state": state_of(found, now=now),
        "place": place_of(found),
        "public_url": settings.BASE_URL + public_path(found),
        "is_draft": is_draft,
        "is_over": is_over,
        "checklist": _checklist(found) if is_draft else [],
        "can_publish": can_change and is_draft,
        "can_unpublish": can_change and on_sale and found.archived_at is None,
        "can_archive": can_change and not on_sale and found.archived_at is None,
        "cancellation_url": _elsewhere(found, CANCELLATION) if can_change and found.archived_at is None else "",
        "types": queries_office.filled_types(found),
        "whole": queries_office.Filled.of("", found.stock),
    }
    return render(request, "events/office/event.html", context)


def _checklist(event: Event) -> list[dict[str, Any]]:
    """What publishing needs, and what makes a page better: done or not, each with the way there."""
    missing = {each.code for each in rules.missing(event, has_ticket_types=has_ticket_types(event))}
    needed = [
        *([(rules.VENUE, _("A venue"), PLACES[rules.VENUE])] if event.location_type != "virtual" else []),
        *(
            [(rules.ONLINE_ADDRESS, _("The address of the online event"), PLACES[rules.ONLINE_ADDRESS])]
            if event.is_online
            else []
        ),
    ]
    on_sale = _item(event, _("A ticket type on sale"), None, is_done=rules.TICKET_TYPE not in missing)
    rows = [on_sale | {"url": _elsewhere(event, TICKET_TYPES)}]
    rows += [_item(event, text, place, is_done=code not in missing) for code, text, place in needed]
    rows.append(_item(event, _("The organizer is approved"), None, is_done=event.tenant.is_selling))
    about = bool(event.short_description or event.description)
    rows.append(_item(event, _("A description"), ("details", "description"), is_done=about, is_needed=False))
    has_picture = event.hero_image_id is not None
    rows.append(_item(event, _("A picture"), ("pictures", "picture"), is_done=has_picture, is_needed=False))
    return rows


def _item(
    event: Event, text: str, place: tuple[str, str] | None, *, is_done: bool, is_needed: bool = True
) -> dict[str, Any]:
    url = ""
    if place is not None:
        page, field = place
        address = reverse(f"events_office:{page}", kwargs={"tenant": event.tenant.slug, "event": event.pk})
        url = f"{address}#field-{field}"
    return {"text": text, "url": url, "is_done": is_done, "is_needed": is_needed}


def _elsewhere(event: Event, name: str) -> str:
    """Another app's page about the event."""
    return console.address(name, tenant=event.tenant.slug, event=event.pk)
