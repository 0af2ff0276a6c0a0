from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from tenants.models import ActivityLog, Membership, PlatformSettings, Role, Tenant, TenantStatus, User

ENVIRONMENT = {
    "BOOTSTRAP_ADMIN_EMAIL": "Root@Example.org",
    "BOOTSTRAP_ADMIN_PASSWORD": "correct horse battery",
    "BOOTSTRAP_TENANT_NAME": "Old Mill",
    "BOOTSTRAP_TENANT_CURRENCY": "JPY",
    "BOOTSTRAP_TENANT_TIME_ZONE": "Asia/Tokyo",
}


@pytest.fixture
def environment(db, monkeypatch):
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def run():
    output = StringIO()
    call_command("bootstrap", stdout=output)
    return output.getvalue()


def test_it_makes_a_platform_admin_who_can_log_in_and_an_active_tenant(environment, client):
    run()

    admin = User.objects.get()
    assert (admin.email, admin.is_platform_admin, admin.is_superuser) == ("root@example.org", True, True)
    assert EmailAddress.objects.get().verified
    assert client.login(email="root@example.org", password="correct horse battery")
    tenant = Tenant.objects.get()
    assert (tenant.slug, tenant.status, tenant.settings.default_currency) == ("old-mill", TenantStatus.ACTIVE, "JPY")
    assert Membership.objects.get(tenant=tenant, user=admin).role == Role.OWNER
    assert PlatformSettings.objects.count() == 1


def test_a_second_run_changes_nothing(environment):
    run()
    entries = ActivityLog.objects.count()
    environment.setenv("BOOTSTRAP_ADMIN_PASSWORD", "another one entirely")

    said = run()

    assert said == "Platform admin root@example.org: already there.\nTenant old-mill: already there.\n"
    assert User.objects.get().check_password("correct horse battery")
    assert ActivityLog.objects.count() == entries


def test_somebody_who_is_there_already_is_promoted(environment):
    User.objects.create_user("root@example.org", "their own password")

    run()

    user = User.objects.get()
    assert user.is_platform_admin
    assert user.check_password("their own password")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("BOOTSTRAP_ADMIN_EMAIL", "", "Set BOOTSTRAP_ADMIN_EMAIL"),
        ("BOOTSTRAP_ADMIN_EMAIL", "root", "BOOTSTRAP_ADMIN_EMAIL: Enter a valid"),
        ("BOOTSTRAP_ADMIN_PASSWORD", "short", "at least ten characters"),
        ("BOOTSTRAP_TENANT_CURRENCY", "euro", "BOOTSTRAP_TENANT_CURRENCY: "),
        ("BOOTSTRAP_TENANT_TIME_ZONE", "Mars/Phobos", "BOOTSTRAP_TENANT_TIME_ZONE: "),
    ],
)
def test_what_is_wrong_with_the_environment_is_said(environment, name, value, words):
    environment.setenv(name, value)

    with pytest.raises(CommandError, match=words):
        run()

    assert not Tenant.objects.exists()
