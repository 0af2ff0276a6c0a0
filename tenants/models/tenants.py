"""Tenants: the organizers' accounts, and how each wants things done."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ticketing.core.constraints import lower_case, one_of
from ticketing.core.models import BaseModel, BaseQuerySet
from ticketing.core.money import validate_currency
from ticketing.core.sequences import NextNumber
from ticketing.core.slugs import validate_not_reserved
from ticketing.core.zones import validate_time_zone


class TenantStatus(models.TextChoices):
    """Whether a tenant may sell."""

    PENDING = "pending", _("Pending")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")


class Plan(models.TextChoices):
    """What a tenant pays the platform for."""

    FREE = "free", _("Free")
    BASIC = "basic", _("Basic")
    PRO = "pro", _("Pro")
    ENTERPRISE = "enterprise", _("Enterprise")


class FeePayer(models.TextChoices):
    """Who bears the service fee: added to the buyer's price, or taken from the organizer's share."""

    BUYER = "buyer", _("Buyer")
    ORGANIZER = "organizer", _("Organizer")


class TaxMode(models.TextChoices):
    """Whether prices contain the tax, or it is added on top."""

    INCLUSIVE = "inclusive", _("Included in the price")
    EXCLUSIVE = "exclusive", _("Added to the price")


class TenantQuerySet(BaseQuerySet["Tenant"]):
    """Reads of tenants."""

    def active(self) -> "TenantQuerySet":
        """Those who may sell."""
        return self.filter(status=TenantStatus.ACTIVE)


class Tenant(BaseModel):
    """An organizer's account; owns events, orders and all that belongs to them.

    `number` is the sequential integer that the reservations API calls `orq`.
    """

    number = models.PositiveIntegerField(
        _("number"), unique=True, editable=False, db_default=NextNumber("tenants_tenant_number")
    )
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=63, unique=True, validators=[validate_not_reserved])
    description = models.TextField(_("description"), blank=True)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    website = models.URLField(_("website"), blank=True)
    address = models.JSONField(_("address"), default=dict, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=TenantStatus, default=TenantStatus.PENDING)
    is_verified = models.BooleanField(_("verified"), default=False)
    plan = models.CharField(_("plan"), max_length=10, choices=Plan, default=Plan.FREE)
    subscription_id = models.CharField(_("subscription"), max_length=255, blank=True)
    stripe_account_id = models.CharField(_("Stripe account"), max_length=255, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("tenant")
        verbose_name_plural = _("tenants")
        constraints = [
            one_of("status", TenantStatus, "tenant_status_is_known"),
            one_of("plan", Plan, "tenant_plan_is_known"),
            lower_case("slug", "tenant_slug_is_lower_case"),
            # Or nobody could say whose money it pays out.
            models.UniqueConstraint(
                fields=["stripe_account_id"],
                condition=~Q(stripe_account_id=""),
                name="stripe_account_belongs_to_one_tenant",
                violation_error_message=_("This Stripe account belongs to another organization already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_selling(self) -> bool:
        """Whether buyers see and buy from this tenant."""
        return self.status == TenantStatus.ACTIVE

    @property
    def is_pending(self) -> bool:
        """Whether it waits for a platform admin's approval."""
        return self.status == TenantStatus.PENDING

    @property
    def is_suspended(self) -> bool:
        """Whether a platform admin has closed its sales and its console."""
        return self.status == TenantStatus.SUSPENDED


class FormerSlug(BaseModel):
    """An address that a tenant had. It leads to the present one, and nobody else gets it."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="former_slugs")
    slug = models.SlugField(_("address"), max_length=63, unique=True)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [lower_case("slug", "tenant_former_slug_is_lower_case")]

    def __str__(self) -> str:
        return self.slug


_HEX = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Give a colour as # and six digits, such as #1a7f5a."))


class TenantSettings(BaseModel):
    """How one tenant sells.

    Currency, fees, taxes, hold time, policies and looks. One row a tenant; percentages have two decimals.
    """

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, related_name="settings")
    default_currency = models.CharField(_("currency"), max_length=3, default="EUR", validators=[validate_currency])
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    locale = models.CharField(_("language"), max_length=10, default="en")
    logo = models.ImageField(_("logo"), upload_to="logos/", blank=True)
    primary_color = models.CharField(_("primary colour"), max_length=7, default="#8a3324", validators=[_HEX])
    secondary_color = models.CharField(_("secondary colour"), max_length=7, default="#e0b15e", validators=[_HEX])
    font_family = models.CharField(_("font"), max_length=40, blank=True)
    custom_css = models.TextField(_("custom CSS"), blank=True)
    allow_guest_checkout = models.BooleanField(_("buying without an account"), default=True)
    service_fee_percentage = models.DecimalField(
        _("service fee in percent"),
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    service_fee_fixed_cents = models.PositiveIntegerField(_("service fee per ticket"), default=0)
    fee_payer = models.CharField(_("who pays the fee"), max_length=9, choices=FeePayer, default=FeePayer.BUYER)
    tax_rate = models.DecimalField(
        _("tax rate in percent"),
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    tax_mode = models.CharField(_("taxes are"), max_length=9, choices=TaxMode, default=TaxMode.INCLUSIVE)
    ticket_transfers_enabled = models.BooleanField(_("ticket transfers"), default=True)
    email_notifications = models.BooleanField(_("notifications by e-mail"), default=True)
    refund_policy = models.TextField(_("refund policy"), blank=True)
    privacy_policy_url = models.URLField(_("privacy policy"), blank=True)
    terms_of_service_url = models.URLField(_("terms of service"), blank=True)
    hold_minutes = models.PositiveSmallIntegerField(
        _("minutes that places are held"), default=10, validators=[MinValueValidator(2), MaxValueValidator(60)]
    )
    hold_extensions = models.PositiveSmallIntegerField(
        _("times a hold can be extended"), default=10, validators=[MaxValueValidator(10)]
    )
    payment_methods = models.JSONField(_("payment methods"), default=list, blank=True)
    bank_details = models.TextField(_("bank details"), blank=True)
    days_to_pay = models.PositiveSmallIntegerField(
        _("days to pay by transfer"), default=7, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    approval_days = models.PositiveSmallIntegerField(
        _("days to approve an order"), default=3, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    show_remaining = models.BooleanField(_("show how many places are left"), default=False)
    name_change_cutoff_hours = models.PositiveSmallIntegerField(
        _("hours before the start until which names can be changed"), default=24
    )

    requires_two_factor = models.BooleanField(_("members sign in with two steps"), default=False)

    objects = BaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("tenant settings")
        verbose_name_plural = _("tenant settings")
        constraints = [
            one_of("fee_payer", FeePayer, "tenant_settings_fee_payer_is_known"),
            one_of("tax_mode", TaxMode, "tenant_settings_tax_mode_is_known"),
            models.CheckConstraint(
                condition=Q(service_fee_percentage__range=(0, 100)),
                name="tenant_settings_service_fee_percentage_is_0_to_100",
            ),
            models.CheckConstraint(condition=Q(tax_rate__range=(0, 100)), name="tenant_settings_tax_rate_is_0_to_100"),
            models.CheckConstraint(
                condition=Q(hold_minutes__range=(2, 60)), name="tenant_settings_hold_is_2_to_60_minutes"
            ),
            models.CheckConstraint(
                condition=Q(hold_extensions__lte=10), name="tenant_settings_hold_extends_at_most_10_times"
            ),
        ]

    def __str__(self) -> str:
        return str(self.tenant_id)
