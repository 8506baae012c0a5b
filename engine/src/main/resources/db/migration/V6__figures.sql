-- Figures by hour and day, folded from the journal behind a mark; see svara.engine.postgres.PostgresFigureStore.

create table figure (
  queue text collate "C" not null,
  grain text collate "C" not null check (grain in ('hour', 'day')),
  start timestamptz not null,
  fold  jsonb not null,
  primary key (grain, start, queue)
);
comment on table figure is 'What the calls of a queue''s hour or day fold to; made anew from the journal by ./svara figures rebuild';
comment on column figure.start is 'When the hour or day begins, by the time zone of the settings';
comment on column figure.fold is 'Counts by name and waits by length; what is zero is left out';

create table figure_mark (
  queue   text collate "C" primary key,
  journal bigint not null default 0
);
comment on column figure_mark.journal is 'The last row of the journal that is folded';

-- offers and ends alone, in the journal's order
create index journal_figures on journal (queue, id) where kind in ('CallOffered', 'CallEnded');
create index call_open on call (offered_at) where ended_at is null;
create index callback_promised on callback (promised_at);
