"""The office of visits, under `/manage/`."""

from django.urls import path

from reservations.views import office, office_batches, office_series, office_slots, office_tickets

app_name = "office"
VISITS = "<slug:tenant>/visits/"
SLOT = VISITS + "slots/<uuid:slot>/"
BATCH = VISITS + "batches/<uuid:batch>/"

urlpatterns = [
    path(VISITS, office.venues, name="venues"),
    path(VISITS + "venues/new/", office.new_venue, name="new_venue"),
    path(VISITS + "<int:venue>/", office.calendar, name="calendar"),
    path(VISITS + "<int:venue>/rules/", office.visit_rules, name="visit_rules"),
    path(VISITS + "<int:venue>/series/", office_series.series, name="series"),
    path(VISITS + "<int:venue>/changes/", office_series.changes, name="changes"),
    path(VISITS + "<int:venue>/slots/new/", office_slots.new_slot, name="new_slot"),
    path(SLOT, office_slots.slot, name="slot"),
    path(SLOT + "settings/", office_slots.slot_settings, name="slot_settings"),
    path(SLOT + "closure/", office_slots.close, name="slot_closure"),
    path(SLOT + "reopening/", office_slots.reopen, name="slot_reopening"),
    path(SLOT + "deletion/", office_slots.delete, name="slot_deletion"),
    path(SLOT + "moves/", office_slots.moves, name="slot_moves"),
    path(SLOT + "cancellations/", office_slots.cancellations, name="slot_cancellations"),
    path(VISITS + "tickets/", office_tickets.ticket_types, name="ticket_types"),
    path(VISITS + "tickets/<uuid:ticket_type>/", office_tickets.visit_settings, name="visit_settings"),
    path(VISITS + "batches/", office_batches.batches, name="batches"),
    path(VISITS + "batches/new/", office_batches.new_batch, name="new_batch"),
    path(BATCH, office_batches.batch, name="batch"),
    path(BATCH + "codes.csv", office_batches.codes_csv, name="batch_csv"),
    path(BATCH + "sheets/<int:part>/", office_batches.sheet, name="batch_sheet"),
    path(
        BATCH + "cancellations/",
        office_batches.cancel_codes,
        name="batch_cancellations",
    ),
]
