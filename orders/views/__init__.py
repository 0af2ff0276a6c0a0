"""What a buyer's browser talks to."""
