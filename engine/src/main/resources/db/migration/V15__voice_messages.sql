-- A caller who can not be taken may leave a voice message: it is counted beside the call's outcome, and its sound is
-- an attachment of the call's ticket.

alter table call add column voice_message boolean not null default false;
alter table journal add column voice_message boolean;
comment on column call.voice_message is 'The caller was recorded, to leave a message';

create table attachment (
  id            bigint generated always as identity primary key,
  ticket        text collate "C" not null references ticket (number),
  call_id       text collate "C" references call (call_id),
  kind          text collate "C" not null check (kind in ('voice_message')),
  content_type  text collate "C" not null,
  recorded_at   timestamptz not null,
  length_ms     integer not null,
  content       bytea,
  removed_at    timestamptz,
  constraint attachment_of_call unique (call_id),
  constraint attachment_removed check ((content is null) = (removed_at is not null))
);
comment on table attachment is 'What belongs to a ticket and is no text. A row stays when its content is removed';
comment on column attachment.call_id is 'The call it was left in: at most one a call';
comment on column attachment.removed_at is 'By retention; of a recording without sound, at once';
create index attachment_ticket on attachment (ticket);
create index attachment_kept on attachment (recorded_at) where removed_at is null;
-- sound does not shrink
alter table attachment alter column content set storage external;

create or replace function apply_calls(p_calls jsonb) returns void
language sql as $$
  insert into call as c (call_id, queue, ticket, presented, e164, number_kind, number_shared, name, person_id, language,
                         arrived_at, offered_at, queued_at, answered_at, ended_at, outcome,
                         met_full, outside_hours, without_engine, technician, taken, voice_message)
  select call_id, queue, ticket, presented, e164, number_kind, number_shared, name, person_id, language,
         arrived_at, offered_at, queued_at, answered_at, ended_at, outcome,
         met_full, outside_hours, without_engine, technician, coalesce(taken, false),
         coalesce(voice_message, false)
  from jsonb_to_recordset(p_calls) as r (
    call_id text, queue text, ticket text, presented text, e164 text, number_kind text, number_shared boolean,
    name text, person_id bigint, language text, arrived_at timestamptz, offered_at timestamptz, queued_at timestamptz,
    answered_at timestamptz, ended_at timestamptz, outcome text,
    met_full boolean, outside_hours boolean, without_engine boolean, technician text,
    taken boolean, voice_message boolean)
  on conflict (call_id) do update set
    queued_at = excluded.queued_at, answered_at = excluded.answered_at, ended_at = excluded.ended_at,
    outcome = excluded.outcome, met_full = excluded.met_full, outside_hours = excluded.outside_hours,
    without_engine = excluded.without_engine, technician = excluded.technician,
    taken = excluded.taken, voice_message = excluded.voice_message
$$;

create or replace function commit_queue(
  p_queue text, p_epoch bigint, p_expected bigint, p_version bigint, p_state jsonb, p_journal jsonb,
  p_calls jsonb, p_legs jsonb, p_callbacks jsonb, p_updates jsonb, p_entries jsonb)
returns text
language plpgsql as $$
begin
  update queue_state set version = p_version
  where queue = p_queue and epoch = p_epoch and version = p_expected;
  if not found then
    if exists (select from queue_state where queue = p_queue and epoch = p_epoch)
       and exists (select from journal j
                   where j.queue = p_queue
                     and j.command in (select r.command from jsonb_to_recordset(p_journal) as r (command text))) then
      return 'known';
    end if;
    return 'fenced';
  end if;

  insert into journal (queue, command, n, command_at, refusal, version, kind, at, payload, call_id, ticket, arrived_at,
                       offered_at, queued_at, answered_at, ended_at, outcome, met_full, outside_hours, without_engine,
                       technician, taken, voice_message)
  select p_queue, command, n, command_at, refusal, version, kind, at, payload, call_id, ticket, arrived_at,
         offered_at, queued_at, answered_at, ended_at, outcome, met_full, outside_hours, without_engine, technician,
         taken, voice_message
  from jsonb_to_recordset(p_journal) as r (
    command text, n integer, command_at timestamptz, refusal text, version bigint, kind text, at timestamptz,
    payload jsonb, call_id text, ticket text, arrived_at timestamptz, offered_at timestamptz, queued_at timestamptz,
    answered_at timestamptz, ended_at timestamptz, outcome text, met_full boolean, outside_hours boolean,
    without_engine boolean, technician text, taken boolean, voice_message boolean);

  -- a big state is not written with every commit, see svara.engine.postgres.StatePace
  if p_state is not null then
    update queue_state set state = p_state,
      state_journal = (select id from journal where journal.queue = p_queue order by id desc limit 1)
    where queue = p_queue;
  end if;

  -- tickets first: calls and promises stand on them
  if p_updates is not null then perform apply_ticket_updates(p_updates); end if;
  if p_calls is not null then perform apply_calls(p_calls); end if;
  if p_legs is not null then perform apply_legs(p_legs); end if;
  if p_callbacks is not null then perform apply_callbacks(p_callbacks); end if;
  if p_entries is not null then
    insert into ticket_entry (ticket, at, kind, call_id, by, text, facts)
    select ticket, at, kind, call_id, by, text, facts
    from jsonb_to_recordset(p_entries) as r (
      ticket text, at timestamptz, kind text, call_id text, by text, text text, facts jsonb);
  end if;
  return 'stored';
end $$;

create or replace view report_calls as
select c.call_id, c.queue, c.ticket,
       coalesce(c.e164, c.presented) as number, c.number_kind, c.name as shown_name,
       p.name as person, d.name as department,
       c.arrived_at, c.offered_at, c.queued_at, c.answered_at, c.ended_at,
       extract(epoch from greatest(coalesce(c.answered_at, c.ended_at) - c.offered_at, interval '0'))::double precision as wait_seconds,
       extract(epoch from greatest(c.ended_at - c.answered_at, interval '0'))::double precision as talk_seconds,
       c.outcome, c.met_full, c.outside_hours, c.without_engine, c.technician, c.taken, c.voice_message
from call c
left join person p on p.id = c.person_id
left join department d on d.id = p.department_id;
comment on column report_calls.voice_message is 'The caller was recorded, to leave a message';
