-- Rollups by who published and where, without what a post is. Where `daily` has few rows they are views of it, else `publisher_tables.sql` writes them.
CREATE VIEW publisher_total AS
SELECT {publisher_dimensions}, {measures} FROM daily;

CREATE VIEW publisher_day AS                  -- the same and the day
SELECT day, weekday, {publisher_dimensions}, {measures} FROM daily;

CREATE VIEW contributor_total AS              -- the same by contributor, without the day
SELECT {publisher_dimensions}, contributor, 0::BIGINT AS single_contributors, items FROM contributor_day;

CREATE VIEW contribution_day AS               -- posts, sign-ups, photos and stories, by day and what they have in common
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

CREATE VIEW contribution_total AS             -- the same without the day
SELECT * EXCLUDE (day, weekday) FROM contribution_day;
