package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import svara.engine.id.TechnicianId;
import svara.engine.people.Role;
import svara.engine.people.Scope;
import svara.engine.port.AccountStore;
import svara.engine.port.AccountStore.Account;
import svara.engine.port.AccountStore.Changed;
import svara.engine.port.AccountStore.Details;
import svara.engine.port.AuditLog;
import svara.engine.port.Page;
import svara.engine.port.SessionStore;

/** Accounts, sessions and the audit log in PostgreSQL, with the rights of the engine's role. */
@Tag("storage")
@Timeout(60)
class AccountStoreIT {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.embedded();

  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final AccountStore accounts = DATABASE.stores().accounts();
  private final SessionStore sessions = DATABASE.stores().sessions();
  private final AuditLog audit = DATABASE.stores().audit();

  @Test
  void anAccountIsAddedOnceChangedInItsVersionAndKeepsItsTechnician() {
    Account anna = add("anna", Role.TECHNICIAN, Role.MANAGER);
    assertEquals(Set.of(Role.TECHNICIAN, Role.MANAGER), anna.roles());
    assertFalse(anna.hasPassword());
    assertTrue(accounts.add("anna", details(Role.REQUESTER), NOW).await().isEmpty());
    add("keeper", Role.ADMINISTRATOR);
    Details details =
        new Details("Anna Berg", Set.of(Role.MANAGER), new TechnicianId("tek1"), false);
    Changed changed = accounts.change("anna", details, anna.version(), NOW).await();
    Account now = assertInstanceOf(Changed.Done.class, changed).account();
    assertEquals("Anna Berg", now.fullName());
    assertEquals(new TechnicianId("tek1"), now.technician());
    assertInstanceOf(
        Changed.Conflict.class, accounts.change("anna", details, anna.version(), NOW).await());
    assertInstanceOf(Changed.Unknown.class, accounts.change("no", details, 1, NOW).await());
    accounts.password(anna.id(), "$argon2id$x", NOW).await();
    assertEquals("$argon2id$x", accounts.credentials("anna").await().orElseThrow().passwordHash());
    accounts.signedIn(anna.id(), NOW).await();
    assertEquals(NOW, accounts.credentials("anna").await().orElseThrow().account().signedInAt());
  }

  @Test
  void twoAdministratorsWhoDisableEachOtherDoNotBothSucceed() {
    accounts.all().await().stream()
        .filter(account -> account.roles().contains(Role.ADMINISTRATOR))
        .forEach(account ->
            accounts
                .change(account.name(), details(Role.REQUESTER), account.version(), NOW)
                .await());
    Account one = add("one", Role.ADMINISTRATOR);
    Account two = add("two", Role.ADMINISTRATOR);
    // whoever was the last before is no longer
    accounts.all().await().stream()
        .filter(account -> account.roles().contains(Role.ADMINISTRATOR))
        .filter(account -> !Set.of("one", "two").contains(account.name()))
        .forEach(account ->
            accounts
                .change(account.name(), details(Role.REQUESTER), account.version(), NOW)
                .await());
    Details off = new Details("", Set.of(Role.ADMINISTRATOR), null, true);
    Future<Changed> first = accounts.change("one", off, one.version(), NOW);
    Future<Changed> second = accounts.change("two", off, two.version(), NOW);
    List<Changed> both = List.of(first.await(), second.await());
    assertEquals(1, both.stream().filter(Changed.Done.class::isInstance).count());
    assertEquals(1, both.stream().filter(Changed.LastAdministrator.class::isInstance).count());
  }

  @Test
  void aLinkIsGoodOnceInItsTimeAndTheLastOneAlone() {
    Account bo = add("bo", Role.TECHNICIAN);
    accounts.link(bo.id(), hash("first"), NOW.plus(DAY)).await();
    accounts.link(bo.id(), hash("second"), NOW.plus(DAY)).await();
    assertTrue(accounts.useLink(hash("first"), NOW).await().isEmpty());
    assertEquals("bo", accounts.ofLink(hash("second"), NOW).await().orElseThrow().name());
    assertTrue(accounts.ofLink(hash("second"), NOW.plus(DAY)).await().isEmpty());
    assertEquals("bo", accounts.useLink(hash("second"), NOW).await().orElseThrow().name());
    assertTrue(accounts.useLink(hash("second"), NOW).await().isEmpty());
  }

  @Test
  void aSessionEndsByIdlenessAgePasswordAndDisabling() {
    Account cilla = add("cilla", Role.TECHNICIAN);
    add("other", Role.ADMINISTRATOR);
    byte[] key = hash("cookie");
    sessions.open(key, cilla.id(), NOW, "192.0.2.1", null).await();
    assertEquals("cilla", account(key, NOW.plusSeconds(3_599)));
    assertEquals("", account(key, NOW.plus(HOUR)));
    sessions.seen(key, NOW.plusSeconds(3_000)).await();
    assertEquals("cilla", account(key, NOW.plus(HOUR)));
    assertEquals("", account(key, NOW.plus(DAY)));
    accounts.password(cilla.id(), "$argon2id$x", NOW).await();
    assertEquals("", account(key, NOW));
    sessions.open(key, cilla.id(), NOW, "192.0.2.1", "id token").await();
    assertEquals(1, sessions.ofAccount(cilla.id(), NOW, HOUR, DAY).await().size());
    long version = accounts.credentials("cilla").await().orElseThrow().account().version();
    accounts.change("cilla", new Details("", Set.of(), null, true), version, NOW).await();
    assertEquals("", account(key, NOW));
    byte[] operator = hash("operator");
    sessions.open(operator, null, NOW, "::1", null).await();
    assertTrue(sessions.session(operator, NOW, HOUR, DAY).await().isPresent());
    sessions.end(operator).await();
    assertTrue(sessions.session(operator, NOW, HOUR, DAY).await().isEmpty());
    sessions.open(operator, null, NOW, "::1", null).await();
    sessions.forget(NOW.plus(DAY).plusSeconds(1), DAY).await();
    assertTrue(sessions.session(operator, NOW, HOUR, DAY).await().isEmpty());
  }

  private String account(byte[] key, Instant at) {
    return sessions
        .session(key, at, HOUR, DAY)
        .await()
        .map(session -> session.account().name())
        .orElse("");
  }

  @Test
  void triesAtOneMomentAreAllCounted() {
    List<Future<Boolean>> tries = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      tries.add(sessions.tryUnder(Map.of("account dora", 10, "from 192.0.2.9", 40), NOW, HOUR));
    }
    assertEquals(10, tries.stream().filter(one -> one.await()).count());
    assertFalse(sessions.tryUnder(Map.of("from 192.0.2.9", 40), NOW, HOUR).await());
    assertTrue(sessions.tryUnder(Map.of("account dora", 10), NOW.plus(HOUR), HOUR).await());
    sessions.forgetTries("from 192.0.2.9").await();
    assertTrue(sessions.tryUnder(Map.of("from 192.0.2.9", 40), NOW, HOUR).await());
  }

  @Test
  void aTokenIsFoundByItsHashUntilItIsRevoked() {
    assertTrue(accounts.addToken("pager", hash("token"), Scope.READ, NOW).await());
    assertFalse(accounts.addToken("pager", hash("other"), Scope.FULL, NOW).await());
    assertEquals(
        new AccountStore.Token("pager", Scope.READ),
        accounts.token(hash("token")).await().orElseThrow());
    assertTrue(accounts.revokeToken("pager", NOW).await());
    assertFalse(accounts.revokeToken("pager", NOW).await());
    assertTrue(accounts.token(hash("token")).await().isEmpty());
  }

  @Test
  void aSubjectFromElsewhereHasTheRolesOfItsGroupsAndTakesNobodysName() {
    add("local", Role.ADMINISTRATOR);
    Details manager = new Details("Eva Lund", Set.of(Role.MANAGER), null, false);
    Account eva = accounts.ofSubject("https://id|1", "eva", manager, NOW).await().orElseThrow();
    assertTrue(eva.elsewhere());
    Details technician = new Details("Eva Lund", Set.of(Role.TECHNICIAN), null, false);
    Account later =
        accounts.ofSubject("https://id|1", "eva.lund", technician, NOW).await().orElseThrow();
    assertEquals(eva.id(), later.id());
    assertEquals("eva", later.name());
    assertEquals(Set.of(Role.TECHNICIAN), later.roles());
    assertTrue(accounts.ofSubject("https://id|2", "local", manager, NOW).await().isEmpty());
    assertTrue(accounts.ofSubject("https://id|3", "eva", manager, NOW).await().isEmpty());
  }

  @Test
  void theAuditLogIsReadByPagesNewestFirst() {
    for (int i = 0; i < 5; i++) {
      audit
          .add(new AuditLog.Entry(NOW, "frida", "192.0.2.1", "signed_in", "", Map.of("n", "" + i)))
          .await();
    }
    List<String> read = new ArrayList<>();
    String cursor = null;
    do {
      Page<AuditLog.Entry> page =
          audit.entries(new AuditLog.Query("frida", "signed_in", cursor, 2)).await();
      page.items().forEach(entry -> read.add(entry.facts().get("n")));
      cursor = page.next().orElse(null);
    } while (cursor != null);
    assertEquals(List.of("4", "3", "2", "1", "0"), read);
  }

  @Test
  void theEnginesRoleAddsToTheAuditLogAndCanNotChangeIt() throws SQLException {
    audit.add(new AuditLog.Entry(NOW, "gun", "", "signed_in", "", Map.of())).await();
    try (Connection engine = DATABASE.engine();
        Statement statement = engine.createStatement()) {
      for (String order :
          List.of(
              "update audit set who = 'nobody'",
              "delete from audit",
              "truncate audit",
              "alter table audit add column x int",
              "drop table audit",
              "insert into audit (id, at, who, address, action) overriding system value"
                  + " select id, at, 'other', address, action from audit"
                  + " on conflict (id) do update set who = 'other'")) {
        SQLException refused =
            assertThrows(SQLException.class, () -> statement.execute(order), order);
        assertEquals("42501", refused.getSQLState(), order);
      }
    }
    // the same orders by who owns the tables do something: the refusal is not for another reason
    try (Connection owner = DATABASE.owner();
        Statement statement = owner.createStatement()) {
      assertEquals(1, statement.executeUpdate("delete from audit where who = 'gun'"));
    }
  }

  private Account add(String name, Role... roles) {
    return accounts.add(name, details(roles), NOW).await().orElseThrow();
  }

  private static Details details(Role... roles) {
    return new Details("", Set.of(roles), null, false);
  }

  private static byte[] hash(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
