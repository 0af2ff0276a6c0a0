"""An example row for the file of each kind that can be downloaded."""

from orders.models import ImportKind

EXAMPLES: dict[str, dict[str, str]] = {
    ImportKind.TICKET_TYPES: {
        "name": "Balcony",
        "price": "25.00",
        "places": "120",
        "description": "Numbered seats",
        "sales_start": "2027-01-01 10:00",
        "min_per_order": "1",
        "max_per_order": "10",
        "tax_rate": "19",
        "hidden": "no",
    },
    ImportKind.CODES: {
        "code": "SPRING",
        "value": "10",
        "kind": "percentage",
        "max_uses": "100",
        "max_per_buyer": "1",
        "ticket_types": "",
    },
    ImportKind.ATTENDEES: {
        "code": "OLD-SYSTEM-0001",
        "ticket_type": "Balcony",
        "email": "ada@example.org",
        "first_name": "Ada",
        "last_name": "Lovelace",
    },
}
