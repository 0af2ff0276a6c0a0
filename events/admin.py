"""What is offered, in Django's admin: categories are the platform's, the rest is looked at."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events import services
from events.models import Category, DiscountCode, Event, EventSession, SigningKey, TicketType, Venue
from tenants.administration import PlatformAdmin, ReadOnlyAdmin, ReadOnlyInline, acting_user
from ticketing.core.money import format_price


@admin.register(Category)
class CategoryAdmin(PlatformAdmin):
    """The subjects under which all tenants file their events."""

    list_display = ("name", "slug", "icon", "description")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "icon", "description", "activity")
    readonly_fields = ("activity",)

    def has_delete_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        """A category goes; its events stay."""
        return self.has_view_permission(request, obj)


class SessionInline(ReadOnlyInline):
    """The programme."""

    model = EventSession
    fields = ("title", "starts_at", "ends_at", "room", "stock", "archived_at")
    readonly_fields = fields
    show_change_link = False


class TicketTypeInline(ReadOnlyInline):
    """What is on sale, and how much of it."""

    model = TicketType
    fields = ("name", "kind", "price", "held", "sold", "total", "status", "is_hidden")
    readonly_fields = fields
    show_change_link = False

    @admin.display(description=_("price"))
    def price(self, obj: TicketType) -> str:
        """In the event's currency."""
        return format_price(obj.price_cents, obj.event.currency)

    @admin.display(description=_("held"))
    def held(self, obj: TicketType) -> int:
        """How many places carts and open orders hold."""
        return obj.stock.quantity_held

    @admin.display(description=_("sold"))
    def sold(self, obj: TicketType) -> int:
        """How many are sold."""
        return obj.stock.quantity_sold

    @admin.display(description=_("places"))
    def total(self, obj: TicketType) -> str:
        """How many there are."""
        return "∞" if obj.stock.quantity_total is None else str(obj.stock.quantity_total)

    def get_queryset(self, request: HttpRequest) -> QuerySet[TicketType]:
        """With stocks and event, in the same statement."""
        return super().get_queryset(request).select_related("stock", "event")


class SigningKeyInline(ReadOnlyInline):
    """The public halves of the keys that sign the event's QR codes."""

    model = SigningKey
    fields = ("key_id", "created_at", "retired_at")
    readonly_fields = fields
    show_change_link = False


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Events are their organizers'; the platform chooses which it features."""

    list_display = ("name", "tenant", "starts_at", "status", "visibility", "is_featured")
    list_filter = ("status", "visibility", "is_featured", "location_type", "categories")
    list_select_related = ("tenant",)
    search_fields = ("name", "slug", "tenant__name", "tenant__slug")
    ordering = ("-starts_at",)
    actions = ("feature", "unfeature")
    inlines = (SessionInline, TicketTypeInline, SigningKeyInline)
    fields = (
        ("name", "tenant", "slug"),
        ("status", "visibility", "is_featured"),
        ("starts_at", "ends_at", "time_zone"),
        ("location_type", "venue", "currency"),
        "short_description",
        "description",
        "tags",
        ("sales_starts_at", "sales_ends_at"),
        ("published_at", "archived_at", "version"),
        ("created_at", "created_by", "updated_at", "updated_by"),
        "activity",
    )

    def actions_for(self, obj: Event) -> tuple[str, ...]:
        """Whichever changes something."""
        return ("unfeature",) if obj.is_featured else ("feature",)

    @admin.action(description=_("Feature"))
    def feature(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        """Show these first on the platform's pages."""
        self._set_featured(request, queryset, is_featured=True)

    @admin.action(description=_("Stop featuring"))
    def unfeature(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        """Show these like any other."""
        self._set_featured(request, queryset, is_featured=False)

    def _set_featured(self, request: HttpRequest, queryset: QuerySet[Event], *, is_featured: bool) -> None:
        by, now = acting_user(request), timezone.now()
        changed = [
            services.feature_event(event=event, is_featured=is_featured, by=by, now=now)
            for event in queryset.order_by("pk")
        ]
        told = ngettext("%(count)d event changed.", "%(count)d events changed.", sum(changed))
        self.message_user(request, told % {"count": sum(changed)})


@admin.register(Venue)
class VenueAdmin(ReadOnlyAdmin):
    """Where events take place."""

    list_display = ("name", "city", "country", "tenant", "capacity", "time_zone")
    list_filter = ("country",)
    list_select_related = ("tenant",)
    search_fields = ("name", "city", "tenant__name")


@admin.register(DiscountCode)
class DiscountCodeAdmin(ReadOnlyAdmin):
    """Organizers' codes, and how often they were used."""

    list_display = ("code", "tenant", "event", "discount_type", "discount_value", "times_redeemed", "status")
    list_filter = ("status", "discount_type")
    list_select_related = ("tenant", "event")
    search_fields = ("code", "tenant__name", "event__name")
