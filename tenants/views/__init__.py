"""Pages of organizations: their own affairs, their team, and the way into it."""
