package svara.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import svara.engine.id.PersonId;
import svara.engine.port.PeopleStore;
import svara.engine.port.PeopleStore.Person;

/** People as technicians see them, and that two of them are one. */
final class PeopleHandler {
  private final PeopleStore people;

  PeopleHandler(PeopleStore people) {
    this.people = people;
  }

  Future<Reply> one(ApiRequest request) {
    return person(new PersonId(request.id("person")));
  }

  Future<Reply> alsoWrites(ApiRequest request) {
    String address = request.body().getString("address").toLowerCase(Locale.ROOT);
    return people
        .alsoWrites(new PersonId(request.id("person")), address)
        .compose(stays -> person(stays.orElseThrow(PeopleHandler::unknown)));
  }

  private Future<Reply> person(PersonId id) {
    return people
        .person(id)
        .map(found -> Reply.json(json(found.orElseThrow(PeopleHandler::unknown))));
  }

  private static ProblemException unknown() {
    return Problem.notFound("unknown_person", "There is no such person.").exception();
  }

  private static JsonObject json(Person person) {
    return new JsonObject()
        .put("id", person.id().value())
        .put("name", person.name())
        .put("department", person.department())
        .put("addresses", new JsonArray(person.addresses()))
        .put("coordinators", new JsonArray(person.coordinators()));
  }
}
