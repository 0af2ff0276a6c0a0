"""Where payment providers report."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from orders import services
from orders.payments import registry
from orders.payments.base import WebhookRefused

# Stripe's largest messages are well below this.
LARGEST_BYTES = 512 * 1024


@csrf_exempt  # Sent by a machine, and proved by its signature.
@require_POST
def webhook(request: HttpRequest, provider: str) -> HttpResponse:
    """Answer 2xx as soon as the message is stored; 400 where it is not proved to be the provider's."""
    try:
        registry.provider(provider)
    except KeyError:
        raise Http404 from None
    if _length(request) > LARGEST_BYTES:
        return HttpResponse(status=413)
    try:
        services.receive_webhook(provider_key=provider, body=request.body, headers=request.headers, now=timezone.now())
    except WebhookRefused:
        return HttpResponse(status=400)
    return HttpResponse(status=200)


def _length(request: HttpRequest) -> int:
    """What the sender announces; the server reads no more than that."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
