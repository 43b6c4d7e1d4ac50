"""TPPO Tracker: wires agencies, cases and reports together."""
