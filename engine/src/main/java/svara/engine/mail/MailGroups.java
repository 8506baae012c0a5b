package svara.engine.mail;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import svara.engine.id.QueueId;

/**
 * Who looks after the mail of each mailbox.
 *
 * @param policy of a mailbox that is nobody's in particular
 * @param byMailbox the others, by the mailbox's name
 */
public record MailGroups(MailPolicy policy, Map<String, MailGroup> byMailbox) {
  public MailGroups {
    byMailbox = Map.copyOf(byMailbox);
  }

  /**
   * Who looks after a mailbox.
   *
   * @param queue that its tickets stand on, or null
   * @param policy with the language and the hours of that queue
   */
  public record MailGroup(@Nullable QueueId queue, MailPolicy policy) {}

  public MailGroup of(String mailbox) {
    MailGroup group = byMailbox.get(mailbox);
    return group == null ? new MailGroup(null, policy) : group;
  }
}
