package svara.web;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import svara.engine.id.TechnicianId;
import svara.engine.people.Role;
import svara.engine.people.Scope;
import svara.engine.port.AccountStore;
import svara.engine.port.AuditLog;
import svara.engine.port.Page;
import svara.engine.port.SessionStore;

/** Accounts, sessions and the audit log over plain maps. */
public final class AccountsInMemory implements AccountStore, SessionStore, AuditLog {
  private final Map<String, Account> accounts = new TreeMap<>();
  private final Map<Long, String> hashes = new HashMap<>();
  private final Map<String, String> subjects = new HashMap<>();
  private final Map<String, Link> links = new HashMap<>();
  private final Map<String, Token> tokens = new HashMap<>();
  private final Map<String, Kept> sessions = new HashMap<>();
  private final Map<String, Tries> tries = new HashMap<>();
  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private long serial;

  private record Link(long account, Instant expires) {}

  private record Kept(Long account, Instant startedAt, Instant seenAt, String address, String id) {}

  private record Tries(int count, Instant since) {}

  public SignInPorts ports() {
    return new SignInPorts(this, this, this);
  }

  @Override
  public synchronized Future<List<Account>> all() {
    return Future.succeededFuture(List.copyOf(accounts.values()));
  }

  @Override
  public synchronized Future<Optional<Credentials>> credentials(String name) {
    return Future.succeededFuture(
        Optional.ofNullable(accounts.get(name))
            .map(account -> new Credentials(account, hashes.get(account.id()))));
  }

  @Override
  public synchronized Future<Optional<Account>> add(String name, Details details, Instant at) {
    if (accounts.containsKey(name)) {
      return Future.succeededFuture(Optional.empty());
    }
    return Future.succeededFuture(Optional.of(put(++serial, name, details, null, 1, false)));
  }

  private Account put(
      long id, String name, Details details, Instant signedInAt, long version, boolean elsewhere) {
    Account account =
        new Account(
            id,
            name,
            details.fullName(),
            details.roles(),
            details.technician(),
            hashes.containsKey(id),
            elsewhere,
            details.disabled(),
            signedInAt,
            version);
    accounts.put(name, account);
    return account;
  }

  private static Details details(Account account) {
    return new Details(
        account.fullName(), account.roles(), account.technician(), account.disabled());
  }

  @Override
  public synchronized Future<Changed> change(
      String name, Details details, long version, Instant at) {
    Account account = accounts.get(name);
    if (account == null) {
      return Future.succeededFuture(new Changed.Unknown());
    }
    if (account.version() != version) {
      return Future.succeededFuture(new Changed.Conflict(account));
    }
    boolean others =
        accounts.values().stream()
            .anyMatch(a ->
                !a.name().equals(name) && !a.disabled() && a.roles().contains(Role.ADMINISTRATOR));
    if (!others && (details.disabled() || !details.roles().contains(Role.ADMINISTRATOR))) {
      return Future.succeededFuture(new Changed.LastAdministrator());
    }
    if (details.disabled()) {
      endAll(account.id());
      links.values().removeIf(link -> link.account() == account.id());
    }
    return Future.succeededFuture(
        new Changed.Done(
            put(
                account.id(),
                name,
                details,
                account.signedInAt(),
                version + 1,
                account.elsewhere())));
  }

  @Override
  public synchronized Future<Void> password(long account, String hash, Instant at) {
    hashes.put(account, hash);
    links.values().removeIf(link -> link.account() == account);
    Account of = byId(account);
    put(account, of.name(), details(of), of.signedInAt(), of.version() + 1, of.elsewhere());
    return endAll(account);
  }

  private Account byId(long id) {
    return accounts.values().stream().filter(a -> a.id() == id).findFirst().orElseThrow();
  }

  @Override
  public synchronized Future<Void> signedIn(long account, Instant at) {
    Account of = byId(account);
    put(account, of.name(), details(of), at, of.version(), of.elsewhere());
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Optional<Account>> ofSubject(
      String subject, String name, Details details, Instant at) {
    String known = subjects.getOrDefault(subject, name);
    Account there = accounts.get(known);
    if (there != null && !there.elsewhere()) {
      return Future.succeededFuture(Optional.empty());
    }
    if (there != null && !known.equals(subjects.get(subject))) {
      return Future.succeededFuture(Optional.empty());
    }
    subjects.put(subject, known);
    Details kept =
        new Details(
            details.fullName(),
            details.roles(),
            there == null ? details.technician() : there.technician(),
            there != null && there.disabled());
    long version = there == null ? 1 : there.version() + (details(there).equals(kept) ? 0 : 1);
    return Future.succeededFuture(
        Optional.of(
            put(
                there == null ? ++serial : there.id(),
                known,
                kept,
                there == null ? null : there.signedInAt(),
                version,
                true)));
  }

  @Override
  public synchronized Future<Void> link(long account, byte[] hash, Instant expires) {
    links.values().removeIf(link -> link.account() == account);
    links.put(text(hash), new Link(account, expires));
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Optional<Account>> ofLink(byte[] hash, Instant at) {
    return Future.succeededFuture(
        Optional.ofNullable(links.get(text(hash)))
            .filter(link -> link.expires().isAfter(at))
            .map(link -> byId(link.account()))
            .filter(account -> !account.disabled()));
  }

  @Override
  public synchronized Future<Optional<Account>> useLink(byte[] hash, Instant at) {
    Future<Optional<Account>> found = ofLink(hash, at);
    links.remove(text(hash));
    return found;
  }

  @Override
  public synchronized Future<Boolean> addToken(String name, byte[] hash, Scope scope, Instant at) {
    if (tokens.values().stream().anyMatch(token -> token.name().equals(name))) {
      return Future.succeededFuture(false);
    }
    tokens.put(text(hash), new Token(name, scope));
    return Future.succeededFuture(true);
  }

  @Override
  public synchronized Future<Boolean> revokeToken(String name, Instant at) {
    return Future.succeededFuture(tokens.values().removeIf(t -> t.name().equals(name)));
  }

  @Override
  public synchronized Future<Optional<Token>> token(byte[] hash) {
    return Future.succeededFuture(Optional.ofNullable(tokens.get(text(hash))));
  }

  private static String text(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  // -- sessions

  @Override
  public synchronized Future<Void> open(
      byte[] key, Long account, Instant at, String address, String idToken) {
    sessions.put(text(key), new Kept(account, at, at, address, idToken));
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Optional<Session>> session(
      byte[] key, Instant at, Duration idle, Duration absolute) {
    return Future.succeededFuture(
        Optional.ofNullable(sessions.get(text(key)))
            .filter(kept -> good(kept, at, idle, absolute))
            .map(this::session)
            .filter(one -> one.account() == null || !one.account().disabled()));
  }

  private static boolean good(Kept kept, Instant at, Duration idle, Duration absolute) {
    return kept.seenAt().isAfter(at.minus(idle)) && kept.startedAt().isAfter(at.minus(absolute));
  }

  private Session session(Kept kept) {
    return new Session(
        kept.account() == null ? null : byId(kept.account()),
        kept.startedAt(),
        kept.seenAt(),
        kept.address(),
        kept.id());
  }

  @Override
  public synchronized Future<Void> seen(byte[] key, Instant at) {
    sessions.computeIfPresent(
        text(key),
        (_, kept) -> new Kept(kept.account(), kept.startedAt(), at, kept.address(), kept.id()));
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Void> end(byte[] key) {
    sessions.remove(text(key));
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Void> endAll(long account) {
    sessions.values().removeIf(kept -> kept.account() != null && kept.account() == account);
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<List<Session>> ofAccount(
      long account, Instant at, Duration idle, Duration absolute) {
    return Future.succeededFuture(
        sessions.values().stream()
            .filter(kept -> kept.account() != null && kept.account() == account)
            .filter(kept -> good(kept, at, idle, absolute))
            .sorted((a, b) -> b.seenAt().compareTo(a.seenAt()))
            .map(this::session)
            .toList());
  }

  @Override
  public synchronized Future<Void> forget(Instant at, Duration absolute) {
    Instant oldest = at.minus(absolute);
    sessions.values().removeIf(kept -> kept.startedAt().isBefore(oldest));
    tries.values().removeIf(one -> one.since().isBefore(oldest));
    links.values().removeIf(link -> link.expires().isBefore(at));
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Boolean> tryUnder(
      Map<String, Integer> limits, Instant at, Duration window) {
    boolean allowed = true;
    for (Map.Entry<String, Integer> limit : limits.entrySet()) {
      Tries now =
          tries.merge(
              limit.getKey(),
              new Tries(1, at),
              (before, fresh) ->
                  before.since().isAfter(at.minus(window))
                      ? new Tries(before.count() + 1, before.since())
                      : fresh);
      allowed &= now.count() <= limit.getValue();
    }
    return Future.succeededFuture(allowed);
  }

  @Override
  public synchronized Future<Void> forgetTries(String key) {
    tries.remove(key);
    return Future.succeededFuture();
  }

  // -- audit

  @Override
  public Future<Void> add(Entry entry) {
    entries.add(entry);
    return Future.succeededFuture();
  }

  @Override
  public Future<Page<Entry>> entries(Query query) {
    int from;
    try {
      from = query.cursor() == null ? 0 : Integer.parseInt(query.cursor());
    } catch (NumberFormatException e) {
      return Future.failedFuture(new IllegalArgumentException(e));
    }
    List<Entry> fitting = new ArrayList<>();
    for (Entry entry : entries.reversed()) {
      boolean fits =
          (query.who() == null || query.who().equals(entry.who()))
              && (query.action() == null || query.action().equals(entry.action()));
      if (fits) {
        fitting.add(entry);
      }
    }
    List<Entry> page = fitting.stream().skip(from).limit(query.limit()).toList();
    int next = from + page.size();
    return Future.succeededFuture(
        new Page<>(
            page, next < fitting.size() ? Optional.of(Integer.toString(next)) : Optional.empty()));
  }

  /** An account with these roles and a session of it; the cookie's value. */
  public synchronized String signedIn(String name, Instant at, Role... roles) {
    return signedIn(name, null, at, roles);
  }

  /** The same of somebody whose phone and tickets are a technician's, or nobody's when null. */
  public synchronized String signedIn(
      String name, TechnicianId technician, Instant at, Role... roles) {
    Account account = accounts.get(name);
    if (account == null) {
      Details details =
          new Details("", java.util.Set.copyOf(Arrays.asList(roles)), technician, false);
      account = put(++serial, name, details, null, 1, false);
    }
    FreshSecret secret = FreshSecret.draw("");
    open(secret.hash(), account.id(), at, "127.0.0.1", null);
    return secret.text();
  }
}
