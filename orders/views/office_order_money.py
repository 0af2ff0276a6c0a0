"""What members do about an order's money and places: refunds, payments by hand, cancelling."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from orders import services
from orders.errors_office import RefundedMeanwhile
from orders.forms.office_money import CancelForm, RefundForm
from orders.models import Order, Refund, Ticket, TicketStatus
from orders.payments import registry
from orders.queries.office_order import payments_of, refundable_cents
from orders.views.office_order_frame import add_refusal, ask, attempt, order_of, refund_of, to_order
from tenants.access import MemberRequest, member_required
from ticketing.core.errors import DomainError
from ticketing.core.money import format_money


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("orders.refund")
def new_refund(request: MemberRequest, number: str) -> HttpResponse:
    """Give money back: all that is left, an amount, or what was paid for some tickets."""
    found = order_of(request.member, number)
    left = refundable_cents(payments_of(found))
    form = RefundForm(
        request.POST if request.method == "POST" else None,
        initial={"left": left},
        order=found,
        tickets=_tickets(found),
        most_cents=left,
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            refund = services.request_refund(
                order=found,
                amount_cents=given["amount"],
                reason=given["reason"],
                tickets=form.chosen,
                by=request.member.user,
                left_cents=given["left"],
                now=timezone.now(),
            )
        except RefundedMeanwhile as refusal:
            messages.error(request, str(refusal))
            return to_order(request.member, number)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _said(refund))
            return to_order(request.member, number)
    return ask(request, "refund", found, form=form, left_cents=left)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("orders.refund")
def record_refund(request: MemberRequest, number: str, refund: UUID) -> HttpResponse:
    """Ask whether the money of a refund by hand was sent, and record it."""
    found = order_of(request.member, number)
    row = refund_of(found, refund)
    if request.method == "POST":
        attempt(
            request,
            lambda: services.record_manual_refund(refund=row, by=request.member.user, now=timezone.now()),
            _("Recorded: %(amount)s went back.") % {"amount": _amount(row)},
        )
        return to_order(request.member, number)
    return ask(request, "refund_record", found, refund=row)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("orders.refund")
def retry_refund(request: MemberRequest, number: str, refund: UUID) -> HttpResponse:
    """Ask whether a failed refund is to be tried again, and queue it."""
    found = order_of(request.member, number)
    row = refund_of(found, refund)
    if request.method == "POST":
        attempt(
            request,
            lambda: services.retry_refund(refund=row, by=request.member.user, now=timezone.now()),
            _("%(amount)s is being sent once more.") % {"amount": _amount(row)},
        )
        return to_order(request.member, number)
    return ask(request, "refund_retry", found, refund=row)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("payments.record")
def payment(request: MemberRequest, number: str) -> HttpResponse:
    """Ask whether the money of an order has arrived, and record it."""
    found = order_of(request.member, number)
    if request.method == "POST":
        attempt(
            request,
            lambda: services.mark_paid(order=found, by=request.member, now=timezone.now()),
            _("Recorded as paid. The buyer gets the tickets by mail."),
        )
        return to_order(request.member, number)
    return ask(request, "payment", found)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("orders.change")
def cancellation(request: MemberRequest, number: str) -> HttpResponse:
    """Cancel an order or some of its tickets, with the money or without."""
    found = order_of(request.member, number)
    tickets = _tickets(found) if found.is_confirmed else []
    form = CancelForm(
        request.POST if request.method == "POST" else None,
        order=found,
        tickets=tickets,
        most_cents=refundable_cents(payments_of(found)),
        may_refund=request.member.may("orders.refund"),
    )
    if form.is_valid():
        try:
            _cancel(request, found, form)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            return to_order(request.member, number)
    return ask(request, "cancel", found, form=form, tickets=tickets)


def _cancel(request: MemberRequest, order: Order, form: CancelForm) -> None:
    """Places first, then money: each is a step of its own, and the second may fail without the first."""
    member, now = request.member, timezone.now()
    chosen = form.chosen
    if chosen:
        services.cancel_tickets(order=order, tickets=chosen, by=member.user, now=now)
        messages.success(request, _("The tickets are cancelled. The buyer is told by mail."))
    else:
        services.cancel_order(order=order, by=member.user, now=now)
        messages.success(request, _("The order is cancelled. The buyer is told by mail."))
    if not form.refund_cents:
        return
    try:
        refund = services.request_refund(
            order=order,
            amount_cents=form.refund_cents,
            tickets=chosen,
            by=member.user,
            # What was left before anything was cancelled: of two presses of the button, one pays.
            left_cents=form.most_cents,
            now=now,
        )
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _said(refund))


def _tickets(order: Order) -> list[Ticket]:
    """The order's tickets, those that are still good first."""
    found = order.tickets.select_related("attendee", "ticket_type").order_by("pk")
    return [row for row in found if row.status != TicketStatus.CANCELLED]


def _said(refund: Refund) -> str:
    if registry.provider(refund.payment.provider).is_online:
        return _("%(amount)s is on its way back.") % {"amount": _amount(refund)}
    return _("%(amount)s is to go back. Please send it, and record it here once you have.") % {
        "amount": _amount(refund)
    }


def _amount(refund: Refund) -> str:
    return format_money(refund.amount_cents, refund.payment.currency)
