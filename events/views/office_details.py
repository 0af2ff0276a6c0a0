"""All that is said of an event: typed by one person at a time, or sorted out where two did."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events import queries_office, services
from events.errors_office import EventChanged
from events.forms.office_details import DetailsForm
from events.markdown import to_html
from events.models import Event, Visibility
from events.reach import event_of
from events.views.office_frame import frame, public_path, to
from tenants.access import Member, MemberRequest, member_required
from ticketing.core.errors import DomainError
from ticketing.core.office_versions import Edited, conflict, resolved

LONGEST_PREVIEW = 20_000


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def details(request: MemberRequest, event: UUID) -> HttpResponse:
    """Change what is said of the event. Without scripts a button shows the description as it will look."""
    found = event_of(request.member, event)

    def make(data: QueryDict | None) -> DetailsForm:
        return _form(request.member, event_of(request.member, event), data)

    data = resolved(request.POST, make) if request.method == "POST" else None
    form = _form(request.member, found, data)
    if data is None or "preview" in data:
        return _page(request, found, Edited(form))
    if form.is_valid():
        try:
            is_saved = _save(request, found, form)
        except EventChanged:
            return _page(request, event_of(request.member, event), conflict(make, data))
        except DomainError as refusal:
            form.add_refusal(refusal)
        else:
            if is_saved:
                return to(request, "details", event=found.pk)
    elif form.is_stale:
        return _page(request, event_of(request.member, event), conflict(make, data))
    return _page(request, found, Edited(form))


def _save(request: MemberRequest, event: Event, form: DetailsForm) -> bool:
    """Whether it went through; else the form has yet a question."""
    changes, categories = form.changes(), form.chosen_categories()
    is_same = not changes and not form.has_new_venue and {*categories} == {*event.categories.all()}
    if is_same:
        messages.info(request, _("Nothing was changed."))
        return True
    asks = form.moves(changes) and event.stock.quantity_sold > 0
    answer = form.cleaned_data["tells_holders"]
    if asks and not answer:
        form.add_error("tells_holders", _("Time or place change. Please choose."))
        return False
    found = form.cleaned_data
    services.change_event(
        event=event,
        version=found["version"],
        changes=changes,
        by=request.member.user,
        now=timezone.now(),
        categories=categories,
        new_venue={"name": found["venue_name"], "city": found["city"]} if form.has_new_venue else None,
        tells_holders=asks and answer == "yes",
    )
    told = asks and answer == "yes"
    messages.success(request, _("Saved. Everybody with a ticket gets a mail.") if told else _("Saved."))
    return True


def _form(member: Member, event: Event, data: QueryDict | None) -> DetailsForm:
    venues = queries_office.venues_of(member.tenant)
    if event.venue is not None and event.venue not in venues:
        venues.append(event.venue)
    return DetailsForm(data, event=event, venues=venues, categories=queries_office.categories())


def _page(request: MemberRequest, event: Event, edited: Edited[DetailsForm]) -> HttpResponse:
    form = edited.form
    is_private = event.visibility == Visibility.PRIVATE
    link = f"{settings.BASE_URL}{public_path(event)}"
    asks = "tells_holders" in form.errors or bool(form.data.get("tells_holders"))
    context = frame(request, "details", event) | {
        "edited": edited,
        "form": form,
        "public_url": link,
        "secret_url": f"{link}?access={event.access_token}" if is_private else "",
        "about": to_html(str(form["description"].value() or "")[:LONGEST_PREVIEW]),
        "asks_to_tell": asks,
        "updated_by": event.updated_by,
        "organizer_url": settings.BASE_URL + reverse("events:organizer", kwargs={"tenant": event.tenant.slug}),
    }
    return render(request, "events/office/details.html", context, status=edited.status)


@require_POST
@member_required("events.change")
def preview(request: MemberRequest, event: UUID) -> HttpResponse:
    """The description as it will look, for the script that shows it while one writes."""
    event_of(request.member, event)
    context = {"about": to_html(request.POST.get("description", "")[:LONGEST_PREVIEW])}
    return render(request, "events/office/_about.html", context)


@require_POST
@member_required("events.change")
def new_link(request: MemberRequest, event: UUID) -> HttpResponse:
    """Another secret link; whoever came by the old one stands before the door again."""
    found = event_of(request.member, event)
    services.renew_access(event=found, by=request.member.user, now=timezone.now())
    messages.success(request, _("The old link no longer opens the event. Send people the new one."))
    return to(request, "details", event=found.pk)
