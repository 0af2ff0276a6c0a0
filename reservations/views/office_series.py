"""Setting up many slots in one step, with a look at them before; and changing many that are there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events.models import Venue
from reservations import errors, services
from reservations.forms.office_series import ChangesForm, SeriesForm, suggested_range
from reservations.queries.availability import local_today, next_month
from reservations.queries.series import Preview, preview
from reservations.rules import MOST_IN_A_SERIES
from reservations.values import SlotRange
from reservations.views.office_frame import add_refusal, frame, venue_of
from tenants.access import MemberRequest, member_required
from ticketing.core.errors import DomainError

MOST_LISTED = 60


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("slots.change")
def series(request: MemberRequest, venue: int) -> HttpResponse:
    """Ask for a series, show what would come of it, make it."""
    found = venue_of(request.member, venue)
    step = request.POST.get("step", "")
    if request.method != "POST" or step == "edit":
        kept = _typed(request) if step == "edit" else SeriesForm.suggestion(local_today(found, timezone.now()))
        return _ask(request, found, SeriesForm(initial=kept))
    form = SeriesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, found, form)
    return _make(request, found, form) if step == "create" else _show(request, found, form)


def _ask(request: MemberRequest, venue: Venue, form: SeriesForm) -> HttpResponse:
    context = frame(request, "venues") | {"venue": venue, "form": form}
    return render(request, "reservations/office/series.html", context)


def _show(request: MemberRequest, venue: Venue, form: SeriesForm) -> HttpResponse:
    planned = preview(venue, form.series(), most=MOST_IN_A_SERIES + 1)
    if len(planned.new) > MOST_IN_A_SERIES:
        form.add_error("last_day", str(errors.SeriesTooLong(most=MOST_IN_A_SERIES)))
        return _ask(request, venue, form)
    typed = form.typed()
    context = frame(request, "venues") | {
        "venue": venue,
        "typed": [(name, value) for name, value in typed.items() if name != "weekdays"],
        "weekdays": typed["weekdays"],
        "planned": planned,
        "months": _months(planned),
        "refused": planned.refused[:MOST_LISTED],
    }
    return render(request, "reservations/office/series_preview.html", context)


def _make(request: MemberRequest, venue: Venue, form: SeriesForm) -> HttpResponse:
    asked = form.series()
    try:
        made = services.create_series(venue=venue, series=asked, by=request.member.user, now=timezone.now())
    except DomainError as refusal:
        add_refusal(form, refusal, "hours" if isinstance(refusal, errors.SlotsOverlap) else "last_day")
        return _ask(request, venue, form)
    text = ngettext("%(count)d slot was added.", "%(count)d slots were added.", len(made))
    messages.success(request, text % {"count": len(made)})
    address = reverse("office:calendar", kwargs={"tenant": request.member.tenant.slug, "venue": venue.number})
    return redirect(f"{address}?date={made[0].date}")


def _typed(request: MemberRequest) -> dict[str, Any]:
    kept: dict[str, Any] = {name: request.POST.get(name, "") for name in SeriesForm.base_fields}
    return kept | {"weekdays": request.POST.getlist("weekdays"), "holidays": None}


@dataclass(frozen=True)
class PreviewDay:
    """A day of a month at a glance: how many new slots it gets, and a word for its looks."""

    number: int
    new: int
    look: str


def _months(planned: Preview) -> list[tuple[date, list[list[PreviewDay | None]]]]:
    """The months that the series touches, in whole weeks; days of other months are None."""
    new = _count(day for day, _hours in planned.new)
    there = _count(day for day, _hours in planned.there)
    refused = _count(day for day, _hours, _reason in planned.refused)
    days = sorted({*new, *there, *refused})
    months = []
    first = days[0].replace(day=1) if days else None
    while first is not None and first <= days[-1]:
        cells: list[PreviewDay | None] = [None] * first.weekday()
        day = first
        while day < next_month(first):
            look = "refused" if day in refused else "new" if day in new else "there" if day in there else ""
            cells.append(PreviewDay(day.day, new.get(day, 0), look))
            day += timedelta(days=1)
        cells += [None] * (-len(cells) % 7)
        months.append((first, [cells[at : at + 7] for at in range(0, len(cells), 7)]))
        first = next_month(first)
    return months


def _count(days: Iterable[date]) -> dict[date, int]:
    counted: dict[date, int] = {}
    for day in days:
        counted[day] = counted.get(day, 0) + 1
    return counted


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("slots.change")
def changes(request: MemberRequest, venue: int) -> HttpResponse:
    """Close, reopen, or set the places of many slots."""
    found = venue_of(request.member, venue)
    initial = suggested_range(local_today(found, timezone.now()))
    form = ChangesForm(request.POST if request.method == "POST" else None, initial=initial)
    done = None
    if form.is_valid():
        values = form.cleaned_data
        chosen = SlotRange(
            first_day=values["first_day"],
            last_day=values["last_day"],
            weekdays=frozenset(values["weekdays"]),
            begins_from=values["begins_from"],
            begins_until=values["begins_until"],
        )
        try:
            done = services.change_slots(
                venue=found, chosen=chosen, changes=form.changes(), by=request.member.user, now=timezone.now()
            )
        except DomainError as refusal:
            add_refusal(form, refusal, "last_day")
    context = frame(request, "venues") | {"venue": found, "form": form, "done": done}
    if done is not None:
        context["refused"] = done.refused[:MOST_LISTED]
    return render(request, "reservations/office/changes.html", context)
