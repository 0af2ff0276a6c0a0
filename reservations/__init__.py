"""Time-slot visits: slots of venues, activation of tickets, reservations, and their validation at the door.

May import `checkin` and everything below it.
"""
