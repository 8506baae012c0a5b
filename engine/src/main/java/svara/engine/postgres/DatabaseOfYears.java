package svara.engine.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Fills an empty database with ten years of calls, tickets, promises and mails up to this day, to
 * measure figures on: working days from 7 to 17 with most around noon, nearly two thirds answered,
 * tickets of twenty departments, forty systems and twelve categories. Nothing of it is folded.
 */
public final class DatabaseOfYears {
  private static final List<String> STATEMENTS =
      List.of(
          "insert into department (name) select 'Förvaltning ' || i from generate_series(1, 20) i",
          """
          insert into person (email, name, department_id)
          select 'p' || i || '@example.se', 'Person ' || i, 1 + i % 20 from generate_series(1, 3000) i
          """,
          "insert into queue_state (queue, epoch, version) values ('helpdesk', 1, 0)",
          "select setseed(0.5)",
          """
          create unlogged table years as
          select row_number() over (order by offered_at) as n, *,
                 offered_at + case when outcome = 'ANSWERED' then wait else wait + interval '0' end as answered_at,
                 offered_at + wait + case when outcome = 'ANSWERED' then talk else interval '0' end as ended_at
          from (
            select day + interval '7 hours' + (random() + random()) * interval '5 hours' as offered_at,
                   (-ln(1 - random()) * 40 + 2) * interval '1 second' as wait,
                   (-ln(1 - random()) * 280 + 20) * interval '1 second' as talk,
                   case when random() < 0.65 then 'ANSWERED' when random() < 0.4 then 'TURNED_AWAY'
                        when random() < 0.5 then 'CALLBACK_PROMISED' when random() < 0.6 then 'ABANDONED'
                        else 'ABANDONED_SHORT' end as outcome,
                   't' || (1 + floor(random() * 8))::int as technician,
                   (1 + floor(random() * 3000))::int as person_id,
                   'System ' || (1 + floor(random() * random() * 40))::int as system,
                   'Kategori ' || (1 + floor(random() * 12))::int as category
            from (
              select day, row_number() over (order by day) as r, count(*) over () as days
              from generate_series(date_trunc('day', now()) - interval '10 years', date_trunc('day', now()) - interval '1 day', '1 day') day
              where extract(isodow from day) < 6) d,
            generate_series(1, ceil(current_setting('svara.calls')::float8 / days)::int)) c
          """,
          """
          insert into ticket (number, status, kind, channel, subject, person_id, department_id, shown_as, queue, assignee,
                              opened_at, changed_at, closed_at, system, category)
          select '2026-' || lpad(n::text, 9, '0'), case when random() < 0.995 then 'closed' else 'open' end, 'ordinary', 'phone',
                 'Samtal', person_id, 1 + person_id % 20, '', 'helpdesk', technician, offered_at, ended_at,
                 ended_at + random() * random() * interval '5 days', system, category
          from years
          """,
          "update ticket set closed_at = null where status = 'open'",
          """
          insert into ticket_stood (ticket, at, status)
          select number, opened_at, 'new' from ticket
          union all select number, closed_at, 'closed' from ticket where closed_at is not null
          """,
          """
          insert into call (call_id, queue, ticket, presented, number_kind, number_shared, name, person_id, department_id,
                            language, arrived_at, offered_at, queued_at, answered_at, ended_at, outcome, met_full,
                            outside_hours, without_engine, technician)
          select 'y' || n, 'helpdesk', '2026-' || lpad(n::text, 9, '0'), '', 'WITHHELD', false, '', person_id,
                 1 + person_id % 20, 'sv', offered_at, offered_at, offered_at,
                 case when outcome = 'ANSWERED' then answered_at end, ended_at, outcome,
                 outcome in ('TURNED_AWAY', 'CALLBACK_PROMISED'), false, false,
                 case when outcome = 'ANSWERED' then technician end
          from years
          """,
          """
          insert into callback (callback_id, queue, call_id, ticket, number, arrived_at, promised_at, promised_by, state,
                                closed_at, closed_by, joined_at, in_time)
          select 'cb-y' || n, 'helpdesk', 'y' || n, '2026-' || lpad(n::text, 9, '0'), '+46701740605', offered_at, ended_at,
                 ended_at + interval '2 hours', 'kept', ended_at + random() * interval '3 hours', technician,
                 ended_at + random() * interval '2 hours', random() < 0.8
          from years where outcome = 'CALLBACK_PROMISED'
          """,
          """
          insert into callback_attempt (callback_id, order_no, technician, by, rung_at, attempt, dialled_at, joined_at, result)
          select callback_id, 1, closed_by, 'system', joined_at, 1, joined_at, joined_at, 'JOINED' from callback
          """,
          """
          insert into mail_in (mailbox, digest, message_id, received_at, raw, ticket, fate, reason)
          select 'helpdesk', sha256(n::text::bytea), '', offered_at + interval '7 minutes', '', null, 'created', ''
          from years where n % 3 = 0
          """,
          """
          insert into journal (queue, command, n, command_at, version, kind, at, payload, call_id, ticket, arrived_at,
                               offered_at, queued_at, answered_at, ended_at, outcome, met_full, outside_hours,
                               without_engine, technician, taken, voice_message)
          select 'helpdesk', 'y' || n || '/' || step, 0, at, 0, kind, at,
                 jsonb_build_object('type', kind, 'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                   'call', 'y' || n, 'technician', technician)
                 || case kind when 'CallOffered' then jsonb_build_object('caller', jsonb_build_object(
                      'offeredAt', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))) else '{}' end,
                 case when kind = 'CallEnded' then 'y' || n end, '2026-' || lpad(n::text, 9, '0'), offered_at, offered_at,
                 offered_at, case when outcome = 'ANSWERED' then answered_at end, ended_at, outcome,
                 outcome in ('TURNED_AWAY', 'CALLBACK_PROMISED'), false, false,
                 case when outcome = 'ANSWERED' then technician end, false, false
          from (
            select 1 as step, 'CallOffered' as kind, offered_at as at, * from years
            union all select 2, 'CallAnswered', answered_at, * from years where outcome = 'ANSWERED'
            union all select 3, 'CallEnded', ended_at, * from years
            union all select 4, 'TechnicianReleased', ended_at, * from years where outcome = 'ANSWERED') e
          order by at, n, step
          """,
          """
          insert into figure_stale (at)
          select distinct date_trunc('day', at) from (
            select offered_at as at from call union all select closed_at from ticket where closed_at is not null
            union all select dialled_at from callback_attempt) m
          """,
          "drop table years",
          "analyze");

  private static final List<String> TABLES =
      List.of("ticket", "call", "callback", "callback_attempt", "mail_in", "person");

  private DatabaseOfYears() {}

  /** Writes it all; blocks for minutes. */
  public static void fill(DatabaseAddress address, long calls) throws SQLException {
    try (Connection connection = DatabaseRoles.connect(address, address.owner());
        Statement statement = connection.createStatement()) {
      markDays(address, false);
      statement.execute("set svara.calls = " + calls);
      for (String sql : STATEMENTS) {
        statement.execute(sql);
      }
    }
    markDays(address, true);
  }

  /** Whether changes mark the days that they change the figures of; to see what that costs. */
  public static void markDays(DatabaseAddress address, boolean on) throws SQLException {
    try (Connection connection = DatabaseRoles.connect(address, address.owner());
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute("alter table " + table + (on ? " enable" : " disable") + " trigger user");
      }
    }
  }
}
