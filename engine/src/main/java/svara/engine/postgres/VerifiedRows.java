package svara.engine.postgres;

/**
 * What the journal says of the rows that are written beside a queue's state: rings of technicians,
 * promises that are closed, and the orders to keep promises. Each statement names those that are
 * off as {@code call_id}; it says by itself what the functions that write the rows ({@code
 * apply_legs}, {@code apply_callbacks}) do.
 */
enum VerifiedRows {
  /** What the exchange rang by itself has attempt 0 and no event of its own. */
  RINGS(
      "ring",
      """
      with fact as (
        select id, 'rung' as what, payload->>'call' as call_id, at, t.technician,
               (payload->>'attempt')::integer as attempt, null as result
        from journal cross join lateral jsonb_array_elements_text(payload->'technicians') as t (technician)
        where kind in ('TechnicianRung', 'RingFound')
        union all
        select id, 'unanswered', payload->>'call', at, null, null, lower(payload->>'result')
        from journal where kind = 'RingEnded'
        union all
        select id, 'unanswered', call_id, at, null, null, 'caller_gone'
        from journal where kind = 'CallEnded' and (answered_at is null or technician is null)
        union all
        select id, 'answered', payload->>'call', at, payload->>'technician', null, null
        from journal where kind = 'CallAnswered'
        union all
        select id, 'released', payload->>'call', at, payload->>'technician', null, null
        from journal where kind = 'TechnicianReleased'
        union all
        select id, w.what, call_id, case w.what when 'answered' then answered_at else at end, technician, null, null
        from journal cross join (values ('answered'), ('released')) as w (what)
        where kind = 'CallEnded' and without_engine and answered_at is not null and technician is not null),
      rung as (
        select distinct on (call_id, attempt, technician) * from fact
        where what = 'rung' order by call_id, attempt, technician, id),
      over as (
        select distinct on (r.call_id, r.attempt, r.technician) r.call_id, r.attempt, r.technician, r.at as rung_at,
               o.id as over_id, o.at as over_at, o.result, o.what = 'answered' as answered, o.technician as answerer
        from rung r
        left join fact o on o.call_id = r.call_id and o.id > r.id and o.what in ('unanswered', 'answered')
        order by r.call_id, r.attempt, r.technician, o.id),
      alone as (
        select distinct on (a.call_id, a.technician) a.call_id, a.technician, a.at, a.id
        from fact a
        left join over o on o.call_id = a.call_id and o.technician = a.technician and o.over_id = a.id
        where a.what = 'answered' and o.call_id is null
        order by a.call_id, a.technician, a.id),
      leg as (
        select call_id, attempt, technician, rung_at, over_id,
               case when answerer = technician then over_at end as answered_at,
               case when answerer is distinct from technician then over_at end as gone_at,
               case when answerer <> technician then 'elsewhere' else result end as result
        from over
        union all
        select call_id, 0, technician, at, id, at, null, null from alone),
      due as (
        select distinct on (l.call_id, l.attempt, l.technician) l.call_id, l.attempt, l.technician, l.rung_at,
               l.answered_at, coalesce(l.gone_at, r.at) as ended_at, l.result
        from leg l
        left join fact r on r.call_id = l.call_id and r.technician = l.technician and r.what = 'released'
          and r.id >= l.over_id and l.answered_at is not null
        order by l.call_id, l.attempt, l.technician, r.id)
      select coalesce(d.call_id, l.call_id) as call_id
      from due d
      full join call_leg l on l.call_id = d.call_id and l.attempt = d.attempt and l.technician = d.technician
      where (l.rung_at, l.answered_at, l.ended_at, l.result)
            is distinct from (d.rung_at, d.answered_at, d.ended_at, d.result)
      """),

  ORDERS(
      "order of promise",
      """
      with due as (
        select payload->>'callback' as callback_id, (payload->>'order')::integer as order_no,
               (array_agg(payload->>'technician' order by id) filter (where kind = 'CallbackRung'))[1] as technician,
               (array_agg(payload->>'by' order by id) filter (where kind = 'CallbackRung'))[1] as by,
               (array_agg(at order by id) filter (where kind = 'CallbackRung'))[1] as rung_at,
               (array_agg((payload->>'attempt')::integer order by id desc)
                 filter (where kind = 'CallbackDialled'))[1] as attempt,
               (array_agg(at order by id desc) filter (where kind = 'CallbackDialled'))[1] as dialled_at,
               (array_agg(at order by id desc) filter (where kind = 'CallbackJoined'))[1] as joined_at,
               (array_agg(at order by id desc) filter (where kind in ('CallbackNotTaken', 'AttemptEnded')))[1]
                 as ended_at,
               (array_agg(case kind when 'AttemptEnded' then payload->>'result'
                          else 'not_taken_' || lower(payload->>'result') end order by id desc)
                 filter (where kind in ('CallbackNotTaken', 'AttemptEnded')))[1] as result,
               (array_agg(payload->>'wish' order by id desc) filter (where kind = 'AttemptEnded'))[1] as wish
        from journal
        where kind in ('CallbackRung', 'CallbackNotTaken', 'CallbackDialled', 'CallbackJoined', 'AttemptEnded')
        group by 1, 2
        having bool_or(kind = 'CallbackRung'))
      select coalesce(d.callback_id, a.callback_id) as call_id
      from due d
      full join callback_attempt a on a.callback_id = d.callback_id and a.order_no = d.order_no
      where (a.technician, a.by, a.rung_at, a.attempt, a.dialled_at, a.joined_at, a.ended_at, a.result, a.wish)
            is distinct from
            (d.technician, d.by, d.rung_at, d.attempt, d.dialled_at, d.joined_at, d.ended_at, d.result, d.wish)
      """),

  /**
   * What closes a promise first has closed it. Open ones are compared with the queue's state, so
   * here they only count when nobody ever promised them. Moments of the payload may be finer than
   * the columns.
   */
  CLOSED_PROMISES(
      "closed promise",
      """
      with made as (
        select distinct on (m.callback_id) m.* from (
          select j.id, j.queue, coalesce(payload->'callback', payload->'promise')->>'id' as callback_id,
                 coalesce(payload->'callback', payload->'promise') as promise
          from journal j where kind in ('CallbackPromised', 'CallbackAgreed')) m
        order by m.callback_id, m.id),
      closed as (
        select distinct on (payload->>'callback') payload->>'callback' as callback_id, at as closed_at,
               case kind when 'CallbackKept' then 'kept' when 'CallbackExpired' then 'expired'
                         when 'CallbackFinished' then 'done' else 'withdrawn' end as state,
               case kind when 'CallbackKept' then payload->>'technician' when 'CallbackExpired' then 'system'
                         else payload->>'by' end as closed_by,
               case kind when 'CallbackExpired' then lower(payload->>'reason') else payload->>'note' end as note,
               (payload->>'inTime')::boolean as in_time, payload->>'joinedAt' as joined_at
        from journal
        where kind in ('CallbackKept', 'CallbackExpired', 'CallbackFinished', 'CallbackWithdrawn')
        order by payload->>'callback', id),
      tried as (
        select payload->>'callback' as callback_id,
               (array_agg((payload->>'attempt')::integer order by id desc)
                 filter (where kind = 'CallbackDialled'))[1] as attempts,
               (array_agg(payload->>'result' order by id desc) filter (where kind = 'AttemptEnded'))[1] as last_result
        from journal where kind in ('CallbackDialled', 'AttemptEnded') group by 1),
      due as (
        select d.*, m.queue, m.promise->'caller'->>'call' as call_id, m.promise->'caller'->>'ticket' as ticket,
               m.promise->>'number' as number, coalesce(t.attempts, 0) as attempts, t.last_result,
               m.promise->'caller'->>'arrivedAt' as arrived_at, m.promise->>'promisedAt' as promised_at
        from closed d
        left join made m on m.callback_id = d.callback_id
        left join tried t on t.callback_id = d.callback_id)
      select coalesce(d.callback_id, c.callback_id) as call_id
      from due d
      full join callback c on c.callback_id = d.callback_id
      where case when d.callback_id is null
            then not exists (select from made m where m.callback_id = c.callback_id)
            else (c.queue, c.call_id, c.ticket, c.number, c.state, c.closed_at, c.closed_by, c.note, c.in_time,
                  c.attempts, c.last_result)
                 is distinct from
                 (d.queue, d.call_id, d.ticket, d.number, d.state, d.closed_at, d.closed_by, d.note, d.in_time,
                  d.attempts, d.last_result)
                 or abs(extract(epoch from c.arrived_at - d.arrived_at::timestamptz)) > 0.000002
                 or abs(extract(epoch from c.promised_at - d.promised_at::timestamptz)) > 0.000002
                 or (c.joined_at is null) <> (d.joined_at is null)
                 or abs(extract(epoch from c.joined_at - d.joined_at::timestamptz)) > 0.000002
            end
      """);

  private final String what;
  private final String sql;

  VerifiedRows(String what, String sql) {
    this.what = what;
    this.sql = sql;
  }

  /** What a finding is called. */
  String what() {
    return what;
  }

  String sql() {
    return sql;
  }
}
