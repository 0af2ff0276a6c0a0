"""The console's pages about attendees: the list, one ticket, and mending what stands on it."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import reach
from events.models import Event
from orders import hooks, services
from orders.forms.office_people import AnswersForm, AttendeeForm
from orders.models import Attendee, OrderStatus, Ticket, TicketStatus
from orders.queries import office_people, office_search
from orders.queries.office_filters import ALL, NO, NO_ORDER, YES, AttendeeFilter, params_of
from orders.services.office_people import CHANGEABLE
from tenants import console
from tenants.access import MemberRequest, member_required
from ticketing.core.back import came_from
from ticketing.core.errors import DomainError

SECTION, EVENT_SECTION = "attendees", "event-attendees"


@require_safe
@member_required("orders.read")
def attendees(request: MemberRequest) -> HttpResponse:
    """Who comes, over all events in reach."""
    wanted = AttendeeFilter.of(params_of(request.GET))
    event = reach.events_of(request.member).filter(pk=wanted.event).first() if wanted.event else None
    return _list(request, wanted, event, in_event=False)


@require_safe
@member_required("orders.read")
def event_attendees(request: MemberRequest, event: UUID) -> HttpResponse:
    """Who comes to one event."""
    found = reach.event_of(request.member, event)
    params = {**params_of(request.GET), "event": [str(found.pk)]}
    return _list(request, AttendeeFilter.of(params), found, in_event=True)


def _list(request: MemberRequest, wanted: AttendeeFilter, event: Event | None, *, in_event: bool) -> HttpResponse:
    member = request.member
    page = office_people.attendee_page(member, wanted, request.GET.get("page"))
    frame = console.frame(member, EVENT_SECTION, event=event) if in_event else console.frame(member, SECTION)
    # On an event's own page the event is no filter that one has chosen.
    chosen = replace(wanted, events=()) if in_event else wanted
    context = frame | {
        "wanted": wanted,
        "narrows": chosen.narrows_beside_words,
        "of_event": event,
        "page": page,
        "actions": hooks.actions_of(member, list(page)),
        "choices": office_people.choices(member, event),
        "is_too_short": office_search.is_too_short(wanted.words),
        "statuses": [(ALL, _("All")), *TicketStatus.choices],
        "order_statuses": [*OrderStatus.choices, (NO_ORDER, _("Made beforehand"))],
        "yes_or_no": [(YES, _("Checked in")), (NO, _("Not checked in"))],
    }
    return render(request, "orders/office_people/attendees.html", context)


@require_safe
@member_required("orders.read")
def attendee(request: MemberRequest, attendee: UUID) -> HttpResponse:
    """One ticket: who comes with it, what they answered, and what happened with it."""
    ticket = office_people.ticket_of(request.member, attendee)
    context = console.frame(request.member, SECTION) | {
        "shown": office_people.page_of(ticket),
        "actions": hooks.actions_of(request.member, [ticket])[ticket.pk],
        "can_change": ticket.status in CHANGEABLE,
        "can_resend": _can_resend(ticket),
    }
    return render(request, "orders/office_people/attendee.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("attendees.change")
def attendee_details(request: MemberRequest, attendee: UUID) -> HttpResponse:
    """Put right who comes, and what they answered."""
    ticket = office_people.ticket_of(request.member, attendee)
    named = getattr(ticket, "attendee", None) or Attendee()
    data = request.POST if request.method == "POST" else None
    person = AttendeeForm.of(named, data)
    answers = AnswersForm.of(named, office_people.questions_for(ticket), data)
    back = came_from(request) or _page_of(request, ticket)
    if person.is_valid() & answers.is_valid():
        words = services.AttendeeWords(**person.cleaned_data)
        given = answers.answers()
        try:
            services.correct_attendee(
                ticket=ticket,
                person=words,
                answers=given,
                sends_mail=True,
                by=request.member.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            person.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    context = console.frame(request.member, SECTION) | {
        "ticket": ticket,
        "person": person,
        "answers": answers,
        "more_forms": [answers],
        "back_url": back,
    }
    return render(request, "orders/office_people/attendee_form.html", context)


@require_POST
@member_required("orders.resend")
def attendee_resend(request: MemberRequest, attendee: UUID) -> HttpResponse:
    """Send this ticket once more."""
    ticket = office_people.ticket_of(request.member, attendee)
    try:
        recipient = services.resend_ticket(ticket=ticket, member=request.member, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("On its way to %(address)s.") % {"address": recipient})
    return _to(request, ticket)


def _can_resend(ticket: Ticket) -> bool:
    order = ticket.order
    return ticket.status == TicketStatus.VALID and order is not None and order.status == OrderStatus.CONFIRMED


def _page_of(request: MemberRequest, ticket: Ticket) -> str:
    return reverse("people_office:attendee", kwargs={"tenant": request.member.tenant.slug, "attendee": ticket.pk})


def _to(request: MemberRequest, ticket: Ticket) -> HttpResponse:
    return redirect(_page_of(request, ticket))
