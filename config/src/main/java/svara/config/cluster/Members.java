package svara.config.cluster;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is in the cluster, by the nodes' own names; the log is told of changes, since an operator
 * asks that first. A hint: who owns a queue is for PostgreSQL to say.
 */
public final class Members implements MembershipListener {
  /** The member attribute that carries a node's name. */
  static final String NODE = "svara.node";

  private static final Logger LOG = LoggerFactory.getLogger(Members.class);

  private final AtomicReference<@Nullable Cluster> cluster = new AtomicReference<>();
  private final AtomicReference<Runnable> changed = new AtomicReference<>(() -> {});

  void of(Cluster joined) {
    cluster.set(joined);
  }

  /** Their names; none before this node has joined. */
  Set<String> names() {
    Cluster joined = cluster.get();
    return joined == null
        ? Set.of()
        : joined.getMembers().stream()
            .map(Members::name)
            .filter(Objects::nonNull)
            .collect(Collectors.toUnmodifiableSet());
  }

  private static @Nullable String name(Member member) {
    return member.getAttribute(NODE);
  }

  /** From now on this is run, on some thread, when somebody has come or gone. */
  void whenChanged(Runnable task) {
    changed.set(task);
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    tell(event, "A node has joined the cluster");
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    tell(event, "A node has left the cluster");
  }

  private void tell(MembershipEvent event, String sentence) {
    LOG.atInfo()
        .addKeyValue("node", event.getMember().getAddress())
        .addKeyValue("members", event.getMembers().size())
        .log(sentence);
    changed.get().run();
  }
}
