package svara.engine.queue;

final class QueueLogic {
  private QueueLogic() {}
}
