"""People and organizations in Django's admin."""

from tenants.admin import logs, organizations, people

__all__ = ["logs", "organizations", "people"]
