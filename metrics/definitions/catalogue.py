"""Every metric and every dimension, in reading order. Add one here, nowhere else."""

from __future__ import annotations

from typing import Final

from metrics.definitions.model import Dimension, Kind, Metric, Role, Rung

INSTITUTIONS: Final = ("office", "organisation")
"""Account types of which single posts, pseudonyms and numbers may be shown."""

OURS: Final = "This project's"
PLATFORMS: Final = "Each platform's own"
PLATFORMS_ADDED: Final = "Each platform's own, added up by this project"
THUNDERCLAP: Final = "Thunderclap's own"
MRC: Final = "Media Rating Council, Social Media Measurement Guidelines, 2015: for planning only"
PRACTICE: Final = "Common practice under no standard; the formula is this project's"
SAINSBURY: Final = "Sainsbury's formula of random duplication, within authors and then between them; the nesting is this project's"
FRECHET: Final = "Fréchet bounds, over the reach that platforms define each for itself"

_METRICS = (
    Metric(
        "posts", "Posts", "coalesce(sum(items), 0)", Kind.COUNT, "posts",
        "Posts published, each counted once: originals, shares, replies and Thunderclap posts, unless a filter leaves some out.",
        "Comments or reactions.",
        source=OURS, rung=Rung.ACTIVITIES,
    ),
    Metric(
        "contributions", "Contributions", "coalesce(sum(items), 0)", Kind.COUNT, "contributions",
        "Everything somebody contributed: posts, Thunderclap sign-ups, photos and stories.",
        "Posts, or people.",
        base="contributions", source=OURS, rung=Rung.ACTIVITIES,
    ),
    Metric(
        "contributors", "Contributors", "count(distinct contributor)", Kind.UNIQUE, "contributors",
        "Different authors of posts: people, offices and organizations. Accounts that are linked count once; accounts that nobody linked "
        "count each, so it is the most there can be.",
        "People alone, or accounts added up over platforms.",
        source=OURS, rung=Rung.ACTIVITIES,
    ),
    Metric(
        "impressions", "Impressions", "sum(impressions)", Kind.COUNT, "displays",
        "Times posts were displayed, as each platform counts it, where it says so.",
        "People. One person can account for many displays.",
        source=PLATFORMS, rung=Rung.OUTPUTS,
    ),
    Metric(
        "views", "Views", "sum(views)", Kind.COUNT, "views",
        "Views as each platform counts them: the number that replaced impressions on Instagram and Facebook in 2025.",
        "Impressions. The two are separate series and are never merged.",
        source=PLATFORMS, rung=Rung.OUTPUTS,
    ),
    Metric(
        "gross_reach", "Gross reach", "sum(reach)", Kind.EXPOSURES, "account-exposures",
        "The reach that platforms report for each post, added up over posts: an account counts once for every post that reached it.",
        "Unique reach. See unique_reach_lower and unique_reach_upper.",
        source=PLATFORMS_ADDED, rung=Rung.OUTPUTS,
    ),
    Metric(
        "posts_that_report_reach", "Posts that report reach", "coalesce(sum(reach_items), 0)", Kind.COUNT, "posts",
        "Posts whose reach the platform reports. The range of unique reach is theirs alone.",
        "All posts.",
        source=OURS, rung=Rung.OUTPUTS,
    ),
    Metric(
        "unique_reach_lower", "Unique reach of the posts that report reach, low end", "max(reach)", Kind.UNIQUE, "accounts",
        "The fewest different accounts reached by the posts that report reach: the largest reach of a single post, as if that audience "
        "included all others.",
        "An estimate, or people. It is the low end of a range.",
        source=FRECHET, rung=Rung.OUTPUTS, beside=("posts_that_report_reach",),
    ),
    Metric(
        "unique_reach_upper", "Unique reach of the posts that report reach, high end", "sum(reach)", Kind.UNIQUE, "accounts",
        "The most different accounts reached by the posts that report reach: their reach added up, as if no account saw two posts, but "
        "never more than an audience size that was entered. Posts that report no reach are not in it.",
        "An estimate, or people, or a limit for all posts: that is unique_reach_upper_all_posts.",
        source=FRECHET, rung=Rung.OUTPUTS, computed="unique_reach_upper", beside=("posts_that_report_reach",),
        formula="sum(reach), at most the audience size, for each platform; these added, at most the audience size of all platforms",
    ),
    Metric(
        "unique_reach_upper_all_posts", "Unique reach of all posts, high end",
        "case when count(*) = count(coalesce(reach, impressions)) then sum(coalesce(reach, impressions)) end", Kind.UNIQUE, "accounts",
        "The most different accounts reached by all posts: the high end of the posts that report reach, and one account for each "
        "impression of the others, but never more than an audience size that was entered. There is no value where a post reports neither "
        "reach nor impressions and no audience size limits it.",
        "An estimate, or people. It is the high end of a range.",
        source=FRECHET, rung=Rung.OUTPUTS, computed="unique_reach_upper_all_posts", beside=("posts_that_report_reach",),
        formula="unique_reach_upper + sum(impressions) of posts without reach, at most the audience size, for each platform; these added, "
        "at most the audience size of all platforms",
    ),
    Metric(
        # Without a universe there is no value.
        "unique_reach_modelled", "Unique reach, modelled", "sum(reach) filter (where false)", Kind.MODELLED, "accounts",
        "An estimate of the different accounts reached on one platform: posts of one author draw on that author's followers, authors on "
        "the declared universe, and beyond that seeing one post says nothing about seeing another.",
        "A count, or people. There is no value without an audience size, without followers, or across platforms.",
        source=SAINSBURY, rung=Rung.OUTPUTS, computed="unique_reach_modelled", beside=("posts_that_report_reach",),
        formula="N * (1 - product(1 - U / N)) over authors, with N the universe; "
        "U = P * (1 - product(1 - reach / P)) over the posts of an author, with P = max(followers, max(reach))",
    ),
    Metric(
        "frequency", "Frequency, at least",
        "sum(impressions_with_reach) / sum(reach_with_impressions)",
        Kind.RATIO, "displays per account",
        "Impressions divided by the most different accounts that can have been reached, both over the posts that have both.",
        "An estimate, or attention. It is the lower end of an interval; frequency_upper is the other.",
        format="ratio", source=FRECHET, rung=Rung.OUTPUTS, computed="frequency",
        formula="sum(impressions) / unique_reach_upper, over the posts that have both",
    ),
    Metric(
        "frequency_upper", "Frequency, at most",
        "sum(impressions_with_reach) / max(reach_with_impressions)",
        Kind.RATIO, "displays per account",
        "Impressions divided by the fewest different accounts that can have been reached, both over the posts that have both.",
        "An estimate, or attention. It is the upper end of an interval; frequency is the other.",
        format="ratio", source=FRECHET, rung=Rung.OUTPUTS,
    ),
    Metric(
        "potential_reach", "Potential reach", "sum(followers)", Kind.POTENTIAL, "follower slots",
        "Followers of every author, each author once, as many as they had at their first post in the selection.",
        "Reach. Few followers see a post, and some follow several authors: a planning figure only.",
        base="authors", source=MRC, rung=Rung.OUTPUTS,
    ),
    Metric(
        "potential_reach_lower", "Potential reach, low end", "max(followers)", Kind.POTENTIAL, "accounts",
        "The fewest different accounts that follow the authors: the followers of the largest author, as if they included all others.",
        "Reach. It is the low end of the range of potential reach.",
        base="authors", source=FRECHET, rung=Rung.OUTPUTS,
    ),
    Metric(
        "potential_reach_upper", "Potential reach, high end", "sum(followers)", Kind.POTENTIAL, "accounts",
        "The most different accounts that follow the authors: potential reach, as if nobody followed two authors, but never more than an "
        "audience size that was entered.",
        "Reach. It is the high end of the range of potential reach.",
        base="authors", source=FRECHET, rung=Rung.OUTPUTS, computed="within_audience",
        formula="sum(followers), at most the audience size, for each platform; these added, at most the audience size of all platforms",
    ),
    Metric(
        "followers_gained", "Followers gained",
        "sum(last_followers - followers) filter (where last_followers <> followers)", Kind.POTENTIAL, "follower slots",
        "Followers that authors had at their last post in the selection more than at their first, added up over authors. Authors whose "
        "number is the same at both are left out, because as a rule it is known once only.",
        "People, who can follow several authors, or all that was gained: what came before the first post or after the last is not in it.",
        base="authors", source=OURS, rung=Rung.OUT_TAKES,
        formula="followers at the last post - followers at the first post, of each author; these added",
    ),
    Metric(
        "potential_impressions", "Potential impressions", "sum(followers)", Kind.POTENTIAL, "hypothetical displays",
        "Followers of the author added up over posts: the displays there would have been had every follower seen every post.",
        "Impressions.",
        source=PRACTICE, rung=Rung.OUTPUTS,
    ),
    Metric(
        "thunderclap_supporters", "Thunderclap supporters", "sum(supporters)", Kind.COUNT, "sign-ups",
        "Accounts that joined a Thunderclap and did not opt out.",
        "People who saw the message, or posts.",
        base="supporters", source=THUNDERCLAP, rung=Rung.ACTIVITIES,
    ),
    Metric(
        "thunderclap_social_reach", "Thunderclap social reach", "sum(connections)", Kind.PLEDGED, "connection slots",
        "Friends and followers of all supporters added up: potential, not de-duplicated.",
        "People reached.",
        base="supporters", source=THUNDERCLAP, rung=Rung.OUTPUTS,
    ),
    Metric(
        "thunderclap_social_reach_lower", "Thunderclap social reach, low end", "max(connections)", Kind.POTENTIAL, "accounts",
        "The fewest different friends and followers of all supporters: those of the largest one, as if they included all others.",
        "People reached. It is the low end of the range of Thunderclap social reach.",
        base="supporters", source=FRECHET, rung=Rung.OUTPUTS,
    ),
    Metric(
        "thunderclap_social_reach_upper", "Thunderclap social reach, high end", "sum(connections)", Kind.POTENTIAL, "accounts",
        "The most different friends and followers of all supporters: Thunderclap social reach, as if nobody were linked to two of them, "
        "but never more than an audience size that was entered.",
        "People reached. It is the high end of the range of Thunderclap social reach.",
        base="supporters", source=FRECHET, rung=Rung.OUTPUTS, computed="within_audience",
        formula="sum(connections), at most the audience size, for each platform; these added, at most the audience size of all platforms",
    ),
    Metric(
        "engagement", "Engagement", "sum(engagement)", Kind.COUNT, "actions",
        "Reactions, comments and shares together, where the platform states at least one of them.",
        "Endorsement. A comment can be a protest.",
        source=PRACTICE, rung=Rung.OUT_TAKES,
    ),
    Metric(
        "reactions", "Reactions", "sum(reactions)", Kind.COUNT, "actions",
        "Likes, favourites and other reactions that posts received.",
        "Endorsement.",
        source=PLATFORMS, rung=Rung.OUT_TAKES,
    ),
    Metric(
        "comments", "Comments", "sum(comments)", Kind.COUNT, "actions",
        "Comments and replies that posts received.",
        "Endorsement.",
        source=PLATFORMS, rung=Rung.OUT_TAKES,
    ),
    Metric(
        "shares", "Shares", "sum(shares)", Kind.COUNT, "actions",
        "Times posts were shared or retweeted, as the platform counts it.",
        "Posts of the kind share, which are the posts that did the sharing.",
        source=PLATFORMS, rung=Rung.OUT_TAKES,
    ),
    Metric(
        "clicks", "Clicks", "sum(clicks)", Kind.COUNT, "actions",
        "Clicks on posts, as each platform counts them.",
        "Visits to a website.",
        source=PLATFORMS, rung=Rung.OUT_TAKES,
    ),
    Metric(
        "saves", "Saves", "sum(saves)", Kind.COUNT, "actions",
        "Times posts were saved or bookmarked.",
        "Endorsement.",
        source=PLATFORMS, rung=Rung.OUT_TAKES,
    ),
    Metric(
        "engagement_rate_by_impressions", "Engagement rate by impressions",
        "sum(engagement_with_impressions) / sum(impressions_with_engagement)", Kind.RATIO, "engagement per impression",
        "Engagement divided by impressions, both summed over the posts that have both.",
        "Comparable with a rate by reach or by followers.",
        format="share", source=PRACTICE, rung=Rung.OUT_TAKES,
    ),
    Metric(
        "engagement_rate_by_reach", "Engagement rate by reach",
        "sum(engagement_with_reach) / sum(reach_with_engagement)", Kind.RATIO, "engagement per account-exposure",
        "Engagement divided by gross reach, both summed over the posts that have both.",
        "Comparable with a rate by impressions or by followers.",
        format="share", source=PRACTICE, rung=Rung.OUT_TAKES,
    ),
    Metric(
        "engagement_rate_by_followers", "Engagement rate by followers",
        "sum(engagement_with_followers) / sum(followers_with_engagement)", Kind.RATIO, "engagement per potential impression",
        "Engagement divided by the author's followers, both summed over the posts that have both.",
        "Comparable with a rate by impressions or by reach.",
        format="share", source=PRACTICE, rung=Rung.OUT_TAKES,
    ),
    Metric(
        "amplification", "Amplification", "sum(shares) / sum(shares_items)", Kind.RATIO, "shares per post",
        "Shares divided by posts, over the posts whose shares are known.",
        "Reach. A share may be seen by nobody.",
        format="ratio", source=PRACTICE, rung=Rung.OUT_TAKES,
    ),
    Metric(
        "virality", "Virality", "sum(shares_with_impressions) / sum(impressions_with_shares)", Kind.RATIO, "shares per impression",
        "Shares divided by impressions, both summed over the posts that have both.",
        "A speed of spread.",
        format="share", source=PRACTICE, rung=Rung.OUT_TAKES,
    ),
    Metric(
        "share_of_voice", "Share of voice", "sum(items) filter (where array_length(campaigns) > 0) / sum(items)",
        Kind.RATIO, "posts of campaigns per post",
        "Posts that belong to a campaign, divided by all posts of the selection; by campaign, the posts of each divided by all.",
        "A share of all that was said on a platform: only what was imported is counted.",
        format="share", source=PRACTICE, rung=Rung.OUTPUTS, computed="share_of_voice",
        formula="posts with a campaign / posts; by campaign: posts of the campaign / posts",
    ),
    Metric(
        "missions", "Missions taking part", "count(distinct mission) filter (where mission_kind in ('country', 'regional'))",
        Kind.UNIQUE, "missions",
        "Country missions and regional offices with at least one post. Headquarters is not counted.",
        "Countries: a regional office serves several.",
        source=OURS, rung=Rung.ACTIVITIES,
    ),
    Metric(
        "countries", "Countries or areas", "count(distinct country) filter (where country <> 'unknown')", Kind.UNIQUE, "countries or areas",
        "Countries or areas from which at least one post came, as far as known.",
        "Where the audience lives.",
        source=OURS, rung=Rung.ACTIVITIES,
    ),
    Metric(
        "country_coverage", "Country coverage",
        "count(distinct mission) filter (where mission_kind = 'country')"
        " / (select count(*) from missions where kind = 'country' and present)",
        Kind.RATIO, "country missions taking part per country mission",
        "Country missions with at least one post, divided by all country missions that the reference list marks as present, worldwide.",
        "Where the audience lives.",
        format="share", source=OURS, rung=Rung.ACTIVITIES,
    ),
    Metric(
        "photo_votes", "Photo votes", "sum(votes)", Kind.COUNT, "votes",
        "Votes that photos received, added up over days.",
        "Voters. One person may vote for several photos.",
        base="votes", source=OURS, rung=Rung.OUT_TAKES,
    ),
    Metric(
        "stories", "Stories", "count(*)", Kind.COUNT, "stories",
        "Stories that may be published today: accepted, with a consent that holds.",
        "Stories nominated.",
        base="stories", source=OURS, rung=Rung.ACTIVITIES,
    ),
    Metric(
        "stories_for_council", "Stories for the Council", "count(*) filter (where council)", Kind.COUNT, "stories",
        "Stories chosen for the Council that may be published today: accepted, with a consent that holds.",
        "All stories chosen: those whose consent ended are not in it.",
        base="stories", source=OURS, rung=Rung.ACTIVITIES,
    ),
)  # fmt: skip

_DIMENSIONS = (
    Dimension(
        "campaign", "Campaign", "campaigns", "Campaigns the item belongs to, by hashtag or by sheet. It can belong to several.",
        Role.NEUTRAL, many=True, unknown="none", unknown_label="No campaign",
    ),
    Dimension("platform", "Platform", "platform", "The network it was published on.", Role.NEUTRAL),
    Dimension(
        "mission", "Mission", "mission", "The country mission, regional office or headquarters it is credited to.", Role.PLACE,
    ),
    Dimension("region", "Region", "region", "The region of the mission or the country.", Role.PLACE),
    Dimension("country", "Country or area", "country", "The country or area it came from.", Role.PLACE),
    Dimension(
        "contributor_type", "Contributor type", "contributor_type",
        "Who speaks, such as migrants, the public or IOM staff: as the person stated or a mission recorded it, never guessed.", Role.VOICE,
    ),
    Dimension(
        "account_type", "Published by", "account_type", "Who published it: an office, a person or an organization.", Role.PUBLISHER,
        phrase="account type",
    ),
    Dimension("language", "Language", "language", "The language of the text.", Role.NEUTRAL),
    Dimension("media_type", "Media", "media_type", "What the post carries: a photo, a video, a link or text only.", Role.NEUTRAL),
    Dimension("post_kind", "Kind of post", "post_kind", "Original, share, reply or Thunderclap post.", Role.NEUTRAL),
    Dimension(
        "hashtag", "Hashtag", "hashtags", "Hashtags in the text. A post can carry several.", Role.NEUTRAL,
        many=True, open=True, unknown="none", unknown_label="No hashtag",
    ),
    Dimension(
        "contributor", "Contributor",
        f"case when account_type in {INSTITUTIONS} then coalesce(contributor, 'unknown') else 'withheld' end",
        "The author under a pseudonym, where it is an office or an organization. People, and authors of unknown type, are withheld.",
        Role.PUBLISHER, open=True, withheld="withheld",
    ),
    Dimension("photo", "Photo", "photo", "The photo that a vote was cast for, by its id in the sheet of photos.", Role.NEUTRAL, unknown=""),
    Dimension("theme", "Theme", "theme", "What it is about, as a mission recorded it.", Role.NEUTRAL, open=True),
    Dimension("day", "Day", "day", "The day (UTC) it was published.", Role.TIME, "DATE", unknown=""),
    Dimension("week", "Week", "cast(date_trunc('week', day) as date)", "The Monday of its week.", Role.TIME, "DATE", unknown=""),
    Dimension("month", "Month", "cast(date_trunc('month', day) as date)", "The first day of its month.", Role.TIME, "DATE", unknown=""),
    Dimension("hour", "Hour", "hour", "The hour of the day (UTC), 0 to 23.", Role.TIME, "BIGINT", unknown=""),
    Dimension("weekday", "Weekday", "weekday", "The day of the week, 1 Monday to 7 Sunday.", Role.TIME, "BIGINT", unknown=""),
)  # fmt: skip

METRICS: Final = {metric.name: metric for metric in _METRICS}
DIMENSIONS: Final = {dimension.name: dimension for dimension in _DIMENSIONS}
