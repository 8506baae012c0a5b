package svara.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Every address, and what answers it. */
final class ApiRouter {
  private final Vertx vertx;
  private final WebSettings settings;
  private final WebPorts ports;
  private final Access access;
  private final NewsFeed news;
  private final Asking asking;
  private final Sessions sessions;
  private final Auditing audit;

  ApiRouter(Vertx vertx, WebSettings settings, WebPorts ports, Access access, NewsFeed news) {
    this.vertx = vertx;
    this.settings = settings;
    this.ports = ports;
    this.access = access;
    this.news = news;
    this.asking = new Asking(settings.door().proxies());
    this.sessions = new Sessions(ports.signIn().sessions(), settings, asking, ports.clock());
    this.audit = new Auditing(ports.signIn().audit(), asking, ports.clock());
  }

  Router create(ApiContract contract, ConsoleFiles files) {
    FailureHandler failures = new FailureHandler();
    Router router = Router.router(vertx);
    router.route().failureHandler(failures);
    for (int status : new int[] {400, 404, 405, 413, 415, 500}) {
      router.errorHandler(status, failures);
    }
    router.route().handler(new BrowserPolicy(settings.door(), asking));
    files.mount(router);
    router
        .route()
        .handler(
            new Authentication(
                access, ports.signIn().accounts(), sessions, asking, contract.open()));
    new PermissionGate(contract.wanted()).mount(router);
    router.post("/api/v1/mail-intake").handler(body(settings.mailBytesMax()));
    router.route().handler(body(settings.bodyBytesMax()));
    router.route("/*").subRouter(operations(contract));
    return router;
  }

  private static BodyHandler body(int bytesMax) {
    return BodyHandler.create(false).setBodyLimit(bytesMax);
  }

  private Router operations(ApiContract contract) {
    RouterBuilder builder =
        RouterBuilder.create(vertx, contract.contract(), RequestExtractor.withBodyHandler());
    Map<String, ApiHandler> handlers = handlers(contract);
    builder
        .getRoutes()
        .forEach(route -> {
          String operation = route.getOperation().getOperationId();
          ApiHandler handler = handlers.remove(operation);
          if (operation.equals("events")) {
            EventsHandler events = new EventsHandler(vertx, news, sessions);
            route.addHandler(context -> {
              PermissionGate.hold(context, operation);
              events.handle(context);
            });
          } else if (handler == null) {
            throw new IllegalStateException("nothing answers the operation " + operation);
          } else {
            route.addHandler(context -> {
              PermissionGate.hold(context, operation);
              answer(handler, context, contract.wanted().get(operation));
            });
          }
        });
    if (!handlers.isEmpty()) {
      throw new IllegalStateException("not in the API document: " + handlers.keySet());
    }
    return builder.createRouter();
  }

  private void answer(
      ApiHandler handler, RoutingContext context, ApiContract.@Nullable Wanted wanted) {
    Future<Reply> reply;
    ApiRequest request = new ApiRequest(context);
    String action = wanted == null ? null : wanted.audit();
    try {
      reply = handler.answer(request);
    } catch (ProblemException refused) {
      reply = Future.failedFuture(refused);
    }
    if (action != null) {
      reply = reply.compose(done -> audit.asked(request, action).map(done));
    }
    reply
        .timeout(settings.answerTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(ready -> ready.send(context), context::fail);
  }

  private Map<String, ApiHandler> handlers(ApiContract contract) {
    Map<String, ApiHandler> handlers = new HashMap<>();
    OperationHandler operation =
        new OperationHandler(ports.health(), ports.queues(), ports.counters(), news);
    handlers.put("live", operation::live);
    handlers.put("ready", operation::ready);
    handlers.put("metrics", operation::metrics);
    FaultsHandler faults = new FaultsHandler(ports);
    handlers.put("faults", faults::all);
    handlers.put("askDirectory", faults::askDirectory);
    handlers.put("compareWithExchange", faults::compare);
    Reply json = Reply.json(contract.json());
    Reply yaml = Reply.text("application/yaml", contract.yaml());
    handlers.put("openapiJson", request -> Future.succeededFuture(json));
    handlers.put("openapiYaml", request -> Future.succeededFuture(yaml));
    putSignIn(handlers);
    handlers.put("takeMail", new MailIntakeHandler(ports.intake())::take);
    putQueues(handlers);
    putTickets(handlers);
    putMails(handlers);
    return handlers;
  }

  private void putSignIn(Map<String, ApiHandler> handlers) {
    SignInPorts signIn = ports.signIn();
    SignInThrottle throttle = new SignInThrottle(signIn.sessions(), ports.clock());
    Passwords passwords = new Passwords(vertx);
    OpenIdHandler elsewhere = elsewhere();
    handlers.put("signInWays", elsewhere::ways);
    handlers.put("signInElsewhere", elsewhere::begin);
    handlers.put("signedInElsewhere", elsewhere::finish);
    SignInHandler session =
        new SignInHandler(
            access,
            signIn.accounts(),
            sessions,
            throttle,
            passwords,
            audit,
            asking,
            elsewhere,
            ports.clock());
    handlers.put("signIn", session::signIn);
    handlers.put("signOut", session::signOut);
    OwnAccountHandler own =
        new OwnAccountHandler(
            signIn, sessions, throttle, passwords, audit, asking, settings, ports.clock());
    handlers.put("me", own::me);
    handlers.put("changePassword", own::changePassword);
    handlers.put("mySessions", own::sessions);
    handlers.put("signOutEverywhere", own::signOutEverywhere);
    handlers.put("whoseLink", own::ofLink);
    handlers.put("choosePassword", own::choosePassword);
    AccountsHandler accounts = new AccountsHandler(signIn.accounts(), sessions, ports.clock());
    handlers.put("accounts", accounts::all);
    handlers.put("addAccount", accounts::add);
    handlers.put("changeAccount", accounts::change);
    handlers.put("linkAccount", accounts::link);
    handlers.put("signOutAccount", accounts::signOut);
    handlers.put("audit", new AuditHandler(signIn.audit())::page);
  }

  private OpenIdHandler elsewhere() {
    OpenId openId = settings.openId();
    return new OpenIdHandler(
        openId == null ? null : new OpenIdProvider(vertx, openId, ports.clock()),
        ports.signIn(),
        ports.queues(),
        sessions,
        audit,
        asking,
        ports.clock());
  }

  private void putQueues(Map<String, ApiHandler> handlers) {
    QueuesHandler queues = new QueuesHandler(ports.queues(), ports.tickets());
    handlers.put("queues", queues::all);
    handlers.put("queue", queues::one);
    CallbacksHandler callbacks = new CallbacksHandler(ports, queues);
    handlers.put("callbacks", callbacks::page);
    handlers.put("promiseCallback", callbacks::promise);
    handlers.put("refusals", callbacks::refusals);
    CommandsHandler commands = new CommandsHandler(ports.queues(), ports.clock());
    handlers.put("finishCallback", commands::finish);
    handlers.put("withdrawCallback", commands::withdraw);
    handlers.put("dialCallback", commands::dial);
    handlers.put("switchDialling", commands::switchDialling);
    handlers.put("changeDuty", commands::duty);
    LineHandler line = new LineHandler(ports.queues(), ports.clock());
    handlers.put("closeNow", line::closedNow);
    handlers.put("switchOutage", line::outage);
    handlers.put("setWrapUp", line::wrapUp);
    handlers.put("takeCall", line::take);
    ComparisonsHandler comparisons =
        new ComparisonsHandler(ports.figures(), ports.clock(), settings.zone());
    handlers.put("departments", comparisons::departments);
    handlers.put("backlog", comparisons::backlog);
    TicketFiguresHandler ticketFigures = new TicketFiguresHandler(ports, settings.zone());
    handlers.put("ticketFigures", ticketFigures::figures);
    handlers.put("ticketsBehind", ticketFigures::behind);
    handlers.put("mailsBehind", ticketFigures::mails);
    handlers.put("promisesBehind", ticketFigures::promises);
    WhatIfHandler whatIf =
        new WhatIfHandler(vertx, ports.figures(), ports.queues(), settings.zone());
    handlers.put("askWhatIf", whatIf::ask);
    handlers.put("whatIf", whatIf::answer);
    handlers.put("normalDay", new NormalDayHandler(ports, settings.zone())::normal);
    FigureReader reader = new FigureReader(ports);
    handlers.put("report", new ReportHandler(vertx, reader, ports, settings.zone())::report);
    GroupsHandler groups = new GroupsHandler(ports, settings.zone());
    handlers.put("statisticsGroups", groups::groups);
    handlers.put(
        "statistics",
        new StatisticsHandler(reader, groups, ports.queues(), ports.clock(), settings.zone())
            ::figures);
  }

  private void putMails(Map<String, ApiHandler> handlers) {
    OutboxHandler outbox = new OutboxHandler(ports.outbox(), ports.clock());
    handlers.put("outbox", outbox::page);
    handlers.put("sendAgain", outbox::again);
    KeptMailsHandler kept = new KeptMailsHandler(ports.kept(), ports.outbox());
    handlers.put("mailCounts", kept::counts);
    handlers.put("keptMails", kept::page);
    handlers.put("keptMail", kept::raw);
    handlers.put("takeKeptMail", kept::again);
    PeopleHandler people = new PeopleHandler(ports.people());
    handlers.put("person", people::one);
    handlers.put("alsoWrites", people::alsoWrites);
  }

  private void putTickets(Map<String, ApiHandler> handlers) {
    CallsHandler calls = new CallsHandler(ports.calls(), settings.zone());
    handlers.put("calls", calls::page);
    handlers.put("call", calls::one);
    DeskHandler desk = new DeskHandler(ports.desk(), ports.tickets(), ports.clock());
    handlers.put("draft", desk::draft);
    handlers.put("keepDraft", desk::keepDraft);
    handlers.put("templates", desk::templates);
    handlers.put("addTemplate", desk::addTemplate);
    handlers.put("changeTemplate", desk::changeTemplate);
    handlers.put("removeTemplate", desk::removeTemplate);
    handlers.put("views", desk::views);
    handlers.put("keepView", desk::keepView);
    handlers.put("removeView", desk::removeView);
    TicketsHandler tickets = new TicketsHandler(ports.tickets(), audit, ports.clock());
    handlers.put("tickets", tickets::page);
    handlers.put("ticketWords", tickets::words);
    handlers.put("ticket", tickets::one);
    handlers.put("openTicket", tickets::open);
    handlers.put("changeTicket", tickets::change);
    handlers.put(
        "addMessage",
        request -> tickets.message(request).compose(said -> desk.sent(request).map(said)));
    handlers.put("splitMail", tickets::split);
    TiesHandler ties = new TiesHandler(ports.tickets(), ports.clock());
    handlers.put("linkTicket", ties::link);
    handlers.put("unlinkTicket", ties::unlink);
    handlers.put("mergeTicket", ties::merge);
    handlers.put("unmergeTicket", ties::unmerge);
    FilesHandler files = new FilesHandler(ports.files(), ports.tickets());
    handlers.put("ticketFile", files::file);
    handlers.put("mailAsItCame", files::mail);
    handlers.put("mailPage", files::page);
    handlers.put("attachment", new AttachmentHandler(ports.tickets())::one);
  }
}
