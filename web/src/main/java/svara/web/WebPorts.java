package svara.web;

import java.time.InstantSource;
import svara.engine.port.CallStore;
import svara.engine.port.CallbackStore;
import svara.engine.port.Callees;
import svara.engine.port.DeskStore;
import svara.engine.port.EngineCounters;
import svara.engine.port.FigureStore;
import svara.engine.port.Health;
import svara.engine.port.KeptMails;
import svara.engine.port.LiveUpdates;
import svara.engine.port.MailIntake;
import svara.engine.port.Outbox;
import svara.engine.port.PeopleStore;
import svara.engine.port.QueueService;
import svara.engine.port.Repairs;
import svara.engine.port.TicketFiles;
import svara.engine.port.TicketStore;

/** What HTTP asks of the engine. */
public record WebPorts(
    QueueService queues,
    CallStore calls,
    FigureStore figures,
    TicketStore tickets,
    TicketFiles files,
    CallbackStore callbacks,
    Callees callees,
    LiveUpdates updates,
    Health health,
    MailIntake intake,
    KeptMails kept,
    Outbox outbox,
    PeopleStore people,
    DeskStore desk,
    EngineCounters counters,
    Repairs repairs,
    SignInPorts signIn,
    InstantSource clock) {}
