CREATE OR REPLACE TEMP VIEW stated_posts AS   -- one row a stale post
SELECT {told_once} FROM single_rows JOIN ({told_by_import}) USING (import_id)
UNION ALL
FROM chosen_posts;

CREATE OR REPLACE TEMP TABLE known_followers AS -- one row an account and moment
SELECT * FROM account_followers;
-- one row a post of which no import says it: what is known of the account at the moment nearest to the post
CREATE OR REPLACE TEMP TABLE followers_at_post AS
WITH without_followers AS (
    SELECT key_hash, platform, post_id, account, posted_at
    FROM stated_posts SEMI JOIN known_followers USING (platform, account) WHERE followers IS NULL AND posted_at IS NOT NULL
)
SELECT s.key_hash, s.platform, s.post_id,
    CASE WHEN b.known_at IS NULL OR a.known_at - s.posted_at < s.posted_at - b.known_at THEN a.followers ELSE b.followers END AS followers
FROM without_followers s
ASOF LEFT JOIN known_followers b ON b.platform = s.platform AND b.account = s.account AND s.posted_at >= b.known_at
ASOF LEFT JOIN known_followers a ON a.platform = s.platform AND a.account = s.account AND s.posted_at <= a.known_at;

INSERT INTO posts
WITH rules AS (                               -- campaigns by hashtag
    SELECT coalesce(list(hashtag), []) AS declared, map(coalesce(list(hashtag), []), coalesce(list(campaigns), [])) AS ruled
    FROM (SELECT hashtag, list(DISTINCT campaign) AS campaigns FROM campaign_hashtags GROUP BY hashtag)
),
areas AS (                                    -- one row a theme of the reference list, as posts spell it
    SELECT theme, code AS area FROM (SELECT DISTINCT theme FROM stated_posts WHERE theme IS NOT NULL)
    JOIN names ON list = 'thematic_area' AND spelling = {folded_theme}
),
tagged AS (
    SELECT *, {hashtags} AS tags FROM stated_posts CROSS JOIN rules WHERE posted_at IS NOT NULL
),
described AS (
    SELECT t.*, a.person, a.account_type AS known_account_type, coalesce(a.own_account, {other_accounts}) AS own_account,
        CASE WHEN list_has_any(tags, declared) THEN flatten(list_transform(list_intersect(tags, declared), lambda tag: ruled[tag])) ELSE [] END
            AS ruled_campaigns,
        coalesce(t.contributor_type, a.contributor_type, 'unknown') AS voice,
        CASE WHEN t.contributor_type IS NOT NULL THEN t.contributor_basis WHEN a.contributor_type IS NOT NULL THEN 'directory' END AS basis,
        coalesce(t.mission, a.mission) AS known_mission,
        coalesce(t.country, a.country) AS known_country,
        coalesce(t.language, a.language) AS known_language
    FROM tagged t LEFT JOIN accounts a ON a.platform = t.platform AND a.account = t.account
)
SELECT d.key_hash, d.platform, d.post_id, d.account, coalesce(d.person, d.account), d.posted_at,
    -- a post deleted on its platform keeps its date and counts only
    CASE WHEN d.deleted_at IS NULL THEN d.text END,
    CASE WHEN d.deleted_at IS NULL AND regexp_matches(d.url, '^https?://') THEN d.url END,
    d.tags, list_sort(list_distinct(list_concat(d.ruled_campaigns, d.given_campaigns))),
    coalesce(d.known_language, 'unknown'),
    -- an office posts from its own country; of anyone else that is not assumed
    coalesce(d.known_country, CASE WHEN d.known_account_type = 'office' THEN m.country END, 'unknown'),
    coalesce(m.region, c.region, 'unknown'),
    coalesce(d.known_mission, 'unknown'), coalesce(m.kind, 'unknown'), coalesce(d.media_type, 'unknown'), coalesce(d.post_kind, 'original'),
    d.voice, d.basis, coalesce(d.posted_on_behalf, false), coalesce(d.known_account_type, 'unknown'), d.own_account, coalesce(d.theme, 'unknown'),
    CASE WHEN d.theme IS NULL THEN 'unknown' ELSE coalesce(z.area, {other_themes}) END,
    coalesce(d.followers, f.followers), d.deleted_at, d.consent, coalesce(d.day_only, false), d.is_synthetic, d.first_captured_at, d.captured_at,
    {described_counts}, d.falling
FROM described d
LEFT JOIN followers_at_post f ON f.key_hash = d.key_hash AND f.platform = d.platform AND f.post_id = d.post_id
LEFT JOIN areas z ON z.theme = d.theme
LEFT JOIN missions m ON m.mission = d.known_mission
LEFT JOIN countries c ON c.country = d.known_country;
