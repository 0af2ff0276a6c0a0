"""Orders that members make by hand."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import reach
from events.models import TicketTypeStatus
from orders import rules, services
from orders.forms.office_by_hand import ByHandForm
from orders.queries.office_ticket_types import types_of
from orders.views.office_order_frame import REFUSED, add_refusal, frame, to_order
from tenants.access import MemberRequest, member_required
from ticketing.core import once
from ticketing.core.errors import DomainError, SentBefore


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("orders.change")
def new_order(request: MemberRequest, event: UUID) -> HttpResponse:
    """Make an order: a gift, a sale at the box office, or one that is paid by transfer."""
    found = reach.event_of(request.member, event)
    form = ByHandForm(
        request.POST if request.method == "POST" else None,
        ticket_types=types_of(found).filter(status=TicketTypeStatus.ACTIVE),
        currency=found.currency,
        takes_transfers="bank_transfer" in rules.payment_methods(found.tenant),
        may_take_money=request.member.may("payments.record"),
        made_for=(request.member.tenant.pk, request.member.user.pk, found.pk),
    )
    if form.is_valid():
        filled_in = form.filled_in(locale=found.tenant.settings.locale)
        try:
            made = services.place_order_by_hand(
                event=found,
                filled_in=filled_in,
                by=request.member.user,
                pk=form.cleaned_data[once.NAME],
                now=timezone.now(),
            )
        except SentBefore as refusal:
            messages.info(request, str(refusal))
            return to_order(request.member, found.orders.get(pk=refusal.pk).order_number)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Order %(number)s is made.") % {"number": made.order_number})
            return to_order(request.member, made.order_number)
    context = frame(request, event=found) | {"form": form}
    return render(request, "orders/office/order_new.html", context, status=REFUSED if form.is_bound else 200)
