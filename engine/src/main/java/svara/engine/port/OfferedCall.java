package svara.engine.port;

import java.time.Instant;
import java.util.Optional;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;

/**
 * A call that entered a queue at the exchange.
 *
 * @param call its id
 * @param entry counts how often the call was parked for a decision, from 1
 * @param dialled the number that was called: digits, {@code *} and {@code +}; at most 40
 * @param queue the queue that the dialplan chose, when the number is known there
 * @param number the caller's number as presented, filtered; empty when withheld or presentation
 *     restricted
 * @param name the caller's name as presented, filtered: no control characters, at most 80
 * @param arrivedAt when the caller first arrived at the exchange
 * @param at when the call was parked
 */
public record OfferedCall(
    CallId call,
    int entry,
    String dialled,
    Optional<QueueId> queue,
    String number,
    String name,
    Instant arrivedAt,
    Instant at) {}
