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
