package svara.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate and its key, read from two files and read again when they change: whoever renews
 * it needs not restart anything. Files that do not belong together, or are half written, leave the
 * former certificate in use and are looked at again.
 */
final class Certificate {
  private static final Logger log = LoggerFactory.getLogger(Certificate.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final String chain;
  private final String key;
  private @Nullable Pem used;
  private @Nullable Pem refused;

  /** A certificate and its key, as they stood in their files. */
  record Pem(Buffer chain, Buffer key) {
    private static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2");

    private PemKeyCertOptions pair() {
      return new PemKeyCertOptions().addCertValue(chain).addKeyValue(key);
    }

    HttpServerOptions encrypting(HttpServerOptions options) {
      return options
          .setSsl(true)
          .setUseAlpn(false)
          .setKeyCertOptions(pair())
          .setEnabledSecureTransportProtocols(VERSIONS);
    }

    private ServerSSLOptions renewed() {
      ServerSSLOptions options = new ServerSSLOptions();
      options.setKeyCertOptions(pair());
      options.setEnabledSecureTransportProtocols(VERSIONS);
      return options;
    }
  }

  Certificate(Vertx vertx, Path chain, Path key) {
    this.vertx = vertx;
    this.chain = chain.toString();
    this.key = key.toString();
  }

  /** What the server is to begin with; fails when a file can not be read. */
  Future<Pem> read() {
    return now().onSuccess(pem -> used = pem);
  }

  private Future<Pem> now() {
    return vertx
        .fileSystem()
        .readFile(chain)
        .compose(first -> vertx.fileSystem().readFile(key).map(second -> new Pem(first, second)))
        .map(Objects::requireNonNull);
  }

  /** Looks every few seconds from now on. */
  long follow(HttpServer server) {
    return vertx.setPeriodic(
        LOOK_AGAIN.toMillis(),
        _ ->
            look(server)
                .onFailure(cause ->
                    log.atWarn()
                        .addKeyValue("cause", cause.getMessage())
                        .log(
                            "The certificate's files can not be read; the former one stays in use")));
  }

  private Future<Void> look(HttpServer server) {
    return now()
        .compose(pem ->
            pem.equals(used) || pem.equals(refused)
                ? Future.<Void>succeededFuture()
                : take(server, pem));
  }

  private Future<Void> take(HttpServer server, Pem pem) {
    return server
        .updateSSLOptions(pem.renewed())
        .onSuccess(_ -> {
          used = pem;
          refused = null;
          log.info("The certificate has been read anew");
        })
        .onFailure(wrong -> {
          refused = pem;
          log.atWarn()
              .addKeyValue("cause", wrong.getMessage())
              .log("The new certificate and key are no pair; the former ones stay in use");
        })
        .otherwise(false)
        .mapEmpty();
  }
}
