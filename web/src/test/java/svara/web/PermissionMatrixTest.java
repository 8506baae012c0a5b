package svara.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import svara.engine.people.Role;
import svara.engine.people.Scope;

/** Every operation by every role, over HTTP, and the table in the docs held to both. */
@Timeout(120)
class PermissionMatrixTest {
  private static final Path DOC = Path.of("..", "docs", "permissions.md");

  @TempDir Path folder;
  private ServerUnderTest server;
  private Map<String, ApiContract.Wanted> operations;

  @BeforeEach
  void start() throws Exception {
    server = ServerUnderTest.start(folder, Instant.parse("2026-03-10T08:00:00Z"));
    server.engine().queue("helpdesk", "Helpdesk", "100", "tek1");
    operations = new TreeMap<>(ApiContract.wanted(server.get("/openapi.json").json()));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void everyOperationIsOpenToTheRolesOfItsPermissionAndToNoOther() {
    List<String> wrong = new ArrayList<>();
    for (Role role : Role.values()) {
      wrong.addAll(wrongCells(role, Permission.ofRoles(List.of(role))));
    }
    assertEquals(List.of(), wrong);
    assertTrue(operations.size() > 40, "operations looked at: " + operations.size());
  }

  @Test
  void aPermissionTakenAwayInSecretIsFound() {
    var fewer = Permission.ofRoles(List.of(Role.TECHNICIAN));
    fewer.remove(Permission.SEE_CALLS);
    assertEquals(
        List.of(
            "call TECHNICIAN", "callbacks TECHNICIAN", "calls TECHNICIAN", "refusals TECHNICIAN"),
        wrongCells(Role.TECHNICIAN, fewer));
  }

  @Test
  void aTechniciansFiguresAreForTheTechnicianAndTheManager() {
    String path = "/api/v1/statistics/groups?by=technician";
    assertEquals(0, groups(Role.TECHNICIAN, path));
    assertEquals(
        403, server.send("GET", path + "&value=tek1", null, headers(Role.TECHNICIAN)).status());
    assertEquals(
        200, server.send("GET", path + "&value=tek1", null, headers(Role.MANAGER)).status());
    // in the other place that tells of technicians too
    assertEquals(0, groups(Role.TECHNICIAN, "/api/v1/statistics?by=technician"));
  }

  private int groups(Role role, String path) {
    return server.send("GET", path, null, headers(role)).json().getJsonArray("groups").size();
  }

  private Map<String, String> headers(Role role) {
    return Map.of("Cookie", cookie(role), "Origin", origin());
  }

  /** Cells of the matrix that are not as the permissions say. */
  private List<String> wrongCells(Role role, Set<Permission> given) {
    List<String> wrong = new ArrayList<>();
    operations.forEach((operation, wanted) -> {
      boolean open = wanted.permission() == null || given.contains(wanted.permission());
      if (open != letThrough(role, wanted)) {
        wrong.add(operation + " " + role);
      }
    });
    return wrong;
  }

  private boolean letThrough(Role role, ApiContract.Wanted wanted) {
    String path = wanted.path().replaceAll("\\{[^}]*}", "x");
    Map<String, String> headers = Map.of("Cookie", cookie(role), "Origin", origin());
    if (path.equals("/api/v1/events")) {
      // without an end; its head is enough
      return events(headers) == 200;
    }
    int status = server.send(wanted.method(), path, null, headers).status();
    return status != 403 && status != 401;
  }

  private int events(Map<String, String> headers) {
    try {
      Listener listener = Listener.open(server, headers);
      listener.close();
      return listener.status();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** A fresh one each time: some operations end it. */
  private String cookie(Role role) {
    return server.cookie(role.word(), role);
  }

  private String origin() {
    return server.origin();
  }

  @Test
  void noOtherSpellingOfAnAddressGoesRoundTheGate() {
    Map<String, String> headers = Map.of("Cookie", cookie(Role.REQUESTER), "Origin", origin());
    for (String path :
        List.of(
            "/api/v1/tickets",
            "/api/v1/tickets/",
            "//api/v1/tickets",
            "/api/v1/./tickets",
            "/api/v1/x/../tickets",
            "/api/v1/%74ickets",
            "/api/v1/tickets?cursor=a",
            "/api/v1/tickets/2026-000001",
            "/api/v1/tickets/2026-000001/",
            "/api/v1/tickets/2026%2D000001",
            "/api/v1/tickets/a%2Fb")) {
      int status = server.send("GET", path, null, headers).status();
      assertTrue(status == 403 || status == 404, path + " gives " + status);
    }
  }

  @Test
  void anOperationWithoutAPermissionKeepsTheServerFromStarting() {
    JsonObject document = server.get("/openapi.json").json();
    JsonObject calls = document.getJsonObject("paths").getJsonObject("/api/v1/calls");
    calls.getJsonObject("get").put("x-permission", "no-such");
    assertThrows(IllegalStateException.class, () -> ApiContract.wanted(document));
    calls.getJsonObject("get").remove("x-permission");
    assertThrows(IllegalStateException.class, () -> ApiContract.wanted(document));
  }

  @Test
  void theAskerIsToldWhatIsOpenToHim() {
    JsonObject me =
        server.send("GET", "/api/v1/me", null, Map.of("Cookie", cookie(Role.ADMINISTRATOR))).json();
    assertEquals(List.of("administrator"), me.getJsonArray("roles").getList());
    assertTrue(me.getJsonArray("permissions").contains("see-metrics"), me.encode());
    assertTrue(!me.getJsonArray("permissions").contains("see-tickets"), me.encode());
  }

  @Test
  void theTableInTheDocsIsTheOneInTheCode() throws Exception {
    String there = Files.readString(DOC);
    String table = table();
    assertTrue(there.contains(table), () -> "docs/permissions.md should hold\n" + table);
  }

  private String table() {
    StringBuilder table = new StringBuilder("| permission |");
    for (Role role : Role.values()) {
      table.append(' ').append(role.word().replace('_', ' ')).append(" |");
    }
    for (Scope scope : Scope.values()) {
      table.append(" scope `").append(scope.word()).append("` |");
    }
    table.append(" operations |\n|---|");
    table.append("---|".repeat(Role.values().length + Scope.values().length + 1)).append('\n');
    for (Permission permission : Permission.values()) {
      table.append("| ").append(permission.word()).append(" |");
      for (Role role : Role.values()) {
        table.append(permission.givenTo(role) ? " yes |" : " |");
      }
      for (Scope scope : Scope.values()) {
        table.append(permission.givenTo(scope) ? " yes |" : " |");
      }
      table.append(' ').append(operationsOf(permission)).append(" |\n");
    }
    return table.toString();
  }

  private String operationsOf(Permission permission) {
    return operations.entrySet().stream()
        .filter(one -> permission == one.getValue().permission())
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }
}
