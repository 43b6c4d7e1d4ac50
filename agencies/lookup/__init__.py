"""Codes, regions and agencies by name, kept for a minute."""
