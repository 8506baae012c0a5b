package svara.engine.mailbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import svara.engine.mail.IncomingMail;
import svara.engine.port.KeptMails;
import svara.engine.port.MailIntake;
import svara.engine.port.MailStore;
import svara.engine.port.Page;
import svara.engine.port.StoreException;

/** Reads each mail off the event loop and hands it to the store. */
public final class ReadMailIntake implements MailIntake, KeptMails {
  /** What the mailbox is called as long as the settings name none. */
  private static final String MAIN = "main";

  private static final int FILES_MAX = 100;

  private final Vertx vertx;
  private final MailStore store;
  private final MailReader reader;
  private final InstantSource clock;

  /** One that takes every usual number of files out of a mail. */
  public ReadMailIntake(Vertx vertx, MailStore store, int sizeBytesMax, InstantSource clock) {
    this(vertx, store, sizeBytesMax, FILES_MAX, sizeBytesMax, clock);
  }

  /**
   * An intake.
   *
   * @param sizeBytesMax of a bigger mail only the headers are read
   * @param filesMax so many files are taken out of a mail
   * @param fileBytesMax and none that is larger
   */
  public ReadMailIntake(
      Vertx vertx,
      MailStore store,
      int sizeBytesMax,
      int filesMax,
      int fileBytesMax,
      InstantSource clock) {
    this.vertx = vertx;
    this.store = store;
    this.reader = new MailReader(sizeBytesMax, new MailParts.FileLimits(filesMax, fileBytesMax));
    this.clock = clock;
  }

  @Override
  public Future<Taken> take(String mailbox, Buffer raw) {
    String box = mailbox.isEmpty() ? MAIN : mailbox;
    return read(raw).compose(mail -> take(box, null, raw, null, mail));
  }

  @Override
  public Future<Taken> take(Fetched mail) {
    Future<IncomingMail> read =
        mail.large() == null
            ? read(mail.raw())
            : vertx
                .executeBlocking(() -> reader.beginning(mail.raw().getBytes(), why(mail)), false)
                .map(Objects::requireNonNull);
    return read.compose(
        said -> take(mail.place().mailbox(), mail.place(), mail.raw(), mail.large(), said));
  }

  private static String why(Fetched mail) {
    boolean kept = mail.large() != null && mail.large().id() != null;
    return "%d bytes are too many to read; %s"
        .formatted(
            mail.sizeBytes(),
            kept ? "all are kept as they came" : "the mail is marked and stays in its mailbox");
  }

  private Future<Taken> take(
      String box, @Nullable Place place, Buffer raw, @Nullable Large large, IncomingMail mail) {
    return store
        .take(new MailStore.Arrived(box, place, raw, large, clock.instant(), mail))
        .recover(failure ->
            refused(failure)
                ? store.take(
                    new MailStore.Arrived(box, place, raw, large, clock.instant(), unread(failure)))
                : Future.failedFuture(failure));
  }

  @Override
  public Future<Long> begin() {
    return store.begin();
  }

  @Override
  public Future<Void> piece(long large, int number, Buffer bytes) {
    return store.piece(large, number, bytes);
  }

  private static boolean refused(Throwable failure) {
    return failure instanceof StoreException store && store.kind() == StoreException.Kind.REFUSED;
  }

  /** What the store refuses for what stands in it is taken all the same: nothing of it is read. */
  private static IncomingMail unread(Throwable failure) {
    return IncomingMail.unread("not to be stored: " + failure.getMessage());
  }

  @Override
  public Future<Page<KeptMail>> kept(boolean blocked, @Nullable String cursor, int limit) {
    return store.kept(blocked, cursor, limit);
  }

  @Override
  public Future<Count> count() {
    return store.count();
  }

  @Override
  public Future<Optional<Buffer>> raw(long id) {
    return store.raw(id);
  }

  @Override
  public Future<Optional<Taken>> again(long id, boolean asTicket) {
    return store
        .raw(id)
        .compose(raw ->
            raw.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : read(raw.get())
                    .compose(mail -> store.again(id, mail, asTicket, clock.instant())));
  }

  private Future<IncomingMail> read(Buffer raw) {
    return vertx
        .executeBlocking(() -> reader.read(raw.getBytes()), false)
        .map(Objects::requireNonNull);
  }
}
