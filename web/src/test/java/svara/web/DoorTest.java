package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.port.AuditLog;
import svara.web.ServerUnderTest.Answer;

/** How the network reaches the console: encrypted by us, or by a proxy that is believed. */
@Timeout(120)
class DoorTest {
  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");
  private static final String PASSWORD = "changeit";

  @TempDir Path folder;
  private ServerUnderTest server;

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void aCertificateEncryptsAndTheCookieBelongsToTheEncryptedHostAlone() throws Exception {
    encrypted();
    Answer signedIn = signIn(Map.of());
    String cookie = signedIn.header("Set-Cookie");
    assertTrue(cookie.startsWith("__Host-svara_session="), cookie);
    assertTrue(cookie.contains("Secure") && cookie.contains("Path=/"), cookie);
    assertFalse(cookie.contains("Domain"), cookie);
    assertTrue(signedIn.header("Strict-Transport-Security").contains("max-age"));
    String value = cookie.substring(0, cookie.indexOf(';'));
    assertEquals(200, get(Map.of("Cookie", value)).status());
    assertEquals(401, get(Map.of("Cookie", value.replace("__Host-", ""))).status());
  }

  @Test
  void anotherCertificateIsTakenWithoutARestartAndAHalfWrittenOneIsNot() throws Exception {
    encrypted();
    String first = serial();
    Files.writeString(folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nhalf");
    certificate("other");
    Files.copy(folder.resolve("other.pem"), folder.resolve("half.pem"));
    Path chain = folder.resolve("cert.pem");
    Files.move(
        folder.resolve("half.pem"), chain, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    // the server looks every five seconds; a connection later it still shows the former one
    assertEquals(first, serial());
    Files.copy(
        folder.resolve("other-key.pem"),
        folder.resolve("key.pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (serial().equals(first) && System.nanoTime() < end) {
      java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    assertNotEquals(first, serial());
  }

  @Test
  void aKnownProxyIsBelievedInItsLastWordsAlone() throws Exception {
    start(new WebDoor("127.0.0.1", 0, null, null, null, Set.of("127.0.0.1", "10.0.0.7")));
    Map<String, Map<String, String>> told =
        Map.of(
            "203.0.113.9", forwarded("203.0.113.9", "https"),
            "203.0.113.10", forwarded("127.0.0.1, 203.0.113.10", "https"),
            "203.0.113.11", forwarded("203.0.113.11, 10.0.0.7", "https"),
            "2001:db8::1", Map.of("Forwarded", "for=\"[2001:db8::1]:4711\";proto=https"),
            "203.0.113.12",
                Map.of("Forwarded", "for=1.2.3.4;proto=http, for=203.0.113.12;proto=https"));
    told.forEach((address, headers) -> {
      Answer answer = signIn(headers);
      assertEquals(204, answer.status(), address + " " + answer.text());
      assertTrue(answer.header("Set-Cookie").startsWith("__Host-"), address);
      assertEquals(address, lastAddress());
    });
    assertEquals(403, signIn(forwarded("203.0.113.9", "http")).status());
    assertEquals(403, signIn(Map.of("X-Forwarded-For", "203.0.113.9")).status());
    assertEquals(403, signIn(forwarded("'; drop table audit; --", "http")).status());
    // without such words it is this machine itself
    assertEquals(204, signIn(Map.of()).status());
    assertEquals("127.0.0.1", lastAddress());
  }

  @Test
  void nobodyElseIsBelieved() throws Exception {
    start(WebDoor.local("127.0.0.1", 0));
    Answer answer = signIn(forwarded("203.0.113.9", "https"));
    assertEquals(204, answer.status());
    assertTrue(answer.header("Set-Cookie").startsWith("svara_session="));
    assertEquals("127.0.0.1", lastAddress());
  }

  @Test
  void commandsOfThisMachineNeedNoCertificate() throws Exception {
    encrypted();
    assertEquals("http", server.local().getScheme());
    assertEquals("127.0.0.1", server.local().getHost());
    assertEquals("https", server.address().getScheme());
  }

  // -- what all tests do

  private void encrypted() throws Exception {
    certificate("cert");
    Files.copy(folder.resolve("cert-key.pem"), folder.resolve("key.pem"));
    start(
        new WebDoor(
            "127.0.0.1", 0, null, folder.resolve("cert.pem"), folder.resolve("key.pem"), Set.of()));
  }

  private void start(WebDoor door) throws Exception {
    server =
        ServerUnderTest.start(
            folder.resolve("secrets"),
            NOW,
            s ->
                new WebSettings(
                    door,
                    s.zone(),
                    s.bodyBytesMax(),
                    s.mailBytesMax(),
                    s.idleTimeout(),
                    s.headerBytesMax(),
                    s.answerTimeout(),
                    s.connectionsMax(),
                    s.listenersMax(),
                    s.newsKept(),
                    s.newsBehindMax(),
                    s.heartbeat(),
                    s.sessionIdle(),
                    s.sessionMax(),
                    s.openId()));
  }

  private static Map<String, String> forwarded(String address, String scheme) {
    return Map.of("X-Forwarded-For", address, "X-Forwarded-Proto", scheme);
  }

  private Answer signIn(Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/json");
    JsonObject body = new JsonObject().put("token", server.token());
    return server.send("POST", "/api/v1/session", body.encode(), all);
  }

  private Answer get(Map<String, String> headers) {
    return server.send("GET", "/api/v1/me", null, headers);
  }

  private String lastAddress() {
    return server
        .engine()
        .accounts()
        .entries(new AuditLog.Query(null, "signed_in", null, 1))
        .result()
        .items()
        .getFirst()
        .address();
  }

  /** A pair of its own, made by the JDK's own tool. */
  private void certificate(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "svara",
                "-keyalg",
                "EC",
                "-dname",
                "CN=svara.example.se",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, made.waitFor(), said);
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    pem(name + ".pem", "CERTIFICATE", keys.getCertificate("svara").getEncoded());
    pem(
        name + "-key.pem",
        "PRIVATE KEY",
        keys.getKey("svara", PASSWORD.toCharArray()).getEncoded());
  }

  private void pem(String file, String what, byte[] bytes) throws Exception {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
  }

  private String serial() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket("127.0.0.1", server.address().getPort())) {
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSerialNumber().toString(16);
    }
  }

  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
