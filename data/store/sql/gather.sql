CREATE OR REPLACE TEMP TABLE old_daily AS     -- what the stale posts have added to the rollups so far
SELECT {dimensions}, {sums} FROM (SELECT *, {derived} FROM old_posts) GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE old_contributor_day AS
SELECT {dimensions}, contributor, count(*) AS items FROM (SELECT *, {derived} FROM old_posts) GROUP BY ALL;
DELETE FROM posts WHERE rowid IN (SELECT place FROM old_post_places);
DELETE FROM earlier_counts WHERE key_hash IN (SELECT key_hash FROM stale_posts);

CREATE OR REPLACE TEMP TABLE rows_to_merge AS -- one row a landed row of posts that have several, in the order in which they are gone through
SELECT * FROM several_rows JOIN ({told_by_import}) USING (import_id) ORDER BY key_hash;

CREATE OR REPLACE TEMP TABLE chosen_posts AS  -- one row a post that has several landed rows; `choose` fills it
SELECT {told_once} FROM rows_to_merge LIMIT 0;
