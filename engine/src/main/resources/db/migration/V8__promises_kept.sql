-- Promises are kept by the queue: every attempt has its row, and a promise ends in more ways.

alter table callback drop constraint callback_state_check;
alter table callback
  add constraint callback_state_check check (state in ('open', 'kept', 'expired', 'done', 'withdrawn')),
  add column promised_by timestamptz,
  add column attempts integer not null default 0,
  add column last_result text collate "C",
  add column joined_at timestamptz,
  add column in_time boolean;
comment on column callback.promised_by is 'By when it was promised';
comment on column callback.attempts is 'Times that the caller was dialled';
comment on column callback.last_result is 'Result of the last attempt';
comment on column callback.joined_at is 'When caller and technician were joined in the call that kept it';
comment on column callback.in_time is 'Kept before the promised time';
create index callback_expired on callback (closed_at desc, callback_id) where state = 'expired';

create table callback_attempt (
  callback_id text collate "C" not null references callback (callback_id),
  order_no    integer not null,
  technician  text collate "C" not null,
  by          text not null,
  rung_at     timestamptz not null,
  attempt     integer,
  dialled_at  timestamptz,
  joined_at   timestamptz,
  ended_at    timestamptz,
  result      text collate "C",
  wish        text collate "C",
  primary key (callback_id, order_no)
);
comment on table callback_attempt is 'Offers of promises to technicians, and what came of them';
comment on column callback_attempt.order_no is 'Counts the offers of the promise from 1';
comment on column callback_attempt.by is 'system, or who clicked';
comment on column callback_attempt.attempt is 'Counts the dial-outs of the promise from 1; null where the caller was not dialled';
comment on column callback_attempt.result is 'An attempt''s result; not_taken_ and why where the technician did not take it';

create or replace function apply_callbacks(p_callbacks jsonb) returns void
language plpgsql as $$
declare
  c record;
begin
  for c in
    select r.*, r.by as who from jsonb_to_recordset(p_callbacks) as r (
      op text, callback_id text, queue text, call_id text, ticket text, number text, person_id bigint,
      arrived_at timestamptz, promised_at timestamptz, promised_by timestamptz, at timestamptz, by text, note text,
      technician text, order_no integer, attempt integer, result text, wish text, in_time boolean, joined_at timestamptz)
  loop
    case c.op
      when 'open' then
        insert into callback (callback_id, queue, call_id, ticket, number, person_id, arrived_at, promised_at,
                              promised_by, state)
        values (c.callback_id, c.queue, c.call_id, c.ticket, c.number, c.person_id, c.arrived_at, c.promised_at,
                c.promised_by, 'open')
        on conflict (callback_id) do nothing;
      when 'rung' then
        insert into callback_attempt (callback_id, order_no, technician, by, rung_at)
        values (c.callback_id, c.order_no, c.technician, c.who, c.at)
        on conflict (callback_id, order_no) do nothing;
      when 'not_taken' then
        update callback_attempt set ended_at = c.at, result = c.result
        where callback_id = c.callback_id and order_no = c.order_no;
      when 'dialled' then
        update callback_attempt set dialled_at = c.at, attempt = c.attempt
        where callback_id = c.callback_id and order_no = c.order_no;
        update callback set attempts = c.attempt where callback_id = c.callback_id;
      when 'joined' then
        update callback_attempt set joined_at = c.at
        where callback_id = c.callback_id and order_no = c.order_no;
      when 'attempt_ended' then
        update callback_attempt set ended_at = c.at, result = c.result, wish = c.wish
        where callback_id = c.callback_id and order_no = c.order_no;
        update callback set last_result = c.result where callback_id = c.callback_id;
      when 'kept' then
        update callback set state = 'kept', closed_at = c.at, closed_by = c.technician, joined_at = c.joined_at,
          in_time = c.in_time
        where callback_id = c.callback_id and state = 'open';
      else
        update callback set state = c.op, closed_at = c.at, closed_by = c.who, note = c.note
        where callback_id = c.callback_id and state = 'open';
    end case;
  end loop;
end $$;

-- svara.engine.ticket.TicketLife says the same in Java, where it is also said why
create or replace function apply_ticket_updates(p_updates jsonb) returns void
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

      when 'promise_expired' then
        update ticket set
          status = case when status in ('solved', 'closed') then 'open' else status end,
          closed_at = null, to_call_back = true, callback_id = null,
          changed_at = greatest(changed_at, u.at), version = version + 1
        where number = u.ticket and callback_id = u.callback_id;
    end case;
  end loop;
end $$;


create or replace view report_callbacks as
select b.callback_id, b.queue, b.ticket, b.call_id, b.number, p.name as person, d.name as department,
       b.arrived_at, b.promised_at, b.state, b.closed_at, b.closed_by,
       extract(epoch from greatest(coalesce(b.joined_at, b.closed_at) - b.arrived_at, interval '0'))::double precision
         as total_wait_seconds,
       b.promised_by, b.attempts, b.last_result, b.joined_at, b.in_time,
       b.state = 'withdrawn' and b.closed_by = 'caller' as overtaken
from callback b
left join person p on p.id = b.person_id
left join department d on d.id = p.department_id;
comment on column report_callbacks.state is 'open, kept, expired, done or withdrawn';
comment on column report_callbacks.closed_at is 'When it was kept, done or withdrawn, or became work for people; or null';
comment on column report_callbacks.total_wait_seconds is 'From the first arrival to being joined, or to the end of the promise, or null';
comment on column report_callbacks.promised_by is 'By when it was promised';
comment on column report_callbacks.attempts is 'Times that the caller was dialled';
comment on column report_callbacks.last_result is 'Result of the last attempt, or null';
comment on column report_callbacks.joined_at is 'When caller and technician were joined in the call that kept it, or null';
comment on column report_callbacks.in_time is 'Kept before the promised time, or null';
comment on column report_callbacks.overtaken is 'Withdrawn because the caller was answered in another call, or needs it no longer';
