"""What lies below an event's address beside its page: theme, calendar file, poster."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.http import require_safe

from events import access, looks, seo
from events.doors import leads_on
from events.models import Event
from events.poster import poster_png, poster_svg
from events.queries import place_of
from ticketing.core.calendar import event_calendar
from ticketing.core.page_cache import page_cached
from ticketing.core.when import date_and_time

FOR_EVER = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "private, max-age=3600"


@page_cached
@require_safe
@leads_on
def theme(request: HttpRequest, tenant: str, hash: str, event: str = "") -> HttpResponse:  # noqa: A002 - the address's word
    """`/theme/<tenant>/<hash>.css`: the colours, font and CSS of an organizer or of one event. An old hash leads on."""
    if event:
        found = access.event_by_slugs(tenant, event)
        organizer, at = found.tenant, found
    else:
        organizer, at = access.tenant_by_slug(tenant), None
    look = looks.look_of(organizer, at)
    if look.hash != hash:
        return redirect(looks.theme_url(organizer, at))
    return HttpResponse(look.css, content_type="text/css; charset=utf-8", headers={"Cache-Control": FOR_EVER})


@page_cached
@require_safe
@leads_on
def calendar(request: HttpRequest, tenant: str, event: str) -> HttpResponse:
    """`calendar.ics`: the event for anyone's calendar."""
    found = access.event_for_visitor(request, tenant, event)
    content = event_calendar(
        seo.calendar_facts(found, base_url=settings.BASE_URL), language=translation.get_language() or "en"
    )
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{found.slug}.ics"'},
    )


@page_cached
@require_safe
@leads_on
def poster(request: HttpRequest, tenant: str, event: str) -> HttpResponse:
    """`poster.svg`: the picture of an event without a picture."""
    drawn = poster_svg(*_poster_words(access.event_for_visitor(request, tenant, event)))
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": FOR_AN_HOUR})


@page_cached
@require_safe
@leads_on
def poster_for_previews(request: HttpRequest, tenant: str, event: str) -> HttpResponse:
    """`poster.png`: the same as other sites show it beside a link."""
    drawn = poster_png(*_poster_words(access.event_for_visitor(request, tenant, event)))
    return HttpResponse(drawn, content_type="image/png", headers={"Cache-Control": FOR_AN_HOUR})


def _poster_words(event: Event) -> tuple[str, str, str, str, str, str]:
    """In the organizer's language: a poster hangs for everybody."""
    look = looks.look_of(event.tenant, event)
    with translation.override(event.tenant.settings.locale):
        date_text = date_and_time(event.starts_at, event.time_zone)
        place = place_of(event)
    return event.name, date_text, place, look.primary_color, look.secondary_color, str(event.pk)
