package svara.engine.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import svara.engine.people.DirectoryDiff;
import svara.engine.people.DirectoryPerson;
import svara.engine.people.KnownPerson;
import svara.engine.port.DirectoryStore;

/** People with what a directory says of them. */
final class PostgresDirectoryStore implements DirectoryStore {
  private final Database database;

  PostgresDirectoryStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<List<KnownPerson>> known() {
    String sql =
        """
        select p.email, p.name, coalesce(d.name, '') as department, p.language, p.coordinator,
               p.left_at is not null as gone,
               array (select n.number from person_number n where n.person_id = p.id) as numbers,
               array (select a.address from person_address a where a.person_id = p.id) as aliases,
               p.directory_id, m.directory_id as manager
        from person p
        left join department d on d.id = p.department_id
        left join person m on m.id = p.manager_id
        order by p.email
        """;
    return database
        .query(sql, Tuple.tuple())
        .map(rows -> {
          List<KnownPerson> known = new ArrayList<>();
          rows.forEach(row -> known.add(known(row)));
          return known;
        });
  }

  private static KnownPerson known(Row row) {
    return new KnownPerson(
        row.getString("directory_id"),
        PostgresPeopleStore.person(row),
        List.of(row.getArrayOfStrings("aliases")),
        row.getString("manager"));
  }

  @Override
  public Future<Void> apply(DirectoryDiff diff) {
    ArrayNode people = JournalCodec.array();
    diff.changes().forEach(change -> person(people.addObject(), change.person()));
    String[] vanished =
        diff.vanished().stream()
            .map(KnownPerson::directoryId)
            .filter(Objects::nonNull)
            .toArray(String[]::new);
    return database
        .query(
            "select sync_people($1::text::jsonb, $2)",
            Tuple.of(people.toString()).addArrayOfString(vanished))
        .mapEmpty();
  }

  private static void person(ObjectNode row, DirectoryPerson person) {
    row.put("id", person.id());
    row.put("email", person.email());
    row.put("name", person.name());
    row.put("department", person.department());
    row.put("manager", person.manager());
    row.put("gone", person.left());
    ArrayNode numbers = row.putArray("numbers");
    person.numbers().forEach(numbers::add);
    ArrayNode aliases = row.putArray("aliases");
    person.aliases().forEach(aliases::add);
  }
}
