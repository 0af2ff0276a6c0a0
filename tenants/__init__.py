"""People and organizations.

Users, tenants, settings, memberships, roles, activity and e-mail logs. Imports `ticketing.core` only.
"""
