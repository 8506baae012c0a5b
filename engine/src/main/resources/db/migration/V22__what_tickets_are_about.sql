-- What a ticket is about, by which its figures and those of its calls are told apart; and the department as it was then.

alter table ticket
  add column system text check (length(system) between 1 and 60),
  add column category text check (length(category) between 1 and 60),
  add column department_id bigint references department (id);
alter table call add column department_id bigint references department (id);
comment on column ticket.system is 'The system it is about, or null; may be changed later, and figures follow';
comment on column ticket.category is 'What kind of matter it is, or null; may be changed later, and figures follow';
comment on column ticket.department_id is 'The person''s department when the ticket became that person''s; stays when people move';
comment on column call.department_id is 'The person''s department when the call was offered; stays when people move';

update ticket t set department_id = p.department_id from person p where p.id = t.person_id and p.department_id is not null;
update call c set department_id = p.department_id from person p where p.id = c.person_id and p.department_id is not null;

-- who is unknown later, because the person was made anonymous, leaves the department behind
create function keep_department() returns trigger
language plpgsql as $$
declare
  v_department bigint;
begin
  if tg_op = 'INSERT' or new.person_id is distinct from old.person_id then
    select p.department_id into v_department from person p where p.id = new.person_id and not p.anonymous;
    if found then
      new.department_id := v_department;
    end if;
  end if;
  return new;
end $$;
create trigger ticket_department before insert or update of person_id on ticket
  for each row when (new.person_id is not null) execute function keep_department();
create trigger call_department before insert or update of person_id on call
  for each row when (new.person_id is not null) execute function keep_department();

create or replace view report_calls as
select c.call_id, c.queue, c.ticket,
       coalesce(c.e164, c.presented) as number, c.number_kind, c.name as shown_name,
       p.name as person, d.name as department,
       c.arrived_at, c.offered_at, c.queued_at, c.answered_at, c.ended_at,
       extract(epoch from greatest(coalesce(c.answered_at, c.ended_at) - c.offered_at, interval '0'))::double precision as wait_seconds,
       extract(epoch from greatest(c.ended_at - c.answered_at, interval '0'))::double precision as talk_seconds,
       c.outcome, c.met_full, c.outside_hours, c.without_engine, c.technician, c.taken, c.voice_message,
       t.system, t.category, w.name as department_then
from call c
left join ticket t on t.number = c.ticket
left join person p on p.id = c.person_id
left join department d on d.id = p.department_id
left join department w on w.id = c.department_id;
comment on column report_calls.system is 'The system that the call''s ticket is about now, or null';
comment on column report_calls.category is 'What kind of matter the call''s ticket is now, or null';
comment on column report_calls.department_then is 'The person''s department when the call was offered, or null';

create or replace view report_tickets as
select t.number, t.status, t.kind, t.channel, t.subject, p.name as requester, d.name as department, t.shown_as, t.queue,
       t.assignee, t.opened_at, t.changed_at, t.closed_at, t.answered_at as last_answered_at, t.to_call_back,
       t.closed_by as closed_by_ticket,
       (select count(*) from call c where c.ticket = t.number) as calls,
       t.system, t.category, w.name as department_then
from ticket t
left join person p on p.id = t.person_id
left join department d on d.id = p.department_id
left join department w on w.id = t.department_id;
comment on column report_tickets.system is 'The system it is about, or null';
comment on column report_tickets.category is 'What kind of matter it is, or null';
comment on column report_tickets.department_then is 'The person''s department when the ticket became that person''s, or null';

-- ---- figures: technicians' time is kept by technician too, and months that are over are put together

delete from figure;
update figure_mark set journal = 0, clocks = '[]';
alter table figure
  drop constraint figure_pkey,
  drop constraint figure_grain_check,
  add column technician text collate "C" not null default '',
  add constraint figure_grain_check check (grain in ('hour', 'day', 'month')),
  add primary key (grain, start, queue, technician);
alter table figure alter column fold set storage external;
comment on column figure.technician is 'Whose time alone it is, or empty for all that the queue had';
comment on column figure.fold is 'Counts by name and waits by length (see svara.engine.statistics.WaitHistogram); what is zero is left out';

create table contact_figure (
  dimension text collate "C" not null
            check (dimension in ('all', 'department', 'technician', 'system', 'category', 'channel')),
  grain     text collate "C" not null check (grain in ('day', 'month')),
  start     timestamptz not null,
  queue     text collate "C" not null,
  value     text collate "C" not null,
  fold      text collate "C" not null,
  hours     text collate "C",
  primary key (dimension, grain, start, queue, value)
);
alter table contact_figure
  alter column fold set storage external,
  alter column hours set storage external;
comment on table contact_figure is 'What calls, promises, tickets and mails fold to, by what they belong to; days in figure_stale are to be folded anew';
comment on column contact_figure.start is 'When the day or month begins, by the time zone of the settings';
comment on column contact_figure.queue is 'Of this queue, or empty for what came through none';
comment on column contact_figure.value is 'Department''s id, technician, system, category or channel; empty where there is none';
comment on column contact_figure.hours is 'The same by hour, for days';

create table figure_stale (at timestamptz not null);
comment on table figure_stale is 'Moments at which something became another; what was kept of their days is to be folded anew';

create table figure_hours (
  one   boolean primary key default true check (one),
  hours text not null
);
comment on table figure_hours is 'The opening hours that times to response and solution were folded with';

-- what changes a figure says which days it changes; the rest is left to the fold

create function stale_ticket(p_ticket text) returns void
language sql as $$
  insert into figure_stale (at)
  select opened_at from ticket where number = p_ticket
  union all
  select closed_at from ticket where number = p_ticket and closed_at is not null
$$;

create function stale_by_call() returns trigger
language plpgsql as $$
begin
  insert into figure_stale (at) values (new.offered_at);
  perform stale_ticket(new.ticket);
  return null;
end $$;
create trigger call_new_stale after insert on call
  for each row when (new.answered_at is not null or new.outcome is not null) execute function stale_by_call();
create trigger call_stale after update on call
  for each row when ((new.answered_at is not null or new.outcome is not null) and old.* is distinct from new.*)
  execute function stale_by_call();

create function stale_by_ticket() returns trigger
language plpgsql as $$
begin
  insert into figure_stale (at) values (new.opened_at);
  if new.closed_at is not null then
    insert into figure_stale (at) values (new.closed_at);
  end if;
  if tg_op = 'UPDATE' then
    if old.closed_at is not null and old.closed_at is distinct from new.closed_at then
      insert into figure_stale (at) values (old.closed_at);
    end if;
    -- its calls, promises and mails go where it goes
    if (old.system, old.category, old.department_id, old.assignee, old.queue)
       is distinct from (new.system, new.category, new.department_id, new.assignee, new.queue) then
      insert into figure_stale (at)
      select offered_at from call where ticket = new.number
      union all
      select promised_at from callback where ticket = new.number
      union all
      select a.dialled_at from callback b join callback_attempt a using (callback_id)
      where b.ticket = new.number and a.dialled_at is not null
      union all
      select received_at from mail_in where ticket = new.number;
    end if;
  end if;
  -- a new matter of the same person ends that the one before was solved at once
  if new.person_id is not null then
    insert into figure_stale (at)
    select closed_at from ticket
    where person_id = new.person_id and number <> new.number
      and opened_at < new.opened_at and closed_at >= new.opened_at - interval '7 days';
  end if;
  if tg_op = 'UPDATE' and old.person_id is not null and old.person_id is distinct from new.person_id then
    insert into figure_stale (at)
    select closed_at from ticket
    where person_id = old.person_id and number <> new.number
      and opened_at < new.opened_at and closed_at >= new.opened_at - interval '7 days';
  end if;
  return null;
end $$;
create trigger ticket_new_stale after insert on ticket
  for each row execute function stale_by_ticket();
create trigger ticket_stale after update on ticket
  for each row when (
    (old.status, old.kind, old.queue, old.assignee, old.opened_at, old.closed_at, old.closed_by, old.person_id,
     old.department_id, old.system, old.category)
    is distinct from
    (new.status, new.kind, new.queue, new.assignee, new.opened_at, new.closed_at, new.closed_by, new.person_id,
     new.department_id, new.system, new.category))
  execute function stale_by_ticket();

create function stale_by_entry() returns trigger
language plpgsql as $$
begin
  perform stale_ticket(new.ticket);
  return null;
end $$;
create trigger ticket_entry_stale after insert on ticket_entry
  for each row when (new.kind in ('reply', 'callback.done', 'mail')) execute function stale_by_entry();

create function stale_by_callback() returns trigger
language plpgsql as $$
begin
  insert into figure_stale (at) values (new.promised_at);
  return null;
end $$;
create trigger callback_new_stale after insert on callback
  for each row execute function stale_by_callback();
create trigger callback_stale after update on callback
  for each row when (old.* is distinct from new.*) execute function stale_by_callback();

create function stale_by_attempt() returns trigger
language plpgsql as $$
begin
  insert into figure_stale (at) values (new.dialled_at);
  if new.joined_at is not null then
    perform stale_ticket(b.ticket) from callback b where b.callback_id = new.callback_id;
  end if;
  return null;
end $$;
create trigger callback_attempt_new_stale after insert on callback_attempt
  for each row when (new.dialled_at is not null) execute function stale_by_attempt();
create trigger callback_attempt_stale after update on callback_attempt
  for each row when (new.dialled_at is not null and old.* is distinct from new.*) execute function stale_by_attempt();

create function stale_by_mail() returns trigger
language plpgsql as $$
begin
  insert into figure_stale (at) values (new.received_at);
  return null;
end $$;
create trigger mail_in_new_stale after insert on mail_in
  for each row execute function stale_by_mail();
create trigger mail_in_stale after update of fate, ticket, received_at on mail_in
  for each row when ((old.fate, old.ticket, old.received_at) is distinct from (new.fate, new.ticket, new.received_at))
  execute function stale_by_mail();

create index mail_in_received on mail_in (received_at);

-- all that is there is folded once; one moment an hour says so
insert into figure_stale (at)
select distinct date_trunc('hour', at) from (
  select offered_at as at from call
  union all select opened_at from ticket
  union all select closed_at from ticket where closed_at is not null
  union all select promised_at from callback
  union all select dialled_at from callback_attempt where dialled_at is not null
  union all select received_at from mail_in) moments;
