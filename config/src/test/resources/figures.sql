-- The figures once more, in plain SQL over the report views, sharing nothing with the program.
-- $1 from, $2 to, $3 queue
with asked as (
  select $1::timestamptz as since, $2::timestamptz as until, $3::text as of
), calls as (
  select report_calls.*,
         outcome = 'ANSWERED' as answered,
         outcome = 'ABANDONED_SHORT' as short
  from report_calls, asked
  where offered_at >= since and offered_at < until and queue = of
), work as (
  -- what technicians did, as the journal has it
  select id, kind, at, payload ->> 'technician' as who, payload ->> 'call' as call, payload ->> 'duty' as duty,
         payload ->> 'wrapUpUntil' as wraps
  from journal, asked
  where queue = of and kind in ('TechnicianEnrolled', 'TechnicianLeft', 'DutyChanged', 'CallAnswered', 'CallbackDialled',
                                'TechnicianReleased', 'AttemptEnded', 'WrapUpEnded')
), duty as (
  select who, kind = 'TechnicianEnrolled' or duty = 'ON' as holds,
         tstzrange(at, greatest(at, lead(at, 1, now()) over (partition by who order by id))) as time
  from work where kind in ('TechnicianEnrolled', 'TechnicianLeft', 'DutyChanged')
), busy as (
  select who, kind in ('CallAnswered', 'CallbackDialled') or wraps is not null as holds,
         tstzrange(at, greatest(at, lead(at, 1, now()) over (partition by who order by id))) as time
  from work where kind <> 'DutyChanged'
), shift as (
  select who, range_agg(time) * (select tstzmultirange(tstzrange(since, until)) from asked) as time
  from duty where holds group by who
), toil as (
  select who, range_agg(time) as time from busy where holds group by who
), hours as (
  select coalesce(sum((select sum(upper(r) - lower(r)) from unnest(shift.time) r)), interval '0') as on_duty,
         coalesce(sum((select sum(upper(r) - lower(r)) from unnest(shift.time * toil.time) r)), interval '0') as busy
  from shift left join toil using (who)
), wrapped as (
  select call, extract(epoch from lead(at) over (partition by who order by id) - at) as seconds, kind, wraps
  from work where kind in ('TechnicianReleased', 'WrapUpEnded', 'TechnicianLeft', 'CallAnswered', 'CallbackDialled')
), wrap_up as (
  select coalesce(sum(seconds), 0) as seconds from wrapped
  where kind = 'TechnicianReleased' and wraps is not null and call in (select call_id from calls)
), attempts as (
  select result from callback_attempt join report_callbacks using (callback_id), asked
  where dialled_at >= since and dialled_at < until and queue = of and attempt is not null and result is not null
), promises as (
  select report_callbacks.*, coalesce(joined_at, closed_at) - arrived_at as took,
         state = 'kept' and in_time or state = 'done' and closed_at <= coalesce(promised_by, closed_at) as held
  from report_callbacks, asked
  where promised_at >= since and promised_at < until and queue = of
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
  count(*) filter (where voice_message) as "voiceMessages",
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
  avg(wait_seconds) as "waitMeanSeconds",
  max(wait_seconds) as "waitLongestSeconds",
  percentile_disc(0.9) within group (order by wait_seconds) filter (where answered) as "waitAnsweredP90Seconds",
  percentile_disc(0.95) within group (order by wait_seconds) filter (where answered) as "waitAnsweredP95Seconds",
  avg(wait_seconds) filter (where answered) as "waitAnsweredMeanSeconds",
  percentile_disc(0.9) within group (order by wait_seconds) filter (where outcome = 'ABANDONED')
    as "waitAbandonedP90Seconds",
  percentile_disc(0.95) within group (order by wait_seconds) filter (where outcome = 'ABANDONED')
    as "waitAbandonedP95Seconds",
  avg(wait_seconds) filter (where outcome = 'ABANDONED') as "waitAbandonedMeanSeconds",
  percentile_cont(0.5) within group (order by wait_seconds) filter (where answered) as "waitAnsweredMedianSeconds",
  percentile_cont(0.5) within group (order by wait_seconds) filter (where outcome = 'ABANDONED')
    as "waitAbandonedMedianSeconds",
  avg(wait_seconds) filter (where answered) as "averageAnswerSeconds",
  avg(talk_seconds) filter (where answered) as "averageTalkSeconds",
  (select seconds from wrap_up) / nullif(count(*) filter (where answered), 0) as "averageWrapUpSeconds",
  (sum(talk_seconds) filter (where answered) + (select seconds from wrap_up)) / nullif(count(*) filter (where answered), 0)
    as "averageHandlingSeconds",
  (select extract(epoch from on_duty) from hours) as "onDutySeconds",
  (select extract(epoch from busy) / nullif(extract(epoch from on_duty), 0) from hours) as "occupancy",
  (select count(*) from attempts) as "attempts",
  (select count(*) from attempts where result = 'JOINED') as "JOINED",
  (select count(*) from attempts where result = 'NO_ANSWER') as "NO_ANSWER",
  (select count(*) from attempts where result = 'BUSY') as "BUSY",
  (select count(*) from attempts where result = 'CONGESTION') as "CONGESTION",
  (select count(*) from attempts where result = 'INVALID') as "INVALID",
  (select count(*) from attempts where result = 'NO_KEY') as "NO_KEY",
  (select count(*) from attempts where result = 'TECHNICIAN_GONE') as "TECHNICIAN_GONE",
  (select count(*) from attempts where result = 'CALLER_GONE') as "CALLER_GONE",
  (select count(*) filter (where result = 'JOINED')::float8 / nullif(count(*), 0) from attempts) as "attemptSuccess",
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
