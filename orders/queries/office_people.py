"""What the console's pages about attendees show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.http import Http404

from events import reach
from events.models import ActivationMode, AskedPer, Event, Question, QuestionKind, TicketType
from orders import hooks
from orders.answers import answer_text
from orders.models import Ticket
from orders.queries import office_rows
from orders.queries.checkout import questions_of
from orders.queries.office_filters import AttendeeFilter
from orders.words_office_people import DEEDS, MILESTONES, mail_words
from tenants.access import Member
from tenants.models import ActivityLog, EmailLog

PAGE_SIZE = 50
# A list that opens with more events than these helps nobody; the rest is found by the event's own page.
MOST_EVENTS = 200
MOST_HAPPENINGS = 30


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be narrowed by: events, and of the one that is looked at its types and questions."""

    events: Sequence[tuple[UUID, str]]
    types: Sequence[tuple[UUID, str]] = ()
    questions: Sequence[tuple[UUID, str]] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with its answer. A file is fetched by its `file`."""

    label: str
    text: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class AttendeePage:
    """All about one ticket."""

    ticket: Ticket
    answers: tuple[Answered, ...]
    order_answers: tuple[Answered, ...]
    facts: tuple[hooks.TicketFact, ...]
    history: tuple[hooks.TicketHappening, ...]


def attendee_page(member: Member, wanted: AttendeeFilter, number: str | None) -> Page[Any]:
    """A page of tickets with type, event, order and attendee, the latest first."""
    found = office_rows.attendees(member, wanted)
    rows = found.select_related("ticket_type", "event", "order", "attendee").order_by("-pk")
    return office_rows.ShortPaginator(rows, PAGE_SIZE).get_page(number)


def choices(member: Member, event: Event | None) -> Choices:
    """What can be chosen at the list of one event, or of all."""
    if event is None:
        return Choices(events_to_choose(member))
    types = TicketType.objects.filter(event=event).order_by("sort_order", "pk").values_list("pk", "name")
    questions = Question.objects.filter(event=event).order_by("sort_order", "pk").values_list("pk", "label")
    return Choices(events_to_choose(member, [event.pk]), list(types), list(questions))


def events_to_choose(member: Member, chosen: Sequence[UUID] = ()) -> list[tuple[UUID, str]]:
    """The events that the member reaches, those that begin last first; those that are chosen are always among them."""
    named = reach.events_of(member).values_list("pk", "name")
    latest = list(named.order_by("-starts_at", "-pk")[:MOST_EVENTS])
    missing = set(chosen) - {pk for pk, _name in latest}
    return [*named.filter(pk__in=missing), *latest] if missing else latest


def ticket_of(member: Member, pk: UUID) -> Ticket:
    """A ticket that the member reaches, with all that belongs to it. Raises Http404."""
    found = Ticket.objects.filter(reach.within(member), tenant=member.tenant, pk=pk).select_related(
        "ticket_type", "event__venue", "event__tenant__settings", "order__buyer", "attendee", "batch"
    )
    ticket = found.first()
    if ticket is None:
        raise Http404("no such ticket")
    return ticket


def page_of(ticket: Ticket) -> AttendeePage:
    """All about a ticket, with what other apps know of it."""
    asked = list(Question.objects.filter(event=ticket.event_id).order_by("sort_order", "pk"))
    attendee = getattr(ticket, "attendee", None)
    of_order = [question for question in asked if question.asked_per == AskedPer.ORDER]
    of_attendee = [question for question in asked if question.asked_per == AskedPer.ATTENDEE]
    return AttendeePage(
        ticket=ticket,
        answers=_answered(of_attendee, attendee.answers if attendee else {}),
        order_answers=_answered(of_order, ticket.order.answers if ticket.order else {}),
        facts=hooks.facts_of([ticket])[ticket.pk],
        history=tuple(_history(ticket)),
    )


def questions_for(ticket: Ticket) -> list[Question]:
    """The questions asked of whoever comes with this ticket whose answers can be typed: all but files."""
    return [
        question
        for question in questions_of(ticket.event)
        if question.asked_per == AskedPer.ATTENDEE
        and question.kind != QuestionKind.FILE
        and _is_asked_of(question, ticket)
    ]


def _is_asked_of(question: Any, ticket: Ticket) -> bool:
    return not question.only_for or ticket.ticket_type_id in question.only_for


def _answered(questions: Sequence[Question], answers: dict[str, Any]) -> tuple[Answered, ...]:
    told = []
    for question in questions:
        given: Any = answers.get(str(question.pk))
        if text := answer_text(question, given):
            stored = str(given["file"]) if question.kind == QuestionKind.FILE else ""
            told.append(Answered(question.label, text, stored.rpartition("/")[2]))
    return tuple(told)


def _history(ticket: Ticket) -> list[hooks.TicketHappening]:
    """What members did with it, the mails that went out, and what the hooks know; the latest first."""
    told = [*hooks.history_of(ticket), *_deeds(ticket), *_mails(ticket), *_milestones(ticket)]
    return sorted(told, key=lambda happening: happening.at, reverse=True)[:MOST_HAPPENINGS]


def _milestones(ticket: Ticket) -> list[hooks.TicketHappening]:
    moments = {"purchased_at": ticket.purchased_at, "cancelled_at": ticket.cancelled_at}
    moments["activated_at"] = ticket.activated_at if ticket.activation_mode == ActivationMode.DEFERRED else None
    return [
        hooks.TicketHappening(at, str(MILESTONES[name][0]), tone=MILESTONES[name][1])
        for name, at in moments.items()
        if at is not None
    ]


def _deeds(ticket: Ticket) -> list[hooks.TicketHappening]:
    found = ActivityLog.objects.filter(target_id=ticket.pk, target_kind="ticket", action__in=DEEDS)
    return [
        hooks.TicketHappening(entry.created_at, str(DEEDS[entry.action]), _name(entry))
        for entry in found.select_related("actor").order_by("-created_at")[:MOST_HAPPENINGS]
    ]


def _mails(ticket: Ticket) -> list[hooks.TicketHappening]:
    found = EmailLog.objects.filter(target_id=ticket.pk, target_kind="ticket").order_by("-created_at")
    return [
        hooks.TicketHappening(mail.sent_at or mail.created_at, *mail_words(mail)) for mail in found[:MOST_HAPPENINGS]
    ]


def _name(entry: ActivityLog) -> str:
    return entry.actor.full_name or entry.actor.email if entry.actor else ""
