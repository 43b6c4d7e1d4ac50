"""From the boundaries as published to outlines light enough for a page.

Only `manage.py draw_boundaries` runs this; pages read what it wrote into
reports/data/maps/.
"""
