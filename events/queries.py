"""What discovery, organizer and event pages show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Category, Event, EventPicture, EventSession, LocationType, MediaFile, Stock, Venue
from events.models.event import EventQuerySet
from events.pricing import Rules, price_of_one
from events.search import Criteria, matching, offered_types
from events.words import category_name
from tenants.models import Tenant, TenantSettings
from ticketing.core.money import card_step
from ticketing.core.when import zone

MOST_CITIES = 12
MOST_MORE = 3


@dataclass(frozen=True)
class Card:
    """An event in a list, as `components/event_card.html` draws it.

    `price_from_cents` is the least price with fees and taxes; None where nothing is offered.
    """

    name: str
    url: str
    picture_url: str
    starts_at: datetime
    time_zone: str
    place: str
    price_from_cents: int | None
    currency: str
    organizer_name: str
    badge: str
    badge_tone: str


@dataclass(frozen=True)
class Facets:
    """What visitors may narrow to and find something: (slug, name) of categories, and the cities with most events."""

    categories: tuple[tuple[str, str], ...]
    cities: tuple[str, ...]


@dataclass(frozen=True)
class Session:
    """A part of the programme."""

    title: str
    description: str
    starts_at: datetime
    ends_at: datetime
    room: str


@dataclass(frozen=True)
class Picture:
    """A picture of the gallery."""

    url: str
    width: int | None
    height: int | None
    alternative_text: str


@dataclass(frozen=True)
class Surroundings:
    """What an event's page shows beside the event and its tickets: `programme` is by day in the event's zone."""

    programme: tuple[tuple[date, tuple[Session, ...]], ...]
    gallery: tuple[Picture, ...]
    categories: tuple[tuple[str, str], ...]
    more: tuple[Card, ...]


def discovered(wanted: Criteria, *, now: datetime) -> EventQuerySet:
    """Listed events of all active tenants that are not over: featured first, then by start. Ready for `cards`."""
    upcoming = Event.objects.listed().filter(ends_at__gte=now)
    return _for_cards(matching(upcoming, wanted, now=now), now).order_by("-is_featured", "starts_at", "pk")


def of_organizer(tenant: Tenant, *, now: datetime) -> EventQuerySet:
    """A tenant's listed events that are not over, by start. Ready for `cards`."""
    return _for_cards(Event.objects.listed().filter(tenant=tenant, ends_at__gte=now), now).order_by("starts_at", "pk")


def cards(events: Iterable[Event], *, with_organizer: bool = True) -> list[Card]:
    """Events of `discovered` or `of_organizer` as cards; no further statement."""
    return [_card(event, with_organizer=with_organizer) for event in events]


def facets(*, now: datetime) -> Facets:
    """Categories and cities that have listed events now, in one statement."""
    upcoming = Event.objects.listed().filter(ends_at__gte=now)
    filed = upcoming.filter(categories=OuterRef("pk"))
    categories = (
        Category.objects.filter(Exists(filed))
        .annotate(
            kind=Value("category"), amount=Value(0), key=Cast("slug", CharField()), word=Cast("name", CharField())
        )
        .order_by()
        .values_list("kind", "key", "word", "amount")
    )
    cities = (
        upcoming.exclude(venue__city="")
        .filter(venue__isnull=False)
        .order_by()
        .values("venue__city")
        .annotate(kind=Value("city"), amount=Count("pk"), key=F("venue__city"), word=F("venue__city"))
        .values_list("kind", "key", "word", "amount")
    )
    rows = sorted(categories.union(cities, all=True), key=lambda row: (-row[3], row[2]))
    return Facets(
        categories=tuple((key, category_name(word)) for kind, key, word, _amount in rows if kind == "category"),
        cities=tuple(word for kind, _key, word, _amount in rows if kind == "city")[:MOST_CITIES],
    )


def surroundings(event: Event, *, now: datetime) -> Surroundings:
    """Programme, gallery and categories of an event, and what else its organizer lists, in one statement."""
    sessions = EventSession.objects.filter(event=OuterRef("pk"), archived_at=None).order_by("starts_at", "pk")
    gallery = EventPicture.objects.filter(event=OuterRef("pk"), removed_at=None).exclude(
        media=Coalesce(OuterRef("hero_image"), OuterRef("pk"))
    )
    categories = Category.objects.filter(events=OuterRef("pk")).order_by("name")
    more = of_organizer(event.tenant, now=now).exclude(pk=event.pk)[:MOST_MORE]
    found = (
        Event.objects.filter(pk=event.pk)
        .values_list(
            ArraySubquery(sessions.values(json=_json("title", "description", "starts_at", "ends_at", "room"))),
            ArraySubquery(gallery.order_by("position", "pk").values(json=_PICTURE)),
            ArraySubquery(categories.values(json=_json("slug", "name"))),
            ArraySubquery(more.values(json=_MORE)),
        )
        .get()
    )
    return Surroundings(
        programme=_by_day([_session(row) for row in found[0]], event.time_zone),
        gallery=tuple(_picture(row) for row in found[1]),
        categories=tuple((row["slug"], category_name(row["name"])) for row in found[2]),
        more=tuple(_card(_another(event, row), with_organizer=False) for row in found[3]),
    )


def place_of(event: Event) -> str:
    """Where it takes place in a few words: the venue with its city, or online."""
    if event.location_type == LocationType.VIRTUAL or event.venue is None:
        return _("Online") if event.is_online else ""
    names = [name for name in (event.venue.name, event.venue.city) if name]
    return ", ".join(dict.fromkeys(names))


def event_url(tenant_slug: str, event_slug: str) -> str:
    """The address of an event's page, without the host."""
    return reverse("orders:event", kwargs={"tenant": tenant_slug, "event": event_slug})


def picture_url(event: Event) -> str:
    """The event's picture, or the poster that is made for it."""
    if event.hero_image is not None:
        return event.hero_image.file.url
    return reverse("events:poster", kwargs={"tenant": event.tenant.slug, "event": event.slug})


def fee_rules(settings: TenantSettings, currency: str) -> Rules:
    """How the tenant reckons in an event's currency, without any discount."""
    return Rules(
        step=card_step(currency),
        fee_percentage=settings.service_fee_percentage,
        fee_fixed_cents=settings.service_fee_fixed_cents,
        fee_payer="organizer" if settings.fee_payer == "organizer" else "buyer",
        tax_mode="exclusive" if settings.tax_mode == "exclusive" else "inclusive",
    )


def _for_cards(events: EventQuerySet, now: datetime) -> EventQuerySet:
    unsold = Q(stock__quantity_total=None) | Q(stock__quantity_sold__lt=F("stock__quantity_total"))
    return (
        events.select_related("tenant__settings", "venue", "hero_image", "stock")
        .defer("description", "search", "tenant__description", "tenant__settings__custom_css")
        .annotate(
            offered=ArraySubquery(offered_types(now).values(json=_json("price_cents", "tax_rate"))),
            has_unsold=Exists(offered_types(now).filter(unsold)),
        )
    )


def _card(event: Any, *, with_organizer: bool) -> Card:
    is_sold_out = bool(event.offered) and (not event.has_unsold or event.stock.is_sold_out)
    # Only the platform features events, among those of all organizers: the word explains why one comes first.
    is_featured = with_organizer and event.is_featured
    return Card(
        name=event.name,
        url=event_url(event.tenant.slug, event.slug),
        picture_url=picture_url(event),
        starts_at=event.starts_at,
        time_zone=event.time_zone,
        place=place_of(event),
        price_from_cents=_price_from(event),
        currency=event.currency,
        organizer_name=event.tenant.name if with_organizer else "",
        badge=_("Sold out") if is_sold_out else _("Featured") if is_featured else "",
        badge_tone="accent" if is_featured and not is_sold_out else "",
    )


def _price_from(event: Any) -> int | None:
    settings = event.tenant.settings
    rules = fee_rules(settings, event.currency)
    rates = [(row["price_cents"], row["tax_rate"]) for row in event.offered]
    return min(
        (
            price_of_one(cents, settings.tax_rate if rate is None else Decimal(str(rate)), rules)
            for cents, rate in rates
        ),
        default=None,
    )


def _json(*names: str) -> JSONObject:
    return JSONObject(**{name: name for name in names})


_PICTURE = JSONObject(
    **{name: f"media__{name}" for name in ("file", "width", "height", "alternative_text")},
)
_MORE = JSONObject(
    event=_json("name", "slug", "starts_at", "time_zone", "currency", "location_type"),
    venue=JSONObject(name="venue__name", city="venue__city"),
    picture="hero_image__file",
    stock=JSONObject(quantity_total="stock__quantity_total", quantity_sold="stock__quantity_sold"),
    offered=F("offered"),
    has_unsold=F("has_unsold"),
)


def _another(event: Event, row: dict[str, Any]) -> Event:
    """An event of the same tenant from a row of `_MORE`, as `_for_cards` would have read it."""
    fields = row["event"] | {"starts_at": datetime.fromisoformat(row["event"]["starts_at"])}
    another = Event(
        tenant=event.tenant,
        venue=Venue(**row["venue"]) if row["venue"]["name"] else None,
        hero_image=MediaFile(file=row["picture"]) if row["picture"] else None,
        stock=Stock(**row["stock"]),
        **fields,
    )
    vars(another).update(offered=row["offered"], has_unsold=row["has_unsold"])
    return another


def _session(row: dict[str, Any]) -> Session:
    moments = {name: datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at")}
    return Session(title=row["title"], description=row["description"], room=row["room"], **moments)


def _picture(row: dict[str, Any]) -> Picture:
    url = MediaFile(file=row["file"]).file.url
    return Picture(url=url, width=row["width"], height=row["height"], alternative_text=row["alternative_text"])


def _by_day(sessions: Sequence[Session], time_zone: str) -> tuple[tuple[date, tuple[Session, ...]], ...]:
    days: dict[date, list[Session]] = {}
    for session in sessions:
        days.setdefault(session.starts_at.astimezone(zone(time_zone)).date(), []).append(session)
    return tuple((day, tuple(parts)) for day, parts in days.items())
