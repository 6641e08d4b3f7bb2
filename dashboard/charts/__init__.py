"""Charts: a tidy frame becomes a figure, a title that states the finding, and a sentence. No SQL, no Streamlit."""

from dashboard.charts.bars import bars
from dashboard.charts.carriers import carriers
from dashboard.charts.claims import claims
from dashboard.charts.concentration import concentration, half
from dashboard.charts.growth import social_reach, supporters
from dashboard.charts.heatmap import heatmap
from dashboard.charts.inflation import comparable, inflation
from dashboard.charts.ladder import LOWER, MODELLED, RUNGS, UPPER, ladder, meanings
from dashboard.charts.model import Chart, Labels, hidden
from dashboard.charts.multiples import multiples
from dashboard.charts.platforms import platforms
from dashboard.charts.rates import rates
from dashboard.charts.theme import DARK, LIGHT, LOOKS, Look
from dashboard.charts.trend import over_time, pacing
from dashboard.charts.uplift import above_baseline, beside, parts

__all__ = [
    "DARK", "LIGHT", "LOOKS", "LOWER", "MODELLED", "RUNGS", "UPPER", "Chart", "Labels", "Look",
    "above_baseline", "bars", "beside", "carriers", "claims", "comparable", "concentration", "half", "heatmap", "hidden", "inflation",
    "ladder", "meanings", "multiples", "over_time", "pacing", "parts", "platforms", "rates", "social_reach", "supporters",
]  # fmt: skip
