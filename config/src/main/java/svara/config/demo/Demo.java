package svara.config.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import svara.config.settings.Settings;
import svara.engine.id.CallerNumber;
import svara.engine.id.TechnicianId;
import svara.engine.port.LiveUpdate;
import svara.engine.queue.Technician;
import svara.telephony.asterisk.AsteriskNotStarted;
import svara.telephony.asterisk.AsteriskProcess;

/**
 * {@code svara demo}: an exchange, a helpdesk, people at phones, and a working day at high speed.
 * Everything shown comes through the exchange. It ends after a set time or when {@link #stop} is
 * called, and ends everything it has started.
 */
public final class Demo {
  private static final String NUMBER = "100";
  private static final int FIRST_PHONE = 201;
  private static final int PHONES = 8;
  private static final List<String> NAMES =
      List.of(
          "Anna Berg",
          "Bo Lund",
          "Cecilia Ek",
          "David Holm",
          "Elin Sand",
          "Filip Dahl",
          "Greta Falk",
          "Hugo Lind");
  private static final int PLAYED = 3;
  private static final Duration TALK = Duration.ofMinutes(4);
  private static final Duration READY_MAX = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration LAST_WORDS = Duration.ofSeconds(8);
  private static final Duration SETTLE_MAX = Duration.ofSeconds(12);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final DemoOptions options;
  private final DemoPlaces places;
  private final PrintStream out;
  private final CountDownLatch stopped = new CountDownLatch(1);

  public Demo(DemoOptions options, DemoPlaces places, PrintStream out) {
    this.options = options;
    this.places = places;
    this.out = out;
  }

  /** Puts an engine together from settings and starts it. */
  public interface Starter {
    Helpdesk start(Settings settings);
  }

  /** What runs. */
  private record Stage(
      AsteriskProcess exchange,
      Phones phones,
      DemoMailServer mail,
      Correspondents writers,
      Helpdesk helpdesk) {}

  /** What somebody does, so long after the start of the day. */
  private record Act(Duration after, Runnable done) {}

  /** Ends it soon: calls are hung up, counted, and everything is ended. */
  public void stop() {
    stopped.countDown();
  }

  /**
   * Runs it to its end.
   *
   * @return whether Svara and the phones counted the same
   * @throws DemoMissing when something it needs is not here
   */
  public boolean run(Starter starter) {
    out.println("demo: keeps its things in " + places.work());
    int sip = DemoPlaces.udpPort(options.sipPort(), 5060, "--sip");
    int http = DemoPlaces.tcpPort(options.httpPort(), 8080, "--http");
    int ami = DemoPlaces.anyFreeTcp();
    int home = PhonePorts.anyFree();
    try (FileChannel _ = places.lock();
        AsteriskProcess exchange = exchange(sip, ami, home);
        Phones phones = new Phones(places.sipp(), folder("phones"), sip);
        DemoMailServer mail = DemoMailServer.start();
        Helpdesk helpdesk = starter.start(settings(http, ami, mail))) {
      Correspondents writers = new Correspondents(mail.smtpPort(), InstantSource.system());
      phones.home(home, talk());
      return perform(new Stage(exchange, phones, mail, writers, helpdesk), sip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AsteriskProcess exchange(int sip, int ami, int home) {
    out.println("demo: starting an exchange");
    try {
      return AsteriskProcess.started(
          new AsteriskProcess.Setup(
              places.home(),
              places.asterisk(),
              places.sounds(),
              places.work().resolve("exchange"),
              List.of(
                  "SIP_PORT=" + sip,
                  "AMI_PORT=" + ami,
                  "TRUNK=127.0.0.1:" + home,
                  "RTP_START=30000",
                  "RTP_END=30999"),
              List.of(List.of("NAME=helpdesk", "NUMBERS=" + NUMBER, "RING=8"))));
    } catch (AsteriskNotStarted e) {
      throw new DemoMissing(String.valueOf(e.getMessage()));
    }
  }

  private Path folder(String name) {
    try {
      return Files.createDirectories(places.work().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Settings settings(int http, int ami, DemoMailServer mail) {
    out.println("demo: starting Svara with a database and a mail server of its own");
    String technicians =
        IntStream.range(0, PHONES)
            .mapToObj(i ->
                "  - {name: %s, email: %s@example.se, dial: PJSIP/%d, queue: helpdesk}\n"
                    .formatted(NAMES.get(i), id(i), FIRST_PHONE + i))
            .collect(Collectors.joining());
    String text =
        """
        data: %s
        http: {port: %d}
        database: {embedded: {folder: %s, port: %d}}
        telephony: {ami: {port: %d, secret: "%s"}}
        queues:
          - {name: helpdesk, title: Helpdesk, numbers: ["%s"], ringTime: 8s, waitMax: 30s,
             callbacks: {retryDelay: 10s, busyDelay: 10s, callerRingTime: 8s, talkMin: 1s, within: 5m, perNumberDayMax: 100, perHourMax: 3600}}
        technicians:
        %s\
        numbers: {extensions: {"4xx": "+46846500"}}
        mailboxes:
          - {name: helpdesk, host: 127.0.0.1, port: %d, security: plain, user: %s, password: "%s"}
        mail: {automaticPerDayMax: %d}
        smtp: {host: 127.0.0.1, port: %d, security: plain, from: %s, name: Helpdesken}
        log: {level: warn}
        """
            .formatted(
                places.work().resolve("data"),
                http,
                places.work().resolve("postgres"),
                DemoPlaces.anyFreeTcp(),
                ami,
                secret("ami.secret"),
                NUMBER,
                technicians,
                mail.imapPort(),
                DemoMailServer.ADDRESS,
                mail.password(),
                DemoResult.ANSWERS_MAX,
                mail.smtpPort(),
                DemoMailServer.ADDRESS);
    return Settings.read("the demo's settings", text, Map.of());
  }

  private static TechnicianId id(int technician) {
    return new TechnicianId(NAMES.get(technician).toLowerCase(Locale.ROOT).replace(' ', '.'));
  }

  private String secret(String file) {
    try {
      return Files.readString(places.work().resolve("exchange").resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean perform(Stage stage, int sip) {
    String password = secret("phone.secret");
    for (int i = 0; options.calls() && i < PLAYED; i++) {
      stage.phones().technician(Integer.toString(FIRST_PHONE + i), password, talk());
    }
    if (!await(READY_MAX, stage.helpdesk()::ready)) {
      throw new DemoMissing("Svara did not become ready within " + READY_MAX.toSeconds() + " s");
    }
    // an earlier demo may have ended with it switched off
    stage.helpdesk().keepPromises(true);
    int firstFree = options.calls() ? FIRST_PHONE + PLAYED : FIRST_PHONE;
    out.printf(
        "demo: the helpdesk's number is %s; softphones %d to %d may register at 127.0.0.1:%d with"
            + " password %s%n",
        NUMBER, firstFree, FIRST_PHONE + PHONES - 1, sip, password);
    out.printf(
        "demo: mail to %s is taken by SMTP at 127.0.0.1:%d%n",
        DemoMailServer.ADDRESS, stage.mail().smtpPort());
    out.println("READY " + stage.helpdesk().url());
    stage.helpdesk().welcome().forEach(line -> out.println("demo: " + line));
    try (ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor()) {
      NewsInWords words = new NewsInWords(out, ZoneId.of("Europe/Stockholm"));
      stage
          .helpdesk()
          .onNews(news -> {
            words.tell(news);
            comeBack(news, stage.helpdesk(), later);
          });
      play(stage);
      return end(stage, later);
    }
  }

  /** How long people talk as a rule, at the day's speed. */
  private Duration talk() {
    return TALK.dividedBy(Math.max(1, Math.round(options.speed())));
  }

  /** A paused technician comes back after a while, as people do. */
  private static void comeBack(LiveUpdate news, Helpdesk helpdesk, ScheduledExecutorService later) {
    TechnicianId technician = news.technician();
    boolean paused =
        news.name().equals("technician.changed")
            && news.detail().equalsIgnoreCase(Technician.Duty.PAUSED.name());
    if (paused && technician != null && !later.isShutdown()) {
      ScheduledFuture<?> _ =
          later.schedule(
              () -> helpdesk.backOnDuty(technician), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Lets people call until the time is over or somebody says stop; day after day. */
  private void play(Stage stage) {
    long begin = System.nanoTime();
    long end =
        options
            .length()
            .map(length -> begin + length.minus(LAST_WORDS).toNanos())
            .orElse(Long.MAX_VALUE);
    if (!options.calls()) {
      rest(end);
      return;
    }
    long seed = options.seed();
    long day = begin;
    while (true) {
      out.printf(
          "demo: a working day, seed %d, %.0f times as fast as life%n", seed, options.speed());
      for (Act act : day(stage, seed)) {
        long due = day + act.after().toNanos();
        if (rest(Math.min(due, end)) || due >= end) {
          return;
        }
        act.done().run();
      }
      seed++;
      day = System.nanoTime();
    }
  }

  private List<Act> day(Stage stage, long seed) {
    List<Act> acts = new ArrayList<>();
    for (PlannedCall call : DayPlan.of(new Random(seed), options.speed())) {
      acts.add(new Act(call.after(), () -> stage.phones().call(call, NUMBER)));
    }
    for (PlannedMail mail : MailPlan.of(new Random(seed), options.speed())) {
      acts.add(new Act(mail.after(), () -> stage.writers().write(mail)));
    }
    acts.sort(Comparator.comparing(Act::after));
    return acts;
  }

  /** Waits until then, by {@link System#nanoTime}; true when somebody said stop meanwhile. */
  private boolean rest(long until) {
    try {
      return stopped.await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private boolean end(Stage stage, ScheduledExecutorService later) {
    if (stopped.getCount() > 0) {
      await(LAST_WORDS, stage.phones()::quiet);
    }
    stage.helpdesk().keepPromises(false);
    stage.exchange().hangUpAll();
    Set<TechnicianId> ours =
        IntStream.range(0, PLAYED).mapToObj(Demo::id).collect(Collectors.toSet());
    await(SETTLE_MAX, () -> stage.phones().quiet() && settled(stage, counts(stage, ours)));
    later.shutdownNow();
    DemoResult result = result(stage, counts(stage, ours));
    out.println(result.mailLine());
    out.println(result.promiseLine());
    out.println(result.line());
    return result.differ() == 0;
  }

  /** Calls that people make with softphones of their own meanwhile are not the played phones'. */
  private static HelpdeskCounts counts(Stage stage, Set<TechnicianId> technicians) {
    return stage.helpdesk().counts(Demo::played, technicians, stage.writers().names());
  }

  private static DemoResult result(Stage stage, HelpdeskCounts counts) {
    return new DemoResult(
        counts, stage.phones().counts(), stage.writers().sent(), stage.mail().answered());
  }

  private static boolean settled(Stage stage, HelpdeskCounts counts) {
    return counts.open() == 0
        && counts.promises().underWay() == 0
        && counts.mails() == stage.writers().sent()
        && result(stage, counts).unanswered() == 0;
  }

  private static boolean played(CallerNumber number) {
    String shown = number.presented();
    return shown.isEmpty() || shown.matches("0701740[67]\\d\\d|4\\d\\d");
  }

  private static boolean await(Duration limit, BooleanSupplier condition) {
    long until = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        return false;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return true;
  }
}
