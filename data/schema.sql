-- What is derived from the landed rows, in the order it is derived.
--
-- Landing tables (`landing.<table>`, made from schema.py) hold what every import said; undoing an import takes its rows
-- away. Everything else is computed from them, by content and never by order of arrival.
-- A line `-- step: NAME` begins a step. `ledger` to `facts` make tables and views once. At each publication `refresh` is run for
-- the posts listed in the temporary table `touched (platform, post_id)`, some at a time, and then `rollup` once for the days they
-- are of, `touched_days (day)`.

-- step: ledger
CREATE SCHEMA IF NOT EXISTS landing;

CREATE TABLE IF NOT EXISTS imports (          -- one row an import of a file
    import_id INTEGER PRIMARY KEY,
    file VARCHAR, sheet VARCHAR, sha256 VARCHAR, format VARCHAR, encoding VARCHAR,
    landed_in VARCHAR,                        -- the landing table that has its rows
    header VARCHAR[], extra_header VARCHAR[], -- the file's columns, and those of them no canonical column takes
    timezone VARCHAR,                         -- zone that times without an offset were read in
    campaign VARCHAR,                         -- campaign given at import
    captured_at TIMESTAMP, captured_basis VARCHAR,
    rows_read BIGINT, accepted BIGINT, duplicates BIGINT, rejected BIGINT,
    notes VARCHAR[], totals JSON, is_synthetic BOOLEAN,
    imported_at TIMESTAMP, version INTEGER, undone_at TIMESTAMP,
    CHECK (rows_read = accepted + duplicates + rejected)
);
CREATE TABLE IF NOT EXISTS rejects (          -- one row a rejected row; raw is aligned with imports.header
    import_id INTEGER, row_number BIGINT, reason VARCHAR, raw VARCHAR[],
    resolved_by INTEGER                       -- the import of the mended row
);
CREATE TABLE IF NOT EXISTS meta (key VARCHAR PRIMARY KEY, value VARCHAR);
CREATE TABLE IF NOT EXISTS audit (happened_at TIMESTAMP, action VARCHAR, import_id INTEGER, detail VARCHAR);
CREATE TABLE IF NOT EXISTS regions (region VARCHAR PRIMARY KEY, name VARCHAR, city VARCHAR);
CREATE TABLE IF NOT EXISTS countries (country VARCHAR PRIMARY KEY, iso2 VARCHAR, name VARCHAR, region VARCHAR);
CREATE TABLE IF NOT EXISTS missions (         -- country missions, regional offices, headquarters: `kind` tells
    mission VARCHAR PRIMARY KEY, kind VARCHAR, name VARCHAR, region VARCHAR, country VARCHAR, present BOOLEAN
);
CREATE TABLE IF NOT EXISTS names (            -- every spelling of a mission or country that imports accept, folded
    list VARCHAR, spelling VARCHAR, code VARCHAR
);
CREATE TABLE IF NOT EXISTS platform_changes (day DATE, platform VARCHAR, metric VARCHAR, change VARCHAR);
CREATE TABLE IF NOT EXISTS vocabularies (dimension VARCHAR, code VARCHAR, label VARCHAR);

-- step: accounts
CREATE OR REPLACE VIEW accounts AS            -- one row an account: each column as last known
SELECT platform, account,
    arg_max(account_type, (coalesce(as_of, TIMESTAMP '0001-01-01'), account_type)) AS account_type,
    arg_max(contributor_type, (coalesce(as_of, TIMESTAMP '0001-01-01'), contributor_type)) AS contributor_type,
    arg_max(mission, (coalesce(as_of, TIMESTAMP '0001-01-01'), mission)) AS mission,
    arg_max(country, (coalesce(as_of, TIMESTAMP '0001-01-01'), country)) AS country,
    arg_max(language, (coalesce(as_of, TIMESTAMP '0001-01-01'), language)) AS language,
    arg_max(person, (coalesce(as_of, TIMESTAMP '0001-01-01'), person)) AS person,
    max(as_of) AS as_of
FROM landing.accounts GROUP BY platform, account;

CREATE OR REPLACE VIEW account_followers AS   -- followers over time: one row an account and moment
SELECT platform, account, known_at, max(followers) AS followers FROM (
    SELECT platform, account, coalesce(as_of, TIMESTAMP '0001-01-01') AS known_at, followers
    FROM landing.accounts WHERE followers IS NOT NULL
    UNION ALL
    SELECT platform, account, posted_at, followers
    FROM landing.posts WHERE followers IS NOT NULL AND account IS NOT NULL AND posted_at IS NOT NULL
) GROUP BY platform, account, known_at;

CREATE OR REPLACE VIEW campaign_hashtags AS   -- one row a campaign and hashtag that makes a post part of it
SELECT campaign, unnest(regexp_extract_all(lower(hashtags), '[\p{L}\p{M}\p{N}_]+')) AS hashtag FROM campaigns;

-- step: tables
CREATE TABLE IF NOT EXISTS posts (            -- one row a post
    platform VARCHAR, post_id VARCHAR, account VARCHAR,
    contributor VARCHAR,                      -- the linked person, else the account
    posted_at TIMESTAMP, text VARCHAR, url VARCHAR, hashtags VARCHAR[], campaigns VARCHAR[],
    language VARCHAR, country VARCHAR, region VARCHAR, mission VARCHAR, mission_kind VARCHAR, media_type VARCHAR,
    post_kind VARCHAR, contributor_type VARCHAR, contributor_basis VARCHAR, posted_on_behalf BOOLEAN, account_type VARCHAR,
    theme VARCHAR, followers BIGINT, deleted_at TIMESTAMP, is_synthetic BOOLEAN
);
CREATE TABLE IF NOT EXISTS engagement (       -- one row a post and capture: cumulative counts as exported, gaps and all
    platform VARCHAR, post_id VARCHAR, captured_at TIMESTAMP,
    impressions BIGINT, views BIGINT, reach BIGINT, reactions BIGINT, comments BIGINT, shares BIGINT,
    clicks BIGINT, saves BIGINT, video_views BIGINT
);
CREATE TABLE IF NOT EXISTS post_counts (      -- one row a post and period: what was known from known_from until known_until
    platform VARCHAR, post_id VARCHAR, known_from TIMESTAMP, known_until TIMESTAMP,
    impressions BIGINT, views BIGINT, reach BIGINT, reactions BIGINT, comments BIGINT, shares BIGINT,
    clicks BIGINT, saves BIGINT, video_views BIGINT, falling BOOLEAN
);

CREATE OR REPLACE VIEW post_history AS        -- one row a post and period: the post with all that was known then
SELECT p.* EXCLUDE (text, url, posted_at, deleted_at, hashtags, campaigns),
    p.posted_at, p.hashtags, p.campaigns,
    p.posted_at::DATE AS day, hour(p.posted_at)::INTEGER AS hour, isodow(p.posted_at)::INTEGER AS weekday,
    c.known_from, c.known_until,
    1 AS items,
    c.impressions, c.views, c.reach, c.reactions, c.comments, c.shares, c.clicks, c.saves, c.video_views, c.engagement,
    -- a ratio divides sums over the same posts: both sides only where both are known
    CASE WHEN c.impressions IS NOT NULL THEN c.engagement END AS engagement_with_impressions,
    CASE WHEN c.engagement IS NOT NULL THEN c.impressions END AS impressions_with_engagement,
    CASE WHEN c.reach IS NOT NULL THEN c.engagement END AS engagement_with_reach,
    CASE WHEN c.engagement IS NOT NULL THEN c.reach END AS reach_with_engagement,
    CASE WHEN p.followers IS NOT NULL THEN c.engagement END AS engagement_with_followers,
    CASE WHEN c.engagement IS NOT NULL THEN p.followers END AS followers_with_engagement,
    CASE WHEN c.impressions IS NOT NULL THEN c.shares END AS shares_with_impressions,
    CASE WHEN c.shares IS NOT NULL THEN c.impressions END AS impressions_with_shares,
    -- how many posts a number rests on
    (c.impressions IS NOT NULL)::INTEGER AS impressions_items, (c.views IS NOT NULL)::INTEGER AS views_items,
    (c.reach IS NOT NULL)::INTEGER AS reach_items, (c.engagement IS NOT NULL)::INTEGER AS engagement_items,
    (c.shares IS NOT NULL)::INTEGER AS shares_items, (p.followers IS NOT NULL)::INTEGER AS followers_items
FROM posts p
JOIN (
    SELECT *, CASE WHEN reactions IS NOT NULL OR comments IS NOT NULL OR shares IS NOT NULL
        THEN coalesce(reactions, 0) + coalesce(comments, 0) + coalesce(shares, 0) END AS engagement
    FROM post_counts
) c ON c.platform = p.platform AND c.post_id = p.post_id;

CREATE TABLE IF NOT EXISTS post_latest AS     -- one row a post with its latest counts
SELECT * EXCLUDE (known_from, known_until), known_from AS captured_at FROM post_history LIMIT 0;

CREATE TABLE IF NOT EXISTS daily AS           -- additive sums, one row a day and combination of the dimensions in it
SELECT day, weekday, campaigns, platform, mission, mission_kind, region, country, contributor_type, account_type,
    language, media_type, post_kind, theme, is_synthetic,
    items::BIGINT AS items, impressions, views, reach, reactions, comments, shares, clicks, saves, video_views, engagement, followers,
    engagement_with_impressions, impressions_with_engagement, engagement_with_reach, reach_with_engagement,
    engagement_with_followers, followers_with_engagement, shares_with_impressions, impressions_with_shares,
    impressions_items::BIGINT AS impressions_items, views_items::BIGINT AS views_items, reach_items::BIGINT AS reach_items,
    engagement_items::BIGINT AS engagement_items, shares_items::BIGINT AS shares_items, followers_items::BIGINT AS followers_items
FROM post_latest LIMIT 0;

CREATE TABLE IF NOT EXISTS contributor_day AS -- posts by contributor and day, for counts of distinct contributors
SELECT day, weekday, campaigns, platform, mission, mission_kind, region, country, contributor_type, account_type,
    language, media_type, post_kind, theme, is_synthetic, contributor, items::BIGINT AS items
FROM post_latest LIMIT 0;

-- step: facts
CREATE OR REPLACE VIEW labels AS              -- one row a dimension and code: the name people read
SELECT 'mission' AS dimension, mission AS code, name AS label FROM missions
UNION ALL SELECT 'country', country, name FROM countries
UNION ALL SELECT 'region', region, name FROM regions
UNION ALL SELECT 'campaign', campaign, name FROM campaigns
UNION ALL SELECT dimension, code, label FROM vocabularies;

CREATE OR REPLACE VIEW supporter_facts AS     -- one row a supporter; a Thunderclap known by its summary alone is one row
SELECT s.thunderclap, s.supporter AS contributor, s.signed_up AS day, isodow(s.signed_up)::INTEGER AS weekday,
    CASE WHEN t.campaign IS NULL THEN [] ELSE [t.campaign] END AS campaigns, s.platform,
    coalesce(s.country, 'unknown') AS country, coalesce(c.region, 'unknown') AS region,
    coalesce(s.supporter_type, 'unknown') AS contributor_type,
    1 AS supporters, s.connections, NOT coalesce(s.opted_out, false) AS counted, s.is_synthetic
FROM supporters s LEFT JOIN thunderclaps t USING (thunderclap) LEFT JOIN countries c ON c.country = s.country
UNION ALL
SELECT t.thunderclap, NULL, t.launched_at::DATE, isodow(t.launched_at)::INTEGER, CASE WHEN t.campaign IS NULL THEN [] ELSE [t.campaign] END, 'unknown', 'unknown', 'unknown', 'unknown',
    t.supporters, t.social_reach, true, t.is_synthetic
FROM thunderclaps t ANTI JOIN supporters USING (thunderclap);

CREATE OR REPLACE VIEW photo_facts AS         -- one row a photo entered
SELECT p.photo, p.submitted AS day, isodow(p.submitted)::INTEGER AS weekday,
    CASE WHEN p.campaign IS NULL THEN [] ELSE [p.campaign] END AS campaigns,
    coalesce(p.mission, 'unknown') AS mission, coalesce(m.kind, 'unknown') AS mission_kind,
    coalesce(m.region, c.region, 'unknown') AS region, coalesce(p.country, m.country, 'unknown') AS country,
    coalesce(p.contributor_type, 'unknown') AS contributor_type, p.shortlisted, p.documented, p.is_synthetic
FROM photos p LEFT JOIN missions m ON m.mission = p.mission LEFT JOIN countries c ON c.country = p.country;

CREATE OR REPLACE VIEW vote_facts AS          -- one row a photo and day
SELECT v.photo, v.day, isodow(v.day)::INTEGER AS weekday, v.votes, coalesce(p.campaigns, []) AS campaigns,
    coalesce(p.mission, 'unknown') AS mission, coalesce(p.mission_kind, 'unknown') AS mission_kind, coalesce(p.region, 'unknown') AS region,
    coalesce(p.country, 'unknown') AS country, coalesce(p.contributor_type, 'unknown') AS contributor_type, v.is_synthetic
FROM photo_votes v LEFT JOIN photo_facts p USING (photo);

CREATE OR REPLACE VIEW story_facts AS         -- one row a story; publishable only with a consent that holds, or not at all
SELECT s.story, s.nominated AS day, isodow(s.nominated)::INTEGER AS weekday,
    CASE WHEN s.campaign IS NULL THEN [] ELSE [s.campaign] END AS campaigns,
    coalesce(s.mission, 'unknown') AS mission, coalesce(m.kind, 'unknown') AS mission_kind,
    coalesce(m.region, k.region, 'unknown') AS region, coalesce(s.country, m.country, 'unknown') AS country,
    s.state, coalesce(s.council, false) AS council, s.is_synthetic,
    coalesce(s.state = 'accepted' AND c.given IS NOT NULL AND c.withdrawn IS NULL
        AND (c.expires IS NULL OR c.expires >= current_date) AND list_contains(string_split(lower(c.scope), ' '), 'dashboard')
        AND lower(c.risk_review) = 'passed' AND (NOT coalesce(c.minor, false) OR coalesce(c.guardian_consent, false)), false) AS publishable
FROM stories s LEFT JOIN missions m ON m.mission = s.mission LEFT JOIN countries k ON k.country = s.country
LEFT JOIN consents c ON c.consent = s.consent;
CREATE OR REPLACE VIEW contribution_day AS    -- posts, sign-ups, photos and stories, by day and what they have in common
SELECT day, weekday, campaigns, platform, mission, mission_kind, region, country, contributor_type, is_synthetic, 'post' AS item_kind, items
FROM daily
UNION ALL
SELECT day, weekday, campaigns, platform, 'unknown', 'unknown', region, country, contributor_type, is_synthetic, 'sign_up', supporters
FROM supporter_facts WHERE counted
UNION ALL
SELECT day, weekday, campaigns, 'unknown', mission, mission_kind, region, country, contributor_type, is_synthetic, 'photo', 1
FROM photo_facts
UNION ALL
SELECT day, weekday, campaigns, 'unknown', mission, mission_kind, region, country, 'unknown', is_synthetic, 'story', 1
FROM story_facts;

CREATE OR REPLACE VIEW post_campaigns AS      -- one row a post and campaign
SELECT platform, post_id, unnest(campaigns) AS campaign FROM posts;

CREATE OR REPLACE VIEW post_hashtags AS       -- one row a post and hashtag
SELECT platform, post_id, unnest(hashtags) AS hashtag FROM posts;

-- Default deny: posts that may be listed one by one. Nobody's voice is guessed, so unknown counts as most protected.
CREATE OR REPLACE VIEW v_publishable_posts AS
SELECT p.platform, p.post_id, p.posted_at, p.text, p.url, p.contributor, p.contributor_type, p.mission, p.region, p.language, p.media_type,
    p.post_kind, p.campaigns, p.is_synthetic, l.impressions, l.views, l.reach, l.reactions, l.comments, l.shares, l.engagement
FROM posts p JOIN post_latest l ON l.platform = p.platform AND l.post_id = p.post_id
WHERE p.deleted_at IS NULL AND p.contributor_type IN ('mission', 'staff', 'public', 'partner', 'donor') AND NOT p.posted_on_behalf;

-- step: refresh
INSERT INTO touched_days SELECT DISTINCT day FROM post_latest SEMI JOIN touched USING (platform, post_id);
DELETE FROM posts USING touched t WHERE posts.platform = t.platform AND posts.post_id = t.post_id;
DELETE FROM engagement USING touched t WHERE engagement.platform = t.platform AND engagement.post_id = t.post_id;
DELETE FROM post_counts USING touched t WHERE post_counts.platform = t.platform AND post_counts.post_id = t.post_id;
DELETE FROM post_latest USING touched t WHERE post_latest.platform = t.platform AND post_latest.post_id = t.post_id;

CREATE OR REPLACE TEMP TABLE said AS          -- the landed rows of the touched posts
SELECT l.*, i.is_synthetic, t.times
FROM landing.posts l
JOIN (SELECT platform, post_id, count(*) AS times FROM landing.posts SEMI JOIN touched USING (platform, post_id) GROUP BY ALL) t
    USING (platform, post_id)
JOIN (SELECT import_id, is_synthetic FROM imports) i USING (import_id);

-- Each column as last known; between rows captured at the same moment the greatest value, so that order never matters.
CREATE OR REPLACE TEMP TABLE merged AS
SELECT platform, post_id,
    arg_max(account, (captured_at, account)) AS account,
    arg_max(posted_at, (captured_at, posted_at)) AS posted_at,
    arg_max(text, (captured_at, text)) AS text,
    arg_max(url, (captured_at, url)) AS url,
    arg_max(language, (captured_at, language)) AS language,
    arg_max(country, (captured_at, country)) AS country,
    arg_max(media_type, (captured_at, media_type)) AS media_type,
    arg_max(post_kind, (captured_at, post_kind)) AS post_kind,
    arg_max(contributor_type, (captured_at, contributor_type)) AS contributor_type,
    arg_max(contributor_basis, (captured_at, contributor_basis)) AS contributor_basis,
    arg_max(posted_on_behalf, (captured_at, posted_on_behalf)) AS posted_on_behalf,
    arg_max(mission, (captured_at, mission)) AS mission,
    arg_max(theme, (captured_at, theme)) AS theme,
    arg_max(deleted_at, (captured_at, deleted_at)) AS deleted_at,
    list(DISTINCT campaign) FILTER (campaign IS NOT NULL) AS given_campaigns,
    bool_or(is_synthetic) AS is_synthetic
FROM said WHERE times > 1 GROUP BY platform, post_id
UNION ALL                                     -- nearly all posts are said once: nothing to choose
SELECT platform, post_id, account, posted_at, text, url, language, country, media_type, post_kind, contributor_type, contributor_basis,
    posted_on_behalf, mission, theme, deleted_at, CASE WHEN campaign IS NOT NULL THEN [campaign] END, is_synthetic
FROM said WHERE times = 1;

CREATE OR REPLACE TEMP TABLE tagged AS
SELECT platform, post_id, list_sort(list_distinct(regexp_extract_all(lower(text), '#([\p{L}\p{M}\p{N}_]+)', 1))) AS hashtags
FROM merged WHERE contains(text, '#');

CREATE OR REPLACE TEMP TABLE ruled AS         -- campaigns by hashtag
SELECT platform, post_id, list(DISTINCT campaign) AS campaigns
FROM (SELECT platform, post_id, unnest(hashtags) AS hashtag FROM tagged) JOIN campaign_hashtags USING (hashtag)
GROUP BY platform, post_id;

CREATE OR REPLACE TEMP TABLE followed AS      -- followers when it was posted, else the first that became known after
SELECT m.platform, m.post_id, coalesce(f.followers, ff.followers) AS followers
FROM (SELECT platform, post_id, account, posted_at FROM merged SEMI JOIN account_followers USING (platform, account)) m
ASOF LEFT JOIN account_followers f ON f.platform = m.platform AND f.account = m.account AND m.posted_at >= f.known_at
JOIN (SELECT platform, account, arg_min(followers, known_at) AS followers FROM account_followers GROUP BY ALL) ff
    ON ff.platform = m.platform AND ff.account = m.account;

INSERT INTO posts
WITH described AS (
    SELECT m.*, a.person, a.account_type AS known_account_type,
        coalesce(m.contributor_type, a.contributor_type, 'unknown') AS voice,
        CASE WHEN m.contributor_type IS NOT NULL THEN m.contributor_basis WHEN a.contributor_type IS NOT NULL THEN 'directory' END AS basis,
        coalesce(m.mission, a.mission) AS known_mission,
        coalesce(m.country, a.country) AS known_country,
        coalesce(m.language, a.language) AS known_language
    FROM merged m LEFT JOIN accounts a ON a.platform = m.platform AND a.account = m.account
    WHERE m.posted_at IS NOT NULL
)
SELECT d.platform, d.post_id, d.account, coalesce(d.person, d.account), d.posted_at,
    -- a post deleted on its platform keeps its date and counts only
    CASE WHEN d.deleted_at IS NULL THEN d.text END,
    CASE WHEN d.deleted_at IS NULL AND regexp_matches(d.url, '^https?://') THEN d.url END,
    coalesce(t.hashtags, []), list_sort(list_distinct(list_concat(coalesce(r.campaigns, []), coalesce(d.given_campaigns, [])))),
    coalesce(d.known_language, 'unknown'),
    -- an office posts from its own country; of anyone else that is not assumed
    coalesce(d.known_country, CASE WHEN d.voice = 'mission' THEN m.country END, 'unknown'),
    coalesce(m.region, c.region, 'unknown'),
    coalesce(d.known_mission, 'unknown'), coalesce(m.kind, 'unknown'), coalesce(d.media_type, 'unknown'), coalesce(d.post_kind, 'original'),
    d.voice, d.basis, coalesce(d.posted_on_behalf, false), coalesce(d.known_account_type, 'unknown'), coalesce(d.theme, 'unknown'),
    f.followers, d.deleted_at, d.is_synthetic
FROM described d
LEFT JOIN followed f ON f.platform = d.platform AND f.post_id = d.post_id
LEFT JOIN tagged t ON t.platform = d.platform AND t.post_id = d.post_id
LEFT JOIN ruled r ON r.platform = d.platform AND r.post_id = d.post_id
LEFT JOIN missions m ON m.mission = d.known_mission
LEFT JOIN countries c ON c.country = d.known_country;

INSERT INTO engagement                        -- the greatest where one capture is reported twice
SELECT platform, post_id, captured_at,
    max(impressions), max(views), max(reach), max(reactions), max(comments), max(shares), max(clicks), max(saves), max(video_views)
FROM said
WHERE times > 1 AND coalesce(impressions, views, reach, reactions, comments, shares, clicks, saves, video_views) IS NOT NULL
GROUP BY platform, post_id, captured_at
UNION ALL
SELECT platform, post_id, captured_at, impressions, views, reach, reactions, comments, shares, clicks, saves, video_views
FROM said
WHERE times = 1 AND coalesce(impressions, views, reach, reactions, comments, shares, clicks, saves, video_views) IS NOT NULL;

CREATE OR REPLACE TEMP TABLE captured AS
SELECT platform, post_id, min(captured_at) AS first_capture, count(*) AS captures
FROM engagement SEMI JOIN touched USING (platform, post_id) GROUP BY ALL;

INSERT INTO post_counts
WITH carried AS (                             -- a counter missing from a later capture keeps its last known value
    SELECT platform, post_id, captured_at,
        last_value(impressions IGNORE NULLS) OVER w AS impressions, last_value(views IGNORE NULLS) OVER w AS views,
        last_value(reach IGNORE NULLS) OVER w AS reach, last_value(reactions IGNORE NULLS) OVER w AS reactions,
        last_value(comments IGNORE NULLS) OVER w AS comments, last_value(shares IGNORE NULLS) OVER w AS shares,
        last_value(clicks IGNORE NULLS) OVER w AS clicks, last_value(saves IGNORE NULLS) OVER w AS saves,
        last_value(video_views IGNORE NULLS) OVER w AS video_views
    FROM engagement SEMI JOIN (SELECT platform, post_id FROM captured WHERE captures > 1) USING (platform, post_id)
    WINDOW w AS (PARTITION BY platform, post_id ORDER BY captured_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT platform, post_id, captured_at, lead(captured_at) OVER v,
    impressions, views, reach, reactions, comments, shares, clicks, saves, video_views,
    coalesce(impressions < lag(impressions) OVER v, false) OR coalesce(views < lag(views) OVER v, false)
        OR coalesce(reach < lag(reach) OVER v, false) OR coalesce(reactions < lag(reactions) OVER v, false)
        OR coalesce(comments < lag(comments) OVER v, false) OR coalesce(shares < lag(shares) OVER v, false)
        OR coalesce(clicks < lag(clicks) OVER v, false) OR coalesce(saves < lag(saves) OVER v, false)
        OR coalesce(video_views < lag(video_views) OVER v, false)
FROM carried WINDOW v AS (PARTITION BY platform, post_id ORDER BY captured_at)
UNION ALL                                     -- captured once: nothing to carry
SELECT platform, post_id, captured_at, NULL, impressions, views, reach, reactions, comments, shares, clicks, saves, video_views, false
FROM engagement SEMI JOIN (SELECT platform, post_id FROM captured WHERE captures = 1) USING (platform, post_id)
UNION ALL                                     -- before the first capture nothing was known
SELECT m.platform, m.post_id, TIMESTAMP '0001-01-01', c.first_capture, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false
FROM merged m LEFT JOIN captured c USING (platform, post_id) WHERE m.posted_at IS NOT NULL;

INSERT INTO post_latest
SELECT * EXCLUDE (known_from, known_until), nullif(known_from, TIMESTAMP '0001-01-01')
FROM post_history SEMI JOIN touched USING (platform, post_id) WHERE known_until IS NULL;

INSERT INTO touched_days SELECT DISTINCT day FROM post_latest SEMI JOIN touched USING (platform, post_id);

-- step: rollup
DELETE FROM daily WHERE day IN (SELECT day FROM touched_days);
DELETE FROM contributor_day WHERE day IN (SELECT day FROM touched_days);

INSERT INTO daily
SELECT day, weekday, campaigns, platform, mission, mission_kind, region, country, contributor_type, account_type,
    language, media_type, post_kind, theme, is_synthetic,
    sum(items), sum(impressions), sum(views), sum(reach), sum(reactions), sum(comments), sum(shares), sum(clicks), sum(saves),
    sum(video_views), sum(engagement), sum(followers),
    sum(engagement_with_impressions), sum(impressions_with_engagement), sum(engagement_with_reach), sum(reach_with_engagement),
    sum(engagement_with_followers), sum(followers_with_engagement), sum(shares_with_impressions), sum(impressions_with_shares),
    sum(impressions_items), sum(views_items), sum(reach_items), sum(engagement_items), sum(shares_items), sum(followers_items)
FROM post_latest WHERE day IN (SELECT day FROM touched_days) GROUP BY ALL;

INSERT INTO contributor_day
SELECT day, weekday, campaigns, platform, mission, mission_kind, region, country, contributor_type, account_type,
    language, media_type, post_kind, theme, is_synthetic, contributor, sum(items)
FROM post_latest WHERE day IN (SELECT day FROM touched_days) GROUP BY ALL;
