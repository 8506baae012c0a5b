package svara.config.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SecretsLeftOutTest {
  @Test
  void keepsAllButTheValuesOfSecrets() {
    assertEquals(
        """
        # åäö 🙂
        database:
          password:\s
          ownerPassword:\s
          user: svara # said once
        telephony: {ami: {secret: , port: 5038}}
        mailboxes:
          - name: helpdesk
            password: # the new one
        #   password:
          # - secret:
        """,
        SecretsLeftOut.of(
                """
                # åäö 🙂
                database:
                  password: "hunter 2"
                  ownerPassword: |-
                    hunter
                    two
                  user: svara # said once
                telephony: {ami: {secret: 'x', port: 5038}}
                mailboxes:
                  - name: helpdesk
                    password: hunter2 # the new one
                #   password: hunter1
                  # - secret: old
                """)
            .replace("password:  #", "password: #"));
  }

  @Test
  void knowsEverySettingThatIsASecret() throws IOException {
    List<String> secrets = keysOfKind("secret");
    assertTrue(secrets.contains("password") && secrets.contains("secret"), secrets.toString());
    assertEquals(List.of(), secrets.stream().filter(k -> !SecretsLeftOut.isSecret(k)).toList());
    assertFalse(SecretsLeftOut.isSecret("user"));
  }

  /** The keys below lines such as "#: secret; 1 to 200 letters". */
  private static List<String> keysOfKind(String kind) throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("svara"))) {
      root = root.getParent();
    }
    Matcher lines =
        Pattern.compile("(?m)^\\s*#: " + kind + ";.*\\R(?:\\s*#.*\\R)*\\s*(?:- )?(\\w+):")
            .matcher(Files.readString(root.resolve("config/svara.yaml")));
    List<String> keys = new ArrayList<>();
    while (lines.find()) {
      keys.add(lines.group(1));
    }
    return keys;
  }
}
