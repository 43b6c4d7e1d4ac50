"""The audit trail as it is read: pages, filters and words, never a value."""
