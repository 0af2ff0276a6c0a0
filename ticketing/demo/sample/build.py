"""Turns the descriptions into rows, through the services. What is there already is left as it is."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from events import services as event_services
from events.media import add_picture
from events.models import (
    Category,
    DiscountCode,
    Event,
    EventPicture,
    EventSession,
    EventStatus,
    Question,
    TicketType,
    Venue,
)
from tenants import services as tenant_services
from tenants.models import Plan, Tenant, TenantSettings, User
from ticketing.demo.sample import pictures
from ticketing.demo.sample.organizers import CATEGORIES
from ticketing.demo.sample.plans import EventPlan, OrganizerPlan

# So long ago the organizers began.
FIRST_DAY = timedelta(days=200)


@dataclass(frozen=True)
class Clock:
    """The moment of loading, which everything is relative to."""

    now: datetime

    def starts_at(self, plan: EventPlan, zone: str) -> datetime:
        """When an event begins, in UTC: sums with a zone's own time would be off where its clocks change."""
        if plan.hours_ago is not None:
            began = self.now - timedelta(hours=plan.hours_ago)
            return began.replace(minute=0, second=0, microsecond=0)
        hour, minute = (int(part) for part in plan.at.split(":"))
        day = self.now.astimezone(ZoneInfo(zone)).date() + timedelta(days=plan.days)
        return datetime.combine(day, time(hour, minute), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def add_categories() -> None:
    """The platform's subjects."""
    for slug, name, description, icon in CATEGORIES:
        Category.objects.get_or_create(slug=slug, defaults={"name": name, "description": description, "icon": icon})


def add_organizer(plan: OrganizerPlan, clock: Clock) -> Tenant:
    """An organizer with settings, looks and venues; approved, unless it is to wait for that."""
    now = clock.now - FIRST_DAY
    tenant = Tenant.objects.filter(slug=plan.slug).first()
    if tenant is not None:
        return tenant
    tenant = tenant_services.create_tenant(
        name=plan.name,
        slug=plan.slug,
        email=plan.email,
        by=None,
        now=now,
        settings=_settings(plan),
        plan=Plan.ENTERPRISE,
    )
    Tenant.objects.filter(pk=tenant.pk).update(
        description=plan.description,
        phone=plan.phone,
        website=plan.website,
        address=plan.address,
        is_verified=plan.is_verified,
    )
    settings = TenantSettings.objects.get(tenant=tenant)
    mark = pictures.logo(plan.mark, plan.primary, plan.secondary)
    settings.logo.save(f"{plan.slug}.png", ContentFile(mark.getvalue()))
    for venue in plan.venues.values():
        Venue.objects.create(tenant=tenant, created_at=now, **vars(venue))
    if plan.is_verified:
        tenant = tenant_services.approve_tenant(tenant=tenant, by=None, now=now)
    return tenant


def _settings(plan: OrganizerPlan) -> dict[str, object]:
    return {
        "default_currency": plan.currency,
        "time_zone": plan.time_zone,
        "locale": plan.locale,
        "primary_color": plan.primary,
        "secondary_color": plan.secondary,
        "font_family": plan.font,
        "tax_rate": Decimal(plan.tax_rate),
        "tax_mode": plan.tax_mode,
        "service_fee_percentage": Decimal(plan.fee[0]),
        "service_fee_fixed_cents": plan.fee[1],
        "fee_payer": plan.fee_payer,
        "payment_methods": list(plan.payment_methods),
        **plan.settings,
    }


def add_event(plan: EventPlan, organizer: OrganizerPlan, by: User | None, clock: Clock) -> Event:
    """An event with all that belongs to it, published so many days before it starts."""
    tenant = Tenant.objects.select_related("settings").get(slug=organizer.slug)
    found = Event.objects.filter(tenant=tenant, slug=plan.slug).first()
    if found is not None:
        return found
    event = _new_event(plan, organizer, tenant, by, clock)
    sessions = _add_sessions(plan, event)
    _add_types(plan, event, sessions)
    _add_questions(plan, event)
    _add_codes(plan, event)
    _add_pictures(plan, organizer, event, by)
    if plan.is_draft:
        return event
    return event_services.publish_event(event=event, by=by, now=opened_at(plan, event, clock))


def complete_if_over(event: Event, clock: Clock) -> None:
    """Mark what lies in the past as over, once its history is written."""
    if event.ends_at < clock.now:
        Event.objects.filter(pk=event.pk).update(status=EventStatus.COMPLETED)


def opened_at(plan: EventPlan, event: Event, clock: Clock) -> datetime:
    """When the event was published and its sale began; never later than yesterday."""
    return min(event.starts_at - timedelta(days=plan.on_sale_days), clock.now - timedelta(days=21))


def _new_event(plan: EventPlan, organizer: OrganizerPlan, tenant: Tenant, by: User | None, clock: Clock) -> Event:
    venue_plan = organizer.venues.get(plan.venue)
    zone = plan.time_zone or (venue_plan.time_zone if venue_plan else organizer.time_zone)
    starts_at = clock.starts_at(plan, zone)
    opens = {}
    if plan.sales_in_days is not None:
        opens["sales_starts_at"] = (clock.now + timedelta(days=plan.sales_in_days)).replace(
            minute=0, second=0, microsecond=0
        )
    event = event_services.create_event(
        tenant=tenant,
        by=by,
        now=min(starts_at, clock.now) - timedelta(days=plan.on_sale_days + 7),
        capacity=plan.capacity,
        name=plan.name,
        slug=plan.slug,
        short_description=plan.short,
        description=plan.description,
        tags=list(plan.tags),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=plan.hours),
        time_zone=zone,
        venue=Venue.objects.get(tenant=tenant, name=venue_plan.name) if venue_plan else None,
        currency=plan.currency or organizer.currency,
        created_at=min(starts_at, clock.now) - timedelta(days=plan.on_sale_days + 7),
        **opens,
        **plan.fields,
    )
    event.categories.set(Category.objects.filter(slug__in=plan.categories))
    return event


def _add_sessions(plan: EventPlan, event: Event) -> dict[str, EventSession]:
    return {
        session.title: event_services.add_session(
            event=event,
            title=session.title,
            starts_at=event.starts_at + timedelta(minutes=session.after),
            ends_at=event.starts_at + timedelta(minutes=session.after + session.minutes),
            places=session.places,
            room=session.room,
            description=session.description,
        )
        for session in plan.sessions
    }


def _add_types(plan: EventPlan, event: Event, sessions: dict[str, EventSession]) -> None:
    made: dict[str, TicketType] = {}
    for position, ticket_type in enumerate(plan.types):
        made[ticket_type.name] = event_services.add_ticket_type(
            event=event,
            name=ticket_type.name,
            price_cents=ticket_type.price,
            places=ticket_type.places,
            sessions=[sessions[title] for title in ticket_type.sessions],
            description=ticket_type.description,
            sort_order=position,
            **ticket_type.fields,
        )
        if ticket_type.requires:
            made[ticket_type.name].requires.set([made[name] for name in ticket_type.requires])


def _add_questions(plan: EventPlan, event: Event) -> None:
    for position, question in enumerate(plan.questions):
        made = Question.objects.create(
            tenant_id=event.tenant_id,
            event=event,
            label=question.label,
            kind=question.kind,
            choices=list(question.choices),
            asked_per=question.asked_per,
            is_required=question.is_required,
            help_text=question.help_text,
            sort_order=position,
        )
        made.ticket_types.set(event.ticket_types.filter(name__in=question.types))


def _add_codes(plan: EventPlan, event: Event) -> None:
    for code in plan.codes:
        DiscountCode.objects.create(
            tenant_id=event.tenant_id,
            event=event,
            code=code.code,
            description=code.description,
            discount_type=code.kind,
            discount_value=code.value,
            **code.fields,
        )


def _add_pictures(plan: EventPlan, organizer: OrganizerPlan, event: Event, by: User | None) -> None:
    """An event without a scene keeps its poster, which is drawn from its name."""
    made = [
        add_picture(
            tenant=event.tenant,
            by=by,
            upload=pictures.picture(scene, organizer.primary, organizer.secondary, f"{plan.slug} {number}"),
            original_name=f"{plan.slug}-{number}.jpg",
            alternative_text=pictures.WORDS[scene],
        )
        for number, scene in enumerate(filter(None, (plan.scene, *plan.gallery)))
    ]
    if made:
        event.hero_image = made[0]
        event.save(update_fields=["hero_image"])
        EventPicture.objects.bulk_create(
            EventPicture(tenant=event.tenant, event=event, media=media, source=media, position=position)
            for position, media in enumerate(made)
        )
