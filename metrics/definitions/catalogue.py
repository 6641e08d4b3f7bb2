"""Every metric and every dimension, in reading order. This is the only place to add one."""

from __future__ import annotations

from typing import Final

from metrics.definitions.model import AmecStage, Dimension, Kind, Metric, Noun, Role, by_name

INSTITUTIONS: Final = ("office", "organisation")
"""Account types of which single posts, pseudonyms and numbers may be shown."""

OURS: Final = "This project"
PLATFORMS: Final = "Each platform"
PLATFORMS_ADDED: Final = "Each platform; added up by this project"
THUNDERCLAP: Final = "Thunderclap"
MRC: Final = "Media Rating Council (MRC), Social Media Measurement Guidelines, 2015; for planning only"
PRACTICE: Final = "Common practice without a standard; formula of this project"
SAINSBURY: Final = (
    "Sainsbury’s formula for random duplication, for each author and then across authors (combination by this project)"
)
FRECHET: Final = "Fréchet bounds, applied to reach as each platform defines it"

# Tables, in which each entry stands as one block.
# fmt: off
_METRICS = (
    Metric(
        "posts", "Posts", "coalesce(sum(items), 0)", Kind.COUNT, "posts",
        "Posts published, each counted once: original posts, shared posts, replies and Thunderclap posts, unless a "
        "filter leaves some out.",
        "Comments or reactions.",
        source=OURS, amec_stage=AmecStage.ACTIVITIES,
        noun=Noun("{n} post", "{n} posts"),
    ),
    Metric(
        "contributions", "Contributions", "coalesce(sum(items), 0)", Kind.COUNT, "contributions",
        "Posts, Thunderclap sign-ups, photos and stories, added up.",
        "Posts, or people.",
        base="contributions", source=OURS, amec_stage=AmecStage.ACTIVITIES,
        noun=Noun("{n} contribution", "{n} contributions"),
    ),
    Metric(
        "contributors", "Contributors", "count(distinct contributor)", Kind.UNIQUE, "contributors",
        "Different authors of posts: people, offices and organizations. Linked accounts count once. Accounts that "
        "are not linked count separately, so this is the highest possible number.",
        "People only, or accounts added up across platforms.",
        source=OURS, amec_stage=AmecStage.ACTIVITIES,
        noun=Noun("{n} contributor", "{n} contributors"),
    ),
    Metric(
        "returning_contributors", "Contributors who came back", "count(distinct contributor) filter (where false)", Kind.UNIQUE,
        "contributors",
        "Contributors with a post in a later calendar month (UTC) than the month of their first post, both under the same filters. In the "
        "row of a month, those who had a post in an earlier month.",
        "Visitors of a page, or contributors added up over months: one who posts every month is in each of them.",
        source=OURS, amec_stage=AmecStage.ACTIVITIES, computed="returning_contributors",
        formula="count(distinct contributor) of the posts whose month is later than the first month of their contributor",
        noun=Noun("{n} contributor who came back", "{n} contributors who came back"),
    ),
    Metric(
        "impressions", "Impressions", "sum(impressions)", Kind.COUNT, "impressions",
        "Times posts were shown, as each platform counts and reports it.",
        "People. One person can account for many impressions.",
        source=PLATFORMS, amec_stage=AmecStage.OUTPUTS,
        noun=Noun("{n} impression", "{n} impressions"),
    ),
    Metric(
        "views", "Views", "sum(views)", Kind.COUNT, "views",
        "Views as each platform counts them. In 2025 they replaced impressions on Instagram and Facebook.",
        "Impressions. The two are separate series and are never merged.",
        source=PLATFORMS, amec_stage=AmecStage.OUTPUTS,
        noun=Noun("{n} view", "{n} views"),
    ),
    Metric(
        "gross_reach", "Gross reach", "sum(reach)", Kind.EXPOSURES, "accounts, counted for each post",
        "The reach of every post, added up. An account reached by three posts counts three times.",
        "Unique reach. See unique_reach_lower and unique_reach_upper.",
        source=PLATFORMS_ADDED, amec_stage=AmecStage.OUTPUTS,
    ),
    Metric(
        "posts_that_report_reach", "Posts that report reach", "coalesce(sum(reach_items), 0)", Kind.COUNT, "posts",
        "Posts for which the platform reports reach. The range of unique reach covers these posts only.",
        "All posts.",
        source=OURS, amec_stage=AmecStage.OUTPUTS,
        noun=Noun("{n} post that reports reach", "{n} posts that report reach"),
    ),
    Metric(
        "unique_reach_lower", "Unique reach of the posts that report reach, low end", "max(reach)", Kind.UNIQUE, "accounts",
        "The fewest different accounts reached by the posts that report reach: the largest reach of a single post, as if that audience "
        "included all others.",
        "An estimate, or people. It is the low end of a range.",
        source=FRECHET, amec_stage=AmecStage.OUTPUTS, beside=("posts_that_report_reach",),
    ),
    Metric(
        "unique_reach_upper", "Unique reach of the posts that report reach, high end", "sum(reach)", Kind.UNIQUE, "accounts",
        "The most different accounts reached by the posts that report reach: their reach added up, as if no account saw two posts, but "
        "never more than an audience size that was entered. Posts that report no reach are not in it.",
        "An estimate, or people, or a limit for all posts: that is unique_reach_upper_all_posts.",
        source=FRECHET, amec_stage=AmecStage.OUTPUTS, computed="unique_reach_upper", beside=("posts_that_report_reach",),
        formula="sum(reach), at most the audience size, for each platform; these added, at most the audience size of all platforms",
    ),
    Metric(
        "unique_reach_upper_all_posts", "Unique reach of all posts, high end",
        "case when count(*) = count(coalesce(reach, impressions)) then sum(coalesce(reach, impressions)) end", Kind.UNIQUE, "accounts",
        "The most different accounts reached by all posts: the high end of the posts that report reach, and one account for each "
        "impression of the others, but never more than an audience size that was entered. There is no value where a post reports neither "
        "reach nor impressions and no audience size limits it.",
        "An estimate, or people. It is the high end of a range.",
        source=FRECHET, amec_stage=AmecStage.OUTPUTS, computed="unique_reach_upper_all_posts", beside=("posts_that_report_reach",),
        formula="unique_reach_upper + sum(impressions) of posts without reach, at most the audience size, for each platform; these added, "
        "at most the audience size of all platforms",
    ),
    Metric(
        # Without a universe there is no value.
        "unique_reach_modelled", "Unique reach, estimate", "sum(reach) filter (where false)", Kind.MODELLED, "accounts",
        "An estimate of the different accounts reached on one platform. It assumes that posts of one author reach "
        "that author’s followers, that authors share one audience of the size entered, and that audiences otherwise "
        "overlap by chance.",
        "A count, or people. It needs one platform, an audience size and followers.",
        source=SAINSBURY, amec_stage=AmecStage.OUTPUTS, computed="unique_reach_modelled", beside=("posts_that_report_reach",),
        formula="N * (1 - product(1 - U / N)) over authors, with N the universe; "
        "U = P * (1 - product(1 - reach / P)) over the posts of an author, with P = max(followers, max(reach))",
    ),
    Metric(
        "frequency", "Frequency, low end",
        "sum(impressions_with_reach) / sum(reach_with_impressions)",
        Kind.RATIO, "impressions per account",
        "Impressions divided by the highest possible number of different accounts reached, over posts that report "
        "both.",
        "An estimate, or attention. It is the low end of a range; frequency_upper is the high end.",
        format="ratio", source=FRECHET, amec_stage=AmecStage.OUTPUTS, computed="frequency",
        formula="sum(impressions) / unique_reach_upper, over the posts that have both",
    ),
    Metric(
        "frequency_upper", "Frequency, high end",
        "sum(impressions_with_reach) / max(reach_with_impressions)",
        Kind.RATIO, "impressions per account",
        "Impressions divided by the lowest possible number of different accounts reached, over posts that report "
        "both.",
        "An estimate, or attention. It is the high end of a range; frequency is the low end.",
        format="ratio", source=FRECHET, amec_stage=AmecStage.OUTPUTS,
    ),
    Metric(
        "potential_reach", "Potential reach", "sum(followers)", Kind.POTENTIAL, "followers",
        "Followers of everyone who posted, each author once, as counted at their first post under these filters.",
        "Reach. Most followers miss a post, and some follow several authors. For planning only.",
        base="authors", source=MRC, amec_stage=AmecStage.OUTPUTS,
    ),
    Metric(
        "potential_reach_lower", "Potential reach, low end", "max(followers)", Kind.POTENTIAL, "accounts",
        "The fewest different accounts that follow the authors: the followers of the largest author, as if they included all others.",
        "Reach. It is the low end of the range of potential reach.",
        base="authors", source=FRECHET, amec_stage=AmecStage.OUTPUTS,
    ),
    Metric(
        "potential_reach_upper", "Potential reach, high end", "sum(followers)", Kind.POTENTIAL, "accounts",
        "The most different accounts that follow the authors: potential reach, as if nobody followed two authors, but never more than an "
        "audience size that was entered.",
        "Reach. It is the high end of the range of potential reach.",
        base="authors", source=FRECHET, amec_stage=AmecStage.OUTPUTS, computed="within_audience",
        formula="sum(followers), at most the audience size, for each platform; these added, at most the audience size of all platforms",
    ),
    Metric(
        "followers_gained", "Followers gained",
        "sum(last_followers - followers) filter (where last_followers <> followers)", Kind.POTENTIAL, "followers",
        "Followers of authors at their last post under these filters, less those at their first, added up. Authors "
        "with the same number at both are left out, because it was usually recorded only once.",
        "People, who can follow several authors. Followers gained before the first post or after the last are not "
        "included.",
        base="authors", source=OURS, amec_stage=AmecStage.OUT_TAKES,
        formula="followers at the last post - followers at the first post, of each author; these added",
    ),
    Metric(
        "potential_impressions", "Potential impressions", "sum(followers)", Kind.POTENTIAL, "potential impressions",
        "What impressions would be if every follower saw every post.",
        "Impressions.",
        source=PRACTICE, amec_stage=AmecStage.OUTPUTS,
    ),
    Metric(
        "thunderclap_supporters", "Thunderclap supporters", "sum(supporters)", Kind.COUNT, "supporters",
        "Accounts that joined a Thunderclap and did not opt out.",
        "People who saw the message, or posts.",
        base="supporters", source=THUNDERCLAP, amec_stage=AmecStage.ACTIVITIES,
        noun=Noun("{n} supporter", "{n} supporters"),
    ),
    Metric(
        "thunderclap_social_reach", "Thunderclap social reach", "sum(connections)", Kind.PLEDGED, "friends and followers",
        "Friends and followers of all supporters added up: potential, not de-duplicated.",
        "People reached.",
        base="supporters", source=THUNDERCLAP, amec_stage=AmecStage.OUTPUTS,
        noun=Noun("{n} friend or follower", "{n} friends and followers"),
    ),
    Metric(
        "thunderclap_social_reach_lower", "Thunderclap social reach, low end", "max(connections)", Kind.POTENTIAL, "accounts",
        "The fewest different friends and followers of all supporters: those of the largest one, as if they included all others.",
        "People reached. It is the low end of the range of Thunderclap social reach.",
        base="supporters", source=FRECHET, amec_stage=AmecStage.OUTPUTS,
    ),
    Metric(
        "thunderclap_social_reach_upper", "Thunderclap social reach, high end", "sum(connections)", Kind.POTENTIAL, "accounts",
        "The most different friends and followers of all supporters: Thunderclap social reach, as if nobody were linked to two of them, "
        "but never more than an audience size that was entered.",
        "People reached. It is the high end of the range of Thunderclap social reach.",
        base="supporters", source=FRECHET, amec_stage=AmecStage.OUTPUTS, computed="within_audience",
        formula="sum(connections), at most the audience size, for each platform; these added, at most the audience size of all platforms",
    ),
    Metric(
        "engagement", "Engagement", "sum(engagement)", Kind.COUNT, "actions",
        "Reactions, comments and shares together, for posts that report at least one of them.",
        "Endorsement. A comment can be a protest.",
        source=PRACTICE, amec_stage=AmecStage.OUT_TAKES,
        noun=Noun("{n} engagement", "{n} engagements"),
    ),
    Metric(
        "reactions", "Reactions", "sum(reactions)", Kind.COUNT, "actions",
        "Likes, favourites and other reactions that posts received.",
        "Endorsement.",
        source=PLATFORMS, amec_stage=AmecStage.OUT_TAKES,
        noun=Noun("{n} reaction", "{n} reactions"),
    ),
    Metric(
        "comments", "Comments", "sum(comments)", Kind.COUNT, "actions",
        "Comments and replies that posts received.",
        "Endorsement.",
        source=PLATFORMS, amec_stage=AmecStage.OUT_TAKES,
        noun=Noun("{n} comment", "{n} comments"),
    ),
    Metric(
        "shares", "Shares", "sum(shares)", Kind.COUNT, "actions",
        "Times posts were shared or retweeted, as the platform counts it.",
        "Shared posts, which are the posts that share another one.",
        source=PLATFORMS, amec_stage=AmecStage.OUT_TAKES,
        noun=Noun("{n} share", "{n} shares"),
    ),
    Metric(
        "clicks", "Clicks", "sum(clicks)", Kind.COUNT, "actions",
        "Clicks on posts, as each platform counts them.",
        "Visits to a website.",
        source=PLATFORMS, amec_stage=AmecStage.OUT_TAKES,
        noun=Noun("{n} click", "{n} clicks"),
    ),
    Metric(
        "saves", "Saves", "sum(saves)", Kind.COUNT, "actions",
        "Times posts were saved or bookmarked.",
        "Endorsement.",
        source=PLATFORMS, amec_stage=AmecStage.OUT_TAKES,
        noun=Noun("{n} save", "{n} saves"),
    ),
    Metric(
        "engagement_rate_by_impressions", "Engagement rate by impressions",
        "sum(engagement_with_impressions) / sum(impressions_with_engagement)", Kind.RATIO, "engagement per impression",
        "Engagement divided by impressions, over posts that report both.",
        "Comparable with a rate by reach or by followers.",
        format="share", source=PRACTICE, amec_stage=AmecStage.OUT_TAKES,
    ),
    Metric(
        "engagement_rate_by_reach", "Engagement rate by reach",
        "sum(engagement_with_reach) / sum(reach_with_engagement)", Kind.RATIO, "engagement per account reached",
        "Engagement divided by gross reach, over posts that report both.",
        "Comparable with a rate by impressions or by followers.",
        format="share", source=PRACTICE, amec_stage=AmecStage.OUT_TAKES,
    ),
    Metric(
        "engagement_rate_by_followers", "Engagement rate by followers",
        "sum(engagement_with_followers) / sum(followers_with_engagement)", Kind.RATIO, "engagement per potential impression",
        "Engagement divided by the author’s followers, over posts that have both.",
        "Comparable with a rate by impressions or by reach.",
        format="share", source=PRACTICE, amec_stage=AmecStage.OUT_TAKES,
    ),
    Metric(
        "engagement_per_post", "Engagement per post", "sum(engagement) / sum(engagement_items)", Kind.RATIO, "actions per post",
        "Engagement divided by posts, over posts that report engagement.",
        "A rate. Accounts with more followers usually get more engagement for each post.",
        format="ratio", source=PRACTICE, amec_stage=AmecStage.OUT_TAKES,
    ),
    Metric(
        "amplification", "Amplification", "sum(shares) / sum(shares_items)", Kind.RATIO, "shares per post",
        "Shares divided by posts, over posts that report shares.",
        "Reach. A share may be seen by nobody.",
        format="ratio", source=PRACTICE, amec_stage=AmecStage.OUT_TAKES,
    ),
    Metric(
        "virality", "Virality", "sum(shares_with_impressions) / sum(impressions_with_shares)", Kind.RATIO, "shares per impression",
        "Shares divided by impressions, over posts that report both.",
        "A speed of spread.",
        format="share", source=PRACTICE, amec_stage=AmecStage.OUT_TAKES,
    ),
    Metric(
        "share_of_voice", "Share of voice (imported posts)", "sum(items) filter (where array_length(campaigns) > 0) / sum(items)",
        Kind.RATIO, "campaign posts per post",
        "Campaign posts among all imported posts under these filters. By campaign: posts of each campaign among all.",
        "A share of all posts on a platform. Only imported posts are counted.",
        format="share", source=PRACTICE, amec_stage=AmecStage.OUTPUTS, computed="share_of_voice",
        formula="posts with a campaign / posts; by campaign: posts of the campaign / posts",
    ),
    Metric(
        "missions", "Missions taking part", "count(distinct mission) filter (where mission_kind in ('country', 'regional'))",
        Kind.UNIQUE, "missions",
        "Country missions and regional offices with at least one post. Headquarters is not counted.",
        "Countries: a regional office serves several.",
        source=OURS, amec_stage=AmecStage.ACTIVITIES,
        noun=Noun("{n} mission", "{n} missions"),
    ),
    Metric(
        "countries", "Countries or areas", "count(distinct country) filter (where country <> 'unknown')", Kind.UNIQUE, "countries or areas",
        "Countries or areas with at least one post, where the country or area is known.",
        "Where the audience lives.",
        source=OURS, amec_stage=AmecStage.ACTIVITIES,
        noun=Noun("{n} country or area", "{n} countries or areas"),
    ),
    Metric(
        "country_coverage", "Country missions taking part (%)",
        "count(distinct mission) filter (where mission_kind = 'country')"
        " / (select count(*) from missions where kind = 'country' and present)",
        Kind.RATIO, "share of country missions",
        "Country missions with at least one post, of all country missions in the reference list.",
        "Where the audience lives.",
        format="share", source=OURS, amec_stage=AmecStage.ACTIVITIES,
    ),
    Metric(
        "photo_votes", "Photo votes", "sum(votes)", Kind.COUNT, "votes",
        "Votes that photos received, added up over days.",
        "Voters. One person may vote for several photos.",
        base="votes", source=OURS, amec_stage=AmecStage.OUT_TAKES,
        noun=Noun("{n} vote", "{n} votes"),
    ),
    Metric(
        "stories", "Stories", "count(*)", Kind.COUNT, "stories",
        "Stories that may be published today: accepted, with valid consent.",
        "Stories nominated.",
        base="stories", source=OURS, amec_stage=AmecStage.ACTIVITIES,
        noun=Noun("{n} story", "{n} stories"),
    ),
    Metric(
        "stories_for_council", "Stories for the Council", "count(*) filter (where council)", Kind.COUNT, "stories",
        "Stories chosen for the Council that may be published today: accepted, with valid consent.",
        "All stories chosen. Stories without valid consent today are not counted.",
        base="stories", source=OURS, amec_stage=AmecStage.ACTIVITIES,
        noun=Noun("{n} story for the Council", "{n} stories for the Council"),
    ),
)

_DIMENSIONS = (
    Dimension(
        "campaign", "Campaign", "campaigns", "Campaigns of the post, linked by a hashtag or a sheet. A post can be in several.",
        Role.NEUTRAL, many=True, unknown="none", unknown_label="No campaign",
    ),
    Dimension("platform", "Platform", "platform", "The network where the post was published.", Role.NEUTRAL),
    Dimension(
        "mission", "Mission", "mission", "The country mission, regional office or Headquarters that the post is credited to.", Role.PLACE,
    ),
    Dimension("region", "Region", "region", "The region of the mission or the country.", Role.PLACE),
    Dimension("country", "Country or area", "country", "The country or area the post came from.", Role.PLACE),
    Dimension(
        "contributor_type", "Contributor type", "contributor_type",
        "Who speaks (migrants, the public, IOM staff …), as stated by the person or recorded by the mission, never "
        "guessed.", Role.VOICE,
    ),
    Dimension(
        "account_type", "Published by", "account_type", "The owner of the account: an office, a person or an organization.", Role.PUBLISHER,
        phrase="account type",
    ),
    Dimension(
        "account", "Own account", "own_account",
        "The organization’s own public account that published it, by the name and network in the contributor directory. All other accounts "
        "are counted together, without names.",
        Role.PUBLISHER, unknown="", rest="all other accounts", rest_label="All other accounts",
    ),
    Dimension("language", "Language", "language", "The language of the text.", Role.NEUTRAL),
    Dimension("media_type", "Media type", "media_type", "Photo, video, link or text only.", Role.NEUTRAL),
    Dimension("post_kind", "Post type", "post_kind", "Original post, shared post, reply or Thunderclap post.", Role.NEUTRAL),
    Dimension(
        "hashtag", "Hashtag", "hashtags", "Hashtags in the text. A post can have several.", Role.NEUTRAL,
        many=True, open=True, unknown="none", unknown_label="No hashtag",
    ),
    Dimension(
        "contributor", "Contributor",
        f"case when account_type in {INSTITUTIONS} then coalesce(contributor, 'unknown') else 'withheld' end",
        "The author, as a pseudonym, if it is an office or an organization. Other authors are hidden for privacy.",
        Role.PUBLISHER, open=True, withheld="withheld",
    ),
    Dimension("photo", "Photo", "photo", "The photo that the vote was for, by its ID in the photo sheet.", Role.NEUTRAL, unknown=""),
    Dimension("theme", "Theme", "theme", "The theme, as recorded by the mission.", Role.NEUTRAL, open=True),
    Dimension(
        "thematic_area", "Area of work", "thematic_area",
        "The area of the organization’s work to which the reference list assigns the theme.", Role.NEUTRAL,
    ),
    Dimension("day", "Day", "day", "The day of publication (UTC).", Role.TIME, "DATE", unknown=""),
    Dimension(
        "week", "Week", "cast(date_trunc('week', day) as date)", "The week of publication, shown by its Monday.",
        Role.TIME, "DATE", unknown="",
    ),
    Dimension(
        "month", "Month", "cast(date_trunc('month', day) as date)", "The month of publication, shown by its first day.",
        Role.TIME, "DATE", unknown="",
    ),
    Dimension("hour", "Hour", "hour", "The hour of publication (UTC), 0 to 23.", Role.TIME, "BIGINT", unknown=""),
    Dimension("weekday", "Weekday", "weekday", "The day of the week, 1 Monday to 7 Sunday.", Role.TIME, "BIGINT", unknown=""),
)

# fmt: on

METRICS: Final = by_name(_METRICS)
DIMENSIONS: Final = {dimension.name: dimension for dimension in _DIMENSIONS}
