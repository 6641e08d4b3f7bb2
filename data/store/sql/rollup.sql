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
