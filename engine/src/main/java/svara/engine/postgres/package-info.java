/**
 * The stores on PostgreSQL 15 or later, and its migrations. One commit of a queue is one statement,
 * one transaction, one round trip. The engine's role may read and write rows and nothing else; the
 * journal it may only add to.
 */
@NullMarked
package svara.engine.postgres;

import org.jspecify.annotations.NullMarked;
