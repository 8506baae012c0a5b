package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldif.LDIFReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code svara people sync} as an operator runs it, with ten thousand people. */
@Tag("commands")
@Timeout(180)
class DirectoryIT {
  private static final int PEOPLE = 10_000;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private final Map<Integer, String> entries = new TreeMap<>();

  /** A directory that can be told anew who works here. */
  private interface Directory {
    void stop();

    int port();

    void tell(String ldif) throws Exception;
  }

  @Test
  void aRealDirectoryIsTakenOver(@TempDir Path folder) throws Exception {
    everybody("real");
    try (RealDirectory server = new RealDirectory(folder.resolve("ldap"), ldif())) {
      walk(
          folder,
          new Directory() {
            @Override
            public int port() {
              return server.port();
            }

            @Override
            public void tell(String ldif) throws Exception {
              server.restart(ldif);
            }

            @Override
            public void stop() {
              server.stop();
            }
          });
    }
  }

  @Test
  void soIsUnboundIds(@TempDir Path folder) throws Exception {
    everybody("memory");
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("o=example");
    config.addAdditionalBindCredentials("cn=svara,o=example", "hemligt");
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
    config.setGenerateOperationalAttributes(false);
    InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
    server.startListening();
    int port = server.getListenPort();
    Directory directory =
        new Directory() {
          @Override
          public int port() {
            return port;
          }

          @Override
          public void tell(String ldif) throws Exception {
            byte[] bytes = ldif.getBytes(StandardCharsets.UTF_8);
            server.importFromLDIF(true, new LDIFReader(new ByteArrayInputStream(bytes)));
          }

          @Override
          public void stop() {
            server.shutDown(true);
          }
        };
    try {
      directory.tell(ldif());
      walk(folder, directory);
    } finally {
      directory.stop();
    }
  }

  /** Another directory's people are nobody's here: they would have left all at once. */
  @BeforeEach
  void forgetTheLastDirectory() throws SQLException {
    try (Connection owner = DATABASE.owner();
        Statement statement = owner.createStatement()) {
      statement.executeUpdate("update person set directory_id = null");
    }
  }

  private void walk(Path folder, Directory directory) throws Exception {
    settings(folder, directory.port());
    assertEquals(
        "people: added 10000 changed 0 left 0 unchanged 0 conflicts 0",
        last(svara(folder, ExitCode.DONE)));
    assertEquals(
        "people: added 0 changed 0 left 0 unchanged 10000 conflicts 0",
        last(svara(folder, ExitCode.DONE)));
    long seven = number("select person_of_address('%s')".formatted(email(7)));

    String before = email(7);
    entries.put(7, entry(7, "gift." + before, "Gift Namn", "Vård och omsorg"));
    entries.put(8, entry(8, email(8), "Person 8", "Kultur & fritid, \"Åsele\""));
    entries.remove(9);
    entries.put(PEOPLE + 1, entry(PEOPLE + 1, email(PEOPLE + 1), "Ny Person", ""));
    directory.tell(ldif());
    CommandRun dry =
        documented(folder, Documented.command("docs/operator.md", "svara people sync --dry-run"));
    assertEquals(
        List.of(
            "~ gift.%s  email, name, department".formatted(before),
            "~ %s  department".formatted(email(8)),
            "+ %s  Ny Person".formatted(email(PEOPLE + 1)),
            "- %s  left: named no more".formatted(email(9)),
            "people: added 1 changed 2 left 1 unchanged 9997 conflicts 0 (nothing was changed)"),
        dry.out().lines().sorted(DirectoryIT::byKind).toList());
    assertEquals(
        "people: added 1 changed 2 left 1 unchanged 9997 conflicts 0",
        last(svara(folder, ExitCode.DONE)));
    assertEquals(seven, number("select id from person where email = 'gift.%s'".formatted(before)));
    assertEquals(seven, number("select person_of_address('%s')".formatted(before)));
    assertEquals(
        1,
        number(
            "select count(*) from person p join person m on m.id = p.manager_id"
                + " where p.id = %d and m.email = '%s'".formatted(seven, email(0))));
    assertEquals(
        1,
        number(
            "select count(*) from person where left_at is not null and email = '%s'"
                .formatted(email(9))));

    nothingChangesWhenTooManyLeave(folder, directory);
    directory.stop();
    CommandRun away = svara(folder, ExitCode.FOUND_WRONG);
    assertTrue(away.err().contains("nothing was changed"), away.err());
  }

  private void nothingChangesWhenTooManyLeave(Path folder, Directory directory) throws Exception {
    for (int i = 100; i < 700; i++) {
      entries.remove(i);
    }
    directory.tell(ldif());
    long working = number("select count(*) from person where left_at is null");
    CommandRun refused = svara(folder, ExitCode.FOUND_WRONG);
    assertTrue(refused.err().startsWith("svara: 600 of 10000 would leave at once"), refused.err());
    assertEquals(working, number("select count(*) from person where left_at is null"));
    documented(folder, Documented.command("docs/operator.md", "svara people sync --let-leave"));
    assertEquals(working - 600, number("select count(*) from person where left_at is null"));
  }

  private static int byKind(String one, String other) {
    String kinds = "~+-!p";
    return kinds.indexOf(one.charAt(0)) == kinds.indexOf(other.charAt(0))
        ? other.length() - one.length()
        : kinds.indexOf(one.charAt(0)) - kinds.indexOf(other.charAt(0));
  }

  private static String last(CommandRun run) {
    return run.out().lines().reduce("", (_, line) -> line);
  }

  // ---- the directory's people

  private String domain = "";

  private void everybody(String domain) {
    this.domain = domain;
    for (int i = 0; i < PEOPLE; i++) {
      entries.put(i, entry(i, email(i), "Person " + i, "Förvaltning " + i % 40));
    }
  }

  private String email(int i) {
    return "p%d@%s.example.se".formatted(i, domain);
  }

  private String entry(int i, String email, String name, String department) {
    return """
    dn: uid=p%1$d,o=example
    objectClass: inetOrgPerson
    uid: p%1$d
    cn: %3$s
    sn: P
    mail: %2$s
    %4$smobile: +46 70 %5$07d
    manager: UID=p0, o=Example
    entryUUID: %6$08x-0000-4000-8000-%7$012x

    """
        .formatted(
            i,
            email,
            name,
            department.isEmpty() ? "" : "departmentNumber:: " + base64(department) + "\n",
            1_000_000 + domain.length() * 100_000 + i,
            domain.hashCode(),
            i);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private String ldif() {
    return "dn: o=example\nobjectClass: organization\no: example\n\n"
        + String.join("", entries.values());
  }

  // ---- the command

  private static void settings(Path folder, int port) throws IOException {
    Files.writeString(
        folder.resolve("svara.yaml"),
        """
        queues:
          - {name: helpdesk, title: Helpdesken, numbers: [100]}
        directory:
          host: 127.0.0.1
          port: %d
          security: plain
          user: cn=svara,o=example
          base: o=example
        """
            .formatted(port));
  }

  /** As the page says it. */
  private static CommandRun documented(Path folder, String command) {
    String last = command.substring(command.lastIndexOf(' ') + 1);
    return svara(folder, ExitCode.DONE, last);
  }

  private static CommandRun svara(Path folder, int exit, String... words) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SVARA_DATA", folder.resolve("data").toString());
    environment.put("SVARA_TELEPHONY_AMI_SECRET", "s3cret");
    environment.put("SVARA_DIRECTORY_PASSWORD", "hemligt");
    environment.put(
        "SVARA_DATABASE_URL",
        "postgresql://127.0.0.1:%d/%s"
            .formatted(DATABASE.address().port(), DATABASE.address().database()));
    environment.put("SVARA_DATABASE_PASSWORD", DATABASE.address().engine().password());
    environment.put("SVARA_DATABASE_OWNERPASSWORD", DATABASE.address().owner().password());
    String[] all = new String[words.length + 4];
    all[0] = "people";
    all[1] = "sync";
    all[2] = "--config";
    all[3] = folder.resolve("svara.yaml").toString();
    System.arraycopy(words, 0, all, 4, words.length);
    CommandRun run = CommandRun.of(environment, all);
    assertEquals(exit, run.exit(), run.err());
    return run;
  }

  private static long number(String sql) throws SQLException {
    try (Connection owner = DATABASE.owner();
        Statement statement = owner.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      found.next();
      return found.getLong(1);
    }
  }
}
