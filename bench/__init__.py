"""`make bench`: what one machine sells, shows and admits, beside what its PostgreSQL does bare."""
