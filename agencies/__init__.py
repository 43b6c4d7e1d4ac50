"""Who acts, where, and what they promised; and the envelopes that every app uses."""
