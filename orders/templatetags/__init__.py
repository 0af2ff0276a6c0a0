"""Tags for templates of orders."""
