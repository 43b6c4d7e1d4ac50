"""Editions and reports come with the thread of figures; nothing is stored yet."""
