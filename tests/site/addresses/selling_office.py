"""What an event sells, in the console."""

TABLE = {
    "selling_office:ticket_types": "events.read",
    "selling_office:new_ticket_type": "events.change",
    "selling_office:ticket_type_order": "events.change",
    "selling_office:ticket_type": "events.change",
    "selling_office:ticket_type_removal": "events.change",
    "selling_office:ticket_type_restoration": "events.change",
    "selling_office:capacity": "events.change",
}
