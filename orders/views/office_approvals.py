"""Orders that wait for the organizer's word."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import reach
from events.models import Event
from orders import services
from orders.forms.office_orders import ReasonForm
from orders.queries.office_orders import approvals_for, of_numbers
from orders.views.office_order_frame import ask, attempt, frame, order_of
from tenants.access import MemberRequest, member_required
from ticketing.core.errors import DomainError

PAGE_SIZE = 50


@require_safe
@member_required("orders.read")
def approvals(request: MemberRequest) -> HttpResponse:
    """All that wait, the one with the least time first."""
    return _listed(request, None)


@require_safe
@member_required("orders.read")
def event_approvals(request: MemberRequest, event: UUID) -> HttpResponse:
    """Those of one event."""
    return _listed(request, reach.event_of(request.member, event))


@require_POST
@member_required("orders.change")
def approve_many(request: MemberRequest) -> HttpResponse:
    """Approve the orders that were ticked; what somebody else has answered meanwhile is told."""
    numbers = request.POST.getlist("order")[:PAGE_SIZE]
    approved, refusals = 0, []
    for order in of_numbers(request.member, numbers):
        try:
            services.approve_order(order=order, by=request.member.user, now=timezone.now())
        except DomainError as refusal:
            refusals.append(f"{order.order_number}: {refusal}")
        else:
            approved += 1
    if approved:
        text = ngettext("%(count)d order is approved.", "%(count)d orders are approved.", approved)
        messages.success(request, text % {"count": approved})
    elif not refusals:
        messages.error(request, _("Please tick the orders first."))
    for text in refusals:
        messages.error(request, text)
    return redirect("orders_office:approvals", tenant=request.member.tenant.slug)


@require_POST
@member_required("orders.change")
def approve(request: MemberRequest, number: str) -> HttpResponse:
    """Say yes to one."""
    found = order_of(request.member, number)
    attempt(
        request,
        lambda: services.approve_order(order=found, by=request.member.user, now=timezone.now()),
        _("Order %(number)s is approved. The buyer is told by mail.") % {"number": number},
    )
    return redirect("orders_office:approvals", tenant=request.member.tenant.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("orders.change")
def decline(request: MemberRequest, number: str) -> HttpResponse:
    """Say no to one, and why."""
    found = order_of(request.member, number)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        attempt(
            request,
            lambda: services.decline_order(order=found, reason=reason, by=request.member.user, now=timezone.now()),
            _("Order %(number)s is declined. The buyer is told by mail.") % {"number": number},
        )
        return redirect("orders_office:approvals", tenant=request.member.tenant.slug)
    return ask(request, "decline", found, form=form)


def _listed(request: MemberRequest, event: Event | None) -> HttpResponse:
    found = approvals_for(request.member, event)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = frame(request, event=event, section="approvals") | {"page": page, "rows": list(page.object_list)}
    return render(request, "orders/office/approvals.html", context)
