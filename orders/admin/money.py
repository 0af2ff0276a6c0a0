"""Money in Django's admin: to be looked at. What can be done is to repeat what failed: a message, a refund."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from orders import services
from orders.models import (
    LedgerEntry,
    Payment,
    Payout,
    Refund,
    RefundStatus,
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
from ticketing.core.throttles import remote_address

DONE = (WebhookStatus.PROCESSED, WebhookStatus.IGNORED)


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


@admin.register(Payout)
class PayoutAdmin(ReadOnlyAdmin):
    """Money on its way from the provider to organizers' banks, and what did not arrive."""

    list_display = ("made_at", "tenant", "amount", "status", "arrives_on", "provider_reference", "failure_code")
    list_filter = ("status", "currency", ("tenant", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("tenant",)
    search_fields = ("=provider_reference", "=tenant__stripe_account_id", "tenant__name", "=id")
    search_help_text = _("A whole reference or account of the provider, or a part of the tenant’s name.")
    ordering = ("-made_at",)
    fields = (
        ("tenant", "provider", "provider_reference"),
        ("amount", "status"),
        ("made_at", "arrives_on"),
        ("failure_code", "failure_message"),
        "booked",
        "activity",
    )
    amount = money_column("amount_cents", _("amount"))

    @admin.display(description=_("in the books"))
    def booked(self, obj: Payout) -> SafeString | str:
        """Where it stands there: once it has arrived, and once more if it came back."""
        rows = (
            (reverse("admin:orders_transaction_change", args=[entry.pk]), entry.get_type_display())
            for entry in obj.transactions.order_by("created_at", "pk")
        )
        return format_html_join(", ", '<a href="{}">{}</a>', rows) or "–"


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
        ("payment", "refund", "attempt", "payout"),
        ("amount", "gateway_fee", "platform_fee", "currency"),
        "created_at",
    )
    amount = money_column("amount_cents", _("amount"))
    gateway_fee = money_column("gateway_fee_cents", _("provider's fee"))
    platform_fee = money_column("platform_fee_cents", _("platform's fee"))


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
