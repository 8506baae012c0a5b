-- The figures by department, technician, system, category and channel once more, in plain SQL over the report views,
-- sharing nothing with the program. $1 from, $2 to
with asked as (
  select $1::timestamptz as since, $2::timestamptz as until
), calls as (
  select d.dimension, coalesce(d.value, '') as value, c.*
  from report_calls c, asked, lateral (values
    ('department', department_then), ('technician', technician), ('system', system), ('category', category),
    ('channel', 'phone')) d (dimension, value)
  where offered_at >= since and offered_at < until and outcome is not null
), tickets as (
  select d.dimension, coalesce(d.value, '') as value, t.*
  from report_tickets t, asked, lateral (values
    ('department', department_then), ('technician', assignee), ('system', system), ('category', category),
    ('channel', channel)) d (dimension, value)
  where opened_at >= since and opened_at < until and kind = 'ordinary'
), by_call as (
  select dimension, value, count(*) as offered,
         count(*) filter (where outcome = 'ANSWERED') as answered, count(*) filter (where met_full) as met_full,
         sum(wait_seconds) as waited,
         percentile_disc(0.9) within group (order by wait_seconds) as p90
  from calls group by dimension, value
), by_ticket as (
  select dimension, value, count(*) as opened from tickets group by dimension, value
)
select dimension, value, coalesce(offered, 0) as offered, coalesce(answered, 0) as answered,
       coalesce(met_full, 0) as met_full, round(coalesce(waited, 0)::numeric, 1) as waited,
       round(coalesce(p90, 0)::numeric, 1) as p90, coalesce(opened, 0) as opened
from by_call full join by_ticket using (dimension, value)
order by dimension, value
