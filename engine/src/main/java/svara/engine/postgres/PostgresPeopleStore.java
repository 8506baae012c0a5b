package svara.engine.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import svara.engine.id.Language;
import svara.engine.id.PersonId;
import svara.engine.people.PeopleDiff;
import svara.engine.people.PersonEntry;
import svara.engine.port.PeopleStore;

/** People, their numbers and departments. */
final class PostgresPeopleStore implements PeopleStore {
  private final Database database;

  PostgresPeopleStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<List<PersonEntry>> all() {
    String sql =
        """
        select p.email, p.name, coalesce(d.name, '') as department, p.language, p.coordinator,
               p.left_at is not null as gone,
               array (select n.number from person_number n where n.person_id = p.id) as numbers
        from person p left join department d on d.id = p.department_id
        where not p.anonymous and p.name <> '–'
        order by p.email
        """;
    return database
        .query(sql, Tuple.tuple())
        .map(rows -> {
          List<PersonEntry> people = new ArrayList<>();
          rows.forEach(row -> people.add(person(row)));
          return people;
        });
  }

  @Override
  public Future<Void> apply(List<PeopleDiff.Change> changes) {
    ArrayNode people = JournalCodec.array();
    changes.forEach(change -> person(people.addObject(), change.person()));
    return database
        .query("select import_people($1::text::jsonb)", Tuple.of(people.toString()))
        .mapEmpty();
  }

  static PersonEntry person(Row row) {
    return new PersonEntry(
        row.getString("email"),
        row.getString("name"),
        row.getString("department"),
        List.of(row.getArrayOfStrings("numbers")),
        Columns.languageOrNull(row.getString("language")),
        row.getBoolean("coordinator"),
        row.getBoolean("gone"));
  }

  private static void person(ObjectNode row, PersonEntry person) {
    Language language = person.language();
    row.put("email", person.email());
    row.put("name", person.name());
    row.put("department", person.department());
    row.put("language", language == null ? null : language.code());
    row.put("coordinator", person.coordinator());
    row.put("gone", person.left());
    ArrayNode numbers = row.putArray("numbers");
    person.numbers().forEach(numbers::add);
  }

  @Override
  public Future<Optional<Person>> person(PersonId id) {
    String sql =
        """
        select p.name, coalesce(d.name, '') as department,
               array(select p.email union all
                     (select address from person_address a where a.person_id = p.id order by address limit 100))
                 as addresses,
               array(select c.name from person c
                     where c.department_id = p.department_id and c.coordinator and c.left_at is null
                       and not c.anonymous and c.id <> p.id order by c.name limit 5) as coordinators
        from person p left join department d on d.id = p.department_id
        where p.id = $1
        """;
    return database
        .query(sql, Tuple.of(id.value()))
        .map(rows ->
            Database.first(rows)
                .map(row ->
                    new Person(
                        id,
                        row.getString("name"),
                        row.getString("department"),
                        List.of(row.getArrayOfStrings("addresses")),
                        List.of(row.getArrayOfStrings("coordinators")))));
  }

  @Override
  public Future<Optional<PersonId>> alsoWrites(PersonId id, String address) {
    return database
        .query("select person_also_writes($1, $2) as stays", Tuple.of(id.value(), address))
        .map(rows -> Optional.ofNullable(Columns.personOrNull(rows.iterator().next(), "stays")));
  }
}
