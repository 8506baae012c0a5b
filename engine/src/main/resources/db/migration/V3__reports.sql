-- Views for the organisation's own reports: their names, columns and meaning stay.

create view report_calls as
select c.call_id, c.queue, c.ticket,
       coalesce(c.e164, c.presented) as number, c.number_kind, c.name as shown_name,
       p.name as person, d.name as department,
       c.arrived_at, c.offered_at, c.queued_at, c.answered_at, c.ended_at,
       extract(epoch from greatest(coalesce(c.answered_at, c.ended_at) - c.offered_at, interval '0'))::double precision as wait_seconds,
       extract(epoch from greatest(c.ended_at - c.answered_at, interval '0'))::double precision as talk_seconds,
       c.outcome, c.met_full, c.outside_hours, c.without_engine, c.technician
from call c
left join person p on p.id = c.person_id
left join department d on d.id = p.department_id;
comment on view report_calls is 'One row a call that was offered to a queue, live ones included';
comment on column report_calls.call_id is 'The exchange''s own id of the call';
comment on column report_calls.queue is 'The queue''s name in the settings';
comment on column report_calls.ticket is 'Number of the ticket the call is on';
comment on column report_calls.number is 'The caller''s number: +46..., an extension, or empty when withheld';
comment on column report_calls.number_kind is 'PUBLIC, EXTENSION, WITHHELD or OTHER';
comment on column report_calls.shown_name is 'The name the exchange showed, or empty';
comment on column report_calls.person is 'The person known by the number, or null';
comment on column report_calls.department is 'That person''s department now, or null';
comment on column report_calls.arrived_at is 'When the caller reached the exchange';
comment on column report_calls.offered_at is 'When the queue was offered the call; it belongs to this hour and day';
comment on column report_calls.queued_at is 'First put on hold, or null';
comment on column report_calls.answered_at is 'Two people talked, or null';
comment on column report_calls.ended_at is 'The end, or null while it goes on';
comment on column report_calls.wait_seconds is 'From offered to answered, else to the end; null while it waits';
comment on column report_calls.talk_seconds is 'From answered to the end; null when nobody answered or it goes on';
comment on column report_calls.outcome is 'ANSWERED, CALLBACK_PROMISED, CLOSED, INFORMED, TURNED_AWAY, ABANDONED_SHORT, ABANDONED or FAILED; null while it goes on';
comment on column report_calls.met_full is 'Met a full queue';
comment on column report_calls.outside_hours is 'Came outside opening hours';
comment on column report_calls.without_engine is 'Was served by the exchange alone';
comment on column report_calls.technician is 'Who answered, or null';

create view report_tickets as
select t.number, t.status, t.kind, t.channel, t.subject, p.name as requester, d.name as department, t.shown_as, t.queue,
       t.assignee, t.opened_at, t.changed_at, t.closed_at, t.answered_at as last_answered_at, t.to_call_back,
       t.closed_by as closed_by_ticket,
       (select count(*) from call c where c.ticket = t.number) as calls
from ticket t
left join person p on p.id = t.person_id
left join department d on d.id = p.department_id;
comment on view report_tickets is 'One row a ticket';
comment on column report_tickets.number is 'YYYY-NNNNNN';
comment on column report_tickets.status is 'new, open, waiting_requester, waiting_supplier, solved or closed';
comment on column report_tickets.kind is 'ordinary, or missed_call: of a call that nobody answered';
comment on column report_tickets.channel is 'How it came in: phone, mail or console';
comment on column report_tickets.subject is 'What it is about';
comment on column report_tickets.requester is 'The known person it is for, or null';
comment on column report_tickets.department is 'That person''s department now, or null';
comment on column report_tickets.shown_as is 'The name, else the number, that was shown; a mail''s sender';
comment on column report_tickets.queue is 'The queue it came through, or null';
comment on column report_tickets.assignee is 'The technician whose it is, or null';
comment on column report_tickets.opened_at is 'First contact';
comment on column report_tickets.changed_at is 'Last change';
comment on column report_tickets.closed_at is 'When it was solved or closed, or null';
comment on column report_tickets.last_answered_at is 'When somebody last answered a call of it, or null';
comment on column report_tickets.to_call_back is 'Stands in the list to call back';
comment on column report_tickets.closed_by_ticket is 'The ticket whose call made this one needless, or null';
comment on column report_tickets.calls is 'How many calls are on it';

create view report_callbacks as
select b.callback_id, b.queue, b.ticket, b.call_id, b.number, p.name as person, d.name as department,
       b.arrived_at, b.promised_at, b.state, b.closed_at, b.closed_by,
       extract(epoch from greatest(b.closed_at - b.arrived_at, interval '0'))::double precision as total_wait_seconds
from callback b
left join person p on p.id = b.person_id
left join department d on d.id = p.department_id;
comment on view report_callbacks is 'One row a promise to call back';
comment on column report_callbacks.callback_id is 'cb- and the call it was promised in';
comment on column report_callbacks.queue is 'The queue that owes it';
comment on column report_callbacks.ticket is 'Number of the ticket it stands on';
comment on column report_callbacks.call_id is 'The call it was promised in';
comment on column report_callbacks.number is 'The number to call';
comment on column report_callbacks.person is 'The person known by the number, or null';
comment on column report_callbacks.department is 'That person''s department now, or null';
comment on column report_callbacks.arrived_at is 'When the caller first arrived; earns the place in the order';
comment on column report_callbacks.promised_at is 'When it was promised';
comment on column report_callbacks.state is 'open, done or withdrawn';
comment on column report_callbacks.closed_at is 'When it was done or withdrawn, or null';
comment on column report_callbacks.closed_by is 'Who did that, or null';
comment on column report_callbacks.total_wait_seconds is 'From the first arrival to the end of the promise, or null';
