"""Registers the `reservations` app and what it adds to the flows of the apps below."""

from django.apps import AppConfig


class ReservationsConfig(AppConfig):
    """Configuration of `reservations`."""

    name = "reservations"
    label = "reservations"

    def ready(self) -> None:
        """Take part in sales, at the door, in the sending of mails, and in the console."""
        from checkin import hooks as door_hooks
        from events import hooks as event_hooks
        from orders import hooks as sale_hooks
        from reservations import door, personal, places
        from reservations.console import ENTRIES
        from reservations.mails import BUILDERS
        from reservations.services.visit_settings import check_change
        from reservations.venues import has_visits_to_come
        from tenants import console
        from tenants import hooks as tenant_hooks

        sale_hooks.places.append(places.SlotPlaces())
        sale_hooks.counter_checks.append(places.SlotCounters())
        sale_hooks.ticket_facts.append(places.ticket_facts)
        sale_hooks.order_links.append(places.order_links)
        sale_hooks.ticket_type_changes.append(check_change)
        door_hooks.admission_rules.append(door.admission_rule)
        door_hooks.admitted.append(door.note_admission)
        door_hooks.undone.append(door.note_undoing)
        door_hooks.home_sections.append(door.home_section)
        event_hooks.venue_is_used.append(has_visits_to_come)
        tenant_hooks.mail_builders.update(BUILDERS)
        tenant_hooks.personal_data.append(personal.DATA)
        console.navigation[console.VISITS].extend(ENTRIES)
