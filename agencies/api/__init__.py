"""What the API says of agencies, regions and code lists, and how any of it is said."""
