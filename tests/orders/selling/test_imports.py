"""Imports in the console: ticket types, discount codes and attendees from files."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from events.models import DiscountCode, EventAccess, TicketType
from orders import services, tasks
from orders.models import Import, Order, Ticket
from orders.office_imports import files
from orders.queries.stock_check import stock_differences
from tenants.models import ActivityLog, EmailLog
from tests import make

pytestmark = pytest.mark.django_db

PEOPLE = "code,ticket_type,email,first_name,last_name\nOLD-1,Stalls,ada@example.org,Ada,Lovelace\n"


@pytest.fixture
def imports(blue_note):
    """Where the imports are."""
    return f"/manage/{blue_note.slug}/imports/"


def send(browser, imports, event, content, kind="codes", name="list.csv"):
    content = content.encode() if isinstance(content, str) else content
    body = {"kind": kind, "event": event.pk if event else "", "file": SimpleUploadedFile(name, content)}
    return browser.post(f"{imports}new/", body)


def seen(browser, answer):
    """What the page of an import says of each row: verdict, then column and reason."""
    page = browser.get(answer.headers["Location"])
    return [(each.word, each.row.reasons) for each in page.context["rows"]]


def confirm(browser, answer):
    return browser.post(answer.headers["Location"] + "confirmation/")


def undo(browser, answer):
    return browser.post(answer.headers["Location"] + "undoing/")


def sheet(*rows):
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def errors_of(page):
    return page.context["form"].errors


# --- Codes ----------------------------------------------------------------------------------------------------------


def test_codes_are_looked_at_first_and_written_when_confirmed(mary, gala, imports):
    make.discount(gala.tenant, "SUMMER", event=gala, value=500)
    content = "Code,Value,Max_uses\nspring,12.5,10\nsummer,20,\nwinter,150,\nspring,5,\n,5,\n"

    answer = send(mary, imports, gala, content)
    before = DiscountCode.objects.count()
    verdicts = seen(mary, answer)
    confirm(mary, answer)

    assert before == 1
    assert verdicts == [
        ("New", []),
        ("Changed", []),
        ("Refused", [["value", "At most 100 percent can be taken off."]]),
        ("Refused", [["code", "An earlier row has the same."]]),
        ("Refused", [["code", "This is needed."]]),
    ]
    assert dict(DiscountCode.objects.values_list("code", "discount_value")) == {"SPRING": 1250, "SUMMER": 2000}
    assert DiscountCode.objects.get(code="SPRING").max_redemptions == 10
    assert {"import.started", "import.confirmed"} <= set(ActivityLog.objects.values_list("action", flat=True))


def test_an_import_of_codes_is_taken_back_as_far_as_nobody_used_them(mary, gala, imports, text):
    make.discount(gala.tenant, "SUMMER", event=gala, value=500)
    answer = send(mary, imports, gala, "code,value\nSPRING,10\nAUTUMN,10\nSUMMER,20\n")
    confirm(mary, answer)
    make.order(gala, {gala.ticket_types.get(): 1}, discount_code="AUTUMN", paid=False)

    undo(mary, answer)

    page = mary.get(answer.headers["Location"])
    assert DiscountCode.objects.get(code="SUMMER").discount_value == 500
    assert DiscountCode.objects.get(code="SPRING").archived_at is not None
    assert DiscountCode.objects.get(code="AUTUMN").archived_at is None
    assert "“AUTUMN” has been used since, so it stays." in text(page)
    assert page.context["counts"]["undone"] == 2
    again = send(mary, imports, gala, "code,value\nSPRING,15\n")
    confirm(mary, again)
    assert DiscountCode.objects.get(code="SPRING", discount_value=1500).archived_at is None
    undo(mary, again)
    assert DiscountCode.objects.get(code="SPRING", discount_value=1000).archived_at is not None


def test_what_was_changed_since_stays_when_an_import_is_taken_back(mary, gala, imports):
    code = make.discount(gala.tenant, "SUMMER", event=gala, value=500)
    answer = send(mary, imports, gala, "code,value\nSUMMER,20\n")
    confirm(mary, answer)
    code.refresh_from_db()
    code.discount_value = 3000
    code.save(update_fields=["discount_value"])

    undo(mary, answer)

    assert DiscountCode.objects.get().discount_value == 3000
    assert Import.objects.get().lines.get().note == "“SUMMER” has been changed since, so it stays as it is."


def test_a_code_names_the_ticket_types_that_it_is_for(mary, gala, imports):
    stalls, balcony = gala.ticket_types.get(), make.ticket_type(gala, name="Balcony")
    make.discount(gala.tenant, "SUMMER", event=gala).ticket_types.add(balcony)
    content = "code,value,ticket_types\nSPRING,10,stalls; Balcony\nSUMMER,10,Stalls\nWINTER,10,Boxes\n"

    answer = send(mary, imports, gala, content)
    verdicts = seen(mary, answer)
    confirm(mary, answer)

    def limits(code):
        return set(DiscountCode.objects.get(code=code).ticket_types.all())

    words = "The event has no ticket type “Boxes”. Several are parted by semicolons."
    assert verdicts == [("New", []), ("Changed", []), ("Refused", [["ticket_types", words]])]
    assert (limits("SPRING"), limits("SUMMER")) == ({stalls, balcony}, {stalls})
    undo(mary, answer)
    assert limits("SUMMER") == {balcony}


def test_a_code_for_all_events_cannot_name_ticket_types(mary, gala, imports):
    answer = send(mary, imports, None, "code,value,ticket_types\nSPRING,10,Stalls\n")

    ((word, ((column, reason),)),) = seen(mary, answer)
    assert (word, column) == ("Refused", "ticket_types")
    assert reason == "Only codes of one event can be for some of its ticket types."


def test_reasons_are_given_in_the_language_of_who_brought_the_file(blue_note, gala, imports):
    member = make.member(blue_note, "manager")
    member.user.locale = "de"
    member.user.save(update_fields=["locale"])
    browser = Client()
    browser.force_login(member.user)

    answer = send(browser, imports, gala, "code,value\nWINTER,150\n")

    assert seen(browser, answer)[0][1] == [["value", "Es können höchstens 100 Prozent abgezogen werden."]]


def test_codes_for_all_events_need_no_event(mary, imports):
    answer = send(mary, imports, None, "code,value,kind\nSPRING,5,fixed_per_order\n")
    confirm(mary, answer)

    code = DiscountCode.objects.get()
    assert (code.event, code.discount_type, code.discount_value) == (None, "fixed_per_order", 500)


# --- Ticket types ---------------------------------------------------------------------------------------------------


def test_ticket_types_are_added_and_changed_from_a_spreadsheet(mary, gala, imports):
    content = sheet(
        ["name", "price", "places", "sales_end", "hidden", "colour"],
        ["Balcony", 40, 12, gala.starts_at.replace(tzinfo=None), True, "red"],
        ["stalls", 27.5, None, None, None, None],
        ["Box", "much", -1, "2036-01-01", None, None],
    )

    answer = send(mary, imports, gala, content, kind="ticket_types", name="types.xlsx")
    verdicts = seen(mary, answer)
    confirm(mary, answer)

    assert [word for word, _reasons in verdicts] == ["New", "Changed", "Refused"]
    assert {column for column, _reason in verdicts[2][1]} == {"price", "places", "sales_end"}
    balcony, stalls = TicketType.objects.get(name="Balcony"), TicketType.objects.get(name="stalls")
    assert (balcony.price_cents, balcony.stock.quantity_total, balcony.is_hidden) == (4000, 12, True)
    assert (stalls.price_cents, stalls.stock.quantity_total) == (2750, 100)
    assert Import.objects.get().ignored == ["colour"]


def test_an_import_of_types_is_taken_back(mary, gala, imports):
    answer = send(mary, imports, gala, "name,price,places\nBox,40,5\nBalcony,30,5\nStalls,1,50\n", "ticket_types")
    confirm(mary, answer)
    make.order(gala, {TicketType.objects.get(name="Balcony"): 1}, paid=False)

    undo(mary, answer)

    stalls = TicketType.objects.get(name="Stalls")
    assert (stalls.price_cents, stalls.stock.quantity_total) == (2500, 100)
    assert set(gala.ticket_types.values_list("name", flat=True)) == {"Stalls", "Balcony"}
    assert not stock_differences()


def test_places_below_what_was_sold_meanwhile_are_told_at_the_row(mary, gala, imports):
    answer = send(mary, imports, gala, "name,price,places\nStalls,25,3\nBox,40,5\n", "ticket_types")
    make.order(gala, {gala.ticket_types.get(): 4})

    confirm(mary, answer)

    row = Import.objects.get().lines.get(line=2)
    assert (row.state, row.note) == ("failed", "4 of “Stalls” are sold and 0 held: it needs at least 4 places.")
    assert TicketType.objects.filter(name="Box").exists()


# --- Attendees ------------------------------------------------------------------------------------------------------


def test_attendees_come_with_their_codes_and_count_as_sold_without_a_mail(mary, gala, imports):
    answer = send(mary, imports, gala, PEOPLE, "attendees")
    confirm(mary, answer)

    ticket = Ticket.objects.get(code="OLD-1")
    assert (ticket.status, ticket.attendee.full_name, ticket.order.total_cents) == ("valid", "Ada Lovelace", 0)
    assert ticket.ticket_type.stock.quantity_sold == 1
    assert not stock_differences()
    assert not EmailLog.objects.exists()
    assert ActivityLog.objects.filter(action="order.imported", target_id=ticket.order_id).exists()


def test_wrong_attendees_are_refused_with_column_and_reason(mary, gala, imports):
    taken = make.order(gala, {gala.ticket_types.get(): 1}).tickets.get()
    rows = [
        f"{taken.code},Stalls,ada@example.org",
        "OLD-1,Gallery,ada@example.org",
        "OLD-2,Stalls,ada",
        "OLD-3,Stalls,ada@example.org",
        "old-3,Stalls,bob@example.org",
        "X,Stalls,=cmd()",
    ]

    answer = send(mary, imports, gala, "\n".join(["code,ticket_type,email", *rows]), "attendees")

    assert seen(mary, answer) == [
        ("Refused", [["code", "Another ticket has this code."]]),
        ("Refused", [["ticket_type", "The event has no ticket type of this name."]]),
        ("Refused", [["email", "This is no e-mail address."]]),
        ("New", []),
        ("Refused", [["code", "An earlier row has the same."]]),
        ("Refused", [["email", "This is a formula. Please paste its value."]]),
    ]


def test_attendees_never_go_beyond_the_places_there_are(mary, gala, imports):
    stalls = gala.ticket_types.get()
    services.set_capacity(stock=stalls.stock, total=2, by=None, now=timezone.now())
    rows = "".join(f"OLD-{number},Stalls,p{number}@example.org\n" for number in range(4))

    answer = send(mary, imports, gala, f"code,ticket_type,email\n{rows}", "attendees")
    confirm(mary, answer)

    page = mary.get(answer.headers["Location"] + "?rows=failed")
    assert (page.context["counts"]["written"], page.context["counts"]["failed"]) == (2, 2)
    assert {each.row.note for each in page.context["rows"]} == {"No places are free for “Stalls” right now."}
    assert Order.objects.count() == 2
    assert not stock_differences()


def test_imported_attendees_are_taken_back_unless_they_have_come(mary, gala, imports):
    people = PEOPLE + "OLD-2,Stalls,bob@example.org,Bob,B\n"
    answer = send(mary, imports, gala, people, "attendees")
    confirm(mary, answer)
    Ticket.objects.filter(code="OLD-2").update(status="used")

    undo(mary, answer)

    assert dict(Ticket.objects.values_list("code", "status")) == {"OLD-1": "cancelled", "OLD-2": "used"}
    assert not stock_differences()
    assert not EmailLog.objects.exists()


# --- Files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "code;value;description\r\nSPRING;10;Für Gäste\r\n".encode("cp1252"),
        "\ufeffcode;value;description\nSPRING;10;Für Gäste\n".encode(),
        "code\tvalue\tdescription\nSPRING\t10\tFür Gäste\n".encode("utf-16"),
        'code,value,description\n\n"SPRING","10","Für Gäste"\n\n'.encode(),
        sheet(["code", "value", "description"], ["SPRING", 10.0, "Für Gäste"]),
    ],
)
def test_files_of_every_usual_kind_are_read(mary, gala, imports, content):
    confirm(mary, send(mary, imports, gala, content))

    code = DiscountCode.objects.get()
    assert (code.code, code.discount_value, code.description) == ("SPRING", 1000, "Für Gäste")


def picture():
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n ", "no rows below"),
        (b"code,value\n", "no rows below"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel file"),
        (picture(), "This is no table."),
        (b"%PDF-1.7 and more", "This is no table."),
        (b"code,value\x00\x01\x02\nA,1\n", "This is no table."),
        (b"\xff\xfea", "This is no table."),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (b"code,value\n" + b"A,1\n" * 10_001, "more than 10000 rows"),
        (b'code,value\nA,1\n"B,2\n', "Line 3 cannot be read"),
        (b"name,price\nA,1\n", "These columns are missing: code, value. The file has: name, price."),
        (b"code,value,Code\nA,1,B\n", "The column “code” is there twice."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(mary, gala, imports, content, words):
    page = send(mary, imports, gala, content)

    assert page.status_code == 200
    assert words in errors_of(page)["file"][0]
    assert not Import.objects.exists()


def test_a_form_without_file_kind_or_event_is_refused_at_its_fields(mary, imports):
    page = mary.post(f"{imports}new/", {"kind": "attendees"})
    empty = mary.post(f"{imports}new/", {})

    assert set(errors_of(page)) == {"file", "event"}
    assert set(errors_of(empty)) == {"file", "kind"}


def test_each_kind_has_a_template_that_can_be_imported_as_it_is(mary, gala, imports):
    make.ticket_type(gala, name="Balcony")
    gala.starts_at, gala.ends_at = timezone.now() + timedelta(days=900), timezone.now() + timedelta(days=901)
    gala.save(update_fields=["starts_at", "ends_at"])

    for kind in ("ticket_types", "codes", "attendees"):
        template = mary.get(f"{imports}templates/{kind}.csv")
        verdicts = seen(mary, send(mary, imports, gala, template.content, kind))
        assert [(word, reasons) for word, reasons in verdicts if word == "Refused"] == [], kind
    assert mary.get(f"{imports}templates/rubbish.csv").status_code == 404


# --- Large ones -----------------------------------------------------------------------------------------------------


def test_a_large_file_is_worked_off_by_a_job_whose_progress_is_shown(mary, gala, imports, text):
    content = "code,value\n" + "".join(f"CODE-{number},10\n" for number in range(300))

    answer = send(mary, imports, gala, content)
    waiting = text(mary.get(answer.headers["Location"]))
    (job,) = ProcrastinateJob.objects.filter(task_name="orders.work_import")
    tasks.work_import(**job.args)
    confirm(mary, answer)
    services.work_off(Import.objects.get().pk, most=250)
    half = text(mary.get(answer.headers["Location"]))
    tasks.work_import(**job.args)
    tasks.work_import(**job.args)

    assert "0 of 300" in waiting
    assert "250 of 300" in half
    assert 'http-equiv="refresh"' in half
    assert DiscountCode.objects.count() == 300
    assert Import.objects.get().status == "done"


def test_ten_thousand_codes_are_taken_and_worked_off_in_portions(mary, gala, imports, text):
    content = "code,value\n" + "".join(f"CODE-{number},10\n" for number in range(10_000))

    answer = send(mary, imports, gala, content)
    services.work_off(Import.objects.get().pk, most=250)

    assert "250 of 10000" in text(mary.get(answer.headers["Location"]))
    assert ProcrastinateJob.objects.filter(task_name="orders.work_import").count() == 1


def test_an_import_is_confirmed_and_taken_back_once(mary, gala, imports, text):
    answer = send(mary, imports, gala, "code,value\nSPRING,10\n")
    undone = mary.post(answer.headers["Location"] + "undoing/", follow=True)
    confirm(mary, answer)
    again = mary.post(answer.headers["Location"] + "confirmation/", follow=True)

    assert "This import has gone on meanwhile." in text(undone)
    assert "This import has gone on meanwhile." in text(again)
    assert DiscountCode.objects.count() == 1


# --- Who and how much -----------------------------------------------------------------------------------------------


def test_a_limited_member_imports_for_their_events_only(gala, imports):
    other = make.event(gala.tenant, name="Secret")
    member = make.member(gala.tenant, "manager", is_limited=True)
    EventAccess.objects.create(tenant=gala.tenant, membership=member, event=gala)
    client = Client()
    client.force_login(member.user)

    assert set(errors_of(send(client, imports, other, "code,value\nA1,1\n"))) == {"event"}
    assert set(errors_of(send(client, imports, None, "code,value\nA1,1\n"))) == {"event"}
    assert send(client, imports, gala, "code,value\nA1,1\n").status_code == 302


def test_lists_ask_the_database_as_often_for_many_as_for_few(mary, gala, imports, count_statements):
    answer = send(mary, imports, gala, "code,value\nA1,1\n")
    with count_statements() as few:
        mary.get(imports)
    with count_statements() as one_row:
        mary.get(answer.headers["Location"])
    for number in range(3):
        rows = "".join(f"C{number}-{each},{each}\n" for each in range(1, 60))
        many = send(mary, imports, gala, "code,value\n" + rows)
    with count_statements() as listed:
        mary.get(imports)
    with count_statements() as rows_listed:
        mary.get(many.headers["Location"])

    assert len(few) == len(listed) == 7, listed
    assert len(one_row) == len(rows_listed) == 8, rows_listed


def altered(content, mark, place, value):
    """A file of which one byte is another, wherever a part of the archive begins."""
    found = bytearray(content)
    at = found.find(mark)
    while at != -1:
        found[at + place] = value
        at = found.find(mark, at + 1)
    return bytes(found)


@pytest.mark.parametrize(
    ("mark", "place", "value"),
    [(b"PK\x01\x02", 8, 1), (b"PK\x01\x02", 10, 99), (b"PK\x01\x02", 6, 99), (b"PK\x03\x04", 60, 255)],
    ids=["locked by a password", "packed in another way", "of another time", "broken"],
)
def test_a_sheet_that_cannot_be_unpacked_is_refused_in_words(mary, imports, gala, mark, place, value):
    content = altered(sheet(["code", "value"], ["SPRING", 10]), mark, place, value)

    page = send(mary, imports, gala, content, name="list.xlsx")

    assert errors_of(page)["file"][0].startswith("The file is damaged")


def test_a_sheet_that_claims_to_be_wide_is_read_no_wider_than_it_may_be(mary, imports, gala):
    packed, target = zipfile.ZipFile(io.BytesIO(sheet(["code", "value"], ["SPRING", 10]))), io.BytesIO()
    with zipfile.ZipFile(target, "w") as claims:
        for part in packed.infolist():
            claims.writestr(part.filename, packed.read(part).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))

    table = files.read(target.getvalue())

    assert table.columns == ["code", "value"]
    assert [len(cells) for _number, cells in table.lines] == [files.MOST_COLUMNS]


CELLS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b</sheetData></worksheet>'
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/worksheets/sheet1.xml", CELLS % (b"<row>" + b"<c/>" * 100_000 + b"</row>")),
        ("xl/worksheets/sheet1.xml", CELLS % (b"<row>" + (b"<si>" + b"<c/>" * 1_000 + b"</si>") * 100 + b"</row>")),
        ("xl/styles.xml", b"<styleSheet><cellXfs>" + b"<xf/>" * 100_000 + b"</cellXfs></styleSheet>"),
        ("xl/worksheets/sheet1.xml", ENTITIES + CELLS % b"<row><c><v>&b;&f;</v></c></row>"),
        ("xl/media/image1.png", b"0" * 90_000_000),
    ],
)
def test_a_small_file_that_grows_without_end_is_refused_before_it_is_read(mary, imports, gala, part, content):
    packed, target = zipfile.ZipFile(io.BytesIO(sheet(["code", "value"], ["SPRING", 10]))), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as grown:
        for name in {*packed.namelist(), part}:
            grown.writestr(name, content if name == part else packed.read(name))

    page = send(mary, imports, gala, target.getvalue(), name="list.xlsx")

    assert len(target.getvalue()) < 200_000
    assert errors_of(page)["file"][0].startswith("The file is larger than 5 MB")


def test_what_a_cell_reckons_is_not_taken_for_a_value(mary, imports, gala):
    answer = send(mary, imports, gala, sheet(["code", "value"], ["=1+1", 10], ["SPRING", "=2+3"]), name="list.xlsx")

    assert [verdict for verdict, _reasons in seen(mary, answer)] == ["Refused", "Refused"]


def test_a_table_far_too_wide_is_read_as_far_as_it_may_be(mary, imports, gala):
    wide = (
        ",".join(["code", "value", *(f"c{number}" for number in range(998))])
        + "\n"
        + ",".join(["A", "10"] + ["x"] * 998)
    )

    answer = send(mary, imports, gala, wide)

    assert len(seen(mary, answer)) == 1


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\x.csv", "a\r\nX-Header: y.csv", "x" * 5000 + ".csv", "<b>.csv", "\x00.csv"]
)
def test_a_files_name_is_only_a_name(mary, imports, gala, name):
    answer = send(mary, imports, gala, "code,value\nSPRING,10\n", name=name)

    assert answer.status_code == 302
    made = Import.objects.get()
    assert "/" not in made.file_name
    assert len(made.file_name) <= 200
