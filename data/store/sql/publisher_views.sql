-- Rollups by who published and where, without what a post is. Where `daily` has few rows they are views of it, else `publisher_tables.sql` writes them.
CREATE VIEW publisher_total AS
SELECT {publisher_dimensions}, {measures} FROM daily;

CREATE VIEW publisher_day AS                  -- the same and the day
SELECT day, weekday, {publisher_dimensions}, {measures} FROM daily;

CREATE VIEW contributor_total AS              -- the same by contributor, without the day
SELECT {publisher_dimensions}, contributor, 0::BIGINT AS single_contributors, items FROM contributor_day;
