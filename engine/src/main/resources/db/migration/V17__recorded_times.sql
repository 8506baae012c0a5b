-- A recording for what-if begins in the middle of the journal. Rows come nearly in the order of their time, so the
-- smallest kind of index finds the pages of a time, and costs a commit next to nothing.
create index journal_commanded on journal using brin (command_at) with (pages_per_range = 16, autosummarize = on);
