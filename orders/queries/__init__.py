"""Reads that span tables or feed one page."""
