package svara.engine.mailbox;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.SearchTerm;
import org.eclipse.angus.mail.imap.IMAPFolder;

/** How it is seen in a mailbox which mail is handled. */
sealed interface HandledMail {
  SearchTerm NOT_DELETED = new FlagTerm(new Flags(Flags.Flag.DELETED), false);

  /** What finds mail that is not. */
  SearchTerm missing();

  void mark(Message message) throws MessagingException;

  /**
   * The way of one mailbox.
   *
   * @param moveTo the folder that it is moved to, or empty
   */
  static HandledMail in(IMAPFolder folder, String moveTo) throws MessagingException {
    return moveTo.isEmpty() ? new Seen() : Moved.to(folder, moveTo);
  }

  /** Marked as seen: a mail that a person has opened first counts as handled too. */
  record Seen() implements HandledMail {
    @Override
    public SearchTerm missing() {
      return new AndTerm(new FlagTerm(new Flags(Flags.Flag.SEEN), false), NOT_DELETED);
    }

    @Override
    public void mark(Message message) throws MessagingException {
      message.setFlag(Flags.Flag.SEEN, true);
    }
  }

  /** Moved to another folder: whatever lies in the first is not handled, opened or not. */
  record Moved(IMAPFolder folder, Folder there, boolean moves, boolean expunges)
      implements HandledMail {

    static Moved to(IMAPFolder folder, String moveTo) throws MessagingException {
      // asked of the folder: the store would open a second connection
      folder.doCommand(protocol -> {
        if (protocol.list("", moveTo) == null) {
          protocol.create(moveTo);
        }
        return null;
      });
      return new Moved(
          folder, folder.getStore().getFolder(moveTo), can(folder, "MOVE"), can(folder, "UIDPLUS"));
    }

    private static boolean can(IMAPFolder folder, String capability) throws MessagingException {
      return (Boolean) folder.doCommand(protocol -> protocol.hasCapability(capability));
    }

    @Override
    public SearchTerm missing() {
      return NOT_DELETED;
    }

    /**
     * In one step where the server can (RFC 6851). Where it can not, a break after the copy leaves
     * both: the next time it is a duplicate, and copied once more.
     */
    @Override
    public void mark(Message message) throws MessagingException {
      Message[] one = {message};
      if (moves) {
        folder.moveMessages(one, there);
        return;
      }
      folder.copyMessages(one, there);
      message.setFlag(Flags.Flag.DELETED, true);
      if (expunges) {
        // only this one (RFC 4315): others may have marked mail of their own
        folder.expunge(one);
      }
    }
  }
}
