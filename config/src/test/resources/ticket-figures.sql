-- The figures of tickets once more, in plain SQL, sharing nothing with the program.
-- $1 from, $2 to; opening time is Monday to Friday 08:00 to 16:00 in Stockholm, but for the days in closed
with asked as (
  select $1::timestamptz as since, $2::timestamptz as until
), closed (day) as (
  values ('2026-04-03'::date), ('2026-04-06'), ('2026-05-01')
), open as (
  select (day + time '08:00') at time zone 'Europe/Stockholm' as opens,
         (day + time '16:00') at time zone 'Europe/Stockholm' as closes
  from (select generate_series('2026-01-01'::timestamp, '2026-12-31', '1 day')::date) d (day)
  where extract(isodow from day) < 6 and day not in (select day from closed)
), matters as (
  select t.number, t.opened_at, t.closed_at, t.closed_by_ticket, t.system, t.category, k.person_id,
    (select min(c.answered_at) from report_calls c where c.ticket = t.number) as joined_at,
    (select min(c.offered_at) from report_calls c where c.ticket = t.number) as called_at,
    (select min(at) from ticket_entry e where e.ticket = t.number and kind = 'reply' and e.facts ->> 'automatic' is null)
      as written_at,
    (select count(*) from report_calls c where c.ticket = t.number and answered_at is not null) as contacts
  from report_tickets t join ticket k using (number) where t.kind = 'ordinary'
), answered as (
  select *, least(joined_at, written_at) as responded_at from matters
), opened as (
  select *, (select coalesce(sum(extract(epoch from least(closes, responded_at) - greatest(opens, opened_at))), 0)
             from open where closes > opened_at and opens < responded_at) as response,
         extract(epoch from joined_at - called_at) as callers
  from answered, asked where opened_at >= since and opened_at < until
), ended as (
  select *,
    (select coalesce(sum(extract(epoch from least(closes, s.ends, closed_at) - greatest(opens, s.at))), 0)
     from (select at, status, lead(at, 1, 'infinity') over (order by id) as ends from ticket_stood where ticket = number) s,
          open
     where status in ('new', 'open', 'waiting_supplier') and closes > s.at and opens < least(s.ends, closed_at)) as solution,
    exists (select from (select at, status, lag(status) over w as was, lag(at) over w as since from ticket_stood
                         where ticket = number window w as (order by id)) s
            where was in ('solved', 'closed') and status not in ('solved', 'closed')
              and at <= s.since + interval '7 days' and s.since >= coalesce(responded_at, '-infinity')) as again,
    exists (select from matters n
            where n.person_id = answered.person_id and n.number <> answered.number and n.opened_at > answered.opened_at
              and n.opened_at <= answered.closed_at + interval '7 days'
              -- known to be about something else in every way is another matter
              and not (coalesce(n.system, n.category) is not null and coalesce(answered.system, answered.category) is not null
                       and (n.system = answered.system) is not true and (n.category = answered.category) is not true))
      as followed
  from answered, asked where closed_at >= asked.since and closed_at < until and closed_by_ticket is null
)
select
  (select count(*) from opened) as "ticketsOpened",
  (select count(*) from opened where responded_at is null) as "ticketsUnanswered",
  count(*) as "ticketsClosed",
  count(*) filter (where contacts <= 1 and not again and not followed) as "ticketsSolvedAtOnce",
  count(*) filter (where contacts <= 1 and not again and not followed)::float8 / nullif(count(*), 0) as "firstContactResolution",
  (select percentile_cont(0.5) within group (order by response) filter (where responded_at is not null) from opened)
    as "firstResponseMedianSeconds",
  (select percentile_disc(0.9) within group (order by response) filter (where responded_at is not null) from opened)
    as "firstResponseP90Seconds",
  (select avg(response) filter (where responded_at is not null) from opened) as "firstResponseMeanSeconds",
  percentile_cont(0.5) within group (order by solution) as "solutionMedianSeconds",
  percentile_disc(0.9) within group (order by solution) as "solutionP90Seconds",
  avg(solution) as "solutionMeanSeconds",
  (select percentile_cont(0.5) within group (order by callers) from opened) as "callersWaitMedianSeconds",
  (select percentile_disc(0.9) within group (order by callers) from opened) as "callersWaitP90Seconds",
  (select avg(callers) from opened) as "callersWaitMeanSeconds"
from ended
