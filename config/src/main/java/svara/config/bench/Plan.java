package svara.config.bench;

import java.time.Duration;

/**
 * What is to be measured.
 *
 * @param only begin of the names of the figures wanted; empty for all
 * @param technicians how many, all on duty
 * @param callsPerSecond of the timed rounds; at most one fewer than the technicians, since a call
 *     lasts a second
 * @param rounds how often Svara and its peer take turns
 * @param length of a round
 */
public record Plan(String only, int technicians, int callsPerSecond, int rounds, Duration length) {

  boolean wants(String figure) {
    return only.isEmpty() || figure.startsWith(only) || only.startsWith(figure);
  }
}
