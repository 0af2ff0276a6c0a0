"""An event's waiting list in the console: who stands in it and why, its settings, taking back offers."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import reach
from events.models import Event
from orders import access, services
from orders.forms.office_waiting import WaitingListForm
from orders.models import WaitingStatus
from orders.queries import waiting as queries
from tenants import console
from tenants.access import MemberRequest, member_required
from ticketing.core.errors import DomainError

PAGE_SIZE, LONGEST_SEARCH = 50, 100


@require_safe
@member_required("orders.read")
def waiting_list(request: MemberRequest, event: UUID) -> HttpResponse:
    """Who waits, in the order of the line."""
    return _show(request, reach.event_of(request.member, event))


@require_POST
@member_required("orders.change")
def settings(request: MemberRequest, event: UUID) -> HttpResponse:
    """Open or close the list, and say how long an offer holds."""
    found = reach.event_of(request.member, event)
    form = WaitingListForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form=form, status=422)
    services.set_waiting_list(event=found, **form.cleaned_data, by=request.member.user, now=timezone.now())
    messages.success(request, _("The settings of the waiting list are saved."))
    return _to_list(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("orders.change")
def revocation(request: MemberRequest, event: UUID, waiting: UUID) -> HttpResponse:
    """Take an offer back, after having asked."""
    found = reach.event_of(request.member, event)
    entry = access.waiting_entry_of(found, waiting)
    if request.method != "POST":
        return _ask(request, found, entry.pk, "revocation")
    try:
        services.revoke_offer(entry=entry, by=request.member.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("The offer to %(name)s is taken back; the places go to the next in line.")
        messages.success(request, text % {"name": entry.name or entry.email})
    return _to_list(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("orders.change")
def removal(request: MemberRequest, event: UUID, waiting: UUID) -> HttpResponse:
    """Take somebody off the list, after having asked."""
    found = reach.event_of(request.member, event)
    entry = access.waiting_entry_of(found, waiting)
    if request.method != "POST":
        return _ask(request, found, entry.pk, "removal")
    services.remove_from_waiting_list(entry=entry, by=request.member.user, now=timezone.now())
    text = _("%(name)s is no longer on the waiting list.")
    messages.success(request, text % {"name": entry.name or entry.email})
    return _to_list(request, found)


def _show(
    request: MemberRequest, event: Event, *, form: WaitingListForm | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    state = request.GET.get("state", "")
    states = [("all", _("Everybody")), *((each.value, each.label) for each in WaitingStatus)]
    state = state if state in dict(states) else ""
    page = Paginator(queries.waiting_list(event, words=words, state=state), PAGE_SIZE).get_page(request.GET.get("page"))
    waiting, offered = queries.counts(event)
    context = console.frame(request.member, "waiting_list", event=event) | {
        "page": page,
        "places": queries.places_of(event, page.object_list, now=now),
        "form": form or WaitingListForm(initial=_initial(event)),
        "is_open": form is not None,
        "words": words,
        "state": state,
        "states": states,
        "waiting": waiting,
        "offered": offered,
        "now": now,
    }
    return render(request, "orders/office/waiting_list.html", context, status=status)


def _ask(request: MemberRequest, event: Event, pk: UUID, act: str) -> HttpResponse:
    (place,) = queries.places_of(event, [access.waiting_entry_of(event, pk)], now=timezone.now())
    context = console.frame(request.member, "waiting_list", event=event) | {"place": place, "act": act}
    return render(request, "orders/office/waiting_ask.html", context)


def _initial(event: Event) -> dict[str, object]:
    return {"is_enabled": event.waiting_list_enabled, "hours": event.waiting_list_hours}


def _to_list(request: MemberRequest, event: Event) -> HttpResponse:
    return redirect("orders:office_waiting_list", tenant=request.member.tenant.slug, event=event.pk)
