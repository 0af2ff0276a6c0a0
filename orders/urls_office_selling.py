"""What an event sells, in the console, under `/manage/`."""

from django.urls import path

from orders.views import office_imports, office_questions, office_ticket_types

app_name = "selling_office"
EVENT = "<slug:tenant>/events/<uuid:event>/"
TYPES = EVENT + "ticket-types/"
QUESTIONS = EVENT + "questions/"
IMPORTS = "<slug:tenant>/imports/"

urlpatterns = [
    path(TYPES, office_ticket_types.ticket_types, name="ticket_types"),
    path(TYPES + "new/", office_ticket_types.new_ticket_type, name="new_ticket_type"),
    path(TYPES + "order/", office_ticket_types.ticket_type_order, name="ticket_type_order"),
    path(TYPES + "<uuid:ticket_type>/", office_ticket_types.ticket_type, name="ticket_type"),
    path(TYPES + "<uuid:ticket_type>/removal/", office_ticket_types.ticket_type_removal, name="ticket_type_removal"),
    path(
        TYPES + "<uuid:ticket_type>/restoration/",
        office_ticket_types.ticket_type_restoration,
        name="ticket_type_restoration",
    ),
    path(EVENT + "capacity/", office_ticket_types.capacity, name="capacity"),
    path(QUESTIONS, office_questions.questions, name="questions"),
    path(QUESTIONS + "new/", office_questions.new_question, name="new_question"),
    path(QUESTIONS + "order/", office_questions.question_order, name="question_order"),
    path(QUESTIONS + "preview/", office_questions.question_preview, name="question_preview"),
    path(QUESTIONS + "<uuid:question>/", office_questions.question, name="question"),
    path(QUESTIONS + "<uuid:question>/removal/", office_questions.question_removal, name="question_removal"),
    path(
        QUESTIONS + "<uuid:question>/restoration/", office_questions.question_restoration, name="question_restoration"
    ),
    path(IMPORTS, office_imports.imports, name="imports"),
    path(IMPORTS + "new/", office_imports.new_import, name="new_import"),
    path(IMPORTS + "templates/<slug:import_kind>.csv", office_imports.import_template, name="import_template"),
    path(IMPORTS + "<uuid:made>/", office_imports.one_import, name="import"),
    path(IMPORTS + "<uuid:made>/confirmation/", office_imports.import_confirmation, name="import_confirmation"),
    path(IMPORTS + "<uuid:made>/undoing/", office_imports.import_undoing, name="import_undoing"),
]
