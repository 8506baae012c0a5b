package svara.web;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The API document, as it is written, as JSON, and as the contract that requests are validated
 * from.
 *
 * @param yaml as it is written
 * @param json the same
 * @param contract the same less the media types that the validator does not know (mail, news,
 *     problems): it refuses to load a document that has them
 * @param open operations that want no token, as {@code GET /health/live}
 * @param wanted what each operation wants, by its id
 */
record ApiContract(
    String yaml,
    JsonObject json,
    OpenAPIContract contract,
    Set<String> open,
    Map<String, Wanted> wanted) {
  private static final String FILE = "openapi.yaml";
  private static final String PERMISSION = "x-permission";
  private static final String AUDIT = "x-audit";

  /**
   * What an operation wants.
   *
   * @param permission null when it is open to everybody
   * @param audit the word under which the audit log notes it, or null
   */
  record Wanted(
      String method, String path, @Nullable Permission permission, @Nullable String audit) {}

  /**
   * Loads it aside of the event loop: parsing and resolving the schemas takes up to a second on a
   * cold JVM, and what loads them follows the context it is called on.
   */
  static Future<ApiContract> load(Vertx vertx) {
    Loader loader = new Loader();
    return vertx
        .deployVerticle(loader, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER))
        .compose(vertx::undeploy)
        .compose(v -> loader.loaded.future());
  }

  private static final class Loader extends VerticleBase {
    private final Promise<ApiContract> loaded = Promise.promise();

    @Override
    public Future<?> start() {
      String yaml = read();
      JsonObject json = parse(yaml);
      return OpenAPIContract.from(vertx, known(parse(yaml)))
          .map(contract -> new ApiContract(yaml, json, contract, open(json), wanted(json)))
          .onComplete(loaded);
    }
  }

  /** The document less what its validator does not take or need not know. */
  private static JsonObject known(JsonObject document) {
    eachOperation(
        document,
        (path, method, operation) -> {
          keepKnownMediaTypes(operation);
          operation.remove("security");
        });
    keepKnownInComponents(document);
    // Who may ask has been settled before; and it reads no relative address of a server
    document.remove("security");
    document.remove("servers");
    return document;
  }

  private static String read() {
    try (InputStream file = ApiContract.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is not in the jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject parse(String yaml) {
    Object document = new Load(LoadSettings.builder().setLabel(FILE).build()).loadFromString(yaml);
    return (JsonObject) json(document);
  }

  private static Object json(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        JsonObject object = new JsonObject();
        map.forEach((key, item) -> object.put(String.valueOf(key), json(item)));
        yield object;
      }
      case List<?> list -> {
        JsonArray array = new JsonArray();
        list.forEach(item -> array.add(json(item)));
        yield array;
      }
      default -> value;
    };
  }

  private interface OperationVisitor {
    void visit(String path, String method, JsonObject operation);
  }

  private static void eachOperation(JsonObject document, OperationVisitor visitor) {
    for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
      for (Map.Entry<String, Object> method : (JsonObject) path.getValue()) {
        visitor.visit(path.getKey(), method.getKey(), (JsonObject) method.getValue());
      }
    }
  }

  private static Set<String> open(JsonObject document) {
    Set<String> open = new TreeSet<>();
    eachOperation(
        document,
        (path, method, operation) -> {
          JsonArray security = operation.getJsonArray("security");
          if (security != null && security.isEmpty()) {
            open.add(method.toUpperCase(Locale.ROOT) + " " + path);
          }
        });
    return open;
  }

  /**
   * What each operation wants.
   *
   * @throws IllegalStateException when one declares neither a permission nor that it is open, or
   *     both, or a permission that there is not
   */
  static Map<String, Wanted> wanted(JsonObject document) {
    Map<String, Wanted> wanted = new HashMap<>();
    eachOperation(
        document,
        (path, method, operation) -> {
          String id = operation.getString("operationId");
          boolean open = operation.containsKey("security");
          Optional<Permission> permission =
              Optional.ofNullable(operation.getString(PERMISSION)).flatMap(Permission::of);
          if (open ? operation.containsKey(PERMISSION) : permission.isEmpty()) {
            throw new IllegalStateException(
                "the operation " + id + " declares no permission that there is");
          }
          wanted.put(
              id,
              new Wanted(
                  method.toUpperCase(Locale.ROOT),
                  path,
                  permission.orElse(null),
                  operation.getString(AUDIT)));
        });
    return wanted;
  }

  private static void keepKnownMediaTypes(JsonObject operation) {
    JsonObject body = operation.getJsonObject("requestBody");
    if (body != null && !keepKnown(body)) {
      operation.remove("requestBody");
    }
    for (Map.Entry<String, Object> response : operation.getJsonObject("responses")) {
      keepKnown((JsonObject) response.getValue());
    }
  }

  private static void keepKnownInComponents(JsonObject document) {
    for (Map.Entry<String, Object> response :
        document.getJsonObject("components").getJsonObject("responses")) {
      keepKnown((JsonObject) response.getValue());
    }
  }

  /** Whether a media type is left, or the content stands elsewhere. */
  private static boolean keepKnown(JsonObject holder) {
    JsonObject content = holder.getJsonObject("content");
    if (content == null) {
      return true;
    }
    content.getMap().keySet().removeIf(type -> !MediaType.isMediaTypeSupported(type));
    if (content.isEmpty()) {
      holder.remove("content");
      return false;
    }
    return true;
  }
}
