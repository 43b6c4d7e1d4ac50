"""The register: what happened to people."""
