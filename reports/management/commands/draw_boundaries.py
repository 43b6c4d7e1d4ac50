"""Make the maps of reports/data/maps/ anew from the published boundaries."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.boundaries import maps, topology

DATA = Path(settings.BASE_DIR) / "reports" / "data"
REGIONS = Path(settings.BASE_DIR) / "agencies" / "data" / "regions.csv"


class Command(BaseCommand):
    help = "Simplify the boundaries and place the names on every map."

    def handle(self, *args, **options):
        regencies = topology.load(DATA / "idn-regencies.topojson")
        folder = DATA / "maps"
        folder.mkdir(exist_ok=True)
        for name, content in maps.maps(regencies, maps.names_of(REGIONS)):
            text = maps.written(content)
            (folder / f"{name}.json").write_text(text)
            self.stdout.write(f"{name}: {len(text)} bytes")
