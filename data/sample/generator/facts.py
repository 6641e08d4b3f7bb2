"""Known facts about the campaign and its days: campaigns, events, targets and published figures.

Events and published figures are facts with their sources; targets are invented and say so.
"""

from __future__ import annotations

from typing import Any, Final

from data.sample.generator.translations import translated

CAMPAIGNS: Final = [
    {
        "campaign": "migrationmeans",
        "name": "#MigrationMeans",
        "hashtags": "#MigrationMeans",
        "starts": "2014-06-20",
        "ends": "2014-12-18",
        "description": "People say on a hand-held sign what migration means to them.",
    },
    {
        "campaign": "migrantheroes",
        "name": "#MigrantHeroes",
        "hashtags": "#MigrantHeroes",
        "starts": "2015-01-01",
        "ends": "2015-12-18",
        "description": "Stories of what migrants give to home, transit and host countries.",
    },
    *(  # later ones, of which only published figures are in the sample
        {"campaign": code, "name": name, "hashtags": f"#{code}", "starts": "", "ends": "", "description": ""}
        for code, name in (
            ("iamamigrant", "i am a migrant"),
            ("ittakesacommunity", "It Takes a Community"),
            ("globalmigrationfilmfestival", "Global Migration Film Festival"),
        )
    ),
]

FROM_MEMORY = "date from memory, to be confirmed"
EVENTS: Final = [
    (
        "2014-06-20",
        "World Refugee Day; assumed first day of the campaign",
        "observance",
        "date from memory; IOM says June 2014",
    ),
    ("2014-07-18", "Nelson Mandela International Day", "observance", FROM_MEMORY),
    ("2014-07-30", "World Day against Trafficking in Persons (the first)", "observance", FROM_MEMORY),
    ("2014-08-12", "International Youth Day", "observance", FROM_MEMORY),
    ("2014-08-19", "World Humanitarian Day; Thunderclap", "observance", "IOM"),
    ("2014-09-21", "International Day of Peace", "observance", FROM_MEMORY),
    ("2014-09-27", "World Tourism Day", "observance", FROM_MEMORY),
    ("2014-10-03", "First anniversary of the Lampedusa shipwreck", "news", FROM_MEMORY),
    ("2014-10-13", "International Day for Disaster Reduction", "observance", "UNDRR"),
    ("2014-10-18", "EU Anti-Trafficking Day", "observance", FROM_MEMORY),
    ("2014-10-24", "United Nations Day", "observance", FROM_MEMORY),
    ("2014-11-25", "IOM Council opens; Day for the Elimination of Violence against Women", "institutional", "IOM"),
    ("2014-12-10", "Human Rights Day", "observance", FROM_MEMORY),
    ("2014-12-18", "International Migrants Day; end of the campaign", "observance", "IOM"),
    ("2014-12-22", "Winners of the photo vote published", "institutional", "IOM web log"),
]

TARGETS: Final = [
    ("migrationmeans", "posts", 4000, "2014-06-20", "2014-12-18", "Invented for the sample"),
    (
        "migrationmeans",
        "thunderclap_supporters",
        250,
        "2014-08-01",
        "2014-08-19",
        "The Thunderclap's goal in the sample",
    ),
    ("migrationmeans", "missions", 50, "2014-06-20", "2014-12-18", "Invented for the sample"),
    ("migrantheroes", "stories", 100, "2015-01-01", "2015-12-18", "Invented for the sample"),
]

WEBLOG = "https://weblog.iom.int/"
SOMALIA = "and-winner-is%E2%80%A6-somalias-saving-migrants-lives%E2%80%9D-entry-it-almost-looks-it-was-planned%E2%80%A6"
SOURCES: Final = {
    "unveiling": (
        "Unveiling #MigrationMeans winning entries",
        WEBLOG + "unveiling-migrationmeans-winning-entries-and-launching-migrantheroes-campaign",
    ),
    "winner": ("And the winner is… Somalia", WEBLOG + SOMALIA),
    "be heard": ("Be Heard on World Humanitarian Day", WEBLOG + "be-heard-world-humanitarian-day"),
    "faq": ("#MigrantHeroes FAQ", WEBLOG + "migrantheroes-campaign-frequently-asked-questions"),
    "infomigrants": (
        "InfoMigrants post 3618",
        "http://www.infomigrants.net/en/post/3618/i-am-a-migrant-a-website-for-telling-one-s-own-story",
    ),
    "network": (
        "UN Network on Migration, practice page",
        "https://migrationnetwork.un.org/practice/it-takes-community",
    ),
    "film": ("And the winner is... migration and film", WEBLOG + "and-winner-ismigration-and-film"),
}

MEANS, AROUND_AUGUST, BEFORE_END, AFTER_END = "migrationmeans", "about 2014-08-01", "before 2014-12-18", "2014-12-22"
FRIENDS = "supporters' friends and followers added up: potential, not de-duplicated"
LIKES = "likes of the photo on Facebook (assumed)"
BOUNDS = "unique_reach_lower; unique_reach_upper"

# Figure, campaign, metric, value, qualifier, unit as published, as of, source, conflict group; what it really is,
# scope, note; the rest of the question. A metric that the catalogue does not have is the publisher's own word: nothing
# here counts it.
FIGURES: Final[list[tuple[tuple[Any, ...], tuple[str, str, str], dict[str, str]]]] = [
    (
        ("F01", MEANS, "posts", 4400, "over", "posts", BEFORE_END, "unveiling", ""),
        (
            "posts with the hashtag",
            "Facebook and Twitter",
            "Not said whether shares and Thunderclap posts are in it: here they are.",
        ),
        {},
    ),
    (
        ("F02", MEANS, "thunderclap_social_reach", 520_000, "over", "people", BEFORE_END, "unveiling", "G1"),
        (FRIENDS, "one Thunderclap, or the whole campaign", "The sentence could also mean the whole campaign."),
        {},
    ),
    (
        ("F03", MEANS, "thunderclap_social_reach", 580_000, "over", "people", AFTER_END, "winner", "G1"),
        (FRIENDS, "one Thunderclap", "Contradicts F02; names the Thunderclap."),
        {},
    ),
    (
        ("F04", MEANS, BOUNDS, 65_896, "exact", "Facebook users", AFTER_END, "winner", "G2"),
        ("accounts reached as Facebook Insights reports them (assumed)", "Facebook", ""),
        {"filters": "platform=facebook", "assumptions": "No universe is declared, so nothing caps the bounds."},
    ),
    (
        ("F05", MEANS, BOUNDS, 86_000, "over", "people", AROUND_AUGUST, "be heard", "G2"),
        ("method not stated", "not stated", "Earlier than F04 and larger: another scope or method."),
        {
            "ends": "2014-08-01",
            "known_on": "2014-08-01",
            "assumptions": "That reach was meant, on all networks, is assumed.",
        },
    ),
    (
        ("F06", MEANS, "followers_gained", 3000, "over", "followers", AROUND_AUGUST, "be heard", ""),
        ("new followers of IOM's accounts", "", "Published as “more than”."),
        {
            "filters": "account_type=office",
            "known_on": "2014-08-01",
            "assumptions": "From the first post of each office to its last by then.",
        },
    ),
    (
        ("F07", MEANS, "missions", 50, "over", "IOM missions and regional offices", AFTER_END, "winner", ""),
        ("number of offices", "", "Published as “more than”."),
        {},
    ),
    (
        ("F08", MEANS, "photo_votes", 230, "exact", "votes on Facebook", AFTER_END, "winner", ""),
        (LIKES, "the photo in first place", "IOM Somalia"),
        {"filters": "photo={first}"},
    ),
    (
        ("F09", MEANS, "photo_votes", 180, "over", "votes on Facebook", AFTER_END, "winner", ""),
        (LIKES, "the photo in second place", "OIM Las Americas, taken to be the regional office in San José"),
        {"filters": "photo={second}"},
    ),
    (
        ("F10", MEANS, "photo_votes", 130, "over", "votes on Facebook", AFTER_END, "winner", ""),
        (LIKES, "the photo in third place", "IOM Nairobi"),
        {"filters": "photo={third}"},
    ),
    (
        ("F11", "migrantheroes", "stories_for_council", 10, "exact", "stories", "2015", "faq", ""),
        ("a target: how many stories were to be chosen for the Council", "", ""),
        {},
    ),
    (
        ("F12", "iamamigrant", "profiles_published", 1200, "over", "profiles", "about 2017", "infomigrants", ""),
        ("number of profiles", "", "Campaign: i am a migrant"),
        {},
    ),
    (
        (
            "F13",
            "ittakesacommunity",
            "impressions",
            6_400_000,
            "exact",
            "social media impressions",
            "2021",
            "network",
            "",
        ),
        ("impressions in 2021, on a budget of USD 50,000", "", "Campaign: It Takes a Community"),
        {"starts": "2021-01-01", "ends": "2021-12-31"},
    ),
    (
        ("F14", "globalmigrationfilmfestival", "screenings", 700, "about", "screenings", "2019", "film", ""),
        (
            "screenings in 2019: 108 countries, 212 cities, about 60,000 people",
            "",
            "Campaign: Global Migration Film Festival",
        ),
        {},
    ),
]


def events() -> list[dict[str, Any]]:
    """Return the events, as rows of the event sheet."""
    names = ("day", "event", "kind", "source")
    return [translated(dict(zip(names, row, strict=True)), ["event"]) for row in EVENTS]


def targets() -> list[dict[str, Any]]:
    """Return the targets, as rows of the target sheet."""
    names = ("campaign", "metric", "target", "starts", "due", "note")
    return [translated(dict(zip(names, row, strict=True)), ["note"]) for row in TARGETS]


def claims(winners: tuple[str, str, str]) -> list[dict[str, Any]]:
    """Return the published figures, with the IDs of the photos in the first three places."""
    ranks = dict(zip(("first", "second", "third"), winners, strict=True))
    names = (
        "claim",
        "campaign",
        "metric",
        "value",
        "qualifier",
        "unit_as_published",
        "as_of",
        "source",
        "conflict_group",
    )
    rows = []
    for figure, (meaning, scope, note), question in FIGURES:
        asked = {name: text.format(**ranks) for name, text in question.items()}
        row: dict[str, Any] = {**dict(zip(names, figure, strict=True)), **asked}
        source, url = SOURCES[row["source"]]
        said = {"what_it_is": meaning, "scope": scope, "note": note, "unit_as_published": row["unit_as_published"]}
        rows.append({**row, **translated(said, said), "source": source, "url": url, "verified": True})
    return rows
