"""Pages of visits: for visitors, for operators at the door, and for the organizer's office."""
