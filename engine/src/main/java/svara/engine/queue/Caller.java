package svara.engine.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import svara.engine.id.CallId;
import svara.engine.id.CallerNumber;
import svara.engine.id.Language;
import svara.engine.id.PersonId;
import svara.engine.id.TicketNumber;

/**
 * Who calls, and on which ticket: what stays the same as long as the call lives.
 *
 * @param call the call
 * @param ticket the ticket the call is on; there is one from the moment of the offer
 * @param number the number shown
 * @param name the name the exchange showed, filtered, at most 80 characters; empty when none
 * @param person the person recognised by the number, or null
 * @param language what prompts are said in
 * @param arrivedAt when the caller first arrived; earlier than the offer when he was taken over
 *     from the exchange's own queue. The order of serving goes by it
 * @param offeredAt when the queue was offered the call
 */
public record Caller(
    CallId call,
    TicketNumber ticket,
    CallerNumber number,
    String name,
    @Nullable PersonId person,
    Language language,
    Instant arrivedAt,
    Instant offeredAt) {}
