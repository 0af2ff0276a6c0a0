"""Sales in Django's admin: to be looked at. What can be done is to repeat what failed: a message, a refund."""

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
    LedgerEntry,
    Order,
    OrderItem,
    Payment,
    Refund,
    RefundState,
    RefundStatus,
    Ticket,
    TicketBatch,
    Transaction,
    WebhookEvent,
    WebhookStatus,
)
from tenants.administration import (
    ReadOnlyAdmin,
    ReadOnlyInline,
    acting_user,
    money_column,
    pretty_json,
)
from tenants.steps import log_activity
from ticketing.core.errors import DomainError
from ticketing.core.money import format_money
from ticketing.core.throttles import remote_address

DONE = (WebhookStatus.PROCESSED, WebhookStatus.IGNORED)


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


class RefundInline(ReadOnlyInline):
    """What went back of a payment."""

    model = Refund
    fields = ("amount", "reason", "status", "attempts", "error_message", "processed_at")
    readonly_fields = fields
    amount = money_column("amount_cents", _("amount"), "payment__currency")


class LedgerEntryInline(ReadOnlyInline):
    """The lines of a transaction; they sum to zero."""

    model = LedgerEntry
    fields = ("account", "amount", "currency")
    readonly_fields = fields
    show_change_link = False
    amount = money_column("amount_cents", _("amount"))


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


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    """Payments, and what their providers said."""

    list_display = ("created_at", "provider", "provider_reference", "order", "amount", "status", "is_disputed")
    list_filter = ("status", "provider", "currency", "is_disputed")
    list_select_related = ("order",)
    search_fields = ("=provider_reference", "=provider_intent", "=order__order_number", "=id")
    ordering = ("-created_at",)
    inlines = (RefundInline,)
    fields = (
        ("order", "tenant", "user"),
        ("provider", "provider_reference", "provider_intent", "method"),
        ("amount", "applied", "refunded", "status", "is_disputed"),
        ("created_at", "processed_at", "asked_at"),
        "said",
        "activity",
    )
    amount = money_column("amount_cents", _("amount"))
    applied = money_column("applied_cents", _("applied"))
    refunded = money_column("refunded_cents", _("refunded"))

    @admin.display(description=_("what the provider said"))
    def said(self, obj: Payment) -> SafeString:
        """Ids and codes for support."""
        return pretty_json(obj.payload)


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    """Money on its way back."""

    list_display = ("created_at", "payment", "amount", "reason", "status", "attempts", "error_message")
    list_filter = ("status",)
    list_select_related = ("payment__order",)
    search_fields = ("=provider_reference", "=payment__order__order_number", "=id")
    ordering = ("-created_at",)
    fields = (
        ("payment", "tenant", "amount", "status"),
        ("reason", "requested_by"),
        ("provider_reference", "attempts", "error_message"),
        ("created_at", "processed_at"),
        "tickets",
        "activity",
    )
    amount = money_column("amount_cents", _("amount"), "payment__currency")
    actions = ("try_again",)

    def actions_for(self, obj: Refund) -> tuple[str, ...]:
        """Only what failed can be tried again."""
        return ("try_again",) if obj.status == RefundStatus.FAILED else ()

    @admin.action(description=_("Try again"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[Refund]) -> None:
        """Send failed refunds once more."""
        self.act(
            request,
            queryset.select_related("payment"),
            lambda row: services.retry_refund(refund=row, by=acting_user(request), now=timezone.now()),
            lambda count: ngettext("%(count)d refund queued.", "%(count)d refunds queued.", count) % {"count": count},
        )


@admin.register(Transaction)
class TransactionAdmin(ReadOnlyAdmin):
    """The books: written once."""

    list_display = ("created_at", "type", "tenant", "order", "amount", "gateway_fee", "platform_fee")
    list_filter = ("type", "currency")
    list_select_related = ("tenant", "order")
    search_fields = ("=order__order_number", "=payment__provider_reference", "=id")
    ordering = ("-created_at",)
    inlines = (LedgerEntryInline,)
    fields = (
        ("type", "tenant", "order"),
        ("payment", "refund", "attempt"),
        ("amount", "gateway_fee", "platform_fee", "currency"),
        "created_at",
    )
    amount = money_column("amount_cents", _("amount"))
    gateway_fee = money_column("gateway_fee_cents", _("provider's fee"))
    platform_fee = money_column("platform_fee_cents", _("platform's fee"))


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


@admin.register(WebhookEvent)
class WebhookEventAdmin(ReadOnlyAdmin):
    """Providers' messages, as they came."""

    list_display = ("received_at", "provider", "event_type", "provider_event_id", "status", "attempts", "error_message")
    list_filter = ("status", "provider", "event_type")
    search_fields = ("=provider_event_id", "event_type")
    ordering = ("-received_at",)
    actions = ("process_again",)
    fields = (
        ("provider", "event_type", "provider_event_id"),
        ("status", "attempts"),
        ("received_at", "processed_at"),
        "error_message",
        "message",
        "activity",
    )

    def actions_for(self, obj: WebhookEvent) -> tuple[str, ...]:
        """What was worked off is done."""
        return () if obj.status in DONE else ("process_again",)

    @admin.display(description=_("payload"))
    def message(self, obj: WebhookEvent) -> SafeString:
        """What was sent."""
        return pretty_json(obj.payload)

    @admin.action(description=_("Process again"))
    def process_again(self, request: HttpRequest, queryset: QuerySet[WebhookEvent]) -> None:
        """Work messages off at once. One that was processed already is left alone."""
        self.act(
            request,
            queryset,
            lambda row: _process_again(request, row),
            lambda count: (
                ngettext("%(count)d message processed.", "%(count)d messages processed.", count) % {"count": count}
            ),
        )


class ProcessingFailed(DomainError):
    """The message failed once more."""

    code, text = "processing_failed", _("Message %(message)s failed again: %(error)s")


def _process_again(request: HttpRequest, row: WebhookEvent) -> None:
    log_activity(
        tenant=None,
        actor=acting_user(request),
        action="webhook.processed_again",
        target=row,
        metadata={"status_before": row.status},
        ip=remote_address(request) or None,
    )
    if row.status in DONE:
        return
    try:
        services.process_webhook(webhook_id=row.pk, now=timezone.now())
    except Exception as error:
        # Whatever went wrong is noted on the message, and told to whoever asked.
        raise ProcessingFailed(message=row.provider_event_id, error=f"{type(error).__name__}: {error}") from error
