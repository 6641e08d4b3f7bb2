-- `…_changes`: one row a cell and step, what the stale posts add now, less what they added before, and the cells of the rollup that this
-- changes. `changed_cells`: one row a cell.
CREATE OR REPLACE TEMP TABLE daily_changes AS
SELECT {dimensions}, {sums} FROM (SELECT *, {derived} FROM new_posts) GROUP BY ALL;
INSERT INTO daily_changes SELECT {dimensions}, {minus_measures} FROM old_daily;
CREATE OR REPLACE TEMP TABLE changed_cells AS SELECT DISTINCT hash({dimensions}) AS cell FROM daily_changes;
INSERT INTO daily_changes SELECT {dimensions}, {measures} FROM daily WHERE hash({dimensions}) IN (SELECT cell FROM changed_cells);
DELETE FROM daily WHERE hash({dimensions}) IN (SELECT cell FROM changed_cells);
INSERT INTO daily SELECT {dimensions}, {restored_measures} FROM (SELECT {dimensions}, {sums} FROM daily_changes GROUP BY ALL) WHERE items > 0;
DROP TABLE daily_changes;

CREATE OR REPLACE TEMP TABLE contributor_day_changes AS
SELECT {dimensions}, contributor, count(*) AS items FROM (SELECT *, {derived} FROM new_posts) GROUP BY ALL;
INSERT INTO contributor_day_changes SELECT {dimensions}, contributor, -items FROM old_contributor_day;
CREATE OR REPLACE TEMP TABLE changed_cells AS SELECT DISTINCT hash({dimensions}, contributor) AS cell FROM contributor_day_changes;
INSERT INTO contributor_day_changes SELECT * FROM contributor_day WHERE hash({dimensions}, contributor) IN (SELECT cell FROM changed_cells);
DELETE FROM contributor_day WHERE hash({dimensions}, contributor) IN (SELECT cell FROM changed_cells);
INSERT INTO contributor_day SELECT {dimensions}, contributor, sum(items)::BIGINT AS added FROM contributor_day_changes GROUP BY ALL HAVING added > 0;
