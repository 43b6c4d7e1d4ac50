"""Signing in, staying signed in, and the hats that one wears."""
