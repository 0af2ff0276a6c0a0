"""Who can log in to the sample data: one person per role, all with one password."""

from datetime import datetime
from typing import NamedTuple

from django.urls import reverse

from tenants import services
from tenants.models import Role, Tenant, User
from ticketing.demo.sample.organizers import COMMONS, GULF, HARBOUR, KULTURHAUS, NEWCOMER, TSUKIMI

PASSWORD = "welcome-to-foyer"


class Login(NamedTuple):
    """A person, what they may do, and where."""

    email: str
    name: str
    title: str
    tenant: str = ""
    role: str = ""


ADMIN = Login("admin@foyer.example", "Ada Amari", "Platform admin")
BUYER = Login("buyer@foyer.example", "Noor Jansen", "Buyer")
LOGINS = (
    ADMIN,
    Login("owner@foyer.example", "Wilma Reinhardt", "Owner", KULTURHAUS.slug, Role.OWNER),
    Login("tenantadmin@foyer.example", "Tomasz Zieliński", "Administrator", KULTURHAUS.slug, Role.ADMIN),
    Login("manager@foyer.example", "Esra Demir", "Manager", KULTURHAUS.slug, Role.MANAGER),
    Login("support@foyer.example", "Luca Brandt", "Support", KULTURHAUS.slug, Role.SUPPORT),
    Login("steward@foyer.example", "Kofi Mensah", "Steward", KULTURHAUS.slug, Role.STAFF),
    Login("analyst@foyer.example", "Ines Vogel", "Analyst", KULTURHAUS.slug, Role.ANALYST),
    BUYER,
    Login("harbor@foyer.example", "Grace Holloway", "Owner", HARBOUR.slug, Role.OWNER),
    Login("tsukimi@foyer.example", "森 さくら", "Owner", TSUKIMI.slug, Role.OWNER),
    Login("commons@foyer.example", "Bram de Wit", "Owner", COMMONS.slug, Role.OWNER),
    Login("diwan@foyer.example", "نورة الشامسي", "Owner", GULF.slug, Role.OWNER),
    Login("newcomer@foyer.example", "Zélie Fournier", "Owner, not yet approved", NEWCOMER.slug, Role.OWNER),
)


def add_people(now: datetime) -> dict[str, User]:
    """Make the users, their addresses verified. By e-mail."""
    return {
        login.email: services.create_login(
            email=login.email,
            password=PASSWORD,
            full_name=login.name,
            is_platform_admin=login is ADMIN,
            by=None,
            now=now,
        )
        for login in LOGINS
    }


def add_members(tenant: Tenant, people: dict[str, User], now: datetime) -> None:
    """Let the people of a tenant work for it."""
    for login in LOGINS:
        if login.tenant == tenant.slug:
            services.add_member(tenant=tenant, user=people[login.email], role=login.role, by=None, now=now)


def listing() -> str:
    """The logins in columns, for a terminal, with the console's address of whose team they are in."""
    rows = [f"  {login.title:<24} {login.email:<28} {_console(login)}".rstrip() for login in LOGINS]
    return "\n".join([f"Logins, all with the password {PASSWORD}", *rows])


def _console(login: Login) -> str:
    return reverse("tenant_console", args=[login.tenant]) if login.tenant else ""
