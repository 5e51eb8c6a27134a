package dev.holdfast.notify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Sends mail through a server. Mails of a case make one thread; a repetition has the same {@code Message-ID}, by which
 * mail programs show it once.
 */
public final class EmailDoor implements Door {
    private final SmtpServer server;
    private final String from;
    private final List<String> to;

    /**
     * @param server the mail server
     * @param from the sender's address
     * @param to the receivers' addresses
     * @throws IllegalArgumentException when an address will not do
     */
    public EmailDoor(SmtpServer server, String from, List<String> to) {
        this.server = server;
        this.from = checked(from);
        this.to = to.stream().map(EmailDoor::checked).toList();
        if (to.isEmpty()) {
            throw new IllegalArgumentException("there is no receiver");
        }
    }

    private static String checked(String address) {
        if (!address.matches("[^\\s<>,;:\"\\p{Cntrl}@]{1,64}@[A-Za-z0-9.-]{1,253}")) {
            throw new IllegalArgumentException("`" + address + "` is not a mail address");
        }
        return address;
    }

    @Override
    public String deliver(Notice notice, Instant now) throws Refused {
        server.send(from, to, mail(notice, now));
        return "";
    }

    private String mail(Notice notice, Instant now) {
        String domain = from.substring(from.indexOf('@') + 1);
        String thread = "<" + id(notice.about()) + "@" + domain + ">";
        String own = notice.kind() == Notice.Kind.OPENED ? thread : "<" + id(notice.id()) + "@" + domain + ">";
        StringBuilder out = new StringBuilder();
        header(out, "From", "Holdfast <" + from + ">");
        header(out, "To", String.join(", ", to));
        header(out, "Subject", encoded("[Holdfast] " + notice.headline()));
        header(
                out,
                "Date",
                DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                        .format(now.atOffset(ZoneOffset.UTC)));
        header(out, "Message-ID", own);
        if (!own.equals(thread)) {
            header(out, "In-Reply-To", thread);
            header(out, "References", thread);
        }
        header(out, "Auto-Submitted", "auto-generated");
        header(out, "MIME-Version", "1.0");
        header(out, "Content-Type", "text/plain; charset=utf-8");
        header(out, "Content-Transfer-Encoding", "base64");
        String text = notice.headline() + "\n\n" + String.join("\n", notice.lines()) + "\n";
        return out.append("\r\n")
                .append(Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                .append("\r\n")
                .toString();
    }

    private static void header(StringBuilder out, String name, String value) {
        out.append(name)
                .append(": ")
                .append(value.replaceAll("\\p{Cntrl}+", " "))
                .append("\r\n");
    }

    private static String id(String text) {
        return text.replaceAll("[^A-Za-z0-9._-]", "-");
    }

    /** In pieces of a length that every mail server takes. Source: RFC 2047, section 2. */
    private static String encoded(String text) {
        String cut = text.length() > 200 ? text.substring(0, 200) + "…" : text;
        if (cut.chars().allMatch(c -> c >= 32 && c < 127) && cut.length() < 70) {
            return cut;
        }
        StringBuilder out = new StringBuilder();
        int[] letters = cut.codePoints().toArray();
        for (int at = 0; at < letters.length; at += 10) {
            byte[] piece = new String(letters, at, Math.min(10, letters.length - at)).getBytes(StandardCharsets.UTF_8);
            out.append(at == 0 ? "" : " ")
                    .append("=?utf-8?B?")
                    .append(Base64.getEncoder().encodeToString(piece))
                    .append("?=");
        }
        return out.toString();
    }
}
