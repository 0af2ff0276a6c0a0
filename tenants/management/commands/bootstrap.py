"""`manage.py bootstrap`: the first platform admin and a first tenant, from the environment."""

from typing import Any

import environ
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.text import slugify

from tenants import services
from tenants.models import Plan, PlatformSettings, Role, Tenant, TenantStatus, User
from ticketing.core.money import validate_currency
from ticketing.core.zones import validate_time_zone

env = environ.Env()


class Command(BaseCommand):
    """Makes what a fresh installation needs. Running it again changes nothing that is there.

    Demands BOOTSTRAP_ADMIN_EMAIL and, for a new admin, BOOTSTRAP_ADMIN_PASSWORD. With BOOTSTRAP_TENANT_NAME a tenant is
    made too, owned by the admin: BOOTSTRAP_TENANT_SLUG, _EMAIL, _CURRENCY, _TIME_ZONE and _LOCALE have defaults.
    """

    help = "Make the first platform admin and a first tenant from BOOTSTRAP_… variables."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing, and say what was done."""
        admin = self._admin()
        PlatformSettings.objects.get_or_create(singleton=True, defaults={"support_email": admin.email})
        name = env.str("BOOTSTRAP_TENANT_NAME", default="")
        if name:
            self._tenant(name, admin)

    def _admin(self) -> User:
        email = env.str("BOOTSTRAP_ADMIN_EMAIL", default="").strip().lower()
        if not email:
            raise CommandError("Set BOOTSTRAP_ADMIN_EMAIL, and BOOTSTRAP_ADMIN_PASSWORD for a new admin.")
        _check(validate_email, email, "BOOTSTRAP_ADMIN_EMAIL")
        is_new = not User.objects.filter(email=email).exists()
        password = env.str("BOOTSTRAP_ADMIN_PASSWORD", default="")
        if is_new and len(password) < 10:
            raise CommandError("Set BOOTSTRAP_ADMIN_PASSWORD to at least ten characters.")
        name = env.str("BOOTSTRAP_ADMIN_NAME", default="")
        admin = services.create_login(
            email=email, password=password, full_name=name, is_platform_admin=True, by=None, now=timezone.now()
        )
        self.stdout.write(f"Platform admin {email}: {'made' if is_new else 'already there'}.")
        return admin

    def _tenant(self, name: str, owner: User) -> None:
        slug = env.str("BOOTSTRAP_TENANT_SLUG", default="") or slugify(name)
        found = Tenant.objects.filter(slug=slug).first()
        if found is not None:
            self.stdout.write(f"Tenant {slug}: already there.")
            return
        chosen = {
            "default_currency": env.str("BOOTSTRAP_TENANT_CURRENCY", default="EUR"),
            "time_zone": env.str("BOOTSTRAP_TENANT_TIME_ZONE", default="UTC"),
            "locale": env.str("BOOTSTRAP_TENANT_LOCALE", default=settings.LANGUAGE_CODE),
            "payment_methods": env.list("BOOTSTRAP_TENANT_PAYMENT_METHODS", default=["stripe"]),
        }
        _check(validate_currency, chosen["default_currency"], "BOOTSTRAP_TENANT_CURRENCY")
        _check(validate_time_zone, chosen["time_zone"], "BOOTSTRAP_TENANT_TIME_ZONE")
        now = timezone.now()
        email = env.str("BOOTSTRAP_TENANT_EMAIL", default=owner.email)
        # Whoever runs the platform pays themselves.
        tenant = services.create_tenant(
            name=name, slug=slug, email=email, by=None, now=now, settings=chosen, plan=Plan.ENTERPRISE
        )
        if tenant.status == TenantStatus.PENDING:
            services.approve_tenant(tenant=tenant, by=owner, now=now)
        services.add_member(tenant=tenant, user=owner, role=Role.OWNER, by=owner, now=now)
        self.stdout.write(f"Tenant {slug}: made.")


def _check(validate: Any, value: object, name: str) -> None:
    try:
        validate(value)
    except ValidationError as refusal:
        raise CommandError(f"{name}: {' '.join(refusal.messages)}") from refusal
