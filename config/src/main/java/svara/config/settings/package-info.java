/**
 * What is set: one record a concern, read from {@code svara.yaml} and the environment. Everything
 * wrong is reported at once, with key, place, allowed range and what was given.
 */
@NullMarked
package svara.config.settings;

import org.jspecify.annotations.NullMarked;
