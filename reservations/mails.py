"""The mails of visits, built when they are sent: what they say is how things stand at that moment."""

from tenants.hooks import MailBuilder

BUILDERS: dict[str, MailBuilder] = {}
