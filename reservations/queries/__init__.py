"""Reads of visits: rows ready to show."""
