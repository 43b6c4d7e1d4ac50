"""What the register adds up to. Only reads."""
