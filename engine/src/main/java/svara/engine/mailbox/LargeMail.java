package svara.engine.mailbox;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import svara.engine.port.MailIntake;
import svara.engine.port.MailIntake.Fetched;
import svara.engine.port.MailIntake.Large;
import svara.engine.port.MailIntake.Place;

/**
 * Hands over a mail that is too large to be held at once, piece by piece, as it comes from its
 * server. Of one that is larger than anything kept only the beginning is read.
 */
final class LargeMail {
  private static final int PIECE_BYTES = 1024 * 1024;
  private static final int BEGINNING_BYTES = 300 * 1024;

  private final MailIntake intake;
  private final long keptBytesMax;

  LargeMail(MailIntake intake, long keptBytesMax) {
    this.intake = intake;
    this.keptBytesMax = keptBytesMax;
  }

  /**
   * What is to be taken now that its pieces are kept.
   *
   * @param told how large its server says that it is; servers are wrong about it (RFC 3501 lets
   *     them count line ends otherwise)
   */
  Fetched keep(Place place, InputStream in, long told) throws IOException, InterruptedException {
    if (told > keptBytesMax) {
      return beginning(place, in.readNBytes(BEGINNING_BYTES), told);
    }
    MessageDigest digest = sha256();
    @Nullable Long large = null;
    byte[] beginning = {};
    long size = 0;
    int number = 0;
    for (byte[] piece = in.readNBytes(PIECE_BYTES);
        piece.length > 0;
        piece = in.readNBytes(PIECE_BYTES)) {
      if (large == null) {
        large = Stored.await(intake.begin());
        beginning = Arrays.copyOf(piece, Math.min(piece.length, BEGINNING_BYTES));
      }
      size += piece.length;
      if (size > keptBytesMax) {
        return beginning(place, beginning, Math.max(told, size));
      }
      digest.update(piece);
      Stored.await(intake.piece(large, number, Buffer.buffer(piece)));
      number++;
    }
    Large kept = new Large(large, Buffer.buffer(digest.digest()));
    return new Fetched(place, Buffer.buffer(beginning), size, kept);
  }

  private static Fetched beginning(Place place, byte[] beginning, long size) {
    Large left = new Large(null, Buffer.buffer(sha256().digest(beginning)));
    return new Fetched(place, Buffer.buffer(beginning), size, left);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
