"""What the console's pages about orders share: reaching an order, the frame around the work, and a page that asks."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from events import reach
from events.models import Event
from orders.models import Order, Refund, Ticket
from tenants import console
from tenants.access import Member, MemberRequest
from ticketing.core.errors import DomainError

REFUSED = 422


def frame(request: MemberRequest, *, event: Event | None = None, section: str = "orders") -> dict[str, Any]:
    """The console's frame, in an event's part of it where one was given."""
    section = f"event_{section}" if event is not None else section
    return console.frame(request.member, section, event=event)


def order_of(member: Member, number: str) -> Order:
    """An order that the member reaches, with all that its page tells of it. Raises Http404."""
    found = Order.objects.select_related(
        "event__venue", "event__tenant__settings", "tenant__settings", "buyer", "user", "discount_code"
    )
    order = found.filter(reach.within(member), tenant=member.tenant, order_number=number.upper()).first()
    if order is None:
        raise Http404("no such order")
    return order


def ticket_of(order: Order, pk: UUID) -> Ticket:
    """A ticket of the order, with its holder. Raises Http404."""
    ticket = order.tickets.select_related("attendee", "ticket_type").filter(pk=pk).first()
    if ticket is None:
        raise Http404("no such ticket")
    return ticket


def refund_of(order: Order, pk: UUID) -> Refund:
    """A refund of the order, with its payment. Raises Http404."""
    refund = Refund.objects.select_related("payment").filter(payment__order=order, pk=pk).first()
    if refund is None:
        raise Http404("no such refund")
    return refund


def to_order(member: Member, number: str) -> HttpResponseRedirect:
    """Back to an order's page."""
    return redirect("orders_office:order", tenant=member.tenant.slug, number=number)


def add_refusal(form: forms.Form, refusal: DomainError) -> None:
    """Show a refusal at its field, if the form has it."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def attempt(request: MemberRequest, action: Callable[[], object], done: str) -> bool:
    """Do what a button asked for, and say what came of it. Whether it was done."""
    try:
        action()
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True


def ask(request: MemberRequest, template: str, order: Order, **context: Any) -> HttpResponse:
    """A page that asks for something about an order; refused, it answers 422."""
    form = context.get("form")
    status = REFUSED if isinstance(form, forms.Form) and form.is_bound else 200
    return render(request, f"orders/office/{template}.html", frame(request) | {"order": order} | context, status=status)
