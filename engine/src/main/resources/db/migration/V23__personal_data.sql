-- Personal data leaves by a retention plan, and by a person's own wish; figures stay. The functions run with the rights of
-- the owner of the tables, because the engine itself may not change history: these few changes are all it can have made.

-- ---- what was removed, and by what line of the plan

create table retention_mark (
  what      text collate "C" primary key check (what in ('people', 'mails', 'files')),
  closed_to timestamptz not null
);
comment on table retention_mark is 'How far the plan has come: tickets closed before this are done';

create table retention_run (
  id            bigint generated always as identity primary key,
  at            timestamptz not null,
  line          text not null,
  what          text collate "C" not null,
  closed_before timestamptz not null,
  removed       jsonb not null
);
comment on table retention_run is 'What was removed, and under which line of the plan; only ever added to';
comment on column retention_run.removed is 'How many of what';

create table person_erasure (
  id          bigint generated always as identity primary key,
  asked_at    timestamptz not null,
  asked_by    text not null,
  person_id   bigint,
  finished_at timestamptz,
  removed     jsonb not null default '{}'
);
comment on table person_erasure is 'Erasures that people asked for. It does not say of whom, once it is finished';
comment on column person_erasure.person_id is 'Null when it is finished: it waits for his last call to end and his last promise to close';

-- ---- nobody in particular

alter table person add column anonymous boolean not null default false;
comment on column person.anonymous is 'Stands for those of a department who have been anonymised; one a department';
create unique index person_anonymous on person (coalesce(department_id, 0)) where anonymous;

-- Whether the same person came back within a week can not be seen any more when nobody knows who it was.
alter table ticket add column followed boolean;
comment on column ticket.followed is 'Kept when it or the next one was anonymised: the person came back within 7 days; null: to be looked up';

create sequence anonymous_number;
create index ticket_entry_from on ticket_entry ((facts ->> 'from')) where kind = 'mail';

create function anonymous_person(p_person bigint) returns bigint
language plpgsql as $$
declare
  v_department bigint;
  v_id bigint;
begin
  if p_person is null then return null; end if;
  select department_id into v_department from person where id = p_person;
  select id into v_id from person where anonymous and coalesce(department_id, 0) = coalesce(v_department, 0);
  if v_id is null then
    insert into person (email, name, department_id, left_at, anonymous)
    values ('anonymous-' || coalesce(v_department, 0), '–', v_department, '-infinity', true)
    returning id into v_id;
  end if;
  return v_id;
end $$;

-- what is anonymous already stays as it is called
create function anonymous_of(p_number text, p_numbers jsonb) returns text
language sql immutable as $$
  select case when p_number = '' or p_number like 'anon%' then p_number
              else coalesce(p_numbers ->> p_number, 'anonymous') end
$$;

create function anonymous_caller(p_caller jsonb, p_numbers jsonb) returns jsonb
language sql immutable as $$
  select case when p_caller is null then null else
    jsonb_set(p_caller - 'person', '{name}', '""') || jsonb_build_object('number',
      ((p_caller -> 'number') - 'e164') || jsonb_build_object('presented',
        anonymous_of(coalesce(p_caller -> 'number' ->> 'e164', p_caller -> 'number' ->> 'presented'), p_numbers)))
  end
$$;

create function anonymous_promise(p_promise jsonb, p_numbers jsonb) returns jsonb
language sql immutable as $$
  select p_promise || jsonb_build_object(
    'caller', anonymous_caller(p_promise -> 'caller', p_numbers),
    'number', anonymous_of(p_promise ->> 'number', p_numbers))
$$;

-- an event of the journal; svara.engine.queue.QueueEvent knows where people stand in it
create function anonymous_event(p_event jsonb, p_numbers jsonb) returns jsonb
language sql immutable as $$
  select p_event
    || case when p_event ? 'caller'
       then jsonb_build_object('caller', anonymous_caller(p_event -> 'caller', p_numbers)) else '{}' end
    || case when jsonb_typeof(p_event -> 'callback') = 'object'
       then jsonb_build_object('callback', anonymous_promise(p_event -> 'callback', p_numbers)) else '{}' end
    || case when p_event ? 'promise'
       then jsonb_build_object('promise', anonymous_promise(p_event -> 'promise', p_numbers)) else '{}' end
    || case when p_event ? 'number'
       then jsonb_build_object('number', anonymous_of(p_event ->> 'number', p_numbers)) else '{}' end
    || case when p_event ->> 'note' not in ('', 'no longer needed')
       then jsonb_build_object('note', '') else '{}' end
$$;

-- One number has one new name for all that is anonymised together, so that a recording can still be replayed. Days of the
-- journal are read once each, by the index on its time.
create function anonymise_calls(p_calls text[], p_promises text[], p_dialled_before timestamptz) returns void
language plpgsql as $$
declare
  v_numbers jsonb;
  v_day record;
begin
  select coalesce(jsonb_object_agg(n.number, 'anon-' || nextval('anonymous_number')), '{}') into v_numbers
  from (select coalesce(e164, presented) as number from call
        where call_id = any (p_calls) and presented <> '' and presented not like 'anon%'
        union
        select number from callback
        where callback_id = any (p_promises) and number <> '' and number not like 'anon%') n;

  for v_day in
    select s.day, max(s.till) as till from (
      select date_trunc('day', offered_at) as day,
             greatest(ended_at, offered_at) + case when without_engine then interval '40 days' else interval '2 days' end as till
      from call where call_id = any (p_calls)
      union all
      select date_trunc('day', promised_at), coalesce(closed_at, now()) + interval '2 days'
      from callback where callback_id = any (p_promises)) s
    group by s.day
  loop
    update journal set payload = anonymous_event(payload, v_numbers)
    where command_at >= v_day.day - interval '1 day' and command_at < v_day.till
      and kind in ('CallOffered', 'CallEnded', 'CallbackPromised', 'CallbackAgreed', 'CallbackFinished',
                   'CallbackWithdrawn', 'CallbackDialled')
      and (payload -> 'caller' ->> 'call' = any (p_calls)
           or payload -> 'callback' -> 'caller' ->> 'call' = any (p_calls)
           or payload -> 'callback' ->> 'id' = any (p_promises)
           or payload -> 'promise' ->> 'id' = any (p_promises)
           or payload ->> 'callback' = any (p_promises))
      and (kind <> 'CallbackDialled' or at < p_dialled_before)
      and payload is distinct from anonymous_event(payload, v_numbers);
  end loop;

  update call set e164 = null, name = '',
    presented = anonymous_of(coalesce(e164, presented), v_numbers)
  where call_id = any (p_calls);
  update callback set
    number = anonymous_of(number, v_numbers),
    note = case when state in ('done', 'withdrawn') and note <> 'no longer needed' then '' else note end
  where callback_id = any (p_promises);
end $$;

-- ---- what tickets hold

create function remove_mails(p_tickets text[]) returns jsonb
language plpgsql as $$
declare
  v_in integer;
  v_out integer;
begin
  update mail_in set raw = '', message_id = '', reason = '' where ticket = any (p_tickets) and raw <> '';
  get diagnostics v_in = row_count;
  update mail_out set recipient = '', subject = '', body = '', html = '', answers = null, refs = '{}', words = '',
    state = case state when 'waiting' then 'given_up' else state end
  where ticket = any (p_tickets) and (recipient, subject, body, html) is distinct from ('', '', '', '');
  get diagnostics v_out = row_count;
  return jsonb_build_object('mailsIn', v_in, 'mailsOut', v_out);
end $$;

create function remove_files(p_tickets text[], p_at timestamptz) returns jsonb
language plpgsql as $$
declare
  v_files integer;
  v_voices integer;
begin
  update ticket_file set bytes = null, reason = 'removed', name = '–', content_id = ''
  where ticket = any (p_tickets) and (bytes is not null or name <> '–');
  get diagnostics v_files = row_count;
  update attachment set content = null, removed_at = p_at where ticket = any (p_tickets) and removed_at is null;
  get diagnostics v_voices = row_count;
  return jsonb_build_object('files', v_files, 'voiceMessages', v_voices);
end $$;

-- What happened stays, with its times: figures count it. What was said, and by whom, goes.
create function nameless_facts(p_kind text, p_facts jsonb) returns jsonb
language sql immutable as $$
  select coalesce(jsonb_object_agg(f.key,
           case when f.key in ('number', 'from', 'to') and p_kind <> 'change' then '"–"' else f.value end), '{}')
  from jsonb_each(p_facts) f
  where f.key in ('number', 'from', 'to', 'property', 'queue', 'position', 'technicians', 'result', 'possible', 'reason',
                  'offer', 'byHand', 'opensAt', 'outcome', 'callback', 'until', 'attempt', 'call', 'inTime', 'refusal',
                  'wish', 'attachment', 'seconds', 'automatic', 'robot', 'why', 'someoneNew', 'follows')
    and not (p_kind = 'change' and f.key in ('from', 'to')
             and p_facts ->> 'property' in ('subject', 'requester', 'person', 'summary', 'solution'))
$$;

create function anonymise_tickets(p_tickets text[], p_at timestamptz, p_dialled_before timestamptz) returns jsonb
language plpgsql as $$
declare
  v_calls text[];
  v_promises text[];
  v_entries integer;
  v_removed jsonb;
begin
  -- who came back, while it can still be seen
  update ticket a set followed = true
  from ticket n join person p on p.id = n.person_id and not p.anonymous
  where n.number = any (p_tickets) and a.person_id = n.person_id and a.number <> n.number and n.kind = 'ordinary'
    and n.opened_at > a.opened_at and (a.closed_at is null or n.opened_at <= a.closed_at + interval '7 days')
    and a.followed is distinct from true;
  update ticket a set followed = exists (
    select from ticket n
    where n.person_id = a.person_id and n.number <> a.number and n.kind = 'ordinary'
      and n.opened_at > a.opened_at and n.opened_at <= a.closed_at + interval '7 days')
  where a.number = any (p_tickets) and a.followed is null;

  select array_agg(call_id) into v_calls from call where ticket = any (p_tickets) and ended_at is not null;
  select array_agg(callback_id) into v_promises from callback where ticket = any (p_tickets) and state <> 'open';
  perform anonymise_calls(coalesce(v_calls, '{}'), coalesce(v_promises, '{}'), p_dialled_before);
  update call set person_id = anonymous_person(person_id)
  where call_id = any (v_calls) and person_id is not null;
  update callback set person_id = anonymous_person(person_id)
  where callback_id = any (v_promises) and person_id is not null;

  v_removed := remove_mails(p_tickets) || remove_files(p_tickets, p_at);
  update ticket_entry set text = '', facts = nameless_facts(kind, facts), by = case kind when 'mail' then '' else by end
  where ticket = any (p_tickets) and (text <> '' or facts <> nameless_facts(kind, facts));
  get diagnostics v_entries = row_count;
  update ticket set subject = '–', shown_as = '–', number_key = null, person_id = anonymous_person(person_id)
  where number = any (p_tickets);
  return v_removed || jsonb_build_object(
    'tickets', cardinality(p_tickets), 'entries', v_entries,
    'calls', coalesce(cardinality(v_calls), 0), 'promises', coalesce(cardinality(v_promises), 0));
end $$;

-- Where something holds on to a person, nothing but that there was somebody stays.
create function forget_people(p_people bigint[], p_at timestamptz) returns integer
language plpgsql as $$
declare
  v_person bigint;
begin
  delete from person_number where person_id = any (p_people);
  delete from person_address where person_id = any (p_people);
  update person set manager_id = null where manager_id = any (p_people);
  foreach v_person in array p_people loop
    begin
      delete from person where id = v_person;
    exception when foreign_key_violation then
      update person set email = 'erased-' || id, name = '–', language = null, coordinator = false, directory_id = null,
        left_at = coalesce(left_at, p_at)
      where id = v_person;
    end;
  end loop;
  return cardinality(p_people);
end $$;

-- ---- the plan

create function retention_sum(p_one jsonb, p_other jsonb) returns jsonb
language sql immutable as $$
  select coalesce(jsonb_object_agg(k.key, k.n), '{}') from (
    select e.key, sum(e.value::bigint) as n
    from (select * from jsonb_each_text(p_one) union all select * from jsonb_each_text(p_other)) e
    group by e.key) k
$$;

-- left long ago, and nothing is about them any more
create function gone(p_person person, p_before timestamptz) returns boolean
language sql stable as $$
  select p_person.left_at < p_before and not p_person.anonymous and p_person.name <> '–'
    and not exists (select from ticket where person_id = p_person.id)
    and not exists (select from call where person_id = p_person.id)
    and not exists (select from callback where person_id = p_person.id)
$$;

create function retention_due(p_what text, p_before timestamptz) returns jsonb
language sql stable security definer set search_path = public as $$
  with due as (
    select number from ticket
    where closed_at >= coalesce((select closed_to from retention_mark where what = p_what), '-infinity')
      and closed_at < p_before)
  select jsonb_build_object('tickets', (select count(*) from due))
    || case when p_what in ('people', 'mails') then jsonb_build_object(
         'mailsIn', (select count(*) from mail_in where ticket in (select number from due) and raw <> ''),
         'mailsOut', (select count(*) from mail_out where ticket in (select number from due) and recipient <> ''))
       else '{}' end
    || case when p_what in ('people', 'files') then jsonb_build_object(
         'files', (select count(*) from ticket_file where ticket in (select number from due) and bytes is not null),
         'voiceMessages',
         (select count(*) from attachment where ticket in (select number from due) and removed_at is null))
       else '{}' end
    || case p_what when 'people' then jsonb_build_object(
         'calls', (select count(*) from call where ticket in (select number from due) and ended_at is not null),
         'people', (select count(*) from person p
          where p.left_at < p_before and not p.anonymous and p.name <> '–'
            and not exists (select from ticket t
                            where t.person_id = p.id and (t.closed_at is null or t.closed_at >= p_before))))
       else '{}' end
$$;

-- A few tickets under a line of the plan: nothing when there are none left, or another node does it. What was removed stands
-- in retention_run in the same transaction, so a run that is killed has told of all it did.
create function retention_step(p_line text, p_what text, p_before timestamptz, p_at timestamptz, p_limit integer)
returns jsonb
language plpgsql security definer set search_path = public as $$
declare
  v_from timestamptz;
  v_to timestamptz;
  v_tickets text[];
  v_removed jsonb := '{}';
  v_n integer;
begin
  if not pg_try_advisory_xact_lock(hashtext('retention')) then return null; end if;
  select closed_to into v_from from retention_mark where what = p_what;
  select array_agg(number), max(closed_at) + interval '1 microsecond' into v_tickets, v_to from (
    select number, closed_at from ticket
    where closed_at >= coalesce(v_from, '-infinity') and closed_at < p_before
    order by closed_at fetch first p_limit rows with ties) t;

  if v_tickets is not null then
    v_removed := case p_what
      when 'people' then anonymise_tickets(v_tickets, p_at, p_at - interval '3 days')
      when 'mails' then remove_mails(v_tickets)
      else remove_files(v_tickets, p_at) end;
    insert into retention_mark (what, closed_to) values (p_what, v_to)
    on conflict (what) do update set closed_to = excluded.closed_to;
  elsif p_what in ('people', 'mails') then
    -- mails that belong to no ticket
    with old as (select id from mail_in where ticket is null and raw <> '' and received_at < p_before limit p_limit)
    update mail_in set raw = '', message_id = '', reason = '' where id in (select id from old);
    get diagnostics v_n = row_count;
    v_removed := jsonb_build_object('mailsIn', v_n);
    if v_n = 0 and p_what = 'people' then
      v_removed := jsonb_build_object('people', forget_people(array(
        select p.id from person p where gone(p, p_before) order by p.id limit p_limit), p_at));
    end if;
  end if;
  -- what is zero is left out
  select coalesce(jsonb_object_agg(e.key, e.value), '{}') into v_removed
  from jsonb_each(v_removed) e where e.value <> '0';
  if v_removed = '{}' and v_tickets is null then return null; end if;
  if v_removed - 'tickets' <> '{}' then
    insert into retention_run (at, line, what, closed_before, removed)
    values (p_at, p_line, p_what, p_before, v_removed);
  end if;
  return v_removed;
end $$;

-- ---- one person

create function tickets_of(p_person bigint) returns setof text
language sql stable as $$
  select number from ticket where person_id = p_person
$$;

-- A few of a person's tickets, and of his calls that stand on others'; {"left": n} tells how many are still to be done.
-- Calls that go on and promises that are open are left until they are over.
create function erase_step(p_erasure bigint, p_at timestamptz, p_limit integer) returns jsonb
language plpgsql security definer set search_path = public as $$
declare
  v_person bigint;
  v_addresses text[];
  v_tickets text[];
  v_calls text[];
  v_promises text[];
  v_removed jsonb := '{}';
  v_n integer;
  v_waiting integer;
begin
  select person_id into v_person from person_erasure where id = p_erasure and finished_at is null for update;
  if v_person is null then return '{"left": 0, "waiting": 0}'; end if;
  select array_agg(a) into v_addresses from (
    select email as a from person where id = v_person
    union select address from person_address where person_id = v_person) s;

  select array_agg(number) into v_tickets from (
    select t.number from ticket t
    where t.person_id = v_person
      and not exists (select from call c where c.ticket = t.number and c.ended_at is null)
      and not exists (select from callback b where b.ticket = t.number and b.state = 'open')
      and not exists (
        select from callback b join callback_attempt a on a.callback_id = b.callback_id
        where b.ticket = t.number and a.dialled_at >= p_at - interval '3 days')
    order by t.number limit p_limit) s;
  if v_tickets is not null then
    v_removed := anonymise_tickets(v_tickets, p_at, p_at);
  else
    select array_agg(call_id) into v_calls from (
      select call_id from call where person_id = v_person and ended_at is not null
        and ticket not in (select tickets_of(v_person)) limit p_limit) s;
    select array_agg(callback_id) into v_promises from (
      select callback_id from callback where person_id = v_person and state <> 'open'
        and ticket not in (select tickets_of(v_person)) limit p_limit) s;
    if v_calls is not null or v_promises is not null then
      perform anonymise_calls(coalesce(v_calls, '{}'), coalesce(v_promises, '{}'), p_at);
      update call set person_id = anonymous_person(person_id) where call_id = any (v_calls);
      update callback set person_id = anonymous_person(person_id) where callback_id = any (v_promises);
      v_removed := jsonb_build_object('calls', coalesce(cardinality(v_calls), 0),
                                      'promises', coalesce(cardinality(v_promises), 0));
    end if;
    -- what he wrote on others' tickets
    with his as (
      select id from ticket_entry
      where kind = 'mail' and facts ->> 'from' = any (v_addresses)
        and ticket not in (select tickets_of(v_person)) limit p_limit),
    files as (
      update ticket_file set bytes = null, reason = 'removed', name = '–', content_id = ''
      where entry in (select id from his)),
    mails as (
      update mail_in set raw = '', message_id = '', reason = '' where entry in (select id from his))
    update ticket_entry set text = '', by = '', facts = nameless_facts(kind, facts) where id in (select id from his);
    get diagnostics v_n = row_count;
    v_removed := v_removed || jsonb_build_object('entries', v_n);
    with sent as (
      update mail_out set recipient = '', subject = '', body = '', html = '', answers = null, refs = '{}', words = '',
        state = case state when 'waiting' then 'given_up' else state end
      where lower(recipient) = any (v_addresses) and ticket not in (select tickets_of(v_person))
      returning entry)
    update ticket_entry set facts = nameless_facts(kind, facts) where id in (select entry from sent);
    get diagnostics v_n = row_count;
    v_removed := v_removed || jsonb_build_object('mailsOut', v_n);
    delete from mail_recipient where address = any (v_addresses);
  end if;

  select coalesce(jsonb_object_agg(e.key, e.value), '{}') into v_removed
  from jsonb_each(v_removed) e where e.value <> '0';
  update person_erasure set removed = retention_sum(removed, v_removed) where id = p_erasure;
  if v_removed <> '{}' then return jsonb_build_object('left', 1, 'waiting', 0); end if;

  select (select count(*) from call where person_id = v_person) + (select count(*) from callback where person_id = v_person)
       + (select count(*) from ticket where person_id = v_person) into v_waiting;
  if v_waiting > 0 then
    delete from person_number where person_id = v_person;
    update person set name = '–', left_at = coalesce(left_at, p_at) where id = v_person and name <> '–';
    return jsonb_build_object('left', 0, 'waiting', v_waiting);
  end if;
  perform forget_people(array[v_person], p_at);
  update person_erasure set person_id = null, finished_at = p_at,
    removed = retention_sum(removed, '{"people": 1}') where id = p_erasure;
  return '{"left": 0, "waiting": 0}';
end $$;

-- Mails of others in which an address of his stands, a part of the table at a time: the mail as it came goes, what was
-- said stays without the address. The id to go on from; null when all are looked through.
create function erase_mentions(p_erasure bigint, p_after bigint, p_limit integer) returns bigint
language plpgsql security definer set search_path = public as $$
declare
  v_person bigint;
  v_address text;
  v_last bigint;
  v_n integer;
begin
  select person_id into v_person from person_erasure where id = p_erasure and finished_at is null;
  if v_person is null then return null; end if;
  select max(id) into v_last from (select id from mail_in where id > p_after order by id limit p_limit) s;
  if v_last is null then return null; end if;
  for v_address in
    select email from person where id = v_person
    union select address from person_address where person_id = v_person
  loop
    with named as (
      select id, entry from mail_in
      where id > p_after and id <= v_last and raw <> ''
        and position(convert_to(v_address, 'UTF8') in convert_to(lower(convert_from(raw, 'LATIN1')), 'LATIN1')) > 0),
    said as (
      update ticket_entry e set
        text = replace(replace(e.text, v_address, '–'), initcap(v_address), '–')
      where e.id in (select entry from named))
    update mail_in set raw = '', message_id = '', reason = '' where id in (select id from named);
    get diagnostics v_n = row_count;
    update person_erasure set removed = retention_sum(removed, jsonb_build_object('mailsIn', v_n))
    where id = p_erasure and v_n > 0;
  end loop;
  return v_last;
end $$;

create function begin_erasure(p_email text, p_by text, p_at timestamptz) returns bigint
language plpgsql security definer set search_path = public as $$
declare
  v_person bigint := person_of_address(p_email);
  v_id bigint;
  v_addresses text[];
  v_numbers text[];
  v_calls text[];
  v_tickets text[];
begin
  if v_person is null then return null; end if;
  select id into v_id from person_erasure where person_id = v_person;
  if v_id is null then
    insert into person_erasure (asked_at, asked_by, person_id) values (p_at, p_by, v_person) returning id into v_id;
    select array_agg(a) into v_addresses from (
      select email as a from person where id = v_person
      union select address from person_address where person_id = v_person) s;
    select coalesce(array_agg(number), '{}') into v_numbers from person_number where person_id = v_person;
    -- from before he was known: they were nobody's in the figures, and stay so
    select array_agg(call_id) into v_calls from call
    where person_id is null and ended_at is not null and not number_shared
      and coalesce(e164, presented) = any (v_numbers);
    perform anonymise_calls(coalesce(v_calls, '{}'), '{}', p_at);
    select array_agg(distinct t.number) into v_tickets from ticket t
    where t.person_id is null
      and not exists (select from call c where c.ticket = t.number and c.ended_at is null)
      and not exists (select from callback b where b.ticket = t.number and b.state = 'open')
      and (t.number_key = any (v_numbers)
           or t.number in (select e.ticket from ticket_entry e
                           where e.kind = 'mail' and e.facts ->> 'from' = any (v_addresses)));
    if v_tickets is not null then
      update person_erasure set removed = anonymise_tickets(v_tickets, p_at, p_at - interval '3 days') where id = v_id;
    end if;
  end if;
  return v_id;
end $$;

revoke execute on function
  anonymous_person, anonymise_calls, anonymise_tickets, remove_mails, remove_files, forget_people,
  retention_step, retention_due, erase_step, erase_mentions, begin_erasure from public;
