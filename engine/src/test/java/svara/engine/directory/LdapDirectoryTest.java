package svara.engine.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchResult;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.KeyStoreKeyManager;
import com.unboundid.util.ssl.SSLUtil;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.directory.DirectoryAccess.Security;
import svara.engine.people.DirectoryEntry;

/** Against UnboundID's own server; a real OpenLDAP is asked elsewhere. */
@Timeout(60)
class LdapDirectoryTest {
  private @Nullable InMemoryDirectoryServer server;
  private int port;

  @AfterEach
  void end() {
    if (server != null) {
      server.shutDown(true);
    }
  }

  @Test
  void everybodyIsReadPageByPage() throws Exception {
    start(null);
    for (int i = 0; i < 1_201; i++) {
      add(person(i));
    }
    List<DirectoryEntry> people = read(access(Security.PLAIN, "hemligt", 2_000));
    assertEquals(1_201, people.size());
    assertEquals(1_201, people.stream().map(DirectoryEntry::id).distinct().count());
    DirectoryEntry seven = named(people, "p7@example.se");
    assertEquals("Person 7 Åkesson", seven.name());
    assertEquals(List.of("+46 8 465 00 07", "070-174 06 07"), seven.numbers());
    assertEquals(named(people, "p0@example.se").place(), seven.manager());
    assertFalse(seven.disabled());
  }

  private static DirectoryEntry named(List<DirectoryEntry> people, String email) {
    return people.stream().filter(one -> one.email().equals(email)).findAny().orElseThrow();
  }

  @Test
  void activeDirectoryNamesItsEntriesInBytesAndClosesAccounts() throws Exception {
    start(null);
    Entry entry = person(1);
    // as written in MS-DTYP 2.3.4: the first three fields from their last byte
    byte[] guid = new BigInteger("33221100554477668899aabbccddeeff", 16).toByteArray();
    entry.addAttribute("objectGUID", guid);
    entry.addAttribute("userAccountControl", "514");
    add(entry);
    DirectoryEntry read = read(access(Security.PLAIN, "hemligt", 10)).getFirst();
    assertEquals("00112233-4455-6677-8899-aabbccddeeff", read.id());
    assertTrue(read.disabled());
  }

  @Test
  void halfAnAnswerIsNone() throws Exception {
    start(new SecondPageFails());
    for (int i = 0; i < 700; i++) {
      add(person(i));
    }
    DirectoryException failed = refused(access(Security.PLAIN, "hemligt", 2_000));
    assertTrue(failed.getMessage().contains("busy"), failed.getMessage());
  }

  @Test
  void whatIsWrongIsToldInWords() throws Exception {
    start(null);
    add(person(1));
    add(person(2));
    assertTrue(
        refused(access(Security.PLAIN, "fel", 10)).getMessage().contains("invalid credentials"));
    assertTrue(refused(access(Security.PLAIN, "hemligt", 1)).getMessage().contains("more than 1"));
    String nobody =
        refused(access(Security.PLAIN, "hemligt", 10, "(title=none)", null)).getMessage();
    assertTrue(nobody.contains("names nobody"), nobody);
    end();
    assertTrue(
        refused(access(Security.PLAIN, "hemligt", 10)).getMessage().contains("can not be read"));
    assertFalse(access(Security.PLAIN, "hemligt", 10).toString().contains("hemligt"));
  }

  @Test
  void aFaultOfOursDoesNotEndTheAsking() throws Exception {
    start(null);
    add(person(1));
    CountDownLatch askedThrice = new CountDownLatch(3);
    Duration soon = Duration.ofMillis(10);
    DirectorySchedule schedule =
        new DirectorySchedule(
            new LdapDirectory(access(Security.PLAIN, "hemligt", 10)),
            _ -> {
              askedThrice.countDown();
              throw new IllegalStateException("planted");
            },
            new DirectorySchedule.Pace(soon, soon, soon),
            () -> Instant.EPOCH);
    schedule.start();
    try {
      assertTrue(askedThrice.await(30, TimeUnit.SECONDS));
      assertFalse(schedule.standing().works());
    } finally {
      schedule.close();
    }
  }

  @Test
  void itIsAskedAtOnceWhenAPersonWantsItAndSaysWhyItDoesNotWork() throws Exception {
    start(null);
    add(person(1));
    CountDownLatch taken = new CountDownLatch(1);
    DirectorySchedule schedule =
        new DirectorySchedule(
            new LdapDirectory(access(Security.PLAIN, "hemligt", 10)),
            _ -> {
              taken.countDown();
              throw new IllegalStateException("planted");
            },
            DirectorySchedule.Pace.every(Duration.ofDays(1)),
            () -> Instant.EPOCH);
    schedule.start();
    try {
      assertTrue(schedule.standing().works());
      schedule.askNow();
      schedule.askNow();
      assertTrue(taken.await(30, TimeUnit.SECONDS));
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (schedule.standing().works() && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertEquals(DirectorySchedule.Trouble.NOT_READ, schedule.standing().trouble());
    } finally {
      schedule.close();
    }
  }

  /** A certificate for this machine, one for another's name, and authorities nobody knows. */
  @Test
  void theServersCertificateIsChecked(@TempDir Path folder) throws Exception {
    for (Security security : List.of(Security.TLS, Security.STARTTLS)) {
      startWith(certificate(folder, security + "-right", "dns:localhost"), security);
      add(person(1));
      Path right = folder.resolve(security + "-right.pem");
      assertEquals(1, read(access(security, "hemligt", 10, "(mail=*)", right)).size());
      refused(access(security, "hemligt", 10));
      end();
      startWith(certificate(folder, security + "-other", "dns:ldap.example.se"), security);
      add(person(1));
      refused(access(security, "hemligt", 10, "(mail=*)", folder.resolve(security + "-other.pem")));
      end();
    }
  }

  private static SSLUtil certificate(Path folder, String name, String subject) throws Exception {
    Path store = folder.resolve(name + ".p12");
    keytool(
        "-genkeypair",
        "-keystore",
        store.toString(),
        "-storepass",
        "hemligt",
        "-alias",
        "ldap",
        "-keyalg",
        "EC",
        "-dname",
        "CN=ldap",
        "-ext",
        "san=" + subject);
    keytool(
        "-exportcert",
        "-rfc",
        "-keystore",
        store.toString(),
        "-storepass",
        "hemligt",
        "-alias",
        "ldap",
        "-file",
        folder.resolve(name + ".pem").toString());
    return new SSLUtil(
        new KeyStoreKeyManager(store.toFile(), "hemligt".toCharArray(), "PKCS12", "ldap"), null);
  }

  private static void keytool(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, process.waitFor());
  }

  private void startWith(SSLUtil keys, Security security) throws Exception {
    InetAddress here = InetAddress.getLoopbackAddress();
    start(
        null,
        security == Security.TLS
            ? InMemoryListenerConfig.createLDAPSConfig(
                "tls", here, 0, keys.createSSLServerSocketFactory(), null)
            : InMemoryListenerConfig.createLDAPConfig(
                "starttls", here, 0, keys.createSSLSocketFactory()));
  }

  private final class SecondPageFails extends InMemoryOperationInterceptor {
    private int pages;

    @Override
    public void processSearchResult(InMemoryInterceptedSearchResult result) {
      if (++pages == 2) {
        result.setResult(new LDAPResult(result.getMessageID(), ResultCode.BUSY));
      }
    }
  }

  private void start(@Nullable InMemoryOperationInterceptor interceptor) throws Exception {
    start(
        interceptor,
        InMemoryListenerConfig.createLDAPConfig(
            "plain", InetAddress.getLoopbackAddress(), 0, null));
  }

  private void start(
      @Nullable InMemoryOperationInterceptor interceptor, InMemoryListenerConfig listener)
      throws Exception {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("o=example");
    config.addAdditionalBindCredentials("cn=svara,o=example", "hemligt");
    config.setListenerConfigs(listener);
    // Active Directory's attributes are in no schema of the RFCs
    config.setSchema(null);
    if (interceptor != null) {
      config.addInMemoryOperationInterceptor(interceptor);
    }
    server = new InMemoryDirectoryServer(config);
    server.startListening();
    port = server.getListenPort();
    server.add("dn: o=example", "objectClass: organization", "o: example");
  }

  private void add(Entry entry) throws Exception {
    Objects.requireNonNull(server).add(entry);
  }

  private static Entry person(int i) throws Exception {
    return new Entry(
        "dn: uid=p%d,o=example".formatted(i),
        "objectClass: inetOrgPerson",
        "uid: p" + i,
        "cn: P",
        "sn: Åkesson",
        "displayName: Person %d Åkesson".formatted(i),
        "mail: p%d@example.se".formatted(i),
        "telephoneNumber: +46 8 465 00 %02d".formatted(i % 100),
        "mobile: 070-174 06 %02d".formatted(i % 100),
        "manager: UID=p0, O=Example");
  }

  private List<DirectoryEntry> read(DirectoryAccess access) throws DirectoryException {
    return new LdapDirectory(access).read();
  }

  private static DirectoryException refused(DirectoryAccess access) {
    return assertThrows(DirectoryException.class, () -> new LdapDirectory(access).read());
  }

  private DirectoryAccess access(Security security, String password, int max) {
    return access(security, password, max, "(mail=*)", null);
  }

  private DirectoryAccess access(
      Security security, String password, int max, String filter, @Nullable Path trust) {
    return new DirectoryAccess(
        // by name: an address of this machine itself needs no certificate
        "localhost",
        port,
        security,
        trust,
        "cn=svara,o=example",
        password,
        "o=example",
        filter,
        List.of("objectGUID", "entryUUID"),
        List.of("mail"),
        List.of("displayName", "cn"),
        List.of("department"),
        List.of("telephoneNumber", "mobile"),
        List.of("proxyAddresses"),
        List.of("manager"),
        max,
        Duration.ofSeconds(30));
  }
}
