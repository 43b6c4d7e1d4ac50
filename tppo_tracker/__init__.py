"""Wires the three apps: settings, addresses, processes."""
