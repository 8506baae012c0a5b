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

-- When a ticket stood where, for times to response and solution: whoever changes a ticket, its history is complete.
create table ticket_stood (
  id     bigint generated always as identity primary key,
  ticket text collate "C" not null references ticket (number),
  at     timestamptz not null,
  status text collate "C" not null
);
comment on table ticket_stood is 'Where tickets have stood, and since when; only ever added to';
create index ticket_stood_ticket on ticket_stood (ticket, id);
insert into ticket_stood (ticket, at, status) select number, opened_at, 'new' from ticket order by number;
insert into ticket_stood (ticket, at, status)
select number, coalesce(closed_at, changed_at), status from ticket where status <> 'new' order by number;

create function keep_ticket_stood() returns trigger
language plpgsql as $$
begin
  if tg_op = 'INSERT' or new.status <> old.status then
    insert into ticket_stood (ticket, at, status) values (new.number, new.changed_at, new.status);
  end if;
  return null;
end $$;
create trigger ticket_stood_kept after insert or update of status on ticket
  for each row execute function keep_ticket_stood();
create index ticket_opened on ticket (opened_at);
create index ticket_closed on ticket (closed_at) where closed_at is not null;
