"""What search engines, calendars and other sites read of an event: schema.org, Open Graph, iCalendar facts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from events.markdown import to_text
from events.models import Event, EventStatus, LocationType, Venue
from events.queries import event_url, place_of
from ticketing.core.calendar import CalendarFacts
from ticketing.core.money import to_decimal
from ticketing.core.when import zone

# What would end the script element or start a comment in it, written as JavaScript's own escapes.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
_STATUSES = {EventStatus.CANCELLED: "https://schema.org/EventCancelled"}
_MODES = {
    LocationType.PHYSICAL: "https://schema.org/OfflineEventAttendanceMode",
    LocationType.VIRTUAL: "https://schema.org/OnlineEventAttendanceMode",
    LocationType.HYBRID: "https://schema.org/MixedEventAttendanceMode",
}


@dataclass(frozen=True)
class OfferFacts:
    """A ticket type as search engines see it. `availability` is schema.org's word: InStock, SoldOut, PreSale."""

    name: str
    price_cents: int
    availability: str
    valid_from: str | None


def json_ld(event: Event, *, base_url: str, picture: str, offers: Sequence[OfferFacts]) -> SafeString:
    """The event as schema.org's Event, safe inside a script element of type application/ld+json."""
    url = base_url + event_url(event.tenant.slug, event.slug)
    facts = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.name,
        "url": url,
        "description": summary(event),
        "startDate": event.starts_at.astimezone(zone(event.time_zone)).isoformat(),
        "endDate": event.ends_at.astimezone(zone(event.time_zone)).isoformat(),
        "eventStatus": _STATUSES.get(EventStatus(event.status), "https://schema.org/EventScheduled"),
        "eventAttendanceMode": _MODES[LocationType(event.location_type)],
        "location": _locations(event, url),
        "image": [picture],
        "organizer": {
            "@type": "Organization",
            "name": event.tenant.name,
            "url": f"{base_url}/{event.tenant.slug}/",
        },
        "offers": [_offer(offer, event, url) for offer in offers],
    }
    return mark_safe(json.dumps(facts, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 - nothing left that ends it


def summary(event: Event) -> str:
    """One or two sentences for search engines and previews."""
    return event.seo_description or event.short_description or to_text(event.description)


def calendar_facts(event: Event, *, base_url: str) -> CalendarFacts:
    """The event as anyone's calendar may keep it."""
    venue = event.venue
    return CalendarFacts(
        uid=f"{event.pk}@foyer",
        sequence=event.version,
        stamp=event.updated_at,
        summary=event.name,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        time_zone=event.time_zone,
        location=", ".join(address_lines(event)) or place_of(event),
        latitude=venue.latitude if venue else None,
        longitude=venue.longitude if venue else None,
        url=base_url + event_url(event.tenant.slug, event.slug),
        description=summary(event),
        organizer_name=event.tenant.name,
        organizer_email=event.tenant.email,
        cancelled=event.status == EventStatus.CANCELLED,
    )


def address_lines(event: Event) -> list[str]:
    """The venue's name and address, line by line; nothing for what is only online."""
    if event.venue is None or event.location_type == LocationType.VIRTUAL:
        return []
    return venue_lines(event.venue)


def venue_lines(venue: Venue) -> list[str]:
    """A venue's name and address, line by line."""
    town = " ".join(part for part in (venue.postal_code, venue.city) if part)
    return [line for line in (venue.name, venue.address, town, venue.state, venue.country.name) if line]


def map_url(event: Event) -> str:
    """OpenStreetMap at the venue: a plain link, nothing is loaded from there. Empty where it is nowhere on a map."""
    return venue_map_url(event.venue) if event.venue is not None else ""


def venue_map_url(venue: Venue) -> str:
    """The same for a venue."""
    if venue.latitude is None or venue.longitude is None:
        return ""
    at = f"{venue.latitude:.5f}"
    along = f"{venue.longitude:.5f}"
    return f"https://www.openstreetmap.org/?mlat={at}&mlon={along}#map=17/{at}/{along}"


def _locations(event: Event, url: str) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = []
    venue = event.venue
    if venue is not None and event.location_type != LocationType.VIRTUAL:
        address = {
            "@type": "PostalAddress",
            "streetAddress": venue.address,
            "addressLocality": venue.city,
            "addressRegion": venue.state,
            "postalCode": venue.postal_code,
            "addressCountry": venue.country.code,
        }
        place: dict[str, Any] = {"@type": "Place", "name": venue.name}
        place["address"] = {name: value for name, value in address.items() if value}
        if venue.latitude is not None and venue.longitude is not None:
            place["geo"] = {"@type": "GeoCoordinates", "latitude": venue.latitude, "longitude": venue.longitude}
        places.append(place)
    if event.is_online:
        # The address to join is for ticket holders; what everybody may know is the event's page.
        places.append({"@type": "VirtualLocation", "url": url})
    return places


def _offer(offer: OfferFacts, event: Event, url: str) -> dict[str, Any]:
    facts = {
        "@type": "Offer",
        "name": offer.name,
        "url": url,
        "price": str(to_decimal(offer.price_cents, event.currency)),
        "priceCurrency": event.currency,
        "availability": f"https://schema.org/{offer.availability}",
    }
    return facts | ({"validFrom": offer.valid_from} if offer.valid_from else {})
