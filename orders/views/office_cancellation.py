"""Calling an event off: what would happen, and how far it has come."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from events import reach
from events.models import Event, EventStatus
from orders import services
from orders.errors_office import EventCancelledAlready
from orders.forms.office_by_hand import CancellationForm
from orders.models import EventCancellation
from orders.queries import office_cancellation as queries
from orders.views.office_order_frame import REFUSED, add_refusal, attempt
from tenants import console
from tenants.access import MemberRequest, member_required
from ticketing.core.errors import DomainError

PAGE_SIZE = 50
REFRESH_SECONDS = 5
MOST_RETRIED = 200


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("events.change")
def cancellation(request: MemberRequest, event: UUID) -> HttpResponse:
    """Before: what would happen, in figures, and a form that asks for the event's name. After: how far it has come."""
    found = reach.event_of(request.member, event)
    done = EventCancellation.objects.filter(event=found).select_related("cancelled_by").first()
    if done is not None:
        return _progress(request, found, done)
    may_refund = request.member.may("orders.refund")
    form = CancellationForm(request.POST if request.method == "POST" else None, event=found, may_refund=may_refund)
    if form.is_valid():
        try:
            services.cancel_event(
                event=found,
                message=form.cleaned_data["message"],
                refunds_all=form.cleaned_data.get("refunds_all", False),
                by=request.member.user,
                now=timezone.now(),
            )
        except EventCancelledAlready:
            return _again(request, found)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The event is cancelled. Nothing is sold any more, and no QR code admits."))
            return _again(request, found)
    context = console.frame(request.member, "overview", event=found) | {
        "form": form,
        "figures": queries.figures_of(found),
        "can_cancel": found.status in (EventStatus.DRAFT, EventStatus.PUBLISHED),
    }
    return render(request, "orders/office/cancellation.html", context, status=REFUSED if form.is_bound else 200)


@require_POST
@member_required("orders.refund")
def refunds(request: MemberRequest, event: UUID) -> HttpResponse:
    """Pay all the money of a cancelled event back."""
    found = reach.event_of(request.member, event)
    request.member.demand("events.change")
    attempt(
        request,
        lambda: services.refund_cancelled_event(event=found, by=request.member.user, now=timezone.now()),
        _("The money is on its way back, order by order."),
    )
    return _again(request, found)


@require_POST
@member_required("orders.refund")
def retries(request: MemberRequest, event: UUID) -> HttpResponse:
    """Try all failed refunds of a cancelled event once more."""
    found = reach.event_of(request.member, event)
    request.member.demand("events.change")
    queued = 0
    for refund in queries.failed_refunds_of(found)[:MOST_RETRIED]:
        try:
            services.retry_refund(refund=refund, by=request.member.user, now=timezone.now())
        except DomainError as refusal:
            messages.error(request, f"{refund.payment.order.order_number}: {refusal}")
        else:
            queued += 1
    text = ngettext("%(count)d refund is tried again.", "%(count)d refunds are tried again.", queued)
    messages.info(request, text % {"count": queued})
    return _again(request, found)


def _progress(request: MemberRequest, event: Event, done: EventCancellation) -> HttpResponse:
    page = Paginator(queries.refunds_to_look_at(event), PAGE_SIZE).get_page(request.GET.get("page"))
    progress = queries.progress_of(done)
    context = console.frame(request.member, "overview", event=event) | {
        "cancellation": done,
        "progress": progress,
        "page": page,
        "may_refund": request.member.may("orders.refund"),
        "seconds": REFRESH_SECONDS if progress.is_moving else 0,
    }
    return render(request, "orders/office/cancelled.html", context)


def _again(request: MemberRequest, event: Event) -> HttpResponseRedirect:
    return redirect("orders_office:event_cancellation", tenant=request.member.tenant.slug, event=event.pk)
