package svara.engine.port;

import java.time.Instant;
import java.util.Optional;
import svara.engine.id.CallId;
import svara.engine.id.QueueId;
import svara.engine.id.TechnicianId;
import svara.engine.queue.Outcome;

/**
 * What the exchange wrote down of a call that it served alone. Times are by the exchange's clock,
 * to the second.
 *
 * @param queuedAt when it was put on hold
 * @param answeredAt when it was answered
 * @param metFull it found both places taken
 */
public record OutageNote(
    CallId call,
    QueueId queue,
    String dialled,
    String number,
    Instant arrivedAt,
    Optional<Instant> queuedAt,
    Optional<Instant> answeredAt,
    Instant endedAt,
    Outcome outcome,
    boolean metFull,
    Optional<TechnicianId> technician) {}
