"""Discount codes in the console."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from events import services, tasks
from events.models import CodeBatch, DiscountCode, EventAccess
from orders import errors
from tenants.models import ActivityLog
from tests import make
from ticketing.core.tokens import ALPHABET

pytestmark = pytest.mark.django_db

BODY = {"code": "summer", "discount_type": "percentage", "value": "12.5", "status": "active"}


@pytest.fixture
def mary(blue_note):
    """A manager's browser."""
    client = Client()
    client.force_login(make.member(blue_note, "manager").user)
    return client


@pytest.fixture
def codes(gala):
    """Where the gala's codes are."""
    return f"/manage/{gala.tenant.slug}/events/{gala.pk}/codes/"


def text(page):
    return page.content.decode().replace("&#x27;", "’").replace("&quot;", '"')


def of_batch(gala, quantity, **values):
    wanted = {"discount_type": "percentage", "discount_value": 1000, "max_redemptions": 1} | values
    return services.make_codes(
        tenant=gala.tenant, event=gala, prefix="vip-", quantity=quantity, values=wanted, by=None, now=timezone.now()
    )


# --- One code -------------------------------------------------------------------------------------------------------


def test_a_manager_makes_a_code_with_all_that_it_has(mary, gala, codes):
    stalls = gala.ticket_types.get()
    more = {
        "description": "For the press",
        "max_redemptions": "50",
        "max_per_buyer": "1",
        "max_tickets": "2",
        "minimum_order_cents": "20",
        "ticket_types": [stalls.pk],
        "starts_at": "2026-01-01T00:00",
        "expires_at": "2036-01-01T00:00",
        "unlocks_hidden_types": "on",
    }

    answer = mary.post(f"{codes}new/", BODY | more)

    assert answer.headers["Location"] == codes
    code = DiscountCode.objects.get()
    assert (code.code, code.event, code.discount_value, code.max_redemptions) == ("SUMMER", gala, 1250, 50)
    assert (code.max_tickets, code.minimum_order_cents, code.unlocks_hidden_types) == (2, 2000, True)
    assert code.starts_at.isoformat() == "2025-12-31T23:00:00+00:00"
    assert list(code.ticket_types.all()) == [stalls]
    assert ActivityLog.objects.filter(action="discount_code.created", target_id=code.pk).exists()


@pytest.mark.parametrize(("kind", "discount"), [("fixed_per_order", 500), ("fixed_per_ticket", 1000)])
def test_amounts_are_money_and_lower_an_order(mary, gala, codes, kind, discount):
    mary.post(f"{codes}new/", BODY | {"discount_type": kind, "value": "5"})

    order = make.order(gala, {gala.ticket_types.get(): 2}, discount_code="Summer", paid=False)

    assert order.discount_cents == discount


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"value": "150"}, "value", "At most 100 percent can be taken off."),
        ({"value": "10.001"}, "value", "two decimals at most"),
        ({"value": "ten"}, "value", "Please give a number"),
        ({"value": "-1"}, "value", "from 0 to 100"),
        ({"value": "0"}, "value", "Please say how much is taken off"),
        ({"discount_type": "fixed_per_order", "value": "1.234"}, "value", "EUR has 2 decimals."),
        ({"code": "x y"}, "code", "letters, digits"),
        ({"code": "x"}, "code", "at least 2"),
        ({"code": "X" * 41}, "code", "at most 40"),
        ({"starts_at": "2026-02-01T10:00", "expires_at": "2026-01-01T10:00"}, "expires_at", "has to end after"),
        ({"max_redemptions": "0"}, "max_redemptions", "greater than or equal to 1"),
        ({"minimum_order_cents": "much"}, "minimum_order_cents", "Please give an amount"),
    ],
)
def test_a_wrong_code_is_refused_at_its_field_and_nothing_typed_is_lost(mary, codes, changes, field, words):
    page = mary.post(f"{codes}new/", BODY | {"description": "Keep me"} | changes)

    assert page.status_code == 200
    assert words in " ".join(page.context["form"].errors[field])
    assert "Keep me" in text(page)
    assert not DiscountCode.objects.exists()


def test_a_code_is_there_once_per_scope_whatever_its_capitals(mary, gala, codes):
    everywhere = f"/manage/{gala.tenant.slug}/codes/"

    mary.post(f"{codes}new/", BODY)
    again = mary.post(f"{codes}new/", BODY | {"code": "SuMMer"})
    of_all = mary.post(f"{everywhere}new/", BODY)

    assert again.context["form"].errors["code"] == ["There is a code “SUMMER” already."]
    assert of_all.headers["Location"] == everywhere
    assert sorted(DiscountCode.objects.values_list("event__name", flat=True), key=str) == [None, "Winter Gala"]


def test_a_used_code_can_change_and_goes_on_counting(mary, gala, codes):
    code = make.discount(gala.tenant, "SUMMER", event=gala, max_redemptions=5)
    for _time in range(2):
        make.order(gala, {gala.ticket_types.get(): 1}, discount_code="SUMMER", paid=False)

    page = mary.get(f"{codes}{code.pk}/")
    refused = mary.post(f"{codes}{code.pk}/", BODY | {"max_redemptions": "1", "version": "1"})
    mary.post(f"{codes}{code.pk}/", BODY | {"max_redemptions": "2", "value": "20", "version": "1"})
    code.refresh_from_db()

    assert "Used 2 times." in text(page)
    assert refused.context["form"].errors["max_redemptions"] == ["It was used 2 times already: at least that many."]
    assert (code.times_redeemed, code.max_redemptions, code.discount_value) == (2, 2, 2000)
    with pytest.raises(errors.DiscountUsedUp):
        make.order(gala, {gala.ticket_types.get(): 1}, discount_code="SUMMER", paid=False)


def test_a_code_cannot_take_the_name_of_another(mary, gala, codes):
    make.discount(gala.tenant, "WINTER", event=gala)
    code = make.discount(gala.tenant, "SUMMER", event=gala)

    page = mary.post(f"{codes}{code.pk}/", BODY | {"code": "winter", "version": "1"})

    assert page.context["form"].errors["code"] == ["There is a code “WINTER” already."]


def test_an_archived_code_is_not_accepted_until_it_is_restored(mary, gala, codes):
    code = make.discount(gala.tenant, "SUMMER", event=gala)
    stalls = gala.ticket_types.get()

    mary.post(f"{codes}{code.pk}/archive/")
    with pytest.raises(errors.DiscountUnknown):
        make.order(gala, {stalls: 1}, discount_code="SUMMER", paid=False)
    mary.post(f"{codes}{code.pk}/archive/")

    assert make.order(gala, {stalls: 1}, discount_code="SUMMER", paid=False).discount_cents == 250
    assert set(ActivityLog.objects.filter(target_id=code.pk).values_list("action", flat=True)) == {
        "discount_code.archived",
        "discount_code.restored",
    }


# --- The list -------------------------------------------------------------------------------------------------------


def names(page):
    return {row["code"].code for row in page.context["rows"]}


def test_the_list_is_searched_and_narrowed_by_state(mary, gala, codes):
    now = timezone.now()
    make.discount(gala.tenant, "SUMMER", event=gala, description="For the press")
    make.discount(gala.tenant, "OVER", event=gala, expires_at=now - timedelta(days=1))
    make.discount(gala.tenant, "SOON", event=gala, starts_at=now + timedelta(days=1))
    make.discount(gala.tenant, "OFF", event=gala, status="inactive")
    make.discount(gala.tenant, "USED", event=gala, max_redemptions=0)
    make.discount(gala.tenant, "OLD", event=gala, archived_at=now)
    make.discount(gala.tenant, "EVERYWHERE")

    assert names(mary.get(codes)) == {"SUMMER", "OVER", "SOON", "OFF", "USED"}
    assert names(mary.get(f"{codes}?q=press")) == names(mary.get(f"{codes}?state=active")) == {"SUMMER"}
    assert names(mary.get(f"{codes}?q=so&state=not_yet")) == {"SOON"}
    by_state = {"over": "OVER", "inactive": "OFF", "used_up": "USED", "archived": "OLD"}
    assert {state: names(mary.get(f"{codes}?state={state}")) for state in by_state} == {
        state: {code} for state, code in by_state.items()
    }
    assert "No code matches" in text(mary.get(f"{codes}?q=zeppelin&state=rubbish&batch=x&page=9"))
    assert names(mary.get(f"/manage/{gala.tenant.slug}/codes/")) == {"EVERYWHERE"}


def test_an_empty_list_leads_on(mary, codes):
    page = text(mary.get(codes))

    assert "No discount codes yet" in page
    assert page.count(f'href="{codes}new/"') == 1
    assert f'href="{codes}batches/new/"' in page


@pytest.mark.parametrize("where", ["codes/", "events/{event}/codes/"])
def test_pages_lead_on_within_the_event_or_for_all_events(mary, gala, where):
    here = f"/manage/{gala.tenant.slug}/{where.format(event=gala.pk)}"
    event = gala if "event" in where else None
    code = make.discount(gala.tenant, "SUMMER", event=event)

    page, one = text(mary.get(f"{here}?q=summer&page=1")), text(mary.get(f"{here}{code.pk}/"))

    assert f'action="{here}"' in page
    assert f'href="{here}{code.pk}/"' in page
    assert f'href="{here}codes.csv?q=summer"' in page
    assert f'href="{here}"' in one
    assert f'action="{here}{code.pk}/archive/"' in one


def test_ten_thousand_codes_are_listed_and_downloaded_piece_by_piece(mary, gala, codes, count_statements):
    make.discount(gala.tenant, "FIRST", event=gala)
    with count_statements() as few:
        mary.get(codes)
    batch = of_batch(gala, 10_000)
    tasks.make_codes(str(batch.pk))
    with count_statements() as many:
        page = mary.get(codes)
    with count_statements() as sending:
        lines = list(mary.get(f"{codes}codes.csv").streaming_content)

    assert len(few) == len(many) == 8, many
    assert len(page.context["rows"]) == 50
    assert len(lines) == 10_002
    assert len(sending) == 15, sending


def test_a_cell_that_would_run_as_a_formula_is_made_harmless(mary, gala, codes):
    make.discount(gala.tenant, "-1+1", event=gala, description="=HYPERLINK(1)")

    body = b"".join(mary.get(f"{codes}codes.csv").streaming_content).decode()
    (row,) = csv.DictReader(io.StringIO(body))

    assert (row["code"], row["description"], row["does"]) == ("'-1+1", "'=HYPERLINK(1)", "10 % off")


def test_a_limited_member_sees_codes_of_their_events_and_none_of_all_events(gala, codes):
    member = make.member(gala.tenant, "manager", is_limited=True)
    EventAccess.objects.create(tenant=gala.tenant, membership=member, event=gala)
    client = Client()
    client.force_login(member.user)

    assert client.get(codes).status_code == 200
    assert client.get(f"/manage/{gala.tenant.slug}/codes/").status_code == 404


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "0001-01-01", "9999-12-31T23:59"])
def test_a_moment_at_the_end_of_the_calendar_is_refused(mary, codes, moment):
    answer = mary.post(f"{codes}new/", BODY | {"starts_at": moment})

    assert "Please choose a day and a time." in answer.content.decode()
    assert not DiscountCode.objects.exists()


# --- Many at once ---------------------------------------------------------------------------------------------------


def test_a_few_codes_are_made_at_once_and_downloaded(mary, gala, codes):
    stalls = gala.ticket_types.get()
    body = BODY | {"first_letters": "vip-", "quantity": "25", "max_redemptions": "1", "ticket_types": [stalls.pk]}

    answer = mary.post(f"{codes}batches/new/", body)
    batch = CodeBatch.objects.get()
    page = mary.get(answer.headers["Location"])
    sent = b"".join(mary.get(f"{codes}codes.csv?batch={batch.pk}").streaming_content).decode()

    assert "Download as CSV" in text(page)
    assert len(list(csv.DictReader(io.StringIO(sent)))) == 25
    one = batch.codes.first()
    assert one.code.startswith("VIP-")
    assert set(one.code.removeprefix("VIP-")) <= set(ALPHABET)
    assert list(one.ticket_types.all()) == [stalls]
    order = make.order(gala, {stalls: 1}, discount_code=one.code, paid=False)
    assert order.discount_cents == 313
    assert not ProcrastinateJob.objects.filter(task_name="events.make_codes").exists()


def test_many_codes_are_made_by_a_job_whose_progress_is_shown(mary, gala, codes):
    answer = mary.post(f"{codes}batches/new/", BODY | {"first_letters": "", "quantity": "2500"})
    batch = CodeBatch.objects.get()
    meanwhile = text(mary.get(answer.headers["Location"]))
    (job,) = ProcrastinateJob.objects.filter(task_name="events.make_codes")

    tasks.make_codes(**job.args)
    tasks.make_codes(**job.args)

    assert "1000 of 2500" in meanwhile
    assert 'http-equiv="refresh"' in meanwhile
    assert batch.codes.count() == batch.codes.values("code").distinct().count() == 2500
    assert 'http-equiv="refresh"' not in text(mary.get(answer.headers["Location"]))


@pytest.mark.parametrize("quantity", ["0", "10001", "many", ""])
def test_a_number_of_codes_out_of_all_proportion_is_refused(mary, codes, quantity):
    page = mary.post(f"{codes}batches/new/", BODY | {"first_letters": "A", "quantity": quantity})

    assert set(page.context["form"].errors) == {"quantity"}
    assert not CodeBatch.objects.exists()


def test_the_unused_codes_of_a_batch_are_archived_and_the_used_ones_stay(mary, gala, codes):
    batch = of_batch(gala, 3)
    used = batch.codes.first()
    make.order(gala, {gala.ticket_types.get(): 1}, discount_code=used.code, paid=False)

    page = mary.post(f"{codes}batches/{batch.pk}/archive/", follow=True)

    assert "2 unused codes are archived." in text(page)
    assert [code.pk for code in batch.codes.filter(archived_at=None)] == [used.pk]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sizes=st.lists(st.integers(min_value=1, max_value=60), min_size=1, max_size=4), prefix=st.text("ab-é", max_size=5)
)
def test_codes_of_any_batches_are_all_different(gala, sizes, prefix):
    values = {"discount_type": "percentage", "discount_value": 500}
    DiscountCode.objects.all().delete()

    for size in sizes:
        services.make_codes(
            tenant=gala.tenant, event=gala, prefix=prefix, quantity=size, values=values, by=None, now=timezone.now()
        )

    made = list(DiscountCode.objects.values_list("code", flat=True))
    assert len(made) == len(set(made)) == sum(sizes)
    assert all(code.startswith(prefix.upper()) for code in made)
