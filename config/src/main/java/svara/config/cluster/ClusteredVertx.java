package svara.config.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.config.XmlConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import svara.config.settings.ClusterSettings;

/** Makes the Vert.x of a cluster's member. */
public final class ClusteredVertx {
  private static final Logger LOG = LoggerFactory.getLogger(ClusteredVertx.class);

  private ClusteredVertx() {}

  /** Completes when this node is a member, with others or as the first. */
  public static Future<Vertx> start(
      VertxOptions options, ClusterSettings settings, Members members) {
    VertxOptions clustered =
        new VertxOptions(options)
            .setEventBusOptions(
                new EventBusOptions()
                    .setHost(settings.bind())
                    .setClusterPublicHost(settings.bind())
                    // live news is fresh or worthless
                    .setConnectTimeout(2_000)
                    .setClusterPingInterval(1_000)
                    .setClusterPingReplyInterval(2_000));
    HazelcastClusterManager manager = new HazelcastClusterManager(config(settings, members));
    return Vertx.builder()
        .with(clustered)
        .withClusterManager(manager)
        .buildClustered()
        .onSuccess(_ -> {
          members.of(manager.getHazelcastInstance().getCluster());
          LOG.atInfo()
              .addKeyValue("node", settings.node())
              .addKeyValue("members", manager.getNodes().size())
              .log("This node is in the cluster");
        });
  }

  private static Config config(ClusterSettings settings, Members members) {
    Properties values = new Properties();
    values.setProperty("svara.cluster.port", Integer.toString(settings.port()));
    values.setProperty("svara.cluster.bind", settings.bind());
    try (InputStream xml = ClusteredVertx.class.getResourceAsStream("/hazelcast.xml")) {
      if (xml == null) {
        throw new IllegalStateException("hazelcast.xml is part of the product");
      }
      Config config = new XmlConfigBuilder(xml).setProperties(values).build();
      config.setInstanceName("svara-" + settings.node());
      config.getMemberAttributeConfig().setAttribute(Members.NODE, settings.node());
      config.getNetworkConfig().getJoin().getTcpIpConfig().setMembers(settings.members());
      config.addListenerConfig(new ListenerConfig(members));
      return config;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
