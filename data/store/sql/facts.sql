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

CREATE OR REPLACE VIEW consents_that_hold AS  -- one row a consent that holds today, also where the counts of a past day are looked at
SELECT consent FROM consent_days WHERE given <= current_date AND (expires IS NULL OR expires >= current_date);

CREATE OR REPLACE VIEW story_facts AS         -- one row a story, and where it stands today
SELECT story, nominated AS day, weekday, CASE WHEN campaign IS NULL THEN [] ELSE [campaign] END AS campaigns,
    coalesce(mission, 'unknown') AS mission, mission_kind, region, known_country AS country,
    state, coalesce(council, false) AS council, is_synthetic,
    CASE WHEN is_withdrawn THEN 'withdrawn' WHEN state <> 'accepted' THEN state
        WHEN h.consent IS NOT NULL THEN 'publishable'
        WHEN expires < current_date THEN 'expired' ELSE 'without consent' END AS standing,
    standing = 'publishable' AS publishable
FROM story_rows s LEFT JOIN consents_that_hold h ON h.consent = s.consent;

CREATE OR REPLACE VIEW post_campaigns AS      -- one row a post and campaign
SELECT platform, post_id, unnest(campaigns) AS campaign FROM posts;

CREATE OR REPLACE VIEW post_hashtags AS       -- one row a post and hashtag
SELECT platform, post_id, unnest(hashtags) AS hashtag FROM posts;

CREATE OR REPLACE VIEW v_publishable_stories AS -- stories that may be listed one by one
SELECT story, campaign, nominated, mission, country, contribution_to, council, origin, transit, host, theme, languages, story_link, story_month, is_synthetic
FROM story_rows WHERE state = 'accepted' AND consent IN (FROM consents_that_hold);

CREATE OR REPLACE VIEW v_publishable_photos AS -- photos that may be listed one by one
SELECT photo, campaign, submitted, mission, country, title, shortlisted, documented, is_synthetic
FROM photo_rows WHERE consent IN (FROM consents_that_hold);

-- Posts that may be listed one by one: of offices and organisations in their own voice; of anybody else, or on somebody's behalf, only with
-- a consent that holds. Whose voice it is, a list never says.
CREATE OR REPLACE VIEW v_publishable_posts AS -- `place` finds a row in this version, so that a list can be sorted before texts are read
SELECT rowid AS place, platform, post_id, posted_at, posted_at::DATE AS day, text, url, contributor, account_type, own_account, mission, region, language, media_type,
    post_kind, campaigns, is_synthetic, impressions, views, reach, reactions, comments, shares, {engagement} AS engagement
FROM posts
WHERE deleted_at IS NULL AND NOT starts_with(post_id, 'withdrawn:') AND CASE WHEN consent IS NOT NULL THEN consent IN (FROM consents_that_hold)
    ELSE account_type IN ('office', 'organisation') AND NOT posted_on_behalf
        AND contributor_type IN ('mission', 'staff', 'public', 'partner', 'donor') END;

CREATE OR REPLACE VIEW translated_texts AS    -- one row a text of a sheet and language in which the sheet says it too
SELECT language, text, min(translation) AS translation FROM (
    SELECT 'fr' AS language, event AS text, event_fr AS translation FROM events
    UNION ALL SELECT 'es' AS language, event AS text, event_es AS translation FROM events
    UNION ALL SELECT 'fr' AS language, note AS text, note_fr AS translation FROM targets
    UNION ALL SELECT 'es' AS language, note AS text, note_es AS translation FROM targets
    UNION ALL SELECT 'fr' AS language, what_it_is AS text, what_it_is_fr AS translation FROM claims
    UNION ALL SELECT 'es' AS language, what_it_is AS text, what_it_is_es AS translation FROM claims
    UNION ALL SELECT 'fr' AS language, scope AS text, scope_fr AS translation FROM claims
    UNION ALL SELECT 'es' AS language, scope AS text, scope_es AS translation FROM claims
    UNION ALL SELECT 'fr' AS language, note AS text, note_fr AS translation FROM claims
    UNION ALL SELECT 'es' AS language, note AS text, note_es AS translation FROM claims
    UNION ALL SELECT 'fr' AS language, unit_as_published AS text, unit_as_published_fr AS translation FROM claims
    UNION ALL SELECT 'es' AS language, unit_as_published AS text, unit_as_published_es AS translation FROM claims
) WHERE text IS NOT NULL AND translation IS NOT NULL GROUP BY language, text;
