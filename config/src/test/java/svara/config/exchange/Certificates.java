package svara.config.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/** A certificate for addresses, signed by itself, and its key, as a PBX wants them. */
final class Certificates {
  private static final String PASSWORD = "hemligt";

  private Certificates() {}

  /** Writes {@code cert.pem} and {@code key.pem} into a folder. */
  static void make(Path folder, String... addresses)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("store.p12");
    String names =
        Arrays.stream(addresses).map(address -> "ip:" + address).collect(Collectors.joining(","));
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                "pbx",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=pbx.example.se",
                "-ext",
                "san=" + names,
                "-ext",
                "bc=ca:true")
            .inheritIO()
            .start();
    assertEquals(0, made.waitFor());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    write(folder.resolve("cert.pem"), "CERTIFICATE", keys.getCertificate("pbx").getEncoded());
    write(
        folder.resolve("key.pem"),
        "PRIVATE KEY",
        keys.getKey("pbx", PASSWORD.toCharArray()).getEncoded());
  }

  private static void write(Path file, String what, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
  }
}
