package svara.engine.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import svara.engine.id.TicketNumber;

/** What ties tickets to each other: links, and one being a part of another. */
final class TicketTies {
  /** Each pair stands once, and each of the two is told when it becomes or ceases to be one. */
  private static final String LINK =
      """
      with tied as (
        insert into ticket_link (one, other) values (least($1, $2), greatest($1, $2))
        on conflict do nothing returning one, other)
      """;

  private static final String UNLINK =
      """
      with tied as (
        delete from ticket_link where one = least($1, $2) and other = greatest($1, $2)
        returning one, other)
      """;

  private static final String LINK_TOLD =
      """
      , touched as (
        update ticket set changed_at = greatest(changed_at, $3)
        where exists (select from tied) and number in ($1, $2))
      insert into ticket_entry (ticket, at, kind, by, text, facts)
      select mine, $3, 'change', $4, '', jsonb_build_object('property', $5::text, 'from', '', 'to', '', 'ticket', yours)
      from tied, lateral (values (one, other), (other, one)) as pair (mine, yours)
      """;

  /**
   * The one that becomes a part is closed by the other. Both have to be as open to see as each
   * other, or what is restricted would be seen beside what is not; no chain comes about, and a
   * promise is first kept or taken back.
   */
  private static final String MERGE =
      """
      with merged as (
        update ticket t set merged_into = w.number, closed_by = w.number, status = 'closed',
          closed_at = coalesce(t.closed_at, $3), to_call_back = false,
          changed_at = greatest(t.changed_at, $3), version = t.version + 1
        from ticket w
        where t.number = $1 and w.number = $2 and t.number <> w.number
          and t.merged_into is null and w.merged_into is null and t.callback_id is null
          and t.restricted = w.restricted and (not t.restricted or t.assignee = w.assignee)
          and not exists (select from ticket part where part.merged_into = t.number)
        returning t.number as part, w.number as whole),
      """
          + toldMerge("'merged'", "'part'");

  private static final String UNMERGE =
      """
      with merged as (
        update ticket t set merged_into = null, closed_by = null, status = 'open', closed_at = null,
          kind = 'ordinary', changed_at = greatest(t.changed_at, $3), version = t.version + 1
        from ticket w
        where t.number = $1 and t.merged_into = $2 and w.number = $2
        returning t.number as part, w.number as whole),
      """
          + toldMerge("'unmerged'", "'part_gone'");

  private TicketTies() {}

  private static String toldMerge(String ofPart, String ofWhole) {
    return """
    touched as (
      update ticket set changed_at = greatest(changed_at, $3)
      where number in (select whole from merged))
    insert into ticket_entry (ticket, at, kind, by, text, facts)
    select part, $3, 'change', $4, '', jsonb_build_object('property', %s, 'from', '', 'to', '', 'ticket', whole) from merged
    union all
    select whole, $3, 'change', $4, '', jsonb_build_object('property', %s, 'from', '', 'to', '', 'ticket', part) from merged
    """
        .formatted(ofPart, ofWhole);
  }

  /** Whether something has become another. */
  static Future<Boolean> link(
      Database database,
      TicketNumber one,
      TicketNumber other,
      boolean linked,
      String by,
      Instant at) {
    Tuple values = tied(one, other, by, at).addString(linked ? "linked" : "unlinked");
    return database
        .query((linked ? LINK : UNLINK) + LINK_TOLD, values)
        .map(rows -> rows.rowCount() > 0);
  }

  static Future<Boolean> merge(
      Database database, TicketNumber part, TicketNumber whole, String by, Instant at) {
    return database.query(MERGE, tied(part, whole, by, at)).map(rows -> rows.rowCount() > 0);
  }

  static Future<Boolean> unmerge(
      Database database, TicketNumber part, TicketNumber whole, String by, Instant at) {
    return database.query(UNMERGE, tied(part, whole, by, at)).map(rows -> rows.rowCount() > 0);
  }

  private static Tuple tied(TicketNumber one, TicketNumber other, String by, Instant at) {
    return Tuple.tuple()
        .addString(one.toString())
        .addString(other.toString())
        .addOffsetDateTime(Columns.parameter(at))
        .addString(by);
  }
}
