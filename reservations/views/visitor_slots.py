"""Choosing the time of a visit, for the first time or anew: the calendar, then how to reach who comes."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reservations import errors, rules, services
from reservations.forms.visitor import ContactForm
from reservations.models import ReservationSlot
from reservations.queries import availability
from reservations.queries.month import Wish, month, others
from reservations.queries.visitor import Visit
from reservations.values import Actor
from reservations.views import visitor_frame as frame
from reservations.views.visitor_calendar import calendar, time_row
from reservations.words import slot_day, slot_hours, slot_in_words
from ticketing.core.errors import DomainError
from ticketing.core.throttles import throttle

# Each confirmation is a mail to an address that anybody may type.
MOST_CHANGES, CHANGES_SECONDS = 20, 3600


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Who is about to choose a time, and where the pages on which they do lie."""

    visits: Sequence[Visit]
    wish: Wish
    times_url: str
    time_url: Callable[[ReservationSlot], str]
    back_url: str
    key: str
    """Whose changes are counted together."""
    initial: dict[str, str] = field(default_factory=dict)

    @property
    def is_change(self) -> bool:
        """Whether they have a time already."""
        return self.wish.present is not None


@require_safe
@frame.with_visit
def times(request: HttpRequest, visit: Visit) -> HttpResponse:
    """`/visit/<code>/times/`: a month of slots; for whoever has one, to change it."""
    if not _may_choose(visit):
        return redirect(frame.address("visit", visit, request))
    return times_page(request, single_choice(request, visit))


@require_http_methods(["GET", "HEAD", "POST"])
@frame.with_visit
def reservation(request: HttpRequest, visit: Visit, slot: UUID) -> HttpResponse:
    """`/visit/<code>/times/<slot>/`: reserve this time, or move the visit to it."""
    if visit.venue is None:
        raise Http404
    if request.method != "POST" and not _may_choose(visit):
        return redirect(frame.address("visit", visit, request))
    return reservation_page(request, single_choice(request, visit), slot)


def single_choice(request: HttpRequest, visit: Visit) -> Choice:
    """One ticket's choice. It is for visits."""
    venue = visit.venue
    if venue is None:
        raise Http404
    present = visit.reservation.slot if visit.reservation is not None else None
    return Choice(
        visits=[visit],
        wish=Wish(venue=venue, party=1, expires_at=visit.ticket.expires_at, now=visit.now, present=present),
        times_url=frame.address("times", visit, request),
        time_url=lambda slot: frame.address("time", visit, request, slot=slot.pk),
        back_url=frame.address("visit", visit, request),
        key=f"visit-changes:{visit.ticket.pk}",
        initial=frame.known_contact(request, visit.ticket),
    )


def times_page(request: HttpRequest, choice: Choice) -> HttpResponse:
    """The calendar on a page of its own."""
    context = frame.context_of(choice.visits[0].ticket) | times_context(request, choice)
    return render(request, "reservations/visit/times.html", context)


def times_context(request: HttpRequest, choice: Choice) -> dict[str, Any]:
    """What the calendar's templates read. What the address says of month and day is a wish."""
    shown = month(choice.wish, first=_first(request.GET.get("month", "")), day=_day(request.GET.get("day", "")))
    today = availability.local_today(choice.wish.venue, choice.wish.now)
    present = choice.wish.present
    return {
        "calendar": calendar(shown, today=today, times_url=choice.times_url, time_url=choice.time_url),
        "choice": choice,
        "present": slot_in_words(present) if present else "",
        "venue": choice.wish.venue,
    }


def reservation_page(request: HttpRequest, choice: Choice, slot_id: UUID) -> HttpResponse:
    """Ask how to reach who comes, or whether to move; then do it. A refusal is said, and nothing typed is lost."""
    slot = _slot(choice, request.POST.get("slot", "") or slot_id)
    form = _form(request, choice)
    refusal, status = None, 200
    if request.method == "POST" and slot == choice.wish.present:
        # The button was pressed twice, or it is their time already: either way it is what they want.
        return redirect(choice.back_url)
    if request.method != "POST":
        refusal = _obstacle(choice, slot)
    elif form is not None and not form.is_valid():
        status = 422
    else:
        try:
            said = _act(request, choice, slot, form)
        except DomainError as refused:
            refusal, status = refused, refused.status
        else:
            messages.success(request, said)
            return redirect(choice.back_url)
    context = frame.context_of(choice.visits[0].ticket) | {
        "choice": choice,
        "slot": slot,
        "day": slot_day(slot, "full"),
        "hours": slot_hours(slot),
        "venue": choice.wish.venue,
        "present": slot_in_words(choice.wish.present) if choice.wish.present else "",
        "form": form,
        "refusal": refusal,
        "others": [time_row(time, choice.time_url) for time in others(choice.wish, slot)] if refusal else [],
        "action_url": choice.time_url(slot),
    }
    return render(request, "reservations/visit/time.html", context, status=status)


def _act(request: HttpRequest, choice: Choice, slot: ReservationSlot, form: ContactForm | None) -> str:
    """Reserve or move; what to say of it."""
    now, user = choice.wish.now, frame.signed_in(request)
    throttle(choice.key, limit=MOST_CHANGES, window_seconds=CHANGES_SECONDS, now=now)
    _check_published(slot)
    if choice.is_change and "customer_email" in request.POST:
        raise errors.AlreadyReserved()
    if form is None:
        moved = [visit.reservation for visit in choice.visits if visit.reservation is not None]
        services.move_reservations(reservations=moved, slot=slot, actor=Actor(user=user), now=now)
        return _("Your visit is moved. A new confirmation is on its way to you.")
    contact = form.contact(get_language() or "en")
    tickets = [visit.ticket for visit in choice.visits]
    services.reserve(tickets=tickets, slot=slot, contact=contact, by=user, now=now)
    return _("Your time is reserved. The confirmation is on its way to %(email)s.") % {"email": contact.email}


def _obstacle(choice: Choice, slot: ReservationSlot) -> DomainError | None:
    """What speaks against a slot that is only looked at."""
    try:
        _check_published(slot)
        for visit in choice.visits:
            rules.check_slot(visit.ticket, slot, now=choice.wish.now)
    except DomainError as refusal:
        return refusal
    if slot.available_count < choice.wish.party and slot != choice.wish.present:
        return errors.SlotFull(ticket_type=slot_in_words(slot), left=slot.available_count, slot_id=slot.pk)
    return None


def _check_published(slot: ReservationSlot) -> None:
    if not availability.published().filter(pk=slot.pk).exists():
        raise errors.SlotClosed()


def _slot(choice: Choice, asked: UUID | str) -> ReservationSlot:
    """A slot of the venue, whatever became of it. Raises Http404 for any other."""
    with suppress(ValueError):
        pk = asked if isinstance(asked, UUID) else UUID(asked)
        found = ReservationSlot.objects.filter(pk=pk, venue=choice.wish.venue).select_related("venue").first()
        if found is not None:
            return found
    raise Http404


def _form(request: HttpRequest, choice: Choice) -> ContactForm | None:
    if choice.is_change:
        return None
    data = request.POST if request.method == "POST" else None
    return ContactForm(data, initial=choice.initial, country=choice.wish.venue.country.code or "")


def _may_choose(visit: Visit) -> bool:
    return visit.state == "open" or visit.can_change


def _first(typed: str) -> date | None:
    """The first day of “2026-06”; None for anything else."""
    return _day(f"{typed}-01") if len(typed) == len("2026-06") else None


def _day(typed: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(typed) if typed.isascii() and len(typed) == len("2026-06-03") else None
    return None
