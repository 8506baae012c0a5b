-- The figures once more, in plain SQL over the report views, sharing nothing with the program.
-- $1 from, $2 to, $3 queue
with calls as (
  select *,
         outcome = 'ANSWERED' as answered,
         outcome = 'ABANDONED_SHORT' as short
  from report_calls
  where offered_at >= $1 and offered_at < $2 and queue = $3
), promises as (
  select *, coalesce(joined_at, closed_at) - arrived_at as took,
         state = 'kept' and in_time or state = 'done' and closed_at <= coalesce(promised_by, closed_at) as held
  from report_callbacks
  where promised_at >= $1 and promised_at < $2 and queue = $3
), ended as (
  select * from calls where outcome is not null
)
select
  (select count(*) from calls) as "offered",
  (select count(*) from calls where outcome is null) as "inProgress",
  count(*) filter (where answered) as "ANSWERED",
  count(*) filter (where outcome = 'CALLBACK_PROMISED') as "CALLBACK_PROMISED",
  count(*) filter (where outcome = 'CLOSED') as "CLOSED",
  count(*) filter (where outcome = 'INFORMED') as "INFORMED",
  count(*) filter (where outcome = 'TURNED_AWAY') as "TURNED_AWAY",
  count(*) filter (where short) as "ABANDONED_SHORT",
  count(*) filter (where outcome = 'ABANDONED') as "ABANDONED",
  count(*) filter (where outcome = 'FAILED') as "FAILED",
  count(queued_at) as "queued",
  count(*) filter (where met_full) as "metFull",
  count(*) filter (where outside_hours) as "outsideHours",
  count(*) filter (where without_engine) as "withoutEngine",
  count(*) filter (where answered)::float8 / nullif(count(*) filter (where not short), 0) as "answerRate",
  (count(*) filter (where answered) + (select count(*) from promises where state in ('kept', 'done')))::float8
    / nullif(count(*) filter (where not short), 0) as "reachedRate",
  count(*) filter (where met_full)::float8 / nullif(count(*), 0) as "turnedAwayRate",
  count(*) filter (where outcome = 'ABANDONED' and queued_at is not null)::float8
    / nullif(count(*) filter (where queued_at is not null and not short), 0) as "abandonmentRate",
  count(*) filter (where answered and wait_seconds <= 60)::float8
    / nullif(count(*) filter (where not short), 0) as "serviceLevel",
  percentile_cont(0.5) within group (order by wait_seconds) as "waitMedianSeconds",
  percentile_disc(0.9) within group (order by wait_seconds) as "waitP90Seconds",
  percentile_disc(0.95) within group (order by wait_seconds) as "waitP95Seconds",
  max(wait_seconds) as "waitLongestSeconds",
  percentile_cont(0.5) within group (order by wait_seconds) filter (where answered) as "waitAnsweredMedianSeconds",
  percentile_cont(0.5) within group (order by wait_seconds) filter (where outcome = 'ABANDONED')
    as "waitAbandonedMedianSeconds",
  avg(wait_seconds) filter (where answered) as "averageAnswerSeconds",
  avg(talk_seconds) filter (where answered) as "averageTalkSeconds",
  (select count(*) from promises) as "promised",
  (select count(*) from promises where state in ('kept', 'done')) as "promisesFulfilled",
  (select count(*) from promises where state = 'withdrawn' and closed_by <> 'caller') as "promisesWithdrawn",
  (select count(*) from promises where state = 'withdrawn' and closed_by = 'caller') as "promisesOvertaken",
  (select count(*) from promises where state in ('kept', 'done') and not held) as "promisesLate",
  (select count(*) from promises where state = 'expired') as "promisesExpired",
  (select count(*) from calls where taken) as "taken",
  (select count(*) filter (where held)::float8 / nullif(count(*) filter (where state <> 'withdrawn'), 0)
   from promises) as "promisesKeptRate",
  (select percentile_cont(0.5) within group (order by extract(epoch from took)) from promises where state in ('kept', 'done'))
    as "promisesMedianSeconds"
from ended
