package svara.engine.whatif;

import svara.engine.queue.QueueCommand;

/**
 * Something that happened whatever the queue decided: duty, phones, people at the console.
 *
 * @param moment when the queue took it in, nanoseconds since 1970
 */
record Fact(long moment, long position, QueueCommand command) {}
