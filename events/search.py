"""What discovery asks the database: words, days and nearness as expressions."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.search import SearchQueryField
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import ASin, Cast, Cos, Power, Radians, Sin, Sqrt
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from events.models import TicketKind, TicketType, TicketTypeStatus
from events.models.event import EventQuerySet

EARTH_KM = 6371.0
KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Criteria:
    """What a visitor looks for; whatever is empty does not narrow. `near` is latitude, longitude and kilometres."""

    words: str = ""
    category: str = ""
    city: str = ""
    since: date | None = None
    until: date | None = None
    tonight: bool = False
    price: str = ""
    near: tuple[float, float, int] | None = None


def matching(events: EventQuerySet, wanted: Criteria, *, now: datetime) -> EventQuerySet:
    """The events that fit all criteria."""
    if wanted.words:
        events = events.filter(_contains(wanted.words))
    if wanted.category:
        events = events.filter(categories__slug=wanted.category)
    if wanted.city:
        events = events.filter(venue__city__iexact=wanted.city)
    if wanted.price:
        events = events.filter(_costs(wanted.price, now))
    if wanted.tonight:
        today = local_day(Value(now, output_field=DateTimeField()))
        events = events.filter(LessThanOrEqual(local_day(F("starts_at")), today), starts_at__lt=now + timedelta(days=1))
    if wanted.since or wanted.until:
        events = _between(events, wanted.since, wanted.until)
    if wanted.near:
        events = _near(events, *wanted.near)
    return events


class WordsQuery(Func):
    """The visitor's words as a web search (quotes, minus, or); the last word is found by its beginning too.

    The query's text form ends with the last word in quotes, to which `:*` is added; where it ends otherwise (a bracket
    of a refused phrase), it stays as it is.
    """

    template = (
        "(SELECT CASE WHEN right(words::text, 1) = '''' THEN (words::text || ':*')::tsquery ELSE words END"
        " FROM websearch_to_tsquery('foyer', %(expressions)s) AS words)"
    )
    output_field = SearchQueryField()


def local_day(moment: F | Value) -> Cast:
    """The day of a moment on the event's own calendar."""
    return Cast(Func(F("time_zone"), moment, function="timezone", output_field=DateTimeField()), DateField())


def _contains(words: str) -> "ExpressionWrapper[Any]":
    match = Func(
        F("search"),
        WordsQuery(Value(words)),
        template="(%(expressions)s)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
    return ExpressionWrapper(match, output_field=BooleanField())


def _costs(price: str, now: datetime) -> Exists:
    cost = Q(price_cents=0) if price == "free" else Q(price_cents__gt=0)
    return Exists(offered_types(now).filter(cost))


def offered_types(now: datetime) -> QuerySet[TicketType]:
    """The tickets that anyone may buy, now or later, of the event of the outer query."""
    return TicketType.objects.filter(
        Q(sales_ends_at=None) | Q(sales_ends_at__gt=now),
        event=OuterRef("pk"),
        kind=TicketKind.TICKET,
        status=TicketTypeStatus.ACTIVE,
        is_hidden=False,
        archived_at=None,
    )


def _between(events: EventQuerySet, since: date | None, until: date | None) -> EventQuerySet:
    if since:
        events = events.filter(GreaterThanOrEqual(local_day(F("ends_at")), since))
    if until:
        events = events.filter(LessThanOrEqual(local_day(F("starts_at")), until))
    return events


def _near(events: EventQuerySet, latitude: float, longitude: float, kilometres: int) -> EventQuerySet:
    """First the rectangle, which the index answers, then the circle within it."""
    north_south = kilometres / KM_PER_DEGREE
    box = Q(venue__latitude__range=(latitude - north_south, latitude + north_south))
    shrink = math.cos(math.radians(min(abs(latitude) + north_south, 89.9)))
    east_west = north_south / shrink
    west, east = longitude - east_west, longitude + east_west
    if east_west < 180:
        if west < -180:
            box &= Q(venue__longitude__gte=west + 360) | Q(venue__longitude__lte=east)
        elif east > 180:
            box &= Q(venue__longitude__gte=west) | Q(venue__longitude__lte=east - 360)
        else:
            box &= Q(venue__longitude__range=(west, east))
    return events.filter(box).annotate(kilometres=_distance(latitude, longitude)).filter(kilometres__lte=kilometres)


def _distance(latitude: float, longitude: float) -> "ExpressionWrapper[Any]":
    """The great-circle distance by the haversine formula, in kilometres."""
    here, there = Radians(Value(latitude)), Radians(F("venue__latitude"))
    up = Power(Sin((there - here) / 2.0), 2)
    along = Power(Sin((Radians(F("venue__longitude")) - Radians(Value(longitude))) / 2.0), 2)
    chord = Func(Value(1.0), Sqrt(up + Cos(here) * Cos(there) * along), function="LEAST", output_field=FloatField())
    return ExpressionWrapper(Value(2 * EARTH_KM) * ASin(chord), output_field=FloatField())
