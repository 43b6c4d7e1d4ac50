"""The page "Dasbor": figures of her own region at a glance, counted when she looks."""
