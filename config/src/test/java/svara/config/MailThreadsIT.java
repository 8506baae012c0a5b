package svara.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import svara.engine.calendar.OpeningHours;
import svara.engine.id.Language;
import svara.engine.id.PersonId;
import svara.engine.id.TicketNumber;
import svara.engine.mail.MailPolicy;
import svara.engine.mail.SendingPlan;
import svara.engine.mailbox.ImapAccess;
import svara.engine.mailbox.MailSending;
import svara.engine.mailbox.PlayedSmtp;
import svara.engine.mailbox.ReadMailIntake;
import svara.engine.mailbox.SmtpAccess;
import svara.engine.port.KeptMails;
import svara.engine.port.MailIntake.Fate;
import svara.engine.port.MailIntake.Taken;
import svara.engine.port.PeopleStore;
import svara.engine.port.TicketStore.Replied;
import svara.engine.port.TicketStore.Ticket;
import svara.engine.port.TicketStore.TicketChange;
import svara.engine.port.TicketStore.TimelineEntry;
import svara.engine.ticket.TicketStatus;

/** Which ticket a mail lands on, and that no two programs talk to each other, on real databases. */
@Tag("mail")
@Timeout(120)
class MailThreadsIT {
  @RegisterExtension final TestDatabase here = TestDatabase.embedded();
  @RegisterExtension final TestDatabase there = TestDatabase.embedded();

  private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern MESSAGE_ID = Pattern.compile("(?m)^Message-ID: <(.*)>$");
  private static final String OURS = "helpdesk@example.se";
  private static final String THEIRS = "support@example.org";

  private final List<AutoCloseable> open = new ArrayList<>();
  private int serial;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private static MailPolicy policy(String own) {
    return new MailPolicy(
        Language.SV,
        true,
        OpeningHours.always(),
        Duration.ofHours(8),
        5,
        Duration.ofDays(14),
        own.substring(own.indexOf('@') + 1),
        Set.of(own));
  }

  private static <T> T awaited(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static Taken take(TestDatabase database, String own, String raw, Instant at)
      throws Exception {
    ReadMailIntake intake =
        new ReadMailIntake(
            database.vertx(), database.stores().mails(policy(own)), 1_000_000, () -> at);
    byte[] bytes = raw.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    return awaited(intake.take("", Buffer.buffer(bytes)));
  }

  private Taken take(String raw) throws Exception {
    return take(here, OURS, raw, AT);
  }

  private String mail(String from, String subject, String... headers) {
    return "Message-ID: <%d@example.net>\nFrom: %s\nSubject: %s\n%s\nhej\n"
        .formatted(
            ++serial,
            from,
            subject,
            List.of(headers).stream().map(h -> h + "\n").reduce("", String::concat));
  }

  private Ticket ticket(TicketNumber number) throws Exception {
    return awaited(here.stores().tickets().ticket(number)).orElseThrow();
  }

  private void become(TicketNumber number, TicketStatus status) throws Exception {
    awaited(
        here.stores()
            .tickets()
            .change(number, new TicketChange(null, status, null, null, "anna.berg", AT)));
  }

  private String ourMessageId(TicketNumber number) throws SQLException {
    return text(here, "select message_id from mail_out where ticket = '" + number + "'");
  }

  private static String text(TestDatabase database, String query) throws SQLException {
    try (Connection connection = database.engine();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }

  private static String fact(Ticket ticket, String name) {
    return ticket.timeline().getLast().facts().getOrDefault(name, "");
  }

  @Test
  void anAnswerIsKnownByTheMailItAnswersWhateverItsSubject() throws Exception {
    TicketNumber number = take(mail("eva.lund@example.se", "Skrivaren")).ticket();
    become(number, TicketStatus.SOLVED);
    Taken answer =
        take(
            mail(
                "eva.lund@example.se",
                "Annat ämne",
                "In-Reply-To: <" + ourMessageId(number) + ">"));

    assertEquals(new Taken(number, Fate.JOINED, ""), answer);
    assertEquals("own_message", fact(ticket(number), "why"));
    assertEquals(TicketStatus.NEW, ticket(number).row().status());
  }

  @Test
  void whatGoesOnFromAMailThatTheTicketHasReceivedJoinsIt() throws Exception {
    TicketNumber number = take(mail("eva.lund@example.se", "Skrivaren")).ticket();
    Taken more =
        take(mail("eva.lund@example.se", "En sak till", "References: <1@example.net> <x@y>"));

    assertEquals(new Taken(number, Fate.JOINED, ""), more);
    assertEquals("thread", fact(ticket(number), "why"));
  }

  @Test
  void aMailIsMovedToATicketOfItsOwnOnceAndWhatGoesOnFromItGoesThere() throws Exception {
    TicketNumber number = take(mail("eva.lund@example.se", "Skrivaren")).ticket();
    TicketNumber same =
        take(mail(
                "eva.lund@example.se",
                "[#" + number + "] Telefonen",
                "References: <1@example.net>"))
            .ticket();
    assertEquals(number, same);
    Ticket before = ticket(number);
    long entry = before.timeline().getLast().id();
    TicketNumber own = split(number, entry).orElseThrow();

    Ticket after = ticket(own);
    assertEquals("Telefonen", after.row().subject());
    assertEquals("split", fact(after, "why"));
    assertEquals(number.toString(), fact(after, "splitFrom"));
    assertEquals(own.toString(), fact(ticket(number), "to"));
    assertEquals(
        Optional.of(own.toString()),
        ticket(number).timeline().stream()
            .filter(one -> one.id() == entry)
            .map(one -> one.facts().get("movedTo"))
            .findFirst());
    assertEquals(Optional.empty(), split(number, entry), "once");
    assertEquals(
        Optional.empty(), split(number, before.timeline().getFirst().id()), "what it began with");
    Taken more = take(mail("eva.lund@example.se", "SV: x", "In-Reply-To: <2@example.net>"));
    assertEquals(new Taken(own, Fate.JOINED, ""), more);
    assertEquals(
        text(here, "select length(raw)::text from mail_in where message_id = '2@example.net'"),
        String.valueOf(
            awaited(
                    here.stores()
                        .files(raw -> Future.succeededFuture(Optional.empty()))
                        .mail(own, after.timeline().getFirst().id()))
                .orElseThrow()
                .length()));
  }

  private Optional<TicketNumber> split(TicketNumber number, long entry) throws Exception {
    return awaited(here.stores().tickets().split(number, entry, "anna.berg", AT));
  }

  private static MailPolicy talkative(int perDayMax, String... blocked) {
    return new MailPolicy(
        Language.SV,
        new MailPolicy.Automatic(true, true, true, perDayMax),
        OpeningHours.always(),
        Duration.ofHours(8),
        Duration.ofDays(14),
        "example.se",
        Set.of(OURS),
        Set.of(blocked));
  }

  private void become(MailPolicy policy, TicketNumber number, TicketStatus status)
      throws Exception {
    awaited(
        here.stores()
            .tickets(policy)
            .change(number, new TicketChange(null, status, null, null, "anna.berg", AT)));
  }

  private String kinds(TicketNumber number) throws SQLException {
    return text(
        here,
        "select coalesce(string_agg(kind, ' ' order by id), '') from mail_out where ticket = '"
            + number
            + "'");
  }

  @Test
  void whoHasMailedIsToldThatItIsDoneOnceForEachTimeAndARobotIsNot() throws Exception {
    TicketNumber number = take(mail("eva.lund@example.se", "Skrivaren")).ticket();
    become(talkative(9), number, TicketStatus.SOLVED);
    become(talkative(9), number, TicketStatus.CLOSED);
    assertEquals("acknowledgement closing", kinds(number));
    become(talkative(9), number, TicketStatus.OPEN);
    become(talkative(9), number, TicketStatus.CLOSED);
    assertEquals("acknowledgement closing closing", kinds(number));
    become(talkative(9), number, TicketStatus.OPEN);
    become(talkative(3), number, TicketStatus.CLOSED);
    assertEquals("acknowledgement closing closing", kinds(number), "three that day are enough");
    String last = sent(here, OURS).getLast();
    assertTrue(last.contains("Auto-Submitted: auto-replied"), last);
    assertTrue(last.contains("In-Reply-To: <1@example.net>"), last);
    assertTrue(last.contains("multipart/alternative"), last);

    TicketNumber alert =
        take(mail("disk@example.org", "Disken", "Auto-Submitted: auto-generated")).ticket();
    become(talkative(9), alert, TicketStatus.CLOSED);
    assertEquals("", kinds(alert));
  }

  @Test
  void aReplyGoesOutInWordsAndInHtml() throws Exception {
    TicketNumber number = take(mail("eva.lund@example.se", "Skrivaren")).ticket();
    awaited(here.stores().tickets(talkative(9)).reply(number, "anna.berg", "Hej\nVi <byter>.", AT));
    String reply = sent(here, OURS).getLast();
    assertTrue(reply.contains("multipart/alternative"), reply);
    assertTrue(reply.contains("Vi <byter>."), reply);
    assertTrue(reply.contains("Hej<br>"), reply);
    assertTrue(reply.contains("Vi &lt;byter&gt;."), reply);
  }

  @Test
  void aKnownCallerIsMailedTheNumberOnceSomebodyHasWrittenOnTheTicket() throws Exception {
    String caller =
        """
        with known as (
          insert into person (email, name, language) values ('bo.ek@example.se', 'Bo Ek', 'en') returning id)
        insert into ticket (number, status, kind, channel, subject, person_id, shown_as, opened_at, changed_at)
        select '2026-000901', 'open', 'ordinary', 'phone', 'Telefonsamtal', id, 'Bo Ek', now(), now() from known
        union all select '2026-000902', 'open', 'ordinary', 'phone', 'Telefonsamtal', null, '', now(), now()
        """;
    try (Connection connection = here.owner();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(caller);
    }
    TicketNumber known = new TicketNumber(2026, 901);
    TicketNumber unknown = new TicketNumber(2026, 902);
    for (TicketNumber number : List.of(known, unknown, known)) {
      awaited(here.stores().tickets(talkative(9)).note(number, "anna.berg", "Byt skärm", AT));
    }
    assertEquals("number", kinds(known));
    assertEquals("", kinds(unknown));
    String body = text(here, "select body from mail_out");
    assertTrue(body.contains("Its ticket number is 2026-000901."), body);
    // mail about a phone ticket joins it, by the mail it answers or by the number
    for (String header :
        List.of("In-Reply-To: <" + ourMessageId(known) + ">", "X-Other: nothing")) {
      Taken about = take(mail("bo.ek@example.se", "Re: [#" + known + "]", header));
      assertEquals(new Taken(known, Fate.JOINED, ""), about);
      assertEquals("", fact(ticket(known), "someoneNew"));
    }
  }

  @Test
  void whoWritesBecomesAPersonWhoseAddressesAreOne() throws Exception {
    TicketNumber home = take(mail("Eva <eva@hemma.example.org>", "Hemifrån")).ticket();
    TicketNumber work = take(mail("Eva Lund <eva.lund@example.se>", "Skrivaren")).ticket();
    take(mail("disk@example.org", "Disken", "Auto-Submitted: auto-generated"));
    assertEquals("2", text(here, "select count(*) from person"), "a program is nobody");
    Instant later = AT.plusSeconds(60);
    PeopleStore people = here.stores().people();
    PersonId eva = ticket(home).row().requester();
    assertEquals(Optional.of(eva), awaited(people.alsoWrites(eva, "eva.lund@example.se")));
    assertEquals(eva, ticket(work).row().requester());
    assertEquals(
        new PeopleStore.Person(
            eva, "Eva", "", List.of("eva@hemma.example.org", "eva.lund@example.se"), List.of()),
        awaited(people.person(eva)).orElseThrow());
    Taken again = take(here, OURS, mail("eva.lund@example.se", "Mer"), later);
    assertEquals(eva, ticket(again.ticket()).row().requester());
    assertEquals(Optional.empty(), awaited(people.alsoWrites(new PersonId(99), "x@example.org")));
  }

  @Test
  void aBlockedSendersMailIsKeptAndBecomesATicketWhenNobodyBlocksHimAnyMore() throws Exception {
    ReadMailIntake blocking =
        new ReadMailIntake(
            here.vertx(), here.stores().mails(talkative(9, "example.org")), 1_000_000, () -> AT);
    Buffer raw = Buffer.buffer(mail("rea@nytt.example.org", "Rea"));
    assertEquals(
        new Taken(null, Fate.KEPT, "the sender is blocked: example.org"),
        awaited(blocking.take("", raw)));
    assertEquals(new KeptMails.Count(0, 1), awaited(blocking.count()));
    long id = awaited(blocking.kept(true, null, 9)).items().getFirst().id();
    assertEquals(Fate.KEPT, awaited(blocking.again(id, false)).orElseThrow().fate());
    ReadMailIntake open =
        new ReadMailIntake(here.vertx(), here.stores().mails(talkative(9)), 1_000_000, () -> AT);
    assertEquals(Fate.CREATED, awaited(open.again(id, false)).orElseThrow().fate());
    assertEquals(Optional.empty(), awaited(open.again(id, true)), "once");
    assertEquals(new KeptMails.Count(0, 0), awaited(open.count()));
  }

  @Test
  void someoneNewJoinsMarkedWakesNothingAndGetsNoAnswer() throws Exception {
    TicketNumber number = take(mail("eva.lund@example.se", "Skrivaren")).ticket();
    become(number, TicketStatus.SOLVED);
    for (int i = 0; i < 2; i++) {
      Taken stranger = take(mail("someone@example.org", "SV: [#" + number + "]"));
      assertEquals(new Taken(number, Fate.JOINED, ""), stranger);
      assertEquals("true", fact(ticket(number), "someoneNew"), "once more is new again");
    }
    assertEquals(TicketStatus.SOLVED, ticket(number).row().status());
    Replied replied = awaited(here.stores().tickets().reply(number, "anna.berg", "Hej", AT));

    assertEquals("eva.lund@example.se", ((Replied.Waiting) replied).entry().facts().get("to"));
    assertEquals("0", text(here, "select count(*) from mail_out where recipient like 'someone@%'"));
  }

  @Test
  void anAnswerToATicketMergedIntoAnotherJoinsTheWholeAndIsFromNobodyNew() throws Exception {
    Taken first = take(mail("Eva <eva@example.se>", "Skrivaren drar snett"));
    String about = "In-Reply-To: <%d@example.net>".formatted(serial);
    Taken second = take(mail("Bo <bo@example.se>", "Skrivaren på plan 2"));
    TicketNumber part = first.ticket();
    TicketNumber whole = second.ticket();
    assertTrue(awaited(here.stores().tickets().merge(part, whole, true, "anna", AT)));

    Taken answer = take(mail("Eva <eva@example.se>", "Sv: Skrivaren drar snett", about));
    Taken named = take(mail("Eva <eva@example.se>", "Angående [#%s]".formatted(part)));

    for (Taken taken : List.of(answer, named)) {
      assertEquals(Fate.JOINED, taken.fate());
      assertEquals(whole, taken.ticket());
    }
    assertTrue(
        ticket(whole).timeline().stream()
            .noneMatch(entry -> "true".equals(entry.facts().get("someoneNew"))));
    assertEquals(TicketStatus.CLOSED, ticket(part).row().status());
    assertEquals(whole, ticket(part).row().handling().mergedInto());
  }

  @Test
  void aReplyToATicketClosedLongAgoStartsAnotherThatNamesIt() throws Exception {
    TicketNumber number = take(mail("eva.lund@example.se", "Skrivaren")).ticket();
    become(number, TicketStatus.CLOSED);
    Taken late =
        take(
            here,
            OURS,
            mail("eva.lund@example.se", "SV: [#" + number + "] Skrivaren"),
            AT.plus(Duration.ofDays(15)));

    assertEquals(Fate.CREATED, late.fate());
    assertEquals("SV: Skrivaren", ticket(late.ticket()).row().subject(), "not the old number");
    assertEquals(
        number.toString(), ticket(late.ticket()).timeline().getFirst().facts().get("follows"));
    assertEquals(TicketStatus.CLOSED, ticket(number).row().status());
    assertEquals(
        number.toString(),
        text(here, "select follows from ticket where number = '" + late.ticket() + "'"));
  }

  @Test
  void oneMailToTwoMailboxesIsOneTicketWithBothNoted() throws Exception {
    String raw = mail("eva.lund@example.se", "Skrivaren");
    ReadMailIntake intake =
        new ReadMailIntake(here.vertx(), here.stores().mails(policy(OURS)), 1_000_000, () -> AT);
    List<Future<Taken>> both = new ArrayList<>();
    for (String box : List.of("it", "support")) {
      both.add(intake.take(box, Buffer.buffer(("Delivered-To: " + box + "\n" + raw))));
    }
    awaited(Future.all(both));

    assertEquals(both.get(0).result().ticket(), both.get(1).result().ticket());
    assertEquals("2", text(here, "select count(distinct mailbox) from mail_in"));
    assertEquals("1", text(here, "select count(*) from ticket"));
    assertEquals(
        "it, support",
        ticket(both.getFirst().result().ticket()).timeline().getFirst().facts().get("mailboxes"));
  }

  @Test
  void aBounceMarksTheMailItsRecipientAndItsTicketAndOpensNone() throws Exception {
    TicketNumber number = take(mail("eva.lund@example.se", "Skrivaren")).ticket();
    sent(here, OURS);
    Taken taken = take(bounce(ourMessageId(number)));

    assertEquals(new Taken(number, Fate.RECORDED, ""), taken);
    TimelineEntry reply =
        ticket(number).timeline().stream()
            .filter(entry -> entry.kind().equals("reply"))
            .findFirst()
            .orElseThrow();
    assertEquals("refused", reply.facts().get("delivery"));
    assertEquals("5.1.1 550 no such user", reply.facts().get("server"));
    assertEquals("eva.lund@example.se", text(here, "select address from mail_recipient"));
    assertEquals(
        Fate.KEPT, take(bounce("unknown@example.se").replace("Hej", "Hejsan")).fate(), "forged");
    assertEquals("1", text(here, "select count(*) from ticket"));
    assertEquals("1", text(here, "select count(*) from mail_out"));
  }

  private static String bounce(String original) {
    return """
    From: MAILER-DAEMON@example.org
    Content-Type: multipart/report; report-type=delivery-status; boundary=b

    --b
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.example.org

    Final-Recipient: rfc822; eva.lund@example.se
    Action: failed
    Status: 5.1.1
    Diagnostic-Code: smtp; 550 no such user
    --b
    Content-Type: message/rfc822

    Message-ID: <%s>

    Hej
    --b--
    """
        .formatted(original);
  }

  /** Sends everything that waits; what the server took, as it came over the wire. */
  private List<String> sent(TestDatabase database, String from) throws Exception {
    PlayedSmtp server = new PlayedSmtp();
    MailSending sending =
        new MailSending(
            new SmtpAccess(
                "127.0.0.1", server.port(), ImapAccess.Security.PLAIN, "", "", from, "Helpdesken"),
            new MailSending.Pace(Duration.ofMillis(20), Duration.ofSeconds(10)),
            new SendingPlan(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofDays(3)),
            database.stores().outbox(),
            Supplier::get,
            "node1",
            () -> AT.plusSeconds(3600),
            _ -> {});
    try (server;
        sending) {
      sending.start();
      Awaited.value(
          PATIENCE,
          () -> text(database, "select count(*) from mail_out where state = 'waiting'").equals("0"),
          () -> "");
      return List.copyOf(server.accepted());
    }
  }

  @Test
  @Proves("F14")
  void everyMailThatWasSentMakesNoNewMailWhenItComesBack() throws Exception {
    for (int i = 0; i < 3; i++) {
      TicketNumber number = take(mail("person%d@example.se".formatted(i), "Skrivaren")).ticket();
      awaited(here.stores().tickets("example.se").reply(number, "anna.berg", "Vi byter.", AT));
      become(talkative(9), number, TicketStatus.SOLVED);
    }
    List<String> sent = sent(here, OURS);
    assertEquals(9, sent.size());
    for (String mail : sent) {
      assertEquals(Fate.RECORDED, take(mail).fate(), mail);
      String otherName = MESSAGE_ID.matcher(mail).replaceFirst("Message-ID: <new@example.net>");
      Fate renamed = take(otherName.replace("Vi byter", "Vi byter ut")).fate();
      assertTrue(renamed != Fate.CREATED, "its sender is ours: " + renamed);
    }
    assertEquals("9", text(here, "select count(*) from mail_out"));
    assertEquals("3", text(here, "select count(*) from ticket"));
  }

  /** The second line stands for a relay that takes away what says that a program wrote it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Proves("F14")
  void twoEnginesThatMailEachOtherFallSilent(boolean stripped) throws Exception {
    take(here, OURS, mail(THEIRS, "Driftstörning"), AT);
    int passed = 0;
    int rounds = 0;
    for (boolean quiet = false; !quiet; rounds++) {
      assertTrue(rounds < 10, "they go on and on: " + passed);
      List<String> fromUs = sent(here, OURS);
      for (String mail : fromUs) {
        take(there, THEIRS, passed(mail, stripped), AT);
      }
      List<String> fromThem = sent(there, THEIRS);
      for (String mail : fromThem) {
        take(here, OURS, passed(mail, stripped), AT);
      }
      passed += fromUs.size() + fromThem.size();
      quiet = fromUs.isEmpty() && fromThem.isEmpty();
    }
    assertEquals(stripped ? 2 : 1, passed);
    assertEquals("1", text(here, "select count(*) from ticket"));
  }

  private static String passed(String mail, boolean stripped) {
    return stripped ? mail.replaceAll("(?m)^(Auto-Submitted|X-Auto).*\n", "") : mail;
  }

  /**
   * Conversations, each mail delivered twice and to two mailboxes, in an order that nobody would
   * have thought of; every other time all at once.
   */
  @Test
  void anyMailTwiceInAnyOrderGivesTheSameTickets() throws Exception {
    long first = System.nanoTime();
    for (int round = 0; round < 8; round++) {
      long seed = first + round;
      Random random = new Random(seed);
      List<List<String>> conversations = new ArrayList<>();
      List<String> deliveries = new ArrayList<>();
      for (int one = 0; one < 5; one++) {
        List<String> mails = conversation("r%dc%d".formatted(round, one), random);
        conversations.add(mails);
        deliveries.addAll(mails);
        mails.forEach(mail -> deliveries.add("Received: by another way\n" + mail));
      }
      Collections.shuffle(deliveries, random);
      deliver(deliveries, round % 2 == 0);
      assertEquals(List.of(), scattered(round, conversations), "seed " + seed);
    }
    TicketNumber one =
        TicketNumber.parse(text(here, "select min(number) from ticket")).orElseThrow();
    assertEquals("40", text(here, "select count(*) from ticket"), "of every conversation one");
    long moved =
        Long.parseLong(
            text(
                here,
                "select max(id) from ticket_entry where kind = 'mail' and ticket = '" + one + "'"));
    awaited(here.stores().tickets().split(one, moved, "anna.berg", AT));
    assertEquals("41", text(here, "select count(*) from ticket"), "the count sees one too many");
  }

  /** A person's mails, each going on from all before it. */
  private static List<String> conversation(String name, Random random) {
    List<String> mails = new ArrayList<>();
    StringBuilder references = new StringBuilder();
    for (int i = 0; i < 2 + random.nextInt(3); i++) {
      String id = "<%s.%d@example.net>".formatted(name, i);
      String thread = i == 0 ? "" : "References: %s\n".formatted(references.toString().strip());
      mails.add(
          "Message-ID: %s\nFrom: %s@example.se\nSubject: Sak %s\n%s\nrad %d\n"
              .formatted(id, name, name, thread, i));
      references.append(' ').append(id);
    }
    return mails;
  }

  private void deliver(List<String> mails, boolean atOnce) throws Exception {
    ReadMailIntake intake =
        new ReadMailIntake(here.vertx(), here.stores().mails(policy(OURS)), 1_000_000, () -> AT);
    List<Future<Taken>> all = new ArrayList<>();
    for (String mail : mails) {
      Future<Taken> taken =
          intake.take(all.size() % 2 == 0 ? "it" : "support", Buffer.buffer(mail));
      all.add(taken);
      if (!atOnce) {
        awaited(taken);
      }
    }
    awaited(Future.all(all));
  }

  /** Conversations that are not on one ticket, or of which it has not each mail once. */
  private List<String> scattered(int round, List<List<String>> conversations) throws SQLException {
    List<String> scattered = new ArrayList<>();
    for (int one = 0; one < conversations.size(); one++) {
      String found =
          text(
              here,
              "select count(distinct ticket) || ' ' || count(*) from ticket_entry"
                  + " where kind = 'mail' and facts ->> 'from' = 'r%dc%d@example.se'"
                      .formatted(round, one));
      if (!found.equals("1 " + conversations.get(one).size())) {
        scattered.add(found + " of " + conversations.get(one));
      }
    }
    return scattered;
  }
}
