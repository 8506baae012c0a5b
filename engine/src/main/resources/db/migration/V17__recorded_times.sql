-- A recording for what-if begins in the middle of the journal. Rows come nearly in the order of their time, so the
-- smallest kind of index finds the pages of a time, and costs a commit next to nothing.
create index journal_commanded on journal using brin (command_at) with (pages_per_range = 16, autosummarize = on);

-- Handling time and occupancy are folded like calls, from what technicians do; svara.engine.postgres.FigureRows names
-- the same kinds.
alter table figure_mark add column clocks jsonb not null default '[]';
comment on column figure_mark.clocks is 'How technicians stood after the last row that is folded';
drop index journal_figures;
create index journal_figures on journal (queue, id)
  where kind in ('CallOffered', 'CallEnded', 'CallAnswered', 'CallbackDialled', 'TechnicianReleased', 'AttemptEnded',
                 'WrapUpEnded', 'TechnicianEnrolled', 'TechnicianLeft', 'DutyChanged');
create index callback_attempt_dialled on callback_attempt (dialled_at) where attempt is not null;
