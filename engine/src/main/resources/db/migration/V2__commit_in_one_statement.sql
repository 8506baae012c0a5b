-- A queue's commit is one call, so that it is one round trip and one transaction. Functions run with the caller's own
-- rights.

create function next_ticket_number(p_year integer) returns text
language plpgsql as $$
declare
  v_base bigint;
  v_first bigint;
begin
  select base into v_base from ticket_year where year = p_year;
  if not found then
    v_first := nextval('ticket_serial');
    insert into ticket_year (year, base) values (p_year, v_first - 1) on conflict do nothing;
    if found then
      return format('%s-%s', p_year, lpad('1', 6, '0'));
    end if;
    select base into v_base from ticket_year where year = p_year;
  end if;
  -- after the base was read, so it is greater than it
  v_first := nextval('ticket_serial') - v_base;
  return format('%s-%s', p_year, lpad(v_first::text, greatest(6, length(v_first::text)), '0'));
end $$;
comment on function next_ticket_number is 'YYYY-NNNNNN; numbers that are not used stay unused';

create function caller_facts(p_number text, p_at timestamptz, p_rejoin interval, p_year integer)
returns table (person_id bigint, language text, ticket text, known boolean)
language plpgsql as $$
#variable_conflict use_column
declare
  v_person bigint;
  v_language text;
  v_ticket text;
begin
  if p_number is not null then
    select p.id, p.language into v_person, v_language
    from person_number n join person p on p.id = n.person_id
    where n.number = p_number and p.left_at is null;
  end if;
  if v_person is not null then
    select c.ticket into v_ticket from call c
    where c.person_id = v_person
      and c.offered_at > p_at - p_rejoin - interval '12 hours'
      and coalesce(c.ended_at, p_at) >= p_at - p_rejoin
    order by c.offered_at desc limit 1;
  end if;
  return query select v_person, v_language, coalesce(v_ticket, next_ticket_number(p_year)), v_ticket is not null;
end $$;
comment on function caller_facts is 'p_number is null when the number recognises nobody';

create function apply_calls(p_calls jsonb) returns void
language sql as $$
  insert into call as c (call_id, queue, ticket, presented, e164, number_kind, number_shared, name, person_id, language,
                         arrived_at, offered_at, queued_at, answered_at, ended_at, outcome,
                         met_full, outside_hours, without_engine, technician)
  select call_id, queue, ticket, presented, e164, number_kind, number_shared, name, person_id, language,
         arrived_at, offered_at, queued_at, answered_at, ended_at, outcome,
         met_full, outside_hours, without_engine, technician
  from jsonb_to_recordset(p_calls) as r (
    call_id text, queue text, ticket text, presented text, e164 text, number_kind text, number_shared boolean,
    name text, person_id bigint, language text, arrived_at timestamptz, offered_at timestamptz, queued_at timestamptz,
    answered_at timestamptz, ended_at timestamptz, outcome text,
    met_full boolean, outside_hours boolean, without_engine boolean, technician text)
  on conflict (call_id) do update set
    queued_at = excluded.queued_at, answered_at = excluded.answered_at, ended_at = excluded.ended_at,
    outcome = excluded.outcome, met_full = excluded.met_full, outside_hours = excluded.outside_hours,
    without_engine = excluded.without_engine, technician = excluded.technician
$$;

create function apply_legs(p_legs jsonb) returns void
language plpgsql as $$
declare
  l record;
begin
  for l in
    select * from jsonb_to_recordset(p_legs) as r (
      op text, call_id text, at timestamptz, attempt integer, technician text, result text)
  loop
    case l.op
      when 'rung' then
        insert into call_leg (call_id, attempt, technician, rung_at)
        values (l.call_id, l.attempt, l.technician, l.at) on conflict do nothing;
      when 'unanswered' then
        update call_leg set ended_at = l.at, result = l.result
        where call_id = l.call_id and answered_at is null and ended_at is null;
      when 'answered' then
        update call_leg set ended_at = l.at, result = 'elsewhere'
        where call_id = l.call_id and technician <> l.technician and answered_at is null and ended_at is null;
        update call_leg set answered_at = l.at
        where call_id = l.call_id and technician = l.technician and answered_at is null and ended_at is null;
        if not found then
          -- the exchange rang him by itself
          insert into call_leg (call_id, attempt, technician, rung_at, answered_at)
          values (l.call_id, 0, l.technician, l.at, l.at) on conflict do nothing;
        end if;
      when 'released' then
        update call_leg set ended_at = l.at
        where call_id = l.call_id and technician = l.technician and answered_at is not null and ended_at is null;
    end case;
  end loop;
end $$;

create function apply_callbacks(p_callbacks jsonb) returns void
language sql as $$
  insert into callback as c (callback_id, queue, call_id, ticket, number, person_id, arrived_at, promised_at, state)
  select callback_id, queue, call_id, ticket, number, person_id, arrived_at, promised_at, 'open'
  from jsonb_to_recordset(p_callbacks) as r (
    op text, callback_id text, queue text, call_id text, ticket text, number text, person_id bigint,
    arrived_at timestamptz, promised_at timestamptz)
  where op = 'open'
  on conflict (callback_id) do nothing;

  update callback c set state = r.op, closed_at = r.at, closed_by = r.by, note = r.note
  from jsonb_to_recordset(p_callbacks) as r (callback_id text, op text, at timestamptz, by text, note text)
  where r.op <> 'open' and c.callback_id = r.callback_id and c.state = 'open';
$$;

-- svara.engine.ticket.TicketLife says the same in Java, where it is also said why
create function apply_ticket_updates(p_updates jsonb) returns void
language plpgsql as $$
declare
  u record;
begin
  for u in
    select * from jsonb_to_recordset(p_updates) as r (
      op text, ticket text, at timestamptz, queue text, subject text, shown_as text, person_id bigint,
      number_key text, technician text, to_call_back boolean, callback_id text, other text)
  loop
    case u.op
      when 'opened' then
        insert into ticket (number, status, kind, channel, subject, person_id, shown_as, number_key, queue,
                            opened_at, changed_at)
        select u.ticket, 'new', 'ordinary', 'phone', left(u.subject || coalesce(p.name, u.shown_as), 250),
               u.person_id, u.shown_as, u.number_key, u.queue, u.at, u.at
        from (select) one left join person p on p.id = u.person_id
        on conflict (number) do update
          set changed_at = greatest(ticket.changed_at, excluded.changed_at), version = ticket.version + 1;

      when 'answered' then
        update ticket set
          status = case when status = 'waiting_supplier' then status else 'open' end,
          kind = 'ordinary', assignee = coalesce(assignee, u.technician), closed_at = null, answered_at = u.at,
          to_call_back = callback_id is not null, closed_by = null,
          changed_at = greatest(changed_at, u.at), version = version + 1
        where number = u.ticket and (answered_at is null or answered_at < u.at);

      when 'served' then
        update ticket set
          status = case when status = 'new' then 'closed' else status end,
          closed_at = case when status = 'new' then u.at else closed_at end,
          to_call_back = false, closed_by = u.ticket,
          changed_at = greatest(changed_at, u.at), version = version + 1
        where to_call_back and callback_id is null and opened_at <= u.at and number <> u.ticket
          and (person_id = u.person_id or number_key = u.number_key);

      when 'missed' then
        update ticket set
          status = case
            when u.to_call_back and status in ('solved', 'closed')
              then case when answered_at is null then 'new' else 'open' end
            when not u.to_call_back and status = 'new' and not to_call_back then 'closed'
            else status end,
          kind = case when answered_at is null then 'missed_call' else kind end,
          closed_at = case
            when u.to_call_back then null
            when status = 'new' and not to_call_back then u.at
            else closed_at end,
          closed_by = case when u.to_call_back and status in ('solved', 'closed') then null else closed_by end,
          to_call_back = to_call_back or u.to_call_back,
          changed_at = greatest(changed_at, u.at), version = version + 1
        where number = u.ticket;

      when 'promised' then
        update ticket set to_call_back = true, callback_id = u.callback_id,
          changed_at = greatest(changed_at, u.at), version = version + 1
        where number = u.ticket;

      when 'promised_elsewhere' then
        update ticket set closed_by = u.other, changed_at = greatest(changed_at, u.at), version = version + 1
        where number = u.ticket;

      when 'called_back' then
        update ticket set
          status = case when status in ('solved', 'closed', 'waiting_supplier') then status else 'open' end,
          kind = 'ordinary', assignee = coalesce(assignee, u.technician), answered_at = u.at,
          to_call_back = false, callback_id = null,
          changed_at = greatest(changed_at, u.at), version = version + 1
        where number = u.ticket and callback_id = u.callback_id;

      when 'promise_withdrawn' then
        update ticket set
          status = case when status = 'new' then 'closed' else status end,
          closed_at = case when status = 'new' then u.at else closed_at end,
          to_call_back = false, callback_id = null,
          changed_at = greatest(changed_at, u.at), version = version + 1
        where number = u.ticket and callback_id = u.callback_id;
    end case;
  end loop;
end $$;

create function commit_queue(
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
                       technician)
  select p_queue, command, n, command_at, refusal, version, kind, at, payload, call_id, ticket, arrived_at,
         offered_at, queued_at, answered_at, ended_at, outcome, met_full, outside_hours, without_engine, technician
  from jsonb_to_recordset(p_journal) as r (
    command text, n integer, command_at timestamptz, refusal text, version bigint, kind text, at timestamptz,
    payload jsonb, call_id text, ticket text, arrived_at timestamptz, offered_at timestamptz, queued_at timestamptz,
    answered_at timestamptz, ended_at timestamptz, outcome text, met_full boolean, outside_hours boolean,
    without_engine boolean, technician text);

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
comment on function commit_queue is 'stored; known: some commands are in the journal already; fenced: the queue is another''s, or has moved on';
