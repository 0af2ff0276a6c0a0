"""Words for states, as those who run a sale read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Text and tone by state.
TYPE_STATES: dict[str, tuple[str | Promise, str]] = {
    "on_sale": (_("On sale"), "good"),
    "starts": (_("Not on sale yet"), "info"),
    "ended": (_("Sale is over"), ""),
    "inactive": (_("Switched off"), ""),
    "sold_out": (_("Sold out"), "accent"),
    "all_held": (_("All held"), "warn"),
    "archived": (_("Archived"), ""),
}

IMPORT_KINDS: dict[str, str | Promise] = {
    "ticket_types": _("Ticket types"),
    "codes": _("Discount codes"),
    "attendees": _("Attendees with tickets from another system"),
}
IMPORT_STATES: dict[str, tuple[str | Promise, str]] = {
    "checking": (_("Being checked"), "info"),
    "ready": (_("Waits for you"), "warn"),
    "running": (_("Being written"), "info"),
    "done": (_("Done"), "good"),
    "undoing": (_("Being taken back"), "info"),
    "undone": (_("Taken back"), ""),
}
ROW_WORDS: dict[str, tuple[str | Promise, str]] = {
    "new": (_("New"), "good"),
    "changed": (_("Changed"), "info"),
    "refused": (_("Refused"), "bad"),
    "written": (_("Written"), "good"),
    "failed": (_("Not possible"), "bad"),
    "undone": (_("Taken back"), ""),
    "stayed": (_("Has stayed"), "warn"),
}
