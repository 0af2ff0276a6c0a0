"""`/api/reservation-slots/available`: what anybody may see."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from reservations.api import bodies
from reservations.api.base import VisitView, answers
from reservations.api.serializers import AvailabilityAnswer, AvailabilityQuery
from reservations.queries import availability
from tenants.models import Tenant
from ticketing.core.throttles import AddressThrottle

CACHED_SECONDS = 5


class AvailabilityThrottle(AddressThrottle):
    """More than anybody turns pages; less than watching needs."""

    scope, limit, window_seconds = "available", 120, 60


@method_decorator(conditional_page, name="dispatch")
class Availability(VisitView):
    """The slots of a month, for everybody."""

    # Nobody's answer differs, so that caches may keep it.
    authentication_classes = ()
    throttle_classes = (AvailabilityThrottle,)

    @extend_schema(
        operation_id="reservation_slots_available",
        tags=["visitors"],
        summary="The slots of a month that are not over, with what is left of each",
        description="Public. Full ones are there too, closed ones are not. Caches may keep it for some seconds; send "
        "its `ETag` as `If-None-Match` to be told 304.",
        parameters=[AvailabilityQuery],
        auth=[],
        responses={
            **answers({200: AvailabilityAnswer}, 400, 404, 429),
            304: OpenApiResponse(description="Nothing has changed."),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        """By day and time, on the clocks of their venues."""
        asked = self.query(request, AvailabilityQuery)
        tenant = Tenant.objects.active().filter(asked["orq"]).first()
        if tenant is None:
            raise Http404
        asked_for = f"{tenant.pk} {asked['month']} {asked.get('venue_id')!r}"
        key = f"visits.available.{hashlib.sha256(asked_for.encode()).hexdigest()}"
        answer = cache.get(key)
        if answer is None:
            answer = JSONRenderer().render({"slots": _slots(tenant, asked)})
            # For everybody at once: when a rush looks at a month, it is read and written out once a second.
            cache.set(key, answer, settings.PAGE_CACHE_SECONDS)
        response = HttpResponse(answer, content_type="application/json")
        response.headers["Cache-Control"] = f"public, max-age={CACHED_SECONDS}"
        return response


def _slots(tenant: Tenant, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    venues = availability.venues_with_visits(tenant.pk).filter(visit_rules__is_published=True)
    if "venue_id" in asked:
        venues = venues.filter(asked["venue_id"])
    ids = list(venues.values_list("pk", flat=True))
    if "venue_id" in asked and not ids:
        raise Http404
    month = date.fromisoformat(f"{asked['month']}-01")
    return bodies.slots(availability.of_month(ids, month, now=timezone.now()), orq=tenant.number)
