CREATE OR REPLACE VIEW labels AS              -- one row a dimension and code: the name people read
SELECT 'mission' AS dimension, mission AS code, name AS label FROM missions
UNION ALL SELECT 'country', country, name FROM countries
UNION ALL SELECT 'region', region, name FROM regions
UNION ALL SELECT 'campaign', campaign, name FROM campaigns
UNION ALL SELECT dimension, code, label FROM vocabularies
UNION ALL                                     -- networks that are not in the reference data, as files name them
SELECT 'platform', platform, upper(left(platform, 1)) || replace(substr(platform, 2), '_', ' ') FROM (
    SELECT platform FROM daily UNION SELECT platform FROM landing.accounts UNION SELECT platform FROM landing.supporters
) WHERE platform NOT IN (SELECT code FROM vocabularies WHERE dimension = 'platform');

CREATE OR REPLACE VIEW supporter_facts AS     -- one row a supporter; a Thunderclap known by its summary alone is one row
SELECT s.thunderclap, s.supporter AS contributor, s.signed_up AS day, isodow(s.signed_up)::INTEGER AS weekday,
    CASE WHEN t.campaign IS NULL THEN [] ELSE [t.campaign] END AS campaigns, s.platform,
    coalesce(s.country, 'unknown') AS country, coalesce(c.region, 'unknown') AS region,
    coalesce(s.supporter_type, 'unknown') AS contributor_type, coalesce(a.account_type, 'unknown') AS account_type,
    coalesce(a.own_account, {other_accounts}) AS own_account, 1 AS supporters, s.connections, NOT coalesce(s.opted_out, false) AS counted, s.is_synthetic
FROM supporters s LEFT JOIN thunderclaps t USING (thunderclap) LEFT JOIN countries c ON c.country = s.country
LEFT JOIN accounts a ON a.platform = s.platform AND a.account = s.supporter
UNION ALL
SELECT t.thunderclap, NULL, t.launched_at::DATE, isodow(t.launched_at)::INTEGER, CASE WHEN t.campaign IS NULL THEN [] ELSE [t.campaign] END, 'unknown', 'unknown', 'unknown', 'unknown', 'unknown',
    {other_accounts}, t.supporters, t.social_reach, true, t.is_synthetic
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
SELECT day, weekday, campaigns, platform, mission, mission_kind, region, country, contributor_type, account_type, own_account,
    is_synthetic, 'post' AS item_kind, items
FROM daily
UNION ALL
SELECT day, weekday, campaigns, platform, 'unknown', 'unknown', region, country, contributor_type, account_type, own_account,
    is_synthetic, 'sign_up', supporters
FROM supporter_facts WHERE counted
UNION ALL
SELECT day, weekday, campaigns, 'unknown', mission, mission_kind, region, country, contributor_type, 'unknown', {other_accounts},
    is_synthetic, 'photo', 1
FROM photo_facts
UNION ALL
SELECT day, weekday, campaigns, 'unknown', mission, mission_kind, region, country, 'unknown', 'unknown', {other_accounts},
    is_synthetic, 'story', 1
FROM story_facts;

CREATE OR REPLACE VIEW post_campaigns AS      -- one row a post and campaign
SELECT platform, post_id, unnest(campaigns) AS campaign FROM posts;

CREATE OR REPLACE VIEW post_hashtags AS       -- one row a post and hashtag
SELECT platform, post_id, unnest(hashtags) AS hashtag FROM posts;

CREATE OR REPLACE VIEW v_publishable_stories AS -- stories that may be listed one by one
SELECT story, campaign, nominated, mission, country, contribution_to, council, origin, transit, host, theme, languages, story_link, story_month, is_synthetic
FROM stories WHERE state = 'accepted' AND consent IN (SELECT consent FROM consents_that_hold);

CREATE OR REPLACE VIEW v_publishable_photos AS -- photos that may be listed one by one
SELECT photo, campaign, submitted, mission, country, title, shortlisted, documented, is_synthetic
FROM photos WHERE consent IN (SELECT consent FROM consents_that_hold);

-- Posts that may be listed one by one: of offices and organisations in their own voice; of anybody else, or on somebody's behalf, only with
-- a consent that holds. Whose voice it is, a list never says.
CREATE OR REPLACE VIEW v_publishable_posts AS
SELECT p.platform, p.post_id, p.posted_at, p.text, p.url, p.contributor, p.account_type, p.own_account, p.mission, p.region, p.language, p.media_type,
    p.post_kind, p.campaigns, p.is_synthetic, l.impressions, l.views, l.reach, l.reactions, l.comments, l.shares, l.engagement
FROM posts p JOIN post_latest l ON l.platform = p.platform AND l.post_id = p.post_id
WHERE p.deleted_at IS NULL AND NOT starts_with(p.post_id, 'withdrawn:') AND CASE WHEN p.consent IS NOT NULL THEN p.consent IN (SELECT consent FROM consents_that_hold)
    ELSE p.account_type IN ('office', 'organisation') AND NOT p.posted_on_behalf
        AND p.contributor_type IN ('mission', 'staff', 'public', 'partner', 'donor') END;
