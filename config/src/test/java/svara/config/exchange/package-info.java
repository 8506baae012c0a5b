/** The whole helpdesk: a real Asterisk, real phones, the engine and a real database. */
package svara.config.exchange;
