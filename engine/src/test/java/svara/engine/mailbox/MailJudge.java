package svara.engine.mailbox;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import svara.engine.mail.IncomingMail;
import svara.engine.mail.MailBody.Fold;

/** Judges the reading of mails: a result, in bounded time and memory, and the bytes untouched. */
final class MailJudge {
  private static final long SEED = 20260302;

  /** The time of this thread alone: what other processes do on the machine does not count. */
  private static final long MILLIS_MAX = 5_000;

  /** Of what one mail makes while it is read: several times its own size, and no more. */
  private static final long BYTES_MAX = 1_500_000_000;

  private final MailReader reader =
      new MailReader(30_000_000, new MailParts.FileLimits(100, 10_000_000));

  MailReader reader() {
    return reader;
  }

  /** What is wrong after so many damaged mails and so many huge ones, a line each. */
  List<String> faults(int damaged, int huge) throws IOException {
    MailMutations mutations =
        new MailMutations(SEED, MailCorpusTest.cases().stream().map(MailCase::raw).toList());
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < damaged; i++) {
      for (String fault : fault(mutations.next(), reader::read)) {
        faults.add("seed " + SEED + ", mail " + i + ": " + fault);
      }
    }
    for (int i = 0; i < huge; i++) {
      for (String fault : fault(mutations.huge(i), reader::read)) {
        faults.add("huge mail " + i + ": " + fault);
      }
    }
    return faults;
  }

  /** What is wrong with the reading of one mail. */
  static List<String> fault(byte[] mail, Function<byte[], IncomingMail> read) {
    List<String> faults = new ArrayList<>();
    byte[] before = mail.clone();
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long bytes = allocated();
    try {
      IncomingMail result = read.apply(mail);
      long made = allocated() - bytes;
      long millis =
          (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - nanos) / 1_000_000;
      if (millis > MILLIS_MAX || made > BYTES_MAX) {
        faults.add(millis + " ms, " + made + " bytes for " + mail.length);
      }
      faults.addAll(beyond(result));
    } catch (RuntimeException | Error e) {
      faults.add(e.toString());
    }
    if (!Arrays.equals(before, mail)) {
      faults.add("the bytes are not those that came");
    }
    return faults;
  }

  private static List<String> beyond(IncomingMail mail) {
    List<String> faults = new ArrayList<>();
    if (mail.text().length() > 100_000 || mail.subject().length() > 1_000) {
      faults.add("text beyond its limit");
    }
    if (mail.from().isEmpty() && mail.body().flaw().isEmpty()) {
      faults.add("no sender and no word about it");
    }
    int at = 0;
    for (Fold fold : mail.body().folds()) {
      if (fold.from() < at || fold.to() <= fold.from() || fold.to() > mail.text().length()) {
        faults.add("a fold outside the text: " + fold);
      }
      at = fold.to();
    }
    return faults;
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
