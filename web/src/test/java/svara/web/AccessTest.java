package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  @TempDir Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-10T08:00:00Z"));

  @Test
  void theTokenIsToldOnceAndOnlyItsHashIsKept() throws IOException {
    Access first = Access.open(folder, now::get);
    String token = first.freshToken().orElseThrow();
    Access second = Access.open(folder, now::get);
    assertEquals(Optional.empty(), second.freshToken());
    assertTrue(second.isToken(token));
    assertFalse(second.isToken(token + "x"));
    assertFalse(second.isToken(""));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertFalse(Files.readString(file).contains(token.substring(6)), file.toString());
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
  }

  @Test
  void aCredentialIsGoodForItsPurposeAndItsTimeAlone() throws IOException {
    Access access = Access.open(folder, now::get);
    String code = access.signInCode();
    assertTrue(access.isSigned(Access.Purpose.CODE, code));
    assertFalse(access.isSigned(Access.Purpose.LOCAL, code));
    now.updateAndGet(at -> at.plus(Duration.ofMinutes(9)));
    assertTrue(access.isSigned(Access.Purpose.CODE, code));
    now.updateAndGet(at -> at.plus(Duration.ofMinutes(2)));
    assertFalse(access.isSigned(Access.Purpose.CODE, code));
  }

  @Test
  void aCredentialThatWasChangedOrMadeElsewhereIsRefused() throws IOException {
    Access access = Access.open(folder, now::get);
    String local = access.sign(Access.Purpose.LOCAL, Duration.ofHours(1));
    String[] parts = local.split("\\.");
    String longer = String.join(".", parts[0], "9999999999", parts[2], parts[3]);
    Access other = Access.open(folder.resolve("other"), now::get);
    for (String forged :
        List.of(
            longer,
            local.substring(0, local.length() - 1),
            local + "A",
            other.sign(Access.Purpose.LOCAL, Duration.ofHours(1)),
            "",
            ".",
            "....",
            "local.x.y.z",
            "x".repeat(10_000))) {
      assertFalse(access.isSigned(Access.Purpose.LOCAL, forged), forged);
    }
  }

  @Test
  void aCredentialOutlivesARestart() throws IOException {
    String local = Access.open(folder, now::get).sign(Access.Purpose.LOCAL, Duration.ofHours(1));
    assertTrue(Access.open(folder, now::get).isSigned(Access.Purpose.LOCAL, local));
  }

  @Test
  void aDamagedSecretIsNamedAndNotUsed() throws IOException {
    Access.open(folder, now::get);
    for (String damage : List.of("", "00", "not hexadecimal")) {
      Files.writeString(folder.resolve("token.sha256"), damage);
      IOException refused = assertThrows(IOException.class, () -> Access.open(folder, now::get));
      assertTrue(refused.getMessage().contains("token.sha256"), refused.getMessage());
    }
  }
}
