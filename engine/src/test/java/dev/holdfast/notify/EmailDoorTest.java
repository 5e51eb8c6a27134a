package dev.holdfast.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SMTP as RFC 5321, 3207 and 4954 have it, held against a server on this machine. */
class EmailDoorTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    @TempDir
    Path folder;

    /** A mail server that takes one conversation. */
    private static final class Post implements AutoCloseable {
        final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        final List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
        final @Nullable SSLContext tls;
        final String offers;
        String refuse = "";
        boolean secured;

        Post(@Nullable SSLContext tls, String offers) throws IOException {
            this.tls = tls;
            this.offers = offers;
            Thread.ofVirtual().start(this::serve);
        }

        int port() {
            return socket.getLocalPort();
        }

        private void serve() {
            try {
                while (true) {
                    try (Socket one = socket.accept()) {
                        talk(one, true);
                    } catch (javax.net.ssl.SSLException e) {
                        heard.add("TLS refused");
                    }
                }
            } catch (IOException e) {
                heard.add("closed");
            }
        }

        private void talk(Socket one, boolean greet) throws IOException {
            BufferedReader in = new BufferedReader(new InputStreamReader(one.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = one.getOutputStream();
            if (greet) {
                say(out, "220 mail ready");
            }
            String line;
            boolean data = false;
            while ((line = in.readLine()) != null) {
                heard.add(line);
                if (data) {
                    data = !line.equals(".");
                    if (!data) {
                        say(out, "250 taken");
                    }
                } else if (!refuse.isEmpty() && line.startsWith(refuse)) {
                    say(out, "550 no such " + line);
                } else if (line.startsWith("EHLO")) {
                    say(out, "250-mail");
                    for (String offer : offers.split(",")) {
                        say(out, "250-" + offer);
                    }
                    say(out, "250 8BITMIME");
                } else if (line.equals("STARTTLS") && tls != null) {
                    say(out, "220 go");
                    SSLSocket inner = (SSLSocket) tls.getSocketFactory().createSocket(one, null, one.getPort(), false);
                    inner.setUseClientMode(false);
                    inner.startHandshake();
                    secured = true;
                    talk(inner, false);
                    return;
                } else if (line.startsWith("AUTH")) {
                    say(out, "235 ok");
                } else if (line.equals("DATA")) {
                    data = true;
                    say(out, "354 go on");
                } else if (line.equals("QUIT")) {
                    say(out, "221 bye");
                    return;
                } else {
                    say(out, "250 ok");
                }
            }
        }

        private static void say(OutputStream out, String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static EmailDoor door(SmtpServer server) {
        return new EmailDoor(server, "holdfast@example.com", List.of("soc@example.com", "ann@example.com"));
    }

    @Test
    void aMailHasItsFormAndItsOwnId() throws Exception {
        try (Post post = new Post(null, "AUTH PLAIN LOGIN")) {
            EmailDoor door =
                    door(new SmtpServer("127.0.0.1", post.port(), SmtpServer.Security.NONE, "bot", "pa55word"));
            door.deliver(DoorsTest.notice(Notice.Kind.OPENED), NOW);
            assertThat(post.heard)
                    .contains(
                            "AUTH PLAIN "
                                    + Base64.getEncoder()
                                            .encodeToString("\0bot\0pa55word".getBytes(StandardCharsets.UTF_8)),
                            "MAIL FROM:<holdfast@example.com>",
                            "RCPT TO:<soc@example.com>",
                            "RCPT TO:<ann@example.com>",
                            "Message-ID: <case-1@example.com>",
                            "Date: Mon, 2 Mar 2026 10:00:00 +0000",
                            "Auto-Submitted: auto-generated");
            assertThat(post.heard).anyMatch(l -> l.startsWith("Subject: [Holdfast] New case, high: "));
            door.deliver(DoorsTest.notice(Notice.Kind.CLOSED), NOW);
            assertThat(post.heard)
                    .contains("In-Reply-To: <case-1@example.com>", "Message-ID: <case-1-high@example.com>");
        }
    }

    @Test
    void withoutEncryptionNothingIsSaidToAServerThatShouldHaveIt() throws Exception {
        try (Post post = new Post(null, "AUTH PLAIN")) {
            EmailDoor door =
                    door(new SmtpServer("127.0.0.1", post.port(), SmtpServer.Security.STARTTLS, "bot", "pa55word"));
            Refused refused =
                    catchThrowableOfType(Refused.class, () -> door.deliver(DoorsTest.notice(Notice.Kind.OPENED), NOW));
            assertThat(refused.lasting()).isTrue();
            assertThat(post.heard).noneMatch(l -> l.startsWith("AUTH") || l.startsWith("MAIL"));
        }
    }

    @Test
    void encryptionIsBegunBeforeAnybodySignsInAndAWrongCertificateEndsIt() throws Exception {
        SSLContext good = context(certificate("localhost"));
        try (Post post = new Post(good, "STARTTLS,AUTH PLAIN")) {
            SmtpServer server = new SmtpServer(
                    "localhost", post.port(), SmtpServer.Security.STARTTLS, "bot", "pa55word", good.getSocketFactory());
            door(server).deliver(DoorsTest.notice(Notice.Kind.OPENED), NOW);
            assertThat(post.secured).isTrue();
            assertThat(post.heard.indexOf("STARTTLS"))
                    .isLessThan(post.heard.indexOf("MAIL FROM:<holdfast@example.com>"));
        }
        SSLContext other = context(certificate("other.example.com"));
        try (Post post = new Post(other, "STARTTLS,AUTH PLAIN")) {
            SmtpServer server = new SmtpServer(
                    "localhost",
                    post.port(),
                    SmtpServer.Security.STARTTLS,
                    "bot",
                    "pa55word",
                    other.getSocketFactory());
            assertThatThrownBy(() -> door(server).deliver(DoorsTest.notice(Notice.Kind.OPENED), NOW))
                    .isInstanceOf(Refused.class);
            assertThat(post.heard).noneMatch(l -> l.startsWith("AUTH"));
        }
    }

    @Test
    void aReceiverThatIsRefusedIsSaidWithoutThePassword() throws Exception {
        try (Post post = new Post(null, "AUTH PLAIN")) {
            post.refuse = "AUTH";
            EmailDoor door =
                    door(new SmtpServer("127.0.0.1", post.port(), SmtpServer.Security.NONE, "bot", "pa55word"));
            Refused refused =
                    catchThrowableOfType(Refused.class, () -> door.deliver(DoorsTest.notice(Notice.Kind.OPENED), NOW));
            assertThat(refused.lasting()).isTrue();
            assertThat(refused.getMessage())
                    .contains("550")
                    .doesNotContain("pa55word")
                    .doesNotContain(
                            Base64.getEncoder().encodeToString("\0bot\0pa55word".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void anAddressCannotBringAHeader() {
        SmtpServer server = new SmtpServer("127.0.0.1", 25, SmtpServer.Security.NONE, "", "");
        assertThatThrownBy(() -> new EmailDoor(server, "a@example.com\r\nBcc: x@example.com", List.of("b@example.com")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Path certificate(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "mail",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:" + name,
                        "-validity",
                        "2",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        made.getInputStream().readAllBytes();
        assertThat(made.waitFor()).isZero();
        return file;
    }

    private static SSLContext context(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "changeit".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
