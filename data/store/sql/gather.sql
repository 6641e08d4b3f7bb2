CREATE OR REPLACE TEMP TABLE daily_was AS     -- what the touched posts have added to the rollups so far
SELECT {dimensions}, {sums} FROM (SELECT *, {derived} FROM old_posts) GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE contributor_day_was AS
SELECT {dimensions}, contributor, count(*) AS items FROM (SELECT *, {derived} FROM old_posts) GROUP BY ALL;
DELETE FROM posts WHERE rowid IN (SELECT place FROM old_at);
DELETE FROM earlier_counts WHERE key_hash IN (SELECT key_hash FROM touched);

CREATE OR REPLACE TEMP TABLE said AS          -- in the order in which it is gone through
SELECT * FROM said_several JOIN ({told_by_import}) USING (import_id) ORDER BY key_hash;

CREATE OR REPLACE TEMP TABLE chosen AS SELECT {told_once} FROM said LIMIT 0;
