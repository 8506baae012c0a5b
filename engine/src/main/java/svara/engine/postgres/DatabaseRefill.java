package svara.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import svara.engine.port.StoreException;

/** What stands around filling a database from a copy. Blocks: for command lines. */
public final class DatabaseRefill {
  /**
   * Removes what the owner has in the schema, to be run in one transaction with what is put in its
   * place. What belongs to others stays, and stops it where it hangs on a table of Svara's.
   */
  public static final String EMPTY =
      """
      set client_min_messages = warning;
      do $$
      declare
        mine text := ' from pg_class c join pg_roles r on r.oid = c.relowner'
          ' where c.relnamespace = ''public''::regnamespace and r.rolname = current_user'
          ' and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in (''e'', ''i''))';
        kind record;
        names text;
      begin
        -- a routine that takes a table's row hangs on the table, one of a trigger is hung on by it
        select string_agg(p.oid::regprocedure::text, ', ') into names
          from pg_proc p join pg_roles r on r.oid = p.proowner
          where p.pronamespace = 'public'::regnamespace and r.rolname = current_user
            and exists (select from pg_type t where t.oid = any (p.proargtypes) and t.typtype = 'c'
                        and t.typnamespace = 'public'::regnamespace);
        if names is not null then
          execute format('drop routine %s', names);
        end if;
        for kind in select * from (values ('v', 'view'), ('m', 'materialized view'), ('r', 'table'), ('S', 'sequence')) k (letter, word)
        loop
          execute 'select string_agg(c.oid::regclass::text, '', '')' || mine || format(' and c.relkind = %L', kind.letter) into names;
          if names is not null then
            execute format('drop %s %s', kind.word, names);
          end if;
        end loop;
        select string_agg(p.oid::regprocedure::text, ', ') into names
          from pg_proc p join pg_roles r on r.oid = p.proowner
          where p.pronamespace = 'public'::regnamespace and r.rolname = current_user
            and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e');
        if names is not null then
          execute format('drop routine %s', names);
        end if;
      end $$;
      """;

  private DatabaseRefill() {}

  /**
   * Who works in it and what it holds.
   *
   * @param nodes engines whose lease of a queue runs, by name with commas between; empty for none
   * @param filled whether anything of people's work is in it
   */
  public record Look(String nodes, boolean filled) {}

  /**
   * Looks before anything is done.
   *
   * @throws StoreException when the database is not there or refuses
   */
  public static Look look(DatabaseAddress address) {
    try (Connection connection = DatabaseRoles.connect(address, address.owner());
        Statement statement = connection.createStatement()) {
      if (!truth(statement, "select to_regclass('public.queue_lease') is not null")) {
        return new Look(
            "",
            truth(
                statement,
                """
                select exists (select from pg_class
                               where relnamespace = 'public'::regnamespace and relkind = 'r')
                """));
      }
      return new Look(
          nodes(statement),
          truth(
              statement,
              """
              select exists (select from journal) or exists (select from ticket)
                or exists (select from person) or exists (select from mail_in)
              """));
    } catch (SQLException e) {
      throw DatabaseSnapshot.unreadable(address, e);
    }
  }

  /**
   * After filling: nobody owns a queue, and whoever claims one next gets a higher epoch than any
   * that the exchange has seen since the copy was made (the exchange refuses lower ones). The
   * rights are given anew by the next migration: the engine's role may have another name here.
   */
  public static void release(DatabaseAddress address) {
    try (Connection connection = DatabaseRoles.connect(address, address.owner());
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          update queue_lease set expires_at = '-infinity',
            epoch = greatest(epoch, (extract(epoch from clock_timestamp()) * 1000)::bigint);
          delete from flyway_schema_history where version is null
          """);
    } catch (SQLException e) {
      throw DatabaseSnapshot.unreadable(address, e);
    }
  }

  private static String nodes(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            """
            select coalesce(string_agg(distinct node, ', '), '') from queue_lease
            where expires_at > clock_timestamp()
            """)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static boolean truth(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getBoolean(1);
    }
  }
}
