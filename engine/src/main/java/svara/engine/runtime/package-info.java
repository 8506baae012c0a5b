/**
 * The shell around the pure core: one owner a queue who stores before he acts, the desk that turns
 * the exchange's facts into commands and effects into orders, leases, reconciliation, live updates.
 * Everything here runs on one Vert.x context.
 */
@NullMarked
package svara.engine.runtime;

import org.jspecify.annotations.NullMarked;
