"""Charts: a tidy frame becomes a figure, a title that states the finding, and a sentence. No SQL, no Streamlit."""

from dashboard.charts.bars import bars
from dashboard.charts.claims import claims
from dashboard.charts.concentration import concentration, half
from dashboard.charts.growth import social_reach, supporters
from dashboard.charts.heatmap import heatmap
from dashboard.charts.model import Chart, Labels, hidden
from dashboard.charts.rates import rates
from dashboard.charts.theme import DARK, LIGHT, LOOKS, Look
from dashboard.charts.trend import over_time, pacing
from dashboard.charts.uplift import above_baseline, beside, parts

__all__ = [
    "DARK", "LIGHT", "LOOKS", "Chart", "Labels", "Look",
    "above_baseline", "bars", "beside", "claims", "concentration", "half", "heatmap", "hidden", "over_time", "pacing", "parts", "rates",
    "social_reach", "supporters",
]  # fmt: skip
