"""Orders, tickets and buyers in Django's admin: to be looked at."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from orders import services
from orders.models import (
    Attendee,
    Buyer,
    Order,
    OrderItem,
    Payment,
    RefundState,
    Ticket,
    TicketBatch,
)
from tenants.administration import (
    ReadOnlyAdmin,
    ReadOnlyInline,
    acting_user,
    money_column,
    pretty_json,
)
from ticketing.core.money import format_money


class OrderItemInline(ReadOnlyInline):
    """The lines of an order."""

    model = OrderItem
    fields = ("name", "kind", "quantity", "cancelled_quantity", "unit_price", "discount", "fee", "tax", "total")
    readonly_fields = fields
    show_change_link = False
    unit_price = money_column("unit_price_cents", _("price"), "order__currency")
    discount = money_column("discount_cents", _("discount"), "order__currency")
    fee = money_column("fee_cents", _("fee"), "order__currency")
    tax = money_column("tax_cents", _("tax on top"), "order__currency")
    total = money_column("total_cents", _("total"), "order__currency")

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrderItem]:
        """With the order, whose currency it is."""
        return super().get_queryset(request).select_related("order")


class TicketInline(ReadOnlyInline):
    """The tickets of an order."""

    model = Ticket
    fields = ("code", "ticket_type", "attendee", "status", "checked_in_at", "cancelled_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ticket]:
        """With the guests' names."""
        return super().get_queryset(request).select_related("ticket_type", "attendee")


class PaymentInline(ReadOnlyInline):
    """The payments of an order."""

    model = Payment
    fields = ("provider", "provider_reference", "status", "method", "amount", "applied", "refunded", "processed_at")
    readonly_fields = fields
    amount = money_column("amount_cents", _("amount"))
    applied = money_column("applied_cents", _("applied"))
    refunded = money_column("refunded_cents", _("refunded"))


class AttendeeInline(ReadOnlyInline):
    """Who enters."""

    model = Attendee
    fields = ("first_name", "last_name", "email", "phone", "given_answers")
    readonly_fields = fields
    show_change_link = False

    @admin.display(description=_("answers"))
    def given_answers(self, obj: Attendee) -> SafeString:
        """What the organizer asked."""
        return pretty_json(obj.answers)


class RefundStateFilter(admin.SimpleListFilter):
    """How much was paid back, in words: the column is the database's own, whose choices Django does not look at."""

    title = _("refund")
    parameter_name = "refund_state"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """All there are."""
        return [(value, str(label)) for value, label in RefundState.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        """Those of the chosen one."""
        return queryset.filter(refund_state=self.value()) if self.value() in RefundState.values else queryset


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    """Orders, with all that belongs to them."""

    list_display = ("order_number", "tenant", "event", "buyer_email", "total", "status", "payment_status", "created_at")
    list_filter = ("status", "payment_status", RefundStateFilter, "currency")
    list_select_related = ("tenant", "event")
    search_fields = ("=order_number", "=buyer_email", "=id")
    search_help_text = _("A whole order number, e-mail address or id.")
    ordering = ("-created_at",)
    inlines = (OrderItemInline, TicketInline, PaymentInline)
    fields = (
        ("order_number", "status", "payment_status", "refund_words"),
        ("tenant", "event"),
        ("buyer_name", "buyer_email", "buyer", "user"),
        ("subtotal", "discount", "fees", "taxes", "taxes_included"),
        ("total", "refunded", "discount_code"),
        ("created_at", "confirmed_at", "cancelled_at", "expires_at", "terms_accepted_at"),
        ("locale", "notes"),
        "given_answers",
        "activity",
    )
    subtotal = money_column("subtotal_cents", _("subtotal"))
    discount = money_column("discount_cents", _("discount"))
    fees = money_column("fees_cents", _("fees"))
    taxes = money_column("taxes_cents", _("taxes"))
    taxes_included = money_column("taxes_included_cents", _("taxes included"))
    total = money_column("total_cents", _("total"))
    refunded = money_column("refunded_cents", _("refunded"))

    @admin.display(description=_("refund"))
    def refund_words(self, obj: Order) -> str:
        """How much was paid back."""
        return str(RefundState(obj.refund_state).label)

    @admin.display(description=_("answers"))
    def given_answers(self, obj: Order) -> SafeString:
        """What the organizer asked the buyer."""
        return pretty_json(obj.answers)


@admin.register(Ticket)
class TicketAdmin(ReadOnlyAdmin):
    """Tickets, who enters with them, and what happened to them."""

    list_display = ("code", "event", "ticket_type", "order", "status", "purchased_at", "checked_in_at")
    list_filter = ("status", "activation_mode")
    list_select_related = ("event", "ticket_type", "order")
    search_fields = ("=code", "=order__order_number", "=id")
    search_help_text = _("A whole ticket code, order number or id.")
    ordering = ("-purchased_at",)
    inlines = (AttendeeInline,)
    fields = (
        ("code", "status", "activation_status", "qr_version"),
        ("tenant", "event", "ticket_type"),
        ("order", "order_item", "price_paid", "user"),
        ("purchased_at", "activated_at", "expires_at", "cancelled_at"),
        ("checked_in_at", "checked_in_by", "verified_at", "verified_by"),
        ("seat_label", "customer_email", "customer_phone", "reserved_at"),
        "admissions",
        "activity",
    )

    @admin.display(description=_("price paid"))
    def price_paid(self, obj: Ticket) -> str:
        """In the event's currency."""
        return format_money(obj.price_paid_cents, obj.event.currency)

    @admin.display(description=_("scans"))
    def admissions(self, obj: Ticket) -> SafeString | str:
        """Every attempt to enter with it."""
        # Reached from the ticket, since the door's app lies above this one.
        scans = obj.scans.select_related("gate").order_by("-received_at")[:50]
        rows = (
            (scan.received_at.strftime("%Y-%m-%d %H:%M:%S"), scan.gate, scan.get_result_display()) for scan in scans
        )
        return format_html_join("", "<div><time>{}</time> {}: {}</div>", rows) or "–"


@admin.register(TicketBatch)
class TicketBatchAdmin(ReadOnlyAdmin):
    """Tickets that were made beforehand: how many, for what, by whom. Their codes are their holders' own."""

    list_display = ("label", "ticket_type", "tenant", "quantity", "activation_mode", "created_by", "created_at")
    list_filter = ("activation_mode",)
    list_select_related = ("ticket_type", "tenant", "created_by")
    search_fields = ("label", "ticket_type__name", "tenant__name", "=id")
    ordering = ("-created_at",)
    fields = (
        ("label", "tenant", "ticket_type"),
        ("quantity", "activation_mode"),
        ("created_by", "created_at"),
        "activity",
    )


@admin.register(Buyer)
class BuyerAdmin(ReadOnlyAdmin):
    """Who buys from a tenant."""

    list_display = ("email", "first_name", "last_name", "tenant", "marketing_consent_at", "created_at")
    list_select_related = ("tenant",)
    search_fields = ("email", "last_name")
    actions = ("anonymize",)

    def actions_for(self, obj: Buyer) -> tuple[str, ...]:
        """Once is enough."""
        return () if obj.is_anonymous else ("anonymize",)

    @admin.action(description=_("Anonymize for good"))
    def anonymize(self, request: HttpRequest, queryset: QuerySet[Buyer]) -> None:
        """Take the person out of the organizer's records, as the law lets people ask for."""
        by, now = acting_user(request), timezone.now()
        self.act(
            request,
            queryset,
            lambda row: services.anonymize_buyer(buyer=row, by=by, now=now),
            lambda count: (
                ngettext("%(count)d buyer anonymized.", "%(count)d buyers anonymized.", count) % {"count": count}
            ),
        )
