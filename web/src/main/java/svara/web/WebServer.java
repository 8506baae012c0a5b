package svara.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server. Everything runs on the one event loop that {@link #start} was called on. */
public final class WebServer {
  private static final Logger log = LoggerFactory.getLogger(WebServer.class);
  private static final int REQUEST_LINE_MAX = 8 * 1024;
  private static final long LAST_WORDS_SECONDS = 2;
  private static final String LOOPBACK = "127.0.0.1";

  private final Vertx vertx;
  private final Context context;
  private final WebSettings settings;
  private final WebPorts ports;
  private final Access access;
  private final NewsFeed news;
  private final List<HttpServer> servers = new ArrayList<>();
  private @Nullable URI local;
  private long following = -1;
  private final Set<HttpConnection> admitted = new HashSet<>();

  public WebServer(Vertx vertx, WebSettings settings, WebPorts ports, Access access) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.settings = settings;
    this.ports = ports;
    this.access = access;
    this.news = new NewsFeed(vertx, ports.updates(), settings, ports.clock());
  }

  /** Listens; completes with the address of the console, as {@code http://127.0.0.1:8080/}. */
  public Future<URI> start() {
    Promise<URI> started = Promise.promise();
    context.runOnContext(v -> listen().onComplete(started));
    return started.future();
  }

  /**
   * Where commands on this machine find us: unencrypted on the loopback, so that they need not
   * trust a certificate to speak with their own machine.
   */
  public URI local() {
    return Objects.requireNonNull(local, "asked before it listens");
  }

  private Future<URI> listen() {
    Future<ApiContract> contract = ApiContract.load(vertx);
    Future<ConsoleFiles> files =
        vertx.executeBlocking(ConsoleFiles::read).map(Objects::requireNonNull);
    return Future.all(contract, files)
        .compose(v -> {
          Router router =
              new ApiRouter(vertx, settings, ports, access, news)
                  .create(contract.result(), files.result());
          return listenTo(router);
        })
        .map(address -> {
          news.open();
          log.atInfo().addKeyValue("address", address).log("The console and API are served");
          return address;
        });
  }

  private Future<URI> listenTo(Router router) {
    WebDoor door = settings.door();
    return main(door, router)
        .compose(server -> {
          URI address = address(door, server.actualPort());
          if (WebDoor.loopback(door.bind()) && !door.encrypts()) {
            local = address;
            return Future.succeededFuture(address);
          }
          return open(router, options(), 0, LOOPBACK)
              .map(beside -> {
                local = URI.create("http://" + LOOPBACK + ":" + beside.actualPort() + "/");
                return address;
              });
        });
  }

  /** The server that people reach, encrypting where there is a certificate. */
  private Future<HttpServer> main(WebDoor door, Router router) {
    Path chain = door.certificate();
    Path key = door.key();
    if (chain == null || key == null) {
      return open(router, options(), door.port(), door.bind());
    }
    Certificate certificate = new Certificate(vertx, chain, key);
    return certificate
        .read()
        .compose(pair -> open(router, pair.encrypting(options()), door.port(), door.bind()))
        .onSuccess(server -> following = certificate.follow(server));
  }

  private Future<HttpServer> open(Router router, HttpServerOptions options, int port, String bind) {
    return vertx
        .createHttpServer(options)
        .connectionHandler(this::admit)
        .requestHandler(ofAdmitted(router))
        .listen(port, bind)
        .onSuccess(servers::add);
  }

  private void admit(HttpConnection connection) {
    if (admitted.size() >= settings.connectionsMax()) {
      log.atDebug().addKeyValue("connections", admitted.size()).log("One connection too many");
      connection.close();
      return;
    }
    admitted.add(connection);
    connection.closeHandler(v -> admitted.remove(connection));
  }

  /** A refused connection's request may still be read: what cannot be answered is not done. */
  private Handler<HttpServerRequest> ofAdmitted(Handler<HttpServerRequest> router) {
    return request -> {
      if (admitted.contains(request.connection())) {
        router.handle(request);
      }
    };
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        // Vert.x's default is never
        .setIdleTimeout((int) settings.idleTimeout().toMillis())
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setMaxHeaderSize(settings.headerBytesMax())
        .setMaxInitialLineLength(REQUEST_LINE_MAX)
        .setHandle100ContinueAutomatically(true);
  }

  private static URI address(WebDoor door, int port) {
    URI url = door.url();
    if (url != null) {
      return url.resolve("/");
    }
    String host = door.bind().contains(":") ? "[" + door.bind() + "]" : door.bind();
    return URI.create((door.encrypts() ? "https://" : "http://") + host + ":" + port + "/");
  }

  /** Ends the streams of news, takes nothing new, lets answers that are being made go out. */
  public Future<Void> close() {
    Promise<Void> closed = Promise.promise();
    context.runOnContext(v -> {
      news.close();
      vertx.cancelTimer(following);
      Future.join(
              servers.stream()
                  .map(listening -> listening.shutdown(LAST_WORDS_SECONDS, TimeUnit.SECONDS))
                  .toList())
          .<Void>mapEmpty()
          .onComplete(closed);
    });
    return closed.future();
  }
}
