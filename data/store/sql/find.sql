-- Places of rows, by the key hashes in `stale_posts`; made and used by refresh.refresh.
CREATE OR REPLACE TEMP TABLE old_post_places AS SELECT rowid AS place FROM posts SEMI JOIN stale_posts USING (key_hash);
CREATE OR REPLACE TEMP TABLE landed_places AS SELECT rowid AS place, key_hash FROM landing.posts SEMI JOIN stale_posts USING (key_hash);
CREATE OR REPLACE TEMP TABLE several_row_keys AS -- nearly all posts have one landed row: of the others it must be chosen what stands
SELECT key_hash FROM landed_places GROUP BY key_hash HAVING count(*) > 1;
CREATE OR REPLACE TEMP TABLE single_row_places AS SELECT place FROM landed_places ANTI JOIN several_row_keys USING (key_hash);
CREATE OR REPLACE TEMP TABLE several_row_places AS SELECT place FROM landed_places SEMI JOIN several_row_keys USING (key_hash);
DROP TABLE landed_places;
DROP TABLE several_row_keys;
