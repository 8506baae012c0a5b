/**
 * Several engines together: Hazelcast's membership under Vert.x's event bus. Nothing here decides
 * who owns a queue; the lease in the database does.
 */
@NullMarked
package svara.config.cluster;

import org.jspecify.annotations.NullMarked;
