"""Pages of the register. Addresses carry public ids, never numbers or names."""

urlpatterns: list = []
