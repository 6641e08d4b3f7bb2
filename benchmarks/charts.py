"""How long it takes to draw each chart as a file, and how large the file is.

    python benchmarks/charts.py [--repeats 5]

Each chart is drawn of the sample, as the tests draw it: as SVG 640 pixels wide, as PNG of twice that, and as an image
with title and source for slides. Times are processor time, the least of all repeats, in milliseconds; sizes are in bytes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from dashboard.charts.base.theme import LIGHT
from dashboard.exports import SLIDE, Provenance, as_png, picture
from dashboard.exports.raster import png
from dashboard.exports.svg import svg
from data.importing.sample import import_sample
from data.store.warehouse import Warehouse
from tests.support.standard_frames import drawn, every_chart

WIDTH = 640


def least(make: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    times = []
    for _turn in range(repeats):
        start = process_time()
        made = make()
        times.append(1000 * (process_time() - start))
    return min(times), made


def measured(warehouse: Path, repeats: int) -> pd.DataFrame:
    rows = {}
    for each in every_chart():
        chart = drawn(each, warehouse, LIGHT)
        provenance = Provenance.of(pd.DataFrame(), chart.title)
        vector, made = least(lambda figure=chart.figure: svg(figure, width=WIDTH), repeats)
        pixels, raster = least(lambda drawing=made: png(drawing), repeats)
        slide, image = least(lambda c=chart, p=provenance: as_png(picture(c, p), SLIDE), repeats)
        rows[each.__name__] = {
            "svg ms": round(vector, 1),
            "svg": len(made.encode()),
            "png ms": round(pixels),
            "png": len(raster),
            "slide ms": round(slide),
            "slide": len(image),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        import_sample(Warehouse(Path(folder)))
        print(measured(Path(folder), asked.repeats).to_string())


if __name__ == "__main__":
    main()
