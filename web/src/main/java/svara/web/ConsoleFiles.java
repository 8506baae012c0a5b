package svara.web;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The console's files, read once and served from memory. Only what is named here is served; there
 * is no folder to break out of.
 */
final class ConsoleFiles {
  private static final String LIT = "/META-INF/resources/webjars/lit-html/3.3.2/";

  /** Paths under {@code console/} beside this class. */
  static final List<String> OWN =
      List.of(
          "index.html",
          "favicon.svg",
          "css/tokens.css",
          "css/console.css",
          "css/contrast.css",
          "css/page.css",
          "js/main.js",
          "js/api.js",
          "js/live.js",
          "js/state.js",
          "js/format.js",
          "js/icons.js",
          "js/look.js",
          "js/mails.js",
          "js/frame.js",
          "js/line.js",
          "js/me.js",
          "js/notices.js",
          "js/promises.js",
          "js/newpromise.js",
          "js/calls.js",
          "js/behind.js",
          "js/accessibility.js",
          "js/checked.js",
          "js/duty.js",
          "js/faults.js",
          "js/whatif.js",
          "js/figures.js",
          "js/download.js",
          "js/groups.js",
          "js/newticket.js",
          "js/tickets.js",
          "js/ticket.js",
          "js/gate.js",
          "js/who.js",
          "js/account.js",
          "js/users.js",
          "js/audit.js",
          "js/keys.js",
          "js/undo.js",
          "js/wall.js",
          "js/mycall.js",
          "js/composer.js",
          "js/templates.js",
          "js/properties.js",
          "js/announce.js",
          "js/texts.js",
          "js/texts/sv.js",
          "js/texts/en.js");

  /** Of lit-html: the renderer and the directives that are used, which import one another. */
  static final List<String> LIBRARY =
      List.of(
          "lit-html.js",
          "directive.js",
          "directive-helpers.js",
          "directives/live.js",
          "directives/repeat.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private record File(Buffer bytes, String type, String etag) {}

  private final Map<String, File> files;

  private ConsoleFiles(Map<String, File> files) {
    this.files = files;
  }

  /** Reads them all, so it blocks: for the start, aside of the event loop. */
  static ConsoleFiles read() {
    Map<String, File> files = new LinkedHashMap<>();
    for (String path : OWN) {
      files.put("/" + path, file(path, "console/" + path));
    }
    for (String path : LIBRARY) {
      files.put("/lib/lit-html/" + path, file(path, LIT + path));
    }
    return new ConsoleFiles(files);
  }

  /** Adds a route a file. */
  void mount(Router router) {
    files.forEach((path, file) -> router.get(path).handler(sender(file)));
    router.get("/").handler(sender(Objects.requireNonNull(files.get("/index.html"))));
  }

  private static Handler<RoutingContext> sender(File file) {
    return context -> {
      HttpServerResponse response = context.response();
      response
          .putHeader(HttpHeaders.ETAG, file.etag())
          // Asked for anew each time, answered with 304: an upgrade is seen at once
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
      if (file.etag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
        response.setStatusCode(304).end();
      } else {
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.type()).end(file.bytes());
      }
    };
  }

  private static File file(String path, String resource) {
    InputStream stream = ConsoleFiles.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new IllegalStateException("the console's file " + path + " is not in the jar");
    }
    try (stream) {
      byte[] bytes = stream.readAllBytes();
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      String etag = "\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
      String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
      if (type == null) {
        throw new IllegalStateException("no media type is known for " + path);
      }
      return new File(Buffer.buffer(bytes), type, etag);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
