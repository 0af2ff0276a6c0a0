"""What members do with an order: send it again, correct it, note something, give it more time."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from orders import services
from orders.forms.office_orders import DeadlineForm, EmailForm, NoteForm, in_zone
from orders.models import Order
from orders.views.office_order_frame import add_refusal, ask, attempt, order_of, ticket_of, to_order
from tenants.access import MemberRequest, member_required
from ticketing.core.errors import DomainError
from ticketing.core.throttles import throttle
from ticketing.core.when import date_and_time

MOST_RESENT, RESENT_SECONDS = 5, 600


@require_POST
@member_required("orders.resend")
def resend(request: MemberRequest, number: str) -> HttpResponse:
    """Send the confirmation with its tickets once more; a few times at most."""
    found, now = order_of(request.member, number), timezone.now()

    def send() -> None:
        throttle(f"office-resend:{found.pk}", limit=MOST_RESENT, window_seconds=RESENT_SECONDS, now=now)
        services.resend_order(order=found, by=request.member.user, now=now)

    attempt(request, send, _("On its way again to %(email)s.") % {"email": found.buyer_email})
    return to_order(request.member, number)


@require_POST
@member_required("orders.change")
def new_qr(request: MemberRequest, number: str, ticket: UUID) -> HttpResponse:
    """Give a ticket a new QR code: earlier ones are worthless from now on."""
    found = order_of(request.member, number)
    row = ticket_of(found, ticket)
    done = _("Ticket %(code)s has a new QR code. Send the order again, so that its holder gets it.")
    attempt(
        request,
        lambda: services.reissue_qr(ticket=row, by=request.member.user, now=timezone.now()),
        done % {"code": row.code},
    )
    return to_order(request.member, number)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("orders.change")
def email(request: MemberRequest, number: str) -> HttpResponse:
    """Have the order belong to another address."""
    found = order_of(request.member, number)
    initial = {"email": found.buyer_email}
    form = EmailForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        address = form.cleaned_data["email"]
        services.change_buyer_email(order=found, email=address, by=request.member.user, now=timezone.now())
        text = _("The order belongs to %(email)s now. The link in earlier mails opens nothing any more.")
        messages.success(request, text % {"email": address})
        return to_order(request.member, number)
    return ask(request, "email", found, form=form)


@require_POST
@member_required("attendees.change")
def note(request: MemberRequest, number: str) -> HttpResponse:
    """Add a note, which members read in the order's history."""
    found = order_of(request.member, number)
    form = NoteForm(request.POST)
    if form.is_valid():
        services.add_note(order=found, text=form.cleaned_data["text"], by=request.member.user, now=timezone.now())
        messages.success(request, _("Noted."))
        return to_order(request.member, number)
    return ask(request, "note", found, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required("orders.change")
def deadline(request: MemberRequest, number: str) -> HttpResponse:
    """Give an order another deadline for its payment."""
    found = order_of(request.member, number)
    zone = found.event.time_zone
    with timezone.override(zone):
        form = DeadlineForm(request.POST if request.method == "POST" else None, initial=_until(found))
        if form.is_valid():
            until = form.cleaned_data["until"]
            try:
                services.extend_deadline(order=found, until=until, by=request.member.user, now=timezone.now())
            except DomainError as refusal:
                add_refusal(form, refusal)
            else:
                text = _("To be paid until %(until)s. The buyer is told by mail.")
                messages.success(request, text % {"until": date_and_time(until, zone)})
                return to_order(request.member, number)
        return ask(request, "deadline", found, form=form)


def _until(order: Order) -> dict[str, object]:
    return {"until": in_zone(order.expires_at, order.event.time_zone)} if order.expires_at else {}
