"""Visits over JSON, under the reservations document's addresses: slots, activation, reservations, verification.

`access` says who reaches which row, `bodies` what is answered, `serializers` what is understood, and describes both.
"""
