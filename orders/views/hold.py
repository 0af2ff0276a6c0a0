"""Holding places: from the event page into the purchase, and out of it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from events import access as event_access
from events.models import Event
from orders import access, services
from orders.cookies import forget_cart, read_cart_token, set_cart_token
from orders.forms import Choice, parse_choice
from orders.origin import refuse_foreign
from orders.views import frame, shop
from ticketing.core.errors import DomainError
from ticketing.core.throttles import address_hash
from ticketing.core.when import local_time


@csrf_exempt  # The form lies on a page that is cached for everybody and can hold no token; `refuse_foreign` stands in.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, tenant: str, event: str) -> HttpResponse:
    """Hold the chosen places and go on to the details; what is refused is said on the event page, nothing is lost."""
    try:
        found = event_access.event_for_visitor(request, tenant, event)
    except event_access.AccessNeeded as closed:
        return frame.see_other(frame.address("orders:event", closed.event))
    if request.method != "POST":
        return frame.see_other(frame.address("orders:event", found))
    refuse_foreign(request)
    choice = parse_choice(request.POST)
    if choice.errors:
        return _choose_again(request, found, choice, status=422)
    try:
        held = services.hold_places(
            event=found,
            wanted=choice.wanted,
            slots=choice.slots,
            visitor=visitor(request),
            unlocked_code=event_access.unlocked_code(request),
            previous=access.cart_by_token(read_cart_token(request), found),
            now=timezone.now(),
        )
    except DomainError as refusal:
        return _choose_again(request, found, choice.refused(refusal), status=refusal.status)
    response = frame.see_other(frame.address("orders:details", found))
    set_cart_token(response, found, held.token)
    return response


@never_cache
@require_POST
def extension(request: HttpRequest, tenant: str, event: str) -> HttpResponse:
    """More time, asked for by the script of the details page; without scripts the page's own form asks."""
    found = event_access.event_by_slugs(tenant, event)
    cart = access.cart_by_token(read_cart_token(request), found)
    now = timezone.now()
    if cart is None:
        return JsonResponse({"message": _("Your places are no longer held.")}, status=410)
    try:
        cart = services.extend_hold(cart=cart, now=now)
    except DomainError as refusal:
        return JsonResponse({"message": str(refusal)}, status=refusal.status)
    until = local_time(cart.expires_at, found.time_zone)
    return JsonResponse(
        {
            "seconds": frame.seconds_until(cart.expires_at, now),
            "message": _("Your places are held until %(time)s.") % {"time": until},
            "time": until,
            "may_extend": cart.extended_count < found.tenant.settings.hold_extensions,
        }
    )


@never_cache
@require_POST
def removal(request: HttpRequest, tenant: str, event: str) -> HttpResponse:
    """Empty the cart and free its places, also when the sale is over."""
    found = event_access.event_by_slugs(tenant, event)
    cart = access.cart_by_token(read_cart_token(request), found)
    if cart is not None:
        services.give_up_cart(cart=cart, now=timezone.now())
    messages.info(request, _("Your cart is empty, and the places are free again."))
    response = frame.see_other(frame.address("orders:event", found))
    forget_cart(response, found)
    return response


def _choose_again(request: HttpRequest, event: Event, choice: Choice, *, status: int) -> HttpResponse:
    # Said on top as well: the ticket type it is about may not even be on the page.
    typed = shop.Typed(choice.typed, choice.errors, next(iter(choice.errors.values()), ""), choice.typed_slots)
    return shop.event_page(request, event, typed=typed, status=status)


def visitor(request: HttpRequest) -> services.Visitor:
    """Who asks for places."""
    return services.Visitor(user=frame.signed_in(request), ip_hash=address_hash(request))
