"""The register for programs: the same doors, filters and actions as the pages."""
