"""The maps that ship: the nation by provinces, each province, all regencies."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reports.boundaries import labels, outlines, topology
from reports.boundaries.topology import Topology

NATION, ALL = "ID", "ID-regencies"
WIDE, USUAL = 860, 480  # pixels across which names are placed
CUSTOMARY = {  # as newspapers write; on maps only, the table has the whole name
    "Daerah Istimewa Yogyakarta": "DIY",
    "Daerah Khusus Ibukota Jakarta": "Jakarta",
    "Jawa Barat": "Jabar",
    "Jawa Tengah": "Jateng",
    "Jawa Timur": "Jatim",
    "Kalimantan Barat": "Kalbar",
    "Kalimantan Selatan": "Kalsel",
    "Kalimantan Tengah": "Kalteng",
    "Kalimantan Timur": "Kaltim",
    "Kalimantan Utara": "Kaltara",
    "Kepulauan Bangka Belitung": "Babel",
    "Kepulauan Riau": "Kepri",
    "Maluku Utara": "Malut",
    "Nusa Tenggara Barat": "NTB",
    "Nusa Tenggara Timur": "NTT",
    "Sulawesi Barat": "Sulbar",
    "Sulawesi Selatan": "Sulsel",
    "Sulawesi Tengah": "Sulteng",
    "Sulawesi Tenggara": "Sultra",
    "Sulawesi Utara": "Sulut",
    "Sumatera Barat": "Sumbar",
    "Sumatera Selatan": "Sumsel",
    "Sumatera Utara": "Sumut",
    "Kutai Barat": "Kubar",
    "Kutai Kartanegara": "Kukar",
    "Kutai Timur": "Kutim",
    "Mahakam Ulu": "Mahulu",
    "Penajam Paser Utara": "PPU",
}
LEVELS = ("Kabupaten Administrasi ", "Kabupaten ", "Kota Administrasi ", "Kota ")


def names_of(path: Path) -> dict[str, str]:
    """code → name, from the list of regions."""
    with path.open(newline="") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines)}


def on_the_map(names: dict[str, str]) -> dict[str, str]:
    """code → what a map writes: no "Kabupaten", customary short forms.

    A city keeps its "Kota" where a regency beside it has the same name.
    """
    bare = {code: _bare(name) for code, name in names.items()}
    twice = {name for name, times in Counter(bare.values()).items() if times > 1}
    return {
        code: names[code]
        if name in twice and names[code].startswith("Kota")
        else CUSTOMARY.get(name, name)
        for code, name in bare.items()
    }


def _bare(name: str) -> str:
    for level in LEVELS:
        if name.startswith(level):
            return name.removeprefix(level)
    return name


def maps(regencies: Topology, names: dict[str, str]) -> Iterator[tuple[str, dict]]:
    """(name of the map, its content): what is written to reports/data/maps/."""
    provinces = topology.dissolved(regencies)
    yield NATION, _map(provinces, names, WIDE, least=3.0)
    yield ALL, _map(regencies, names, 0, least=4.0, dot=4)
    for province in sorted(provinces.regions):
        inside = topology.inside(regencies, f"{province}.")
        yield province, _map(inside, names, USUAL)


def _map(
    regions: Topology,
    names: dict[str, str],
    width: int,
    least: float = outlines.LEAST_TRIANGLE,
    dot: int = 7,
) -> dict:
    """A map as written: {width, height, label_width, shapes: [{code, name, path, …}]}.

    `label_width` is the width in pixels at which names were placed, 0 for no names.
    A region smaller than a dot of radius `dot` is drawn as one too.
    """
    drawn = outlines.drawn(regions, least)
    known = {code: names[code] for code in drawn.rings}
    written = labels.placed(drawn, on_the_map(known), width) if width else {}
    scale = drawn.width / width if width else 1
    return {
        "width": drawn.width,
        "height": drawn.height,
        "label_width": width,
        "shapes": [
            {
                "code": code,
                "name": known[code],
                "path": outlines.path_of(rings),
                "dot": outlines.dot_of(rings, dot),
                "label": _label(*written[code], scale) if code in written else None,
            }
            for code, rings in sorted(drawn.rings.items())
        ],
    }


def _label(label: labels.Label, phone: bool, scale: float) -> dict:
    places = {
        name: round(getattr(label, name) * scale) for name in ("x", "y", "to_x", "to_y")
    }
    return {
        "kind": label.kind,
        "text": label.text,
        "anchor": label.anchor,
        "phone": phone,
        **places,
    }


def written(content: dict) -> str:
    """The same bytes for the same map, one region a line."""
    shapes = content["shapes"]
    head = {key: value for key, value in content.items() if key != "shapes"}
    lines = ",\n".join(json.dumps(s, ensure_ascii=False) for s in shapes)
    return f'{json.dumps(head)[:-1]}, "shapes": [\n{lines}\n]}}\n'
