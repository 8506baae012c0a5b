package svara.engine.queue;

import java.time.Instant;

/**
 * Who decides what. Every decision ends by serving whoever can be served, so that nobody waits
 * beside a free technician.
 */
final class Deciding {
  private final Draft draft;
  private final ServingDeciding serving;
  private final CallbackDeciding callbacks;
  private final ArrivalDeciding arrivals;
  private final CallDeciding calls;
  private final OutageDeciding outages;
  private final TechnicianDeciding technicians;
  private final NoticeDeciding notices;

  Deciding(QueuePolicy policy, QueueState state, Instant at) {
    draft = new Draft(policy, state, at);
    serving = new ServingDeciding(draft);
    callbacks = new CallbackDeciding(draft, serving);
    arrivals = new ArrivalDeciding(draft, serving);
    calls = new CallDeciding(draft, serving, arrivals, callbacks);
    outages = new OutageDeciding(draft, arrivals, calls, callbacks);
    technicians = new TechnicianDeciding(draft);
    notices = new NoticeDeciding(draft);
  }

  Decision on(QueueCommand command) {
    switch (command) {
      case QueueCommand.OfferCall c -> arrivals.offer(c);
      case QueueCommand.PressKey c -> calls.pressKey(c);
      case QueueCommand.NameNumber c -> calls.nameNumber(c);
      case QueueCommand.EndMessage c -> calls.endMessage(c);
      case QueueCommand.EndCall c -> calls.endCall(c);
      case QueueCommand.TakeCall c -> calls.take(c);
      case QueueCommand.EndRing c -> calls.endRing(c);
      case QueueCommand.ConfirmAnswer c -> calls.confirmAnswer(c);
      case QueueCommand.RecordOutageCall c -> outages.recordOutageCall(c);
      case QueueCommand.AdoptTalking c -> outages.adoptTalking(c);
      case QueueCommand.AdoptRinging c -> outages.adoptRinging(c);
      case QueueCommand.NoteAlone c -> outages.noteAlone(c);
      case QueueCommand.ReleaseTechnician c -> technicians.release(c);
      case QueueCommand.ChangeDuty c -> technicians.changeDuty(c);
      case QueueCommand.EndWrapUp c -> technicians.endWrapUp(c);
      case QueueCommand.ExtendWrapUp c -> technicians.extendWrapUp(c);
      case QueueCommand.NotePhone c -> technicians.notePhone(c);
      case QueueCommand.EnrolTechnicians c -> technicians.enrol(c);
      case QueueCommand.FinishCallback c -> callbacks.finish(c);
      case QueueCommand.WithdrawCallback c -> callbacks.withdraw(c);
      case QueueCommand.PromiseCallback c -> callbacks.agree(c);
      case QueueCommand.DialCallback c -> callbacks.dial(c);
      case QueueCommand.EndOffer c -> callbacks.endOffer(c);
      case QueueCommand.RefuseOrder c -> callbacks.refuseOrder(c);
      case QueueCommand.NoteDialled c -> callbacks.noteDialled(c);
      case QueueCommand.NoteJoined c -> callbacks.noteJoined(c);
      case QueueCommand.EndAttempt c -> callbacks.endAttempt(c);
      case QueueCommand.SwitchDialling c -> callbacks.switchDialling(c);
      case QueueCommand.CloseNow c -> notices.closeNow(c);
      case QueueCommand.SwitchOutage c -> notices.switchOutage(c);
      case QueueCommand.PassTime _ -> passTime();
    }
    if (!draft.refused()) {
      technicians.sayFarewell();
      serving.serve();
    }
    return draft.decision();
  }

  private void passTime() {
    technicians.endWrapUps();
    notices.openWhenTime();
    arrivals.placeWhoHearsTooLong();
    callbacks.expire();
    serving.serve(); // who is served now needs no consolation
    calls.consoleWhoWaits();
  }
}
