-- A plan made while the tables were small walks through whole tables when they have grown,
-- until the statistics are made anew: a hundred words must cost the same at any size.

alter function make_words(integer) set enable_seqscan = off;
alter function make_words(integer) set enable_hashjoin = off;
alter function make_words(integer) set enable_mergejoin = off;
