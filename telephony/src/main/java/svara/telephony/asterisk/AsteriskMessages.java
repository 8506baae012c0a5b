package svara.telephony.asterisk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import svara.engine.id.CallId;
import svara.engine.port.MessageFolder;
import svara.engine.port.PhoneSystemException;
import svara.engine.port.PhoneSystemException.Kind;

/**
 * The folder that {@code svara-message} of the dialplan records into: {@code svara-messages} in the
 * exchange's spool, on the same machine or shared with it. A file is named by the caller's Uniqueid
 * and nothing else; any other name, and anything that is no plain file, is left alone.
 */
public final class AsteriskMessages implements MessageFolder {
  private static final Pattern NAME = Pattern.compile("([A-Za-z0-9._-]{1,120})\\.wav");

  private final Vertx vertx;
  private final Path folder;

  public AsteriskMessages(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
  }

  @Override
  public Future<List<CallId>> messages() {
    return blocking(this::list);
  }

  private List<CallId> list() throws IOException {
    List<CallId> calls = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (calls.size() < MESSAGES_MAX
            && name.matches()
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          calls.add(new CallId(name.group(1)));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of(); // the exchange makes it with the first message
    }
    return calls;
  }

  @Override
  public Future<Optional<Recording>> message(CallId call) {
    return blocking(() -> read(call));
  }

  private Optional<Recording> read(CallId call) throws IOException {
    Path file = file(call);
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      BasicFileAttributes about =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          new Recording(
              call, about.lastModifiedTime().toInstant(), Buffer.buffer(in.readNBytes(BYTES_MAX))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public Future<Void> forget(CallId call) {
    return blocking(() -> Files.deleteIfExists(file(call))).mapEmpty();
  }

  /** A call's id has neither a path's separators nor anything else of meaning in a file's name. */
  private Path file(CallId call) {
    return folder.resolve(call.value() + ".wav");
  }

  private <T> Future<T> blocking(Callable<T> work) {
    return vertx
        .executeBlocking(work, false)
        .map(Objects::requireNonNull)
        .recover(cause ->
            Future.failedFuture(
                new PhoneSystemException(
                    Kind.REFUSED, "the folder of voice messages cannot be used: " + cause)));
  }
}
