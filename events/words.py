"""Words that organizers and platform admins choose from, in the visitor's language."""

from django.utils.translation import pgettext_lazy

# The usual names of categories. Any other stays as the platform's admin typed it.
_CATEGORIES = {
    "Art & film": pgettext_lazy("category", "Art & film"),
    "Family": pgettext_lazy("category", "Family"),
    "Food & drink": pgettext_lazy("category", "Food & drink"),
    "Music": pgettext_lazy("category", "Music"),
    "Outdoors & sport": pgettext_lazy("category", "Outdoors & sport"),
    "Technology": pgettext_lazy("category", "Technology"),
    "Theatre & dance": pgettext_lazy("category", "Theatre & dance"),
    "Words": pgettext_lazy("category", "Words"),
    "Workshops & talks": pgettext_lazy("category", "Workshops & talks"),
}


def category_name(name: str) -> str:
    """A category's name as the visitor reads it."""
    return str(_CATEGORIES.get(name, name))
