package svara.telephony.asterisk;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import svara.engine.id.CallbackId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.port.MessageFolder;
import svara.engine.port.PhoneSystem;
import svara.engine.port.TechnicianPhone;
import svara.telephony.CalleesUnderTest;
import svara.telephony.asterisk.SipDialog.State;

/** A real Asterisk as the contract needs it: real phones, real time, a proxy in front of it. */
final class AsteriskUnderTest implements CalleesUnderTest {
  private static final QueueId QUEUE = new QueueId("helpdesk");
  private static final String NUMBER = "100";

  /** Claims outlive a test, so each test starts above the one before. */
  private static final AtomicLong EPOCHS = new AtomicLong(1);

  private static final AtomicInteger NODES = new AtomicInteger();

  private final AsteriskInstance asterisk;
  private final Runnable giveBack;
  private final TcpProxy proxy;
  private final WatchedLoop loop = new WatchedLoop();
  private final SipPhone callers;
  private final SipPhone acquaintance;
  private final OutsideLine outside;
  private final List<Technician> technicians;
  private final long epoch = EPOCHS.getAndAdd(10);

  static AsteriskInstance.Queue queueAtExchange() {
    return AsteriskInstance.Queue.oneAndOne(QUEUE.value(), NUMBER);
  }

  AsteriskUnderTest(AsteriskInstance asterisk, Runnable giveBack) {
    this.asterisk = asterisk;
    this.giveBack = giveBack;
    asterisk.cli("database deltree svara-notes");
    removeNotices();
    proxy = new TcpProxy(asterisk.amiPort());
    callers = new SipPhone("outside", asterisk.sip());
    outside = new OutsideLine(asterisk, List.of("+46701740607", "+46701740608"));
    acquaintance = new SipPhone("208", asterisk.sip());
    acquaintance.register(AsteriskInstance.PHONE_SECRET, true);
    acquaintance.onCall(SipDialog::answer);
    technicians =
        Stream.of("anna", "bo", "cecilia")
            .map(name -> new Technician(name, "20" + (name.charAt(0) - 'a' + 1)))
            .toList();
    technicians.forEach(Technician::plugsIn);
  }

  private void removeNotices() {
    try (Stream<Path> files =
        Files.exists(asterisk.notices()) ? Files.list(asterisk.notices()) : Stream.empty()) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public QueueId queue() {
    return QUEUE;
  }

  @Override
  public String number() {
    return NUMBER;
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public Duration answerLimit() {
    return Duration.ofSeconds(3);
  }

  @Override
  public List<TechnicianAtPhone> technicians() {
    return List.copyOf(technicians);
  }

  @Override
  public PhoneSystem phoneSystem() {
    AsteriskAccess access =
        AsteriskAccess.of(
            "127.0.0.1",
            proxy.port(),
            AsteriskInstance.AMI_USER,
            AsteriskInstance.AMI_SECRET,
            "node" + NODES.incrementAndGet());
    return new AsteriskPhoneSystem(loop.vertx(), access, InstantSource.system());
  }

  @Override
  public MessageFolder messages() {
    return new AsteriskMessages(loop.vertx(), asterisk.messages());
  }

  @Override
  public <T> Future<T> order(Supplier<Future<T>> order) {
    Promise<T> result = Promise.promise();
    loop.context().runOnContext(nothing -> order.get().onComplete(result));
    return result.future();
  }

  @Override
  public Runnable every(Duration period, Runnable action) {
    action.run();
    pass(Duration.ofMillis(100)); // what was asked for at once is on its way: let it arrive
    long timer = loop.vertx().setPeriodic(period.toMillis(), id -> action.run());
    return () -> loop.vertx().cancelTimer(timer);
  }

  @Override
  public boolean await(BooleanSupplier condition, Duration limit) {
    return AsteriskInstance.await(condition, limit);
  }

  @Override
  public void pass(Duration time) {
    await(() -> false, time);
  }

  @Override
  public CallerAtPhone call(String from, String name) {
    return new Caller(callers.call(NUMBER, from, name));
  }

  @Override
  public List<CalleeAtPhone> callees() {
    return outside.callees();
  }

  @Override
  public void claim(CallbackId callback, int attempt) {
    asterisk.cli("database put svara-attempt %s-%d 1|1||||".formatted(callback, attempt));
  }

  @Override
  public void cut() {
    proxy.cut();
  }

  @Override
  public void restore() {
    proxy.restore();
  }

  @Override
  public void stall() {
    proxy.stall();
  }

  @Override
  public void resume() {
    proxy.resume();
  }

  @Override
  public void close() {
    try {
      end();
    } finally {
      giveBack.run();
    }
  }

  private void end() {
    callers.close();
    outside.close();
    acquaintance.close();
    technicians.forEach(technician -> technician.phone.close());
    proxy.close();
    try {
      loop.close();
    } finally {
      hangUpAll();
    }
  }

  private void hangUpAll() {
    asterisk.cli("channel request hangup all");
    boolean empty =
        await(() -> asterisk.cli("core show channels concise").isBlank(), Duration.ofSeconds(10));
    if (!empty) {
      throw new IllegalStateException(
          "channels are left: " + asterisk.cli("core show channels concise"));
    }
  }

  private record Caller(SipDialog call) implements CallerAtPhone {
    @Override
    public void press(char key) {
      call.press(key);
    }

    @Override
    public void hangUp() {
      call.hangUp();
    }

    @Override
    public void speaks() {
      call.media().say(440);
    }

    @Override
    public boolean answered() {
      return call.finalStatus() == 200;
    }

    @Override
    public boolean over() {
      return call.state() == State.OVER;
    }

    @Override
    public boolean refusedAsBusy() {
      return call.finalStatus() == 486;
    }

    @Override
    public boolean hearsSound() {
      return call.media().hearsSound(500);
    }
  }

  private final class Technician implements TechnicianAtPhone {
    private final SipPhone phone;
    private final TechnicianPhone known;
    private SipDialog otherCall;
    private SipDialog code;

    Technician(String name, String extension) {
      phone = new SipPhone(extension, asterisk.sip());
      known = new TechnicianPhone(new TechnicianId(name), "PJSIP/" + extension);
      answersAfter(Duration.ZERO);
    }

    @Override
    public TechnicianPhone phone() {
      return known;
    }

    @Override
    public void answersAfter(Duration ringing) {
      phone.onCall(call -> {
        call.ring();
        phone.later(ringing, call::answer);
      });
    }

    @Override
    public void doesNotAnswer() {
      phone.onCall(SipDialog::ring);
    }

    @Override
    public void isBusy() {
      phone.onCall(call -> call.refuse(486, "Busy Here"));
    }

    @Override
    public void rejects() {
      phone.onCall(call -> call.refuse(603, "Decline"));
    }

    @Override
    public void unplugs() {
      phone.register(AsteriskInstance.PHONE_SECRET, false);
    }

    @Override
    public void plugsIn() {
      phone.register(AsteriskInstance.PHONE_SECRET, true);
    }

    @Override
    public void takesOtherCall() {
      otherCall = phone.call("208", phone.user(), "");
    }

    @Override
    public void endsOtherCall() {
      otherCall.hangUp();
    }

    @Override
    public void dials(String dialled) {
      code = phone.call(dialled, phone.user(), "");
    }

    @Override
    public void recordsOutage() {
      dials("*20");
      await(() -> code.media().hearsSound(500), Duration.ofSeconds(5));
      code.press('1');
      await(() -> notices() > 0, Duration.ofSeconds(20));
      code.media().say(440);
      pass(Duration.ofSeconds(2));
      code.press('#');
      code.media().say(0);
      pass(Duration.ofSeconds(3)); // his own words
      code.press('1');
    }

    /** Sounds that are recorded, or being so. */
    private int notices() {
      String[] files = asterisk.notices().toFile().list();
      return files == null ? 0 : files.length;
    }

    @Override
    public boolean codeOver() {
      return code.state() == State.OVER;
    }

    @Override
    public boolean hearsSound() {
      return queueCalls()
          .filter(call -> call.state() == State.ANSWERED)
          .anyMatch(call -> call.media().hearsSound(500));
    }

    @Override
    public boolean hearsCode() {
      return code.media().hearsSound(500);
    }

    @Override
    public void hangsUp() {
      queueCalls().filter(call -> call.state() == State.ANSWERED).forEach(SipDialog::hangUp);
    }

    @Override
    public int timesRung() {
      return (int) queueCalls().count();
    }

    @Override
    public boolean rings() {
      return queueCalls().anyMatch(call -> call.state() == State.RINGING);
    }

    @Override
    public boolean talks() {
      // an answer comes a moment before the caller is joined to it
      return queueCalls()
          .anyMatch(call -> call.state() == State.ANSWERED && call.media().connected());
    }

    private Stream<SipDialog> queueCalls() {
      return phone.calls().stream().filter(call -> call != otherCall && call != code);
    }
  }
}
