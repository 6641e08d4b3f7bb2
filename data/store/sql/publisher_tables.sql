-- The rollups of `publisher_views.sql` as tables, written whole before a version is published.
CREATE TABLE publisher_day AS
SELECT day, weekday, {publisher_dimensions}, {sums} FROM daily GROUP BY ALL;

CREATE TABLE publisher_total AS
SELECT {publisher_dimensions}, {sums} FROM publisher_day GROUP BY ALL;

-- Most contributors have one row. They are different from all others, so their number adds up, and one row counts them all. Only those of several
-- rows are named, and have to be told apart by whoever counts.
CREATE TABLE contributor_total AS
WITH each AS (SELECT {publisher_dimensions}, contributor, sum(items)::BIGINT AS items FROM contributor_day GROUP BY ALL),
several AS (SELECT contributor FROM each WHERE contributor IS NOT NULL GROUP BY contributor HAVING count(*) > 1)
SELECT {publisher_dimensions}, s.contributor,
    count(e.contributor) FILTER (s.contributor IS NULL) AS single_contributors, sum(items)::BIGINT AS items
FROM each e LEFT JOIN several s ON s.contributor = e.contributor
GROUP BY ALL;

CREATE TABLE contribution_day AS
SELECT day, weekday, campaigns, platform, mission, mission_kind, region, country, contributor_type, account_type, own_account,
    is_synthetic, 'post' AS item_kind, items
FROM publisher_day
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

CREATE TABLE contribution_total AS
SELECT * EXCLUDE (day, weekday, items), sum(items)::BIGINT AS items FROM contribution_day GROUP BY ALL;
