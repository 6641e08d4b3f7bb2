"""Charts: a tidy frame becomes a figure, a title that states the finding, and a sentence. No SQL, no Streamlit."""

from dashboard.charts.bars import bars
from dashboard.charts.base.chart import Chart, Labels, hidden
from dashboard.charts.base.theme import DARK, LIGHT, LOOKS, Look
from dashboard.charts.claimed_vs_reached import comparable, inflation
from dashboard.charts.claims import claims
from dashboard.charts.cumulative import social_reach, supporters
from dashboard.charts.engagement_rates import rates
from dashboard.charts.event_effect import above_baseline, beside, parts
from dashboard.charts.follower_concentration import carriers
from dashboard.charts.heatmap import heatmap
from dashboard.charts.multiples import multiples
from dashboard.charts.over_time import over_time, pacing
from dashboard.charts.reach_by_platform import platforms
from dashboard.charts.reach_ladder import LOWER, MODELLED, RUNGS, UPPER, ladder, meanings
from dashboard.charts.supporter_concentration import concentration, half

__all__ = [
    "DARK", "LIGHT", "LOOKS", "LOWER", "MODELLED", "RUNGS", "UPPER", "Chart", "Labels", "Look",
    "above_baseline", "bars", "beside", "carriers", "claims", "comparable", "concentration", "half", "heatmap", "hidden", "inflation",
    "ladder", "meanings", "multiples", "over_time", "pacing", "parts", "platforms", "rates", "social_reach", "supporters",
]  # fmt: skip
