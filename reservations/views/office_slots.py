"""Single slots in the office, and the reservations in them."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reservations import services
from reservations.forms.office import MoveForm, NewSlotForm, SlotForm
from reservations.models import ReservationSlot, TicketReservation
from reservations.queries import office
from reservations.queries.availability import local_today
from reservations.services.slots import was_ever_booked
from reservations.values import Actor
from reservations.views.office_frame import add_refusal, day_from, frame, slot_of, venue_of
from reservations.words import slot_in_words
from tenants.access import Member, MemberRequest, member_required
from ticketing.core.errors import DomainError

PAGE_SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("slots.change")
def new_slot(request: MemberRequest, venue: int) -> HttpResponse:
    """Add one slot."""
    found = venue_of(request.member, venue)
    today = local_today(found, timezone.now())
    initial = {"date": day_from(request.GET.get("date"), today)}
    form = NewSlotForm(request.POST if request.method == "POST" else None, initial=initial)
    there = None
    if form.is_valid():
        try:
            made = services.create_slot(venue=found, by=request.member.user, now=timezone.now(), **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
            there = refusal.facts.get("slot_id")
        else:
            messages.success(request, _("Added: %(slot)s.") % {"slot": slot_in_words(made)})
            return _to_calendar(request.member, made)
    context = frame(request, "venues") | {"venue": found, "form": form, "there": there}
    return render(request, "reservations/office/slot_new.html", context)


@require_safe
@member_required("events.read")
def slot(request: MemberRequest, slot: UUID) -> HttpResponse:
    """A slot: its numbers, who comes, and what was done to it."""
    found = slot_of(request.member, slot)
    page = Paginator(office.reservations_of(found), PAGE_SIZE).get_page(request.GET.get("page"))
    context = frame(request, "venues") | {
        "venue": found.venue,
        "slot": found,
        "page": page,
        "history": office.history_of(found),
        "is_over": found.ends_at <= timezone.now(),
    }
    return render(request, "reservations/office/slot.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("slots.change")
def slot_settings(request: MemberRequest, slot: UUID) -> HttpResponse:
    """Change a slot's places, its end, or whether it is closed."""
    found = slot_of(request.member, slot)
    form = SlotForm.of(found, request.POST if request.method == "POST" else None)
    if form.is_valid() and _changed(request, form, found):
        return _to_slot(request.member, found)
    context = frame(request, "venues") | {"venue": found.venue, "slot": found, "form": form}
    return render(request, "reservations/office/slot_settings.html", context)


def _changed(request: MemberRequest, form: SlotForm, slot: ReservationSlot) -> bool:
    changes = form.changes(slot)
    try:
        if changes:
            services.change_slot(slot=slot, changes=changes, by=request.member.user, now=timezone.now())
    except DomainError as refusal:
        add_refusal(form, refusal, "end_time" if refusal.field == "start_time" else None)
        return False
    messages.success(request, _("Saved.") if changes else _("Nothing was changed."))
    return True


@require_POST
@member_required("slots.change")
def close(request: MemberRequest, slot: UUID) -> HttpResponse:
    """Take no more reservations for a slot."""
    found = slot_of(request.member, slot)
    services.change_slot(slot=found, changes={"is_closed": True}, by=request.member.user, now=timezone.now())
    messages.success(request, _("Closed. What is reserved stays reserved."))
    return _to_slot(request.member, found)


@require_POST
@member_required("slots.change")
def reopen(request: MemberRequest, slot: UUID) -> HttpResponse:
    """Take reservations for a slot again."""
    found = slot_of(request.member, slot)
    try:
        services.change_slot(slot=found, changes={"is_closed": False}, by=request.member.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Open again."))
    return _to_slot(request.member, found)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("slots.change")
def delete(request: MemberRequest, slot: UUID) -> HttpResponse:
    """Say what deleting a slot would do, and do it."""
    found = slot_of(request.member, slot)
    if request.method == "POST":
        left = services.delete_slot(slot=found, by=request.member.user, now=timezone.now())
        if left is None:
            messages.success(request, _("The slot is gone."))
            return _to_calendar(request.member, found)
        messages.success(request, _("Something was booked in this slot, so it was closed instead of deleted."))
        return _to_slot(request.member, found)
    context = frame(request, "venues") | {
        "venue": found.venue,
        "slot": found,
        "goes_for_good": not was_ever_booked(found),
    }
    return render(request, "reservations/office/slot_delete.html", context)


# --- Reservations in a slot -----------------------------------------------------------------------------------------


@require_POST
@member_required("slots.change")
def moves(request: MemberRequest, slot: UUID) -> HttpResponse:
    """Choose another slot for some reservations, and move them."""
    found = slot_of(request.member, slot)
    chosen = _chosen(request, found)
    if not chosen:
        return _nothing_chosen(request, found)
    is_sent = "move" in request.POST
    form = MoveForm(request.POST if is_sent else None, slots=office.other_slots(found, now=timezone.now()))
    if form.is_valid():
        actor = Actor(user=request.member.user, is_member=True)
        try:
            services.move_reservations(reservations=chosen, slot=form.chosen, actor=actor, now=timezone.now())
        except DomainError as refusal:
            form.add_error("slot", str(refusal))
        else:
            text = ngettext(
                "%(count)d reservation was moved. Its visitor is told by mail.",
                "%(count)d reservations were moved. Their visitors are told by mail.",
                len(chosen),
            )
            messages.success(request, text % {"count": len(chosen)})
            return _to_slot(request.member, found)
    context = frame(request, "venues") | {"venue": found.venue, "slot": found, "chosen": chosen, "form": form}
    return render(request, "reservations/office/moves.html", context)


@require_POST
@member_required("slots.change")
def cancellations(request: MemberRequest, slot: UUID) -> HttpResponse:
    """Ask whether some reservations are to be cancelled, and cancel them."""
    found = slot_of(request.member, slot)
    chosen = _chosen(request, found)
    if not chosen:
        return _nothing_chosen(request, found)
    if "cancel" in request.POST:
        actor = Actor(user=request.member.user, is_member=True)
        try:
            services.cancel_reservations(reservations=chosen, actor=actor, now=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            text = ngettext(
                "%(count)d reservation was cancelled. Its visitor is told by mail.",
                "%(count)d reservations were cancelled. Their visitors are told by mail.",
                len(chosen),
            )
            messages.success(request, text % {"count": len(chosen)})
        return _to_slot(request.member, found)
    context = frame(request, "venues") | {"venue": found.venue, "slot": found, "chosen": chosen}
    return render(request, "reservations/office/cancellations.html", context)


def _chosen(request: MemberRequest, slot: ReservationSlot) -> list[TicketReservation]:
    """The live reservations of the slot that were ticked, or all of them."""
    found = office.reservations_of(slot).live()
    if request.POST.get("all"):
        return list(found)
    return list(found.filter(pk__in=[pk for pk in map(_uuid, request.POST.getlist("reservation")) if pk]))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _nothing_chosen(request: MemberRequest, slot: ReservationSlot) -> HttpResponseRedirect:
    messages.error(request, _("Please tick the reservations first. Those that are over cannot be changed."))
    return _to_slot(request.member, slot)


def _to_slot(member: Member, slot: ReservationSlot) -> HttpResponseRedirect:
    return redirect("office:slot", tenant=member.tenant.slug, slot=slot.pk)


def _to_calendar(member: Member, slot: ReservationSlot) -> HttpResponseRedirect:
    address = reverse("office:calendar", kwargs={"tenant": member.tenant.slug, "venue": slot.venue.number})
    return redirect(f"{address}?date={slot.date}")
