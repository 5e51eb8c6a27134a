package dev.holdfast.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A mail server, spoken to by SMTP (RFC 5321) over TLS from the first byte or after STARTTLS; its certificate must be
 * valid for its name. In the clear only on this machine.
 */
public final class SmtpServer {
    /** How the way is protected. */
    public enum Security {
        STARTTLS,
        TLS,
        NONE
    }

    private static final int CONNECT_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 20_000;
    private static final int MOST_LINES = 100;
    private static final int LONGEST_LINE = 2_048;

    private final String host;
    private final int port;
    private final Security security;
    private final String user;
    private final String password;
    private final SSLSocketFactory tls;

    /**
     * @param user who signs in; empty for nobody
     * @throws IllegalArgumentException when it would be spoken to in the clear
     */
    public SmtpServer(String host, int port, Security security, String user, String password) {
        this(host, port, security, user, password, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    SmtpServer(String host, int port, Security security, String user, String password, SSLSocketFactory tls) {
        if (security == Security.NONE && !Wire.here(host)) {
            throw new IllegalArgumentException("mail goes in the clear to this machine alone; use starttls or tls");
        }
        this.host = host;
        this.port = port;
        this.security = security;
        this.user = user;
        this.password = password;
        this.tls = tls;
    }

    /** Sends a mail whose lines end in CRLF. */
    void send(String from, List<String> to, String mail) throws Refused {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            plain.setSoTimeout(ANSWER_MILLIS);
            Talk talk = new Talk(security == Security.TLS ? secured(plain) : plain);
            talk.expect(220);
            List<String> offered = talk.say("EHLO holdfast", 250);
            if (security == Security.STARTTLS) {
                if (offered.stream().noneMatch(l -> l.equalsIgnoreCase("STARTTLS"))) {
                    throw Refused.forGood("the mail server " + host + " offers no STARTTLS");
                }
                talk.say("STARTTLS", 220);
                talk = new Talk(secured(plain));
                offered = talk.say("EHLO holdfast", 250);
            }
            if (!user.isEmpty()) {
                signIn(talk, offered);
            }
            talk.say("MAIL FROM:<" + from + ">", 250);
            for (String receiver : to) {
                talk.say("RCPT TO:<" + receiver + ">", 250);
            }
            talk.say("DATA", 354);
            talk.say(mail.replace("\r\n.", "\r\n..") + ".", 250);
            talk.leave();
        } catch (IOException e) {
            throw Refused.forNow(Masking.without(
                    "the mail server " + host + " cannot be reached: " + e.getMessage(), List.of(password)));
        }
    }

    private Socket secured(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        // Without this the certificate's name is not compared with the host's.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private void signIn(Talk talk, List<String> offered) throws IOException, Refused {
        String ways = offered.stream()
                .filter(l -> l.toUpperCase(Locale.ROOT).startsWith("AUTH"))
                .findFirst()
                .orElse("")
                .toUpperCase(Locale.ROOT);
        if (ways.contains("PLAIN")) {
            talk.say("AUTH PLAIN " + base64("\0" + user + "\0" + password), 235);
        } else if (ways.contains("LOGIN")) {
            talk.say("AUTH LOGIN", 334);
            talk.say(base64(user), 334);
            talk.say(base64(password), 235);
        } else {
            throw Refused.forGood("the mail server " + host + " offers neither AUTH PLAIN nor AUTH LOGIN");
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A conversation; what is said is never repeated in an error. */
    private final class Talk {
        private final BufferedReader in;
        private final OutputStream out;

        Talk(Socket socket) throws IOException {
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            out = socket.getOutputStream();
        }

        List<String> say(String line, int wanted) throws IOException, Refused {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            return expect(wanted);
        }

        List<String> expect(int wanted) throws IOException, Refused {
            List<String> lines = new ArrayList<>();
            String line;
            do {
                line = line();
                lines.add(line.length() > 4 ? line.substring(4) : "");
            } while (line.length() > 3 && line.charAt(3) == '-' && lines.size() < MOST_LINES);
            int code = line.matches("\\d{3}.*") ? Integer.parseInt(line.substring(0, 3)) : 0;
            // 251 and 252: taken, to be forwarded.
            if (code != wanted && !(wanted == 250 && (code == 251 || code == 252))) {
                String said = Masking.without(
                        lines.getLast(), List.of(base64("\0" + user + "\0" + password), base64(password), password));
                throw new Refused("the mail server " + host + " answered " + code + " " + said, code >= 500, null);
            }
            return lines;
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            int letter;
            while ((letter = in.read()) != '\n') {
                if (letter < 0) {
                    throw new IOException("it hung up");
                }
                if (line.length() < LONGEST_LINE && letter != '\r') {
                    line.append((char) letter);
                }
            }
            return line.toString();
        }

        /** The mail is taken; a server that does not say goodbye changes nothing. */
        void leave() throws IOException {
            out.write("QUIT\r\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
