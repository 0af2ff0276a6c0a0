"""Sample data and stand-ins for the outside world. Nothing imports this package."""
