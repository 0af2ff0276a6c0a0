"""Acts on many attendees' tickets: asked about first, then done by a job whose progress is shown."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orders import services
from orders.models import BulkAction, BulkKind, ExportKind
from orders.queries.office_filters import AttendeeFilter, params_of
from orders.services.office_bulk import valid_tickets
from tenants import console
from tenants.access import MemberRequest, member_required
from ticketing.core import once
from ticketing.core.errors import DomainError, SentBefore

SECTION = "attendees"
REFRESH_SECONDS = 3


@require_POST
@member_required("orders.resend")
def resends(request: MemberRequest) -> HttpResponse:
    """Ask whether these tickets are to be sent again; then have it done."""
    return _act(request, BulkKind.RESEND)


@require_POST
@member_required("orders.change")
def cancellations(request: MemberRequest) -> HttpResponse:
    """Ask whether these tickets are to be cancelled; then have it done."""
    return _act(request, BulkKind.CANCEL)


@require_POST
@member_required("orders.export")
def chosen_export(request: MemberRequest) -> HttpResponse:
    """On to the export of these tickets."""
    wanted = _wanted(request)
    if wanted is None:
        return _nothing_chosen(request)
    address = reverse("people_office:exports", kwargs={"tenant": request.member.tenant.slug})
    return redirect(f"{address}?kind={ExportKind.ATTENDEES.value}&{wanted.query}")


@require_safe
@member_required("orders.read")
def bulk_action(request: MemberRequest, work: UUID) -> HttpResponse:
    """How far it is; for whoever asked for it."""
    found = _own(request, work)
    context = console.frame(request.member, SECTION) | {"work": found}
    context["seconds"] = REFRESH_SECONDS if found.is_under_way else 0
    return render(request, "orders/office_people/bulk_action.html", context)


@require_POST
@member_required("orders.read")
def bulk_stop(request: MemberRequest, work: UUID) -> HttpResponse:
    """Stop it where it is."""
    found = _own(request, work)
    try:
        services.stop_bulk_action(action=found, member=request.member, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Stopped. What was done before stays done."))
    return redirect("people_office:bulk_action", tenant=request.member.tenant.slug, work=found.pk)


def _act(request: MemberRequest, kind: BulkKind) -> HttpResponse:
    wanted = _wanted(request)
    if wanted is None:
        return _nothing_chosen(request)
    member = request.member
    made_for = (member.tenant.pk, member.user.pk, kind.value)
    if "confirm" in request.POST:
        key = once.id_of(request.POST.get(once.NAME, ""), *made_for)
        try:
            made = services.start_bulk_action(member=member, kind=kind, wanted=wanted, pk=key, now=timezone.now())
        except SentBefore as refusal:
            messages.info(request, str(refusal))
            return redirect("people_office:bulk_action", tenant=member.tenant.slug, work=refusal.pk)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect(_back(request, wanted))
        return redirect("people_office:bulk_action", tenant=member.tenant.slug, work=made.pk)
    context: dict[str, Any] = console.frame(member, SECTION) | {
        "kind": kind.value,
        "wanted": wanted,
        "key": once.new_key(*made_for),
        "count": valid_tickets(member, wanted).count(),
        "back_url": _back(request, wanted),
    }
    return render(request, "orders/office_people/bulk_confirm.html", context)


def _wanted(request: MemberRequest) -> AttendeeFilter | None:
    """The tickets that were ticked, or all that the list showed; None where none was ticked."""
    params = params_of(request.POST)
    if request.POST.get("all"):
        return AttendeeFilter.of({name: values for name, values in params.items() if name != "ticket"})
    chosen = AttendeeFilter.of({"ticket": params.get("ticket", ()), "status": ["all"]})
    return chosen if chosen.tickets else None


def _nothing_chosen(request: MemberRequest) -> HttpResponse:
    messages.error(request, _("Please tick some tickets first."))
    return redirect(_back(request, AttendeeFilter.of(params_of(request.POST))))


def _back(request: MemberRequest, wanted: AttendeeFilter) -> str:
    """The list that one came from."""
    address = reverse("people_office:attendees", kwargs={"tenant": request.member.tenant.slug})
    return address if wanted.tickets else f"{address}?{wanted.query}"


def _own(request: MemberRequest, pk: UUID) -> BulkAction:
    found = BulkAction.objects.filter(tenant=request.member.tenant, by=request.member.user, pk=pk).first()
    if found is None:
        raise Http404("no such work")
    return found
