package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.people.Role;
import svara.engine.port.AccountStore.Account;
import svara.web.Access;
import svara.web.AccountsInMemory;

class ShownOnceTest {
  private static final URI URL = URI.create("http://127.0.0.1:8080/");

  @TempDir private Path data;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private String shown(Map<String, String> environment) throws IOException {
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            printed,
            printed,
            environment,
            InstantSource.system());
    Access access = Access.open(data, InstantSource.system());
    ShownOnce once = new ShownOnce(terminal, data);
    once.token(access);
    once.link(access, URL);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aTerminalIsShownTheTokenOnceAndALinkEachTime() throws IOException {
    String first = shown(Map.of());
    assertTrue(first.startsWith("Token for the API, shown this once: svara_"), first);
    assertTrue(first.contains("Sign in within ten minutes: " + URL + "#code=code."), first);
    assertFalse(Files.exists(data.resolve("token")));

    out.reset();
    assertFalse(shown(Map.of()).contains("Token"));
  }

  @Test
  void theJournalOfSystemdKeepsNeither() throws IOException {
    String said = shown(Map.of("JOURNAL_STREAM", "8:12345"));

    Path file = data.resolve("token");
    assertEquals(
        """
        Token for the API: read %s and remove it
        Sign in: svara status --sign-in prints a link
        """
            .formatted(file),
        said);
    assertTrue(Files.readString(file).matches("svara_\\S{40,}\\n"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void whereThereIsNoAccountTheFirstAdministratorIsLetInOnce() {
    AccountsInMemory accounts = new AccountsInMemory();
    InstantSource clock = InstantSource.system();
    String link = PasswordLink.ofFirst(accounts, URL, clock).orElseThrow();
    assertTrue(
        link.startsWith(
            "administrator chooses a password within three days, once: " + URL + "#link="),
        link);
    Account first = accounts.credentials("administrator").await().orElseThrow().account();
    assertEquals(Set.of(Role.ADMINISTRATOR), first.roles());
    assertFalse(first.hasPassword());
    assertTrue(PasswordLink.ofFirst(accounts, URL, clock).isEmpty());
  }
}
