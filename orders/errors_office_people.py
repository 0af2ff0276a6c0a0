"""The refusals of lists that are taken home, and of acts on many tickets at once."""

from django.utils.translation import gettext_lazy as _

from ticketing.core.errors import DomainError


class NoColumns(DomainError):
    """Nothing to write down of each row."""

    code, status, field = "no_columns", 422, "columns"
    text = _("Please choose at least one column.")


class TooManyForPdf(DomainError):
    """More rows than a PDF is made of. Facts: most."""

    code, status, field = "too_many_for_pdf", 422, "format"
    text = _("A PDF has room for %(most)d rows. Please narrow the list, or choose CSV or Excel.")


class TooWideForPdf(DomainError):
    """More columns than a page has room for. Facts: most."""

    code, status, field = "too_wide_for_pdf", 422, "columns"
    text = _("A PDF has room for %(most)d columns. Please choose fewer, or CSV or Excel.")


class NoPdfHere(DomainError):
    """This machine lacks what PDFs are drawn with."""

    code, status, field = "no_pdf", 422, "format"
    text = _("PDFs cannot be made here at the moment. Please choose CSV or Excel.")


class TooManyUnderWay(DomainError):
    """Somebody has several of these at work. Facts: most."""

    code, status = "too_many_under_way", 429
    text = _("%(most)d of these are at work for you already. Please wait for one of them, or stop it.")


class NothingMatches(DomainError):
    """No ticket is left to do anything with."""

    code, status, text = "nothing_matches", 422, _("There is no valid ticket among these.")


class WorkIsOver(DomainError):
    """It was done, stopped or begun anew meanwhile."""

    code, text = "work_is_over", _("This has changed meanwhile. Please look at it again.")
