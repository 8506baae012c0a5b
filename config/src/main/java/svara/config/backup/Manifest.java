package svara.config.backup;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import svara.engine.postgres.DatabaseContents;
import svara.engine.postgres.DatabaseContents.Table;

/**
 * What a backup says of itself.
 *
 * @param madeAt when its moment was
 * @param major of the server it was made of
 * @param secrets whether the settings are in it with their secrets
 * @param contents of the database at that moment
 * @param sequencesMost the sequences' values when the copying had ended
 */
record Manifest(
    Instant madeAt,
    int major,
    boolean secrets,
    DatabaseContents contents,
    Map<String, Long> sequencesMost) {
  private static final int FORM = 1;

  Manifest {
    sequencesMost = Map.copyOf(sequencesMost);
  }

  String text() {
    JsonObject tables = new JsonObject();
    new TreeMap<>(contents.tables())
        .forEach((name, table) ->
            tables.put(
                name, new JsonObject().put("rows", table.rows()).put("digest", table.digest())));
    JsonObject sequences = new JsonObject();
    new TreeMap<>(contents.sequences()).forEach(sequences::put);
    JsonObject most = new JsonObject();
    new TreeMap<>(sequencesMost).forEach(most::put);
    return new JsonObject()
            .put("form", FORM)
            .put("madeAt", madeAt.toString())
            .put("postgresMajor", major)
            .put("schema", contents.schema())
            .put("secrets", secrets)
            .put("tables", tables)
            .put("sequences", sequences)
            .put("sequencesMost", most)
            .encodePrettily()
        + "\n";
  }

  /**
   * Reads one.
   *
   * @throws BackupException when it is none, or of a later form than this
   */
  static Manifest of(String text) {
    try {
      JsonObject json = new JsonObject(text);
      if (json.getInteger("form", 0) != FORM) {
        throw BackupException.wrong(
            "the backup is of form %s, which this Svara does not know: restore it with the Svara that made it"
                .formatted(json.getValue("form")));
      }
      Map<String, Table> tables = new HashMap<>();
      JsonObject all = json.getJsonObject("tables");
      for (String name : all.fieldNames()) {
        JsonObject table = all.getJsonObject(name);
        tables.put(name, new Table(table.getLong("rows"), table.getString("digest")));
      }
      return new Manifest(
          Instant.parse(json.getString("madeAt")),
          json.getInteger("postgresMajor"),
          json.getBoolean("secrets"),
          new DatabaseContents(
              tables, numbers(json.getJsonObject("sequences")), json.getInteger("schema")),
          numbers(json.getJsonObject("sequencesMost")));
    } catch (DecodeException
        | ClassCastException
        | NullPointerException
        | DateTimeParseException e) {
      throw BackupException.wrong("the backup's own note cannot be read: take another backup");
    }
  }

  private static Map<String, Long> numbers(JsonObject json) {
    Map<String, Long> numbers = new HashMap<>();
    json.fieldNames().forEach(name -> numbers.put(name, json.getLong(name)));
    return numbers;
  }
}
