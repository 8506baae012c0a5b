-- Keys are compared byte by byte ("C"): they are ids, not words, and so indexes are faster.

-- ---- queues

create table queue_lease (
  queue      text collate "C" primary key,
  node       text not null,
  epoch      bigint not null,
  expires_at timestamptz not null
);
comment on table queue_lease is 'Which node owns which queue, by this server''s clock';

create table queue_state (
  queue   text collate "C" primary key,
  epoch   bigint not null,
  version bigint not null default 0,
  state   jsonb,
  state_journal bigint not null default 0
) with (fillfactor = 50);
comment on column queue_state.epoch is 'Only the owner under this epoch may write';
comment on column queue_state.version is 'How many events the queue has seen';
comment on column queue_state.state is 'As it was after the journal''s row state_journal; what happened since is to be added';

create table journal (
  id              bigint generated always as identity primary key,
  queue           text collate "C" not null,
  command         text collate "C" not null,
  n               integer not null,
  command_at      timestamptz not null,
  refusal         text,
  version         bigint not null,
  kind            text collate "C",
  at              timestamptz,
  payload         jsonb,
  call_id         text collate "C",
  ticket          text collate "C",
  arrived_at      timestamptz,
  offered_at      timestamptz,
  queued_at       timestamptz,
  answered_at     timestamptz,
  ended_at        timestamptz,
  outcome         text collate "C",
  met_full        boolean,
  outside_hours   boolean,
  without_engine  boolean,
  technician      text collate "C",
  constraint journal_command unique (queue, command, n)
);
comment on table journal is 'What happened in the queues, in order; only ever added to. Columns from call_id on are filled for a call''s closing event (kind CallEnded), so that figures fold from one row a call';
comment on column journal.n is 'Counts the events of a command from 0; a command without events has one row without kind';
comment on column journal.version is 'The queue''s version after the event';
create index journal_queue on journal (queue, id);
create index journal_ended on journal (offered_at) where kind = 'CallEnded';

-- ---- people

create table department (
  id   bigint generated always as identity primary key,
  name text not null unique
);

create table person (
  id            bigint generated always as identity primary key,
  email         text collate "C" not null unique check (email = lower(email)),
  name          text not null,
  department_id bigint references department (id),
  language      text collate "C" check (language in ('sv', 'en')),
  coordinator   boolean not null default false,
  left_at       timestamptz
);
create index person_department on person (department_id);

create table person_number (
  number    text collate "C" primary key,
  person_id bigint not null references person (id)
);
comment on column person_number.number is '+46... or an extension; a number belongs to one person';
create index person_number_person on person_number (person_id);

-- ---- tickets

create sequence ticket_serial;

create table ticket_year (
  year integer primary key,
  base bigint not null
);
comment on column ticket_year.base is 'ticket_serial when the year began; serials count on from it';

create table ticket (
  number      text collate "C" primary key check (number ~ '^\d{4}-\d{6,9}$'),
  status      text collate "C" not null
              check (status in ('new', 'open', 'waiting_requester', 'waiting_supplier', 'solved', 'closed')),
  kind        text collate "C" not null check (kind in ('ordinary', 'missed_call')),
  channel     text collate "C" not null check (channel in ('phone', 'mail', 'console')),
  subject     text not null check (length(subject) between 1 and 250),
  person_id   bigint references person (id),
  shown_as    text not null,
  number_key  text collate "C",
  queue       text collate "C",
  assignee    text collate "C",
  opened_at   timestamptz not null,
  changed_at  timestamptz not null,
  closed_at   timestamptz,
  answered_at timestamptz,
  to_call_back boolean not null default false,
  callback_id text collate "C",
  closed_by   text collate "C" references ticket (number),
  version     bigint not null default 1
);
comment on column ticket.shown_as is 'The name, else the number, the caller showed; a mail''s sender';
comment on column ticket.number_key is 'The number to call, where it may stand for one person';
comment on column ticket.answered_at is 'When somebody last answered a call of it';
comment on column ticket.callback_id is 'The open promise on it';
comment on column ticket.closed_by is 'The ticket whose call made this one needless';
create index ticket_changed on ticket (changed_at desc, number desc);
create index ticket_assignee on ticket (assignee, changed_at desc, number desc);
create index ticket_status on ticket (status, changed_at desc, number desc);
create index ticket_person on ticket (person_id);
create index ticket_to_call_back_person on ticket (person_id) where to_call_back;
create index ticket_to_call_back_number on ticket (number_key) where to_call_back;

create table ticket_entry (
  id      bigint generated always as identity primary key,
  ticket  text collate "C" not null references ticket (number),
  at      timestamptz not null,
  kind    text collate "C" not null,
  call_id text collate "C",
  by      text not null,
  text    text not null,
  facts   jsonb not null default '{}'
);
comment on table ticket_entry is 'Timelines of tickets; only ever added to';
create index ticket_entry_ticket on ticket_entry (ticket, id);

-- ---- calls and promises

create table call (
  call_id        text collate "C" primary key,
  queue          text collate "C" not null,
  ticket         text collate "C" not null references ticket (number),
  presented      text not null,
  e164           text collate "C",
  number_kind    text collate "C" not null,
  number_shared  boolean not null,
  name           text not null,
  person_id      bigint references person (id),
  language       text collate "C" not null,
  arrived_at     timestamptz not null,
  offered_at     timestamptz not null,
  queued_at      timestamptz,
  answered_at    timestamptz,
  ended_at       timestamptz,
  outcome        text collate "C",
  met_full       boolean not null,
  outside_hours  boolean not null,
  without_engine boolean not null,
  technician     text collate "C"
);
create index call_offered on call (offered_at desc, call_id desc);
create index call_queue_offered on call (queue, offered_at desc, call_id desc);
create index call_ticket on call (ticket);
create index call_person on call (person_id, offered_at desc);

create table call_leg (
  call_id     text collate "C" not null references call (call_id),
  attempt     integer not null,
  technician  text collate "C" not null,
  rung_at     timestamptz not null,
  answered_at timestamptz,
  ended_at    timestamptz,
  result      text collate "C",
  primary key (call_id, attempt, technician)
);
comment on column call_leg.attempt is 'Counts the rings of the call from 1; 0 where the exchange rang alone';
comment on column call_leg.result is 'Why it ended unanswered: a ring''s result, elsewhere, caller_gone';

create table callback (
  callback_id text collate "C" primary key,
  queue       text collate "C" not null,
  call_id     text collate "C" not null,
  ticket      text collate "C" not null references ticket (number),
  number      text not null,
  person_id   bigint references person (id),
  arrived_at  timestamptz not null,
  promised_at timestamptz not null,
  state       text collate "C" not null check (state in ('open', 'done', 'withdrawn')),
  closed_at   timestamptz,
  closed_by   text,
  note        text
);
create index callback_queue on callback (queue, promised_at);
create index callback_ticket on callback (ticket);

-- ---- mail as it came

create table mail_in (
  id          bigint generated always as identity primary key,
  mailbox     text collate "C" not null,
  digest      bytea not null,
  message_id  text collate "C" not null,
  received_at timestamptz not null,
  raw         bytea not null,
  ticket      text collate "C" references ticket (number),
  fate        text collate "C" not null,
  reason      text not null,
  constraint mail_in_once unique (mailbox, digest)
);
comment on column mail_in.digest is 'SHA-256 of raw';
comment on column mail_in.message_id is 'Message-ID without angle brackets, empty when there is none';
create index mail_in_message on mail_in (message_id) where message_id <> '';
create index mail_in_ticket on mail_in (ticket);
