-- What is derived from the landed rows, in the order it is derived.
--
-- Landing tables (`landing.<table>`, made from schema.py) hold what every import said; undoing an import takes its rows
-- away. Everything else is computed from them, by content and never by order of arrival.
-- A line `-- step: NAME` begins a step. `ledger` to `facts` make tables and views once. At each publication `find`, `gather`, `choose`, `derive`
-- and `rollup` are run for the posts whose key hashes are in the temporary table `touched (key_hash)`; `choose` some rows at a time. A name in braces is a list of columns from
-- schema.py. Two posts may share a key hash: it only finds posts, and never says that two are the same. Rows are found by their keys alone
-- (`find`) and then fetched by their place, so that little is read of a large table: refreshing.py makes the views `old_posts`, `said_once`
-- and `said_several` of what `find` found, and `new_posts` of what `derive` has made.

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
    dates VARCHAR,                            -- order of day and month chosen at import
    date_orders VARCHAR,                      -- JSON: column -> layout of its dates -> order they were read in
    supposed MAP(VARCHAR, VARCHAR),           -- what the format supposes of columns that a row leaves open: it fills gaps only
    followers_at_posting BOOLEAN,             -- whether followers are those when it was posted; else those when the counts were read
    rows_read BIGINT, accepted BIGINT, duplicates BIGINT, rejected BIGINT,
    notes VARCHAR[], totals JSON, is_synthetic BOOLEAN,
    imported_at TIMESTAMP, version INTEGER, undone_at TIMESTAMP,
    CHECK (rows_read = accepted + duplicates + rejected)
);
CREATE TABLE IF NOT EXISTS rejects (          -- one row a rejected row, or a row with cells to correct; raw is aligned with imports.header
    import_id INTEGER, row_number BIGINT, reason VARCHAR, raw VARCHAR[],
    resolved_by INTEGER,                      -- the import of the mended row
    named VARCHAR[],                          -- the consent, story, photo or post that it names, as `kind:name`; with them it is erased
    accepted BOOLEAN                          -- whether the row is accepted, and the reason speaks of cells that are unknown therefore
);
CREATE TABLE IF NOT EXISTS tombstones (       -- one row a thing that was withdrawn, or a trace of one: what recognises it, and says no more
    item VARCHAR,                             -- keyed hash of `kind:name`
    kind VARCHAR, withdrawn_on DATE, reason VARCHAR
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
CREATE OR REPLACE VIEW accounts AS            -- one row an account: each column as last known, unless it was taken back, which lands as ''
SELECT platform, account,
    nullif(arg_max(account_type, (coalesce(as_of, TIMESTAMP '0001-01-01'), account_type)), '') AS account_type,
    nullif(arg_max(contributor_type, (coalesce(as_of, TIMESTAMP '0001-01-01'), contributor_type)), '') AS contributor_type,
    nullif(arg_max(mission, (coalesce(as_of, TIMESTAMP '0001-01-01'), mission)), '') AS mission,
    nullif(arg_max(country, (coalesce(as_of, TIMESTAMP '0001-01-01'), country)), '') AS country,
    nullif(arg_max(language, (coalesce(as_of, TIMESTAMP '0001-01-01'), language)), '') AS language,
    nullif(arg_max(person, (coalesce(as_of, TIMESTAMP '0001-01-01'), person)), '') AS person,
    max(as_of) AS as_of
FROM landing.accounts GROUP BY platform, account;

CREATE OR REPLACE VIEW account_followers AS   -- followers over time: one row an account and moment; restating one makes it no greater
SELECT platform, account, known_at, min(followers) AS followers FROM (
    SELECT platform, account, coalesce(as_of, TIMESTAMP '0001-01-01') AS known_at, followers
    FROM landing.accounts WHERE followers IS NOT NULL
    UNION ALL
    SELECT platform, account, {followers_known_at}, followers
    FROM landing.posts JOIN ({told_by_import}) USING (import_id)
    WHERE followers IS NOT NULL AND account IS NOT NULL AND {followers_known_at} IS NOT NULL
) GROUP BY platform, account, known_at;

CREATE OR REPLACE VIEW campaign_hashtags AS   -- one row a campaign and hashtag that makes a post part of it
SELECT campaign, unnest({named_hashtags}) AS hashtag FROM campaigns;

-- step: tables
CREATE TABLE IF NOT EXISTS posts (            -- one row a post, with its latest counts; key_hash finds a post faster than its names do
    key_hash UBIGINT, platform VARCHAR, post_id VARCHAR, account VARCHAR,
    contributor VARCHAR,                      -- the linked person, else the account
    posted_at TIMESTAMP, text VARCHAR, url VARCHAR, hashtags VARCHAR[], campaigns VARCHAR[],
    language VARCHAR, country VARCHAR, region VARCHAR, mission VARCHAR, mission_kind VARCHAR, media_type VARCHAR,
    post_kind VARCHAR, contributor_type VARCHAR, contributor_basis VARCHAR, posted_on_behalf BOOLEAN, account_type VARCHAR,
    theme VARCHAR, followers BIGINT, deleted_at TIMESTAMP, consent VARCHAR,
    day_only BOOLEAN,                         -- whether only the day it was posted is known; its hour is then unknown
    is_synthetic BOOLEAN, first_captured_at TIMESTAMP, captured_at TIMESTAMP, {count_columns},
    falling BOOLEAN                           -- whether a latest count is lower than the one before
);
CREATE TABLE IF NOT EXISTS earlier_counts (   -- one row a post and period that has ended: what was known until the next capture
    key_hash UBIGINT, platform VARCHAR, post_id VARCHAR, known_from TIMESTAMP, known_until TIMESTAMP, {count_columns}, falling BOOLEAN
);

CREATE OR REPLACE VIEW engagement AS          -- one row a post and capture: cumulative counts as exported, gaps and all
SELECT platform, post_id, captured_at, {highest_counts} -- the greatest where one capture is reported twice
FROM landing.posts WHERE {any_count} GROUP BY platform, post_id, captured_at;

CREATE OR REPLACE VIEW post_counts AS         -- one row a post and period: what was known from known_from until known_until
SELECT platform, post_id, coalesce(captured_at, TIMESTAMP '0001-01-01') AS known_from, NULL::TIMESTAMP AS known_until, {counts}, falling FROM posts
UNION ALL SELECT platform, post_id, known_from, known_until, {counts}, falling FROM earlier_counts
UNION ALL                                     -- before the first capture nothing was known
SELECT platform, post_id, TIMESTAMP '0001-01-01', first_captured_at, {no_counts}, false FROM posts WHERE first_captured_at IS NOT NULL;

CREATE OR REPLACE VIEW post_latest AS         -- one row a post with its latest counts, and what follows from them
SELECT * EXCLUDE (text, url, deleted_at, consent, first_captured_at, falling),
    {derived}
FROM posts;

CREATE OR REPLACE VIEW post_history AS        -- one row a post and period: the post with all that was known then
SELECT * EXCLUDE (known_from, known_until), known_from, known_until,
    {derived}
FROM (
    SELECT p.* EXCLUDE (text, url, deleted_at, consent, first_captured_at, captured_at, falling, {counts}), {counts}, captured_at,
        coalesce(captured_at, TIMESTAMP '0001-01-01') AS known_from, NULL::TIMESTAMP AS known_until
    FROM posts p
    UNION ALL
    SELECT p.* EXCLUDE (text, url, deleted_at, consent, first_captured_at, captured_at, falling, {counts}),
        {earlier_counts}, e.known_from, e.known_from, e.known_until
    FROM posts p JOIN earlier_counts e ON e.key_hash = p.key_hash AND e.platform = p.platform AND e.post_id = p.post_id
    UNION ALL
    SELECT p.* EXCLUDE (text, url, deleted_at, consent, first_captured_at, captured_at, falling, {counts}), {no_counts}, NULL,
        TIMESTAMP '0001-01-01', first_captured_at
    FROM posts p WHERE first_captured_at IS NOT NULL
);

CREATE TABLE IF NOT EXISTS daily (            -- additive sums, one row a day and combination of the dimensions in it
    {dimension_columns}, {measure_columns}
);
CREATE TABLE IF NOT EXISTS contributor_day (  -- posts by contributor and day, for counts of distinct contributors
    {dimension_columns}, contributor VARCHAR, items BIGINT
);
CREATE TABLE IF NOT EXISTS told_voices (      -- one row a value of a told table of contributor types: values of one place are shown together
    items VARCHAR,                            -- post, sign_up, photo or contributor
    campaign VARCHAR, rows_of VARCHAR, value VARCHAR, place INTEGER -- an empty campaign is all data; an empty rows_of has no rows
);
CREATE TABLE IF NOT EXISTS told_sums (        -- one row a measured sum and contributor type of which it may be told
    campaign VARCHAR, base VARCHAR, measure VARCHAR, contributor_type VARCHAR
);

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
    coalesce(s.supporter_type, 'unknown') AS contributor_type, coalesce(a.account_type, 'unknown') AS account_type,
    1 AS supporters, s.connections, NOT coalesce(s.opted_out, false) AS counted, s.is_synthetic
FROM supporters s LEFT JOIN thunderclaps t USING (thunderclap) LEFT JOIN countries c ON c.country = s.country
LEFT JOIN accounts a ON a.platform = s.platform AND a.account = s.supporter
UNION ALL
SELECT t.thunderclap, NULL, t.launched_at::DATE, isodow(t.launched_at)::INTEGER, CASE WHEN t.campaign IS NULL THEN [] ELSE [t.campaign] END, 'unknown', 'unknown', 'unknown', 'unknown', 'unknown',
    t.supporters, t.social_reach, true, t.is_synthetic
FROM thunderclaps t ANTI JOIN supporters USING (thunderclap);

-- Default deny. A consent is always today's, also where the counts of a past day are looked at. Where rows of the newest capture differ, or of
-- none is known when it was written, each of them must hold.
CREATE OR REPLACE VIEW consents_that_hold AS  -- one row a consent under which something may be shown one by one
SELECT consent FROM (
    SELECT l.*, captured_at IS NOT DISTINCT FROM max(captured_at) OVER (PARTITION BY consent) AS newest
    FROM landing.consents l JOIN (SELECT import_id, captured_at FROM imports) USING (import_id)
)
WHERE newest AND 'consent:' || consent NOT IN ( -- what a newer row says of it could not be read, and may be that it is withdrawn
    SELECT unnest(named) FROM rejects JOIN imports USING (import_id) WHERE landed_in = 'consents' AND resolved_by IS NULL)
GROUP BY consent
HAVING bool_and(coalesce(given <= current_date AND withdrawn IS NULL AND (expires IS NULL OR expires >= current_date)
    AND list_contains(string_split_regex(lower(scope), '[ ,;]+'), 'dashboard') AND lower(risk_review) = 'passed'
    AND (NOT coalesce(minor, false) OR coalesce(guardian_consent, false)), false));

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

CREATE OR REPLACE VIEW story_facts AS         -- one row a story, and where it stands today
SELECT s.story, s.nominated AS day, isodow(s.nominated)::INTEGER AS weekday,
    CASE WHEN s.campaign IS NULL THEN [] ELSE [s.campaign] END AS campaigns,
    coalesce(s.mission, 'unknown') AS mission, coalesce(m.kind, 'unknown') AS mission_kind,
    coalesce(m.region, k.region, 'unknown') AS region, coalesce(s.country, m.country, 'unknown') AS country,
    s.state, coalesce(s.council, false) AS council, s.is_synthetic,
    CASE WHEN c.withdrawn IS NOT NULL OR starts_with(s.story, 'withdrawn:') THEN 'withdrawn'
        WHEN s.state <> 'accepted' THEN s.state
        WHEN h.consent IS NOT NULL THEN 'publishable'
        WHEN c.expires < current_date THEN 'expired' ELSE 'without consent' END AS standing,
    standing = 'publishable' AS publishable
FROM stories s LEFT JOIN missions m ON m.mission = s.mission LEFT JOIN countries k ON k.country = s.country
LEFT JOIN consents c ON c.consent = s.consent LEFT JOIN consents_that_hold h ON h.consent = s.consent;

CREATE OR REPLACE VIEW contribution_day AS    -- posts, sign-ups, photos and stories, by day and what they have in common
SELECT day, weekday, campaigns, platform, mission, mission_kind, region, country, contributor_type, account_type, is_synthetic,
    'post' AS item_kind, items
FROM daily
UNION ALL
SELECT day, weekday, campaigns, platform, 'unknown', 'unknown', region, country, contributor_type, account_type, is_synthetic, 'sign_up',
    supporters
FROM supporter_facts WHERE counted
UNION ALL
SELECT day, weekday, campaigns, 'unknown', mission, mission_kind, region, country, contributor_type, 'unknown', is_synthetic, 'photo', 1
FROM photo_facts
UNION ALL
SELECT day, weekday, campaigns, 'unknown', mission, mission_kind, region, country, 'unknown', 'unknown', is_synthetic, 'story', 1
FROM story_facts;

CREATE OR REPLACE VIEW post_campaigns AS      -- one row a post and campaign
SELECT platform, post_id, unnest(campaigns) AS campaign FROM posts;

CREATE OR REPLACE VIEW post_hashtags AS       -- one row a post and hashtag
SELECT platform, post_id, unnest(hashtags) AS hashtag FROM posts;

CREATE OR REPLACE VIEW v_publishable_stories AS -- stories that may be listed one by one
SELECT story, campaign, nominated, mission, country, contribution_to, council, is_synthetic
FROM stories WHERE state = 'accepted' AND consent IN (SELECT consent FROM consents_that_hold);

CREATE OR REPLACE VIEW v_publishable_photos AS -- photos that may be listed one by one
SELECT photo, campaign, submitted, mission, country, title, shortlisted, documented, is_synthetic
FROM photos WHERE consent IN (SELECT consent FROM consents_that_hold);

-- Posts that may be listed one by one: of offices and organisations in their own voice; of anybody else, or on somebody's behalf, only with
-- a consent that holds. Whose voice it is, a list never says.
CREATE OR REPLACE VIEW v_publishable_posts AS
SELECT p.platform, p.post_id, p.posted_at, p.text, p.url, p.contributor, p.account_type, p.mission, p.region, p.language, p.media_type,
    p.post_kind, p.campaigns, p.is_synthetic, l.impressions, l.views, l.reach, l.reactions, l.comments, l.shares, l.engagement
FROM posts p JOIN post_latest l ON l.platform = p.platform AND l.post_id = p.post_id
WHERE p.deleted_at IS NULL AND NOT starts_with(p.post_id, 'withdrawn:') AND CASE WHEN p.consent IS NOT NULL THEN p.consent IN (SELECT consent FROM consents_that_hold)
    ELSE p.account_type IN ('office', 'organisation') AND NOT p.posted_on_behalf
        AND p.contributor_type IN ('mission', 'staff', 'public', 'partner', 'donor') END;

-- step: find
CREATE OR REPLACE TEMP TABLE old_at AS SELECT rowid AS place FROM posts SEMI JOIN touched USING (key_hash);
CREATE OR REPLACE TEMP TABLE said_at AS SELECT rowid AS place, key_hash FROM landing.posts SEMI JOIN touched USING (key_hash);
CREATE OR REPLACE TEMP TABLE several AS       -- nearly all posts are said once: of the others it must be chosen what stands
SELECT key_hash FROM said_at GROUP BY key_hash HAVING count(*) > 1;
CREATE OR REPLACE TEMP TABLE once_at AS SELECT place FROM said_at ANTI JOIN several USING (key_hash);
CREATE OR REPLACE TEMP TABLE several_at AS SELECT place FROM said_at SEMI JOIN several USING (key_hash);
DROP TABLE said_at;
DROP TABLE several;

-- step: gather
CREATE OR REPLACE TEMP TABLE daily_was AS     -- what the touched posts have added to the rollups so far
SELECT {dimensions}, {sums} FROM (SELECT *, {derived} FROM old_posts) GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE contributor_day_was AS
SELECT {dimensions}, contributor, count(*) AS items FROM (SELECT *, {derived} FROM old_posts) GROUP BY ALL;
DELETE FROM posts WHERE rowid IN (SELECT place FROM old_at);
DELETE FROM earlier_counts WHERE key_hash IN (SELECT key_hash FROM touched);

CREATE OR REPLACE TEMP TABLE said AS          -- in the order in which it is gone through
SELECT * FROM said_several JOIN ({told_by_import}) USING (import_id) ORDER BY key_hash;

CREATE OR REPLACE TEMP TABLE chosen AS SELECT {told_once} FROM said LIMIT 0;

-- step: choose
-- `batch` is a part of `said` with all rows of its posts.
-- Each column as last known; between rows captured at the same moment the greatest value, so that order never matters.
CREATE OR REPLACE TEMP TABLE merged AS
SELECT key_hash, platform, post_id,
    arg_max(account, (captured_at, account)) AS account,
    -- a file that tells the day only does not overrule one that tells the time
    arg_max(posted_at, (day_only IS NULL, captured_at, posted_at)) AS posted_at,
    arg_max(text, (captured_at, text)) AS text,
    arg_max(url, (captured_at, url)) AS url,
    arg_max(language, (captured_at, language)) AS language,
    arg_max(country, (captured_at, country)) AS country,
    coalesce(arg_max(media_type, (captured_at, media_type)), arg_max(supposed_media_type, (captured_at, supposed_media_type))) AS media_type,
    coalesce(arg_max(post_kind, (captured_at, post_kind)), arg_max(supposed_post_kind, (captured_at, supposed_post_kind))) AS post_kind,
    arg_max(contributor_type, (captured_at, contributor_type)) AS contributor_type,
    arg_max(contributor_basis, (captured_at, contributor_basis)) AS contributor_basis,
    arg_max(posted_on_behalf, (captured_at, posted_on_behalf)) AS posted_on_behalf,
    arg_max(mission, (captured_at, mission)) AS mission,
    arg_max(theme, (captured_at, theme)) AS theme,
    arg_max(deleted_at, (captured_at, deleted_at)) AS deleted_at,
    arg_max(consent, (captured_at, consent)) AS consent,
    arg_min(followers, ({followers_known_at}, followers)) AS followers, -- captured nearest to the post; of several the smallest
    bool_and(day_only IS NOT NULL) FILTER (posted_at IS NOT NULL) AS day_only,
    coalesce(list(DISTINCT campaign) FILTER (campaign IS NOT NULL), []) AS given_campaigns,
    bool_or(is_synthetic) AS is_synthetic
FROM batch GROUP BY key_hash, platform, post_id;

CREATE OR REPLACE TEMP TABLE periods AS       -- a counter missing from a later capture keeps its last known value
WITH captured AS (
    SELECT key_hash, platform, post_id, captured_at, {highest_counts}
    FROM batch WHERE {any_count} GROUP BY ALL
),
carried AS (
    SELECT key_hash, platform, post_id, captured_at, {last_known_counts}
    FROM captured WINDOW so_far AS (PARTITION BY platform, post_id ORDER BY captured_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT key_hash, platform, post_id, captured_at AS known_from, lead(captured_at) OVER captures AS known_until, {counts},
    {any_count_fell} AS falling, first_value(captured_at) OVER captures AS first_captured_at
FROM carried WINDOW captures AS (PARTITION BY platform, post_id ORDER BY captured_at);

INSERT INTO earlier_counts SELECT * EXCLUDE (first_captured_at) FROM periods WHERE known_until IS NOT NULL;

INSERT INTO chosen
SELECT m.*, p.first_captured_at, p.known_from, {periods_counts}, coalesce(p.falling, false)
FROM merged m LEFT JOIN periods p ON p.key_hash = m.key_hash AND p.platform = m.platform AND p.post_id = m.post_id AND p.known_until IS NULL;

-- step: derive
CREATE OR REPLACE TEMP VIEW told AS           -- one row a touched post
SELECT {told_once} FROM said_once JOIN ({told_by_import}) USING (import_id)
UNION ALL
FROM chosen;

CREATE OR REPLACE TEMP TABLE known_followers AS SELECT * FROM account_followers;
CREATE OR REPLACE TEMP TABLE followed AS      -- of posts of which no import says it: what is known of the account at the moment nearest to the post
WITH silent AS (
    SELECT key_hash, platform, post_id, account, posted_at
    FROM told SEMI JOIN known_followers USING (platform, account) WHERE followers IS NULL AND posted_at IS NOT NULL
)
SELECT s.key_hash, s.platform, s.post_id,
    CASE WHEN b.known_at IS NULL OR a.known_at - s.posted_at < s.posted_at - b.known_at THEN a.followers ELSE b.followers END AS followers
FROM silent s
ASOF LEFT JOIN known_followers b ON b.platform = s.platform AND b.account = s.account AND s.posted_at >= b.known_at
ASOF LEFT JOIN known_followers a ON a.platform = s.platform AND a.account = s.account AND s.posted_at <= a.known_at;

INSERT INTO posts
WITH rules AS (                               -- campaigns by hashtag
    SELECT coalesce(list(hashtag), []) AS declared, map(coalesce(list(hashtag), []), coalesce(list(campaigns), [])) AS ruled
    FROM (SELECT hashtag, list(DISTINCT campaign) AS campaigns FROM campaign_hashtags GROUP BY hashtag)
),
tagged AS (
    SELECT *, {hashtags} AS tags FROM told CROSS JOIN rules WHERE posted_at IS NOT NULL
),
described AS (
    SELECT t.*, a.person, a.account_type AS known_account_type,
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
    d.voice, d.basis, coalesce(d.posted_on_behalf, false), coalesce(d.known_account_type, 'unknown'), coalesce(d.theme, 'unknown'),
    coalesce(d.followers, f.followers), d.deleted_at, d.consent, coalesce(d.day_only, false), d.is_synthetic, d.first_captured_at, d.captured_at,
    {described_counts}, d.falling
FROM described d
LEFT JOIN followed f ON f.key_hash = d.key_hash AND f.platform = d.platform AND f.post_id = d.post_id
LEFT JOIN missions m ON m.mission = d.known_mission
LEFT JOIN countries c ON c.country = d.known_country;

-- step: rollup
-- What the touched posts add now, less what they added before, and the cells of the rollup that this changes.
CREATE OR REPLACE TEMP TABLE changed AS
SELECT {dimensions}, {sums} FROM (SELECT *, {derived} FROM new_posts) GROUP BY ALL;
INSERT INTO changed SELECT {dimensions}, {minus_measures} FROM daily_was;
CREATE OR REPLACE TEMP TABLE cells AS SELECT DISTINCT hash({dimensions}) AS cell FROM changed;
INSERT INTO changed SELECT {dimensions}, {measures} FROM daily WHERE hash({dimensions}) IN (SELECT cell FROM cells);
DELETE FROM daily WHERE hash({dimensions}) IN (SELECT cell FROM cells);
INSERT INTO daily SELECT {dimensions}, {restored_measures} FROM (SELECT {dimensions}, {sums} FROM changed GROUP BY ALL) WHERE items > 0;

CREATE OR REPLACE TEMP TABLE changed AS
SELECT {dimensions}, contributor, count(*) AS items FROM (SELECT *, {derived} FROM new_posts) GROUP BY ALL;
INSERT INTO changed SELECT {dimensions}, contributor, -items FROM contributor_day_was;
CREATE OR REPLACE TEMP TABLE cells AS SELECT DISTINCT hash({dimensions}, contributor) AS cell FROM changed;
INSERT INTO changed SELECT * FROM contributor_day WHERE hash({dimensions}, contributor) IN (SELECT cell FROM cells);
DELETE FROM contributor_day WHERE hash({dimensions}, contributor) IN (SELECT cell FROM cells);
INSERT INTO contributor_day SELECT {dimensions}, contributor, sum(items)::BIGINT AS added FROM changed GROUP BY ALL HAVING added > 0;
