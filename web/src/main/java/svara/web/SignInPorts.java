package svara.web;

import svara.engine.port.AccountStore;
import svara.engine.port.AuditLog;
import svara.engine.port.SessionStore;

/** What signing in asks of the engine. */
public record SignInPorts(AccountStore accounts, SessionStore sessions, AuditLog audit) {}
