"""Another name on a ticket, until the organizer's cut-off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import looks
from orders import access, services
from orders.forms.after import HolderForm
from orders.queries.order_page import Pass, order_page
from orders.views import frame
from orders.views.tickets import pass_of
from ticketing.core.errors import DomainError
from ticketing.core.personal import personal
from ticketing.core.throttles import throttle

# A new address is sent its ticket: an order must be no way to write to anybody, any number of times.
SPARE_CHANGES, CHANGES_PER_TICKET, CHANGES_SECONDS = 8, 2, 3600


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def attendee(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """`/orders/<token>/tickets/<code>/name/`: who comes with this ticket."""
    order = access.order_by_token(token)
    now = timezone.now()
    page = order_page(order, now=now)
    row = pass_of(page, code)
    form = HolderForm(request.POST if request.method == "POST" else None, initial=_initial(row))
    if form.is_valid():
        most = SPARE_CHANGES + CHANGES_PER_TICKET * len(page.passes)
        try:
            throttle(f"attendee:{order.pk}", limit=most, window_seconds=CHANGES_SECONDS, now=now)
            services.change_attendee(ticket=row.ticket, by=frame.signed_in(request), now=now, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The ticket has its new name."))
            return frame.see_other(frame.order_address(order) + f"#ticket-{code}")
    context = looks.page_context(order.tenant, order.event) | {
        "order": order,
        "event": order.event,
        "row": row,
        "form": form,
        "back_url": frame.order_address(order),
    }
    return render(request, "orders/order/attendee.html", context, status=422 if form.is_bound else 200)


def _initial(row: Pass) -> dict[str, str]:
    person = row.ticket.attendee
    return {"first_name": person.first_name, "last_name": person.last_name, "email": person.email}
