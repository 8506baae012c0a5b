package svara.web;

import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What the settings say of HTTP.
 *
 * @param door how the network reaches us
 * @param zone the time zone that figures are cut in
 * @param bodyBytesMax longest request body
 * @param mailBytesMax longest mail at the intake
 * @param idleTimeout a connection on which nothing moves is closed after so long
 * @param headerBytesMax longest request headers together
 * @param answerTimeout an answer that takes longer becomes 503
 * @param connectionsMax connections at once; further ones are closed
 * @param listenersMax readers of news at once; further ones are refused
 * @param newsKept news kept for those who come back
 * @param newsBehindMax news that a slow reader may be behind before it is cut off
 * @param heartbeat between two signs of life to readers of news
 * @param sessionIdle a browser that nobody has used for so long is signed out
 * @param sessionMax and so long after signing in any
 * @param openId what people sign in with beside passwords, or null
 */
public record WebSettings(
    WebDoor door,
    ZoneId zone,
    int bodyBytesMax,
    int mailBytesMax,
    Duration idleTimeout,
    int headerBytesMax,
    Duration answerTimeout,
    int connectionsMax,
    int listenersMax,
    int newsKept,
    int newsBehindMax,
    Duration heartbeat,
    Duration sessionIdle,
    Duration sessionMax,
    @Nullable OpenId openId) {

  /** These, with what people sign in with beside passwords. */
  public WebSettings with(OpenId provider) {
    return new WebSettings(
        door,
        zone,
        bodyBytesMax,
        mailBytesMax,
        idleTimeout,
        headerBytesMax,
        answerTimeout,
        connectionsMax,
        listenersMax,
        newsKept,
        newsBehindMax,
        heartbeat,
        sessionIdle,
        sessionMax,
        provider);
  }

  /** All but address and port as they are meant to be. */
  public static WebSettings defaults(String bind, int port) {
    return new WebSettings(
        WebDoor.local(bind, port),
        ZoneId.of("Europe/Stockholm"),
        1024 * 1024,
        30 * 1024 * 1024,
        Duration.ofSeconds(60),
        16 * 1024,
        Duration.ofSeconds(10),
        2_000,
        200,
        1_000,
        256,
        Duration.ofSeconds(2),
        Duration.ofHours(1),
        Duration.ofHours(12),
        null);
  }
}
