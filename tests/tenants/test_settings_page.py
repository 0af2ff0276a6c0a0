"""How an organization sells, as its owner sets it."""

from decimal import Decimal

import pytest
from allauth.mfa.models import Authenticator
from django.forms import model_to_dict

from tenants.models import ActivityLog, Role, TenantSettings
from tests import make
from tests.office import address, browser_of, text

pytestmark = pytest.mark.django_db

LOOKS = {"logo", "primary_color", "secondary_color", "font_family", "custom_css"}


@pytest.fixture
def owner(blue_note):
    return make.member(blue_note, Role.OWNER)


@pytest.fixture
def desk(owner):
    return browser_of(owner)


def given(desk, owner, **changes):
    form = desk.get(address("organization:settings", owner)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (values | changes).items() if value is not None and value is not False}


def save(desk, owner, **changes):
    return desk.post(address("organization:settings", owner), given(desk, owner, **changes))


def settings_of(owner):
    return TenantSettings.objects.get(tenant=owner.tenant)


def test_every_setting_is_on_the_page(desk, owner):
    form = desk.get(address("organization:settings", owner)).context["form"]

    fields = {field.name for field in TenantSettings._meta.fields} - LOOKS
    shown = {name.replace("service_fee_fixed", "service_fee_fixed_cents") for name in form.fields}
    assert shown == fields - {"id", "created_at", "updated_at", "tenant"}


def test_saving_what_is_there_changes_and_logs_nothing(desk, owner):
    before = model_to_dict(settings_of(owner))

    answer = save(desk, owner)

    assert answer.status_code == 302, answer.context["form"].errors
    assert model_to_dict(settings_of(owner)) == before
    assert not ActivityLog.objects.filter(action="tenant.settings_changed").exists()


def test_what_is_changed_is_saved_and_logged_by_name(desk, owner):
    save(
        desk,
        owner,
        service_fee_percentage="2.50",
        service_fee_fixed="0.59",
        fee_payer="organizer",
        hold_minutes="15",
        allow_guest_checkout=False,
        payment_methods=["stripe"],
        refund_policy="Until a week before.",
    )

    saved = settings_of(owner)
    assert (saved.service_fee_percentage, saved.service_fee_fixed_cents) == (Decimal("2.50"), 59)
    assert (saved.fee_payer, saved.hold_minutes, saved.allow_guest_checkout) == ("organizer", 15, False)
    assert saved.payment_methods == ["stripe"]
    entry = ActivityLog.objects.get(action="tenant.settings_changed")
    assert entry.actor == owner.user
    assert "hold_minutes" in entry.metadata["fields"]
    assert "tax_rate" not in entry.metadata["fields"]


@pytest.mark.parametrize(
    ("currency", "typed", "cents"), [("JPY", "50", 50), ("KWD", "0.125", 125), ("EUR", "1.5", 150)]
)
def test_the_fixed_fee_has_the_decimals_of_its_currency(desk, owner, currency, typed, cents):
    save(desk, owner, default_currency=currency, service_fee_fixed=typed)

    assert settings_of(owner).service_fee_fixed_cents == cents
    assert Decimal(given(desk, owner)["service_fee_fixed"]) == Decimal(typed)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"default_currency": "JPY", "service_fee_fixed": "0.5"}, "service_fee_fixed"),
        ({"service_fee_fixed": "-1"}, "service_fee_fixed"),
        ({"service_fee_fixed": "99999999999999"}, "service_fee_fixed"),
        ({"service_fee_percentage": "101"}, "service_fee_percentage"),
        ({"tax_rate": "NaN"}, "tax_rate"),
        ({"hold_minutes": "1"}, "hold_minutes"),
        ({"hold_extensions": "11"}, "hold_extensions"),
        ({"days_to_pay": "x"}, "days_to_pay"),
        ({"approval_days": "31"}, "approval_days"),
        ({"default_currency": "XXX"}, "default_currency"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"locale": "xx"}, "locale"),
        ({"payment_methods": ["cheque"]}, "payment_methods"),
        ({"payment_methods": ["bank_transfer"], "bank_details": " "}, "bank_details"),
        ({"terms_of_service_url": "javascript:alert(1)"}, "terms_of_service_url"),
        ({"name_change_cutoff_hours": "-1"}, "name_change_cutoff_hours"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_lost(desk, owner, changes, field):
    before = model_to_dict(settings_of(owner))

    page = save(desk, owner, **({"refund_policy": "What I typed"} | changes))

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {field}
    assert "What I typed" in text(page)
    assert model_to_dict(settings_of(owner)) == before


def test_whoever_asks_for_two_steps_has_one(desk, owner):
    refused = save(desk, owner, requires_two_factor=True)
    Authenticator.objects.create(user=owner.user, type=Authenticator.Type.TOTP, data={})
    save(desk, owner, requires_two_factor=True)

    assert "Set up a second step for your own account first" in text(refused)
    assert settings_of(owner).requires_two_factor


def test_the_page_takes_few_statements(desk, owner, count_statements):
    desk.get(address("organization:settings", owner))

    with count_statements() as statements:
        desk.get(address("organization:settings", owner))

    assert len(statements) == 5, statements
