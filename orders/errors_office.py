"""The refusals of those who run a sale. `field` is where they belong in a form."""

from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError


class PlacesTaken(DomainError):
    """What a type draws on cannot change under places that are held or sold. Facts: sold, held."""

    code, field = "places_taken", "admits"
    text = _("%(sold)d are sold and %(held)d are held: what the type admits to cannot be changed any more.")


class KindTaken(PlacesTaken):
    """What was sold as a ticket stays one."""

    code, field = "kind_taken", "kind"
    text = _("%(sold)d are sold and %(held)d are held: it stays what it is.")


class TypeInUse(DomainError):
    """Somebody has bought, held or been given one. Facts: ticket_type."""

    code = "ticket_type_in_use"
    text = _("“%(ticket_type)s” has orders, tickets or carts, so it is not deleted. Archive it instead.")


class QuestionAnswered(DomainError):
    """Answers are there, which another kind of question could not read. Facts: answers."""

    code, field = "question_answered", "kind"
    text = _("%(answers)d people have answered: the kind of question stays. Archive it and ask another one instead.")


class QuestionInUse(DomainError):
    """Answers would lose their question."""

    code = "question_in_use"
    text = _("This question has answers, so it is not deleted. Archive it instead.")
