"""What people type. A form describes input; the rules stand in models and actions."""
