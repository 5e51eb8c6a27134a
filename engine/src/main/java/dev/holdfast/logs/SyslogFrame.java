package dev.holdfast.logs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Optional;

/**
 * The frame of a line of syslog, by RFC 5424 or by the custom that RFC 3164 describes: {@code priority}, {@code timestamp},
 * {@code hostname}, {@code program}, {@code pid}, {@code msgid}, {@code structured} and the {@code message}.
 */
final class SyslogFrame {
    private static final Pattern NEW = Pattern.compile("^<(\\d{1,3})>(\\d) (\\S+) (\\S+) (\\S+) (\\S+) (\\S+) ?");
    private static final Pattern OLD = Pattern.compile("^(?:<(\\d{1,3})>)?"
            + "((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\\d{1,2}(?: \\d{4})? \\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,6})?"
            + "|\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?(?:Z|[+-]\\d{2}:?\\d{2})?)[: ] *");
    private static final Pattern TAG = Pattern.compile("^([A-Za-z_][\\w./@()-]{0,63}?)(?:\\[(\\d+)\\])?: ?");
    private static final Pattern BARE = Pattern.compile("^<(\\d{1,3})>");

    private SyslogFrame() {}

    static Optional<ObjectNode> parse(String line) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        Matcher fresh = NEW.matcher(line);
        if (line.startsWith("<") && fresh.find()) {
            priority(out, fresh.group(1));
            put(out, "timestamp", fresh.group(3));
            put(out, "hostname", fresh.group(4));
            put(out, "program", fresh.group(5));
            put(out, "pid", fresh.group(6));
            put(out, "msgid", fresh.group(7));
            return Optional.of(structured(out, line.substring(fresh.end())));
        }
        Matcher old = OLD.matcher(line);
        if (!old.find()) {
            return bare(out, line);
        }
        priority(out, old.group(1));
        put(out, "timestamp", old.group(2));
        String rest = line.substring(old.end());
        // A machine's own log may lack its name: then the tag comes at once.
        if (!TAG.matcher(rest).find()) {
            int blank = rest.indexOf(' ');
            put(out, "hostname", blank < 0 ? rest : rest.substring(0, blank));
            rest = blank < 0 ? "" : rest.substring(blank + 1);
        }
        tag(out, rest);
        return Optional.of(out);
    }

    private static Optional<ObjectNode> bare(ObjectNode out, String line) {
        Matcher bare = BARE.matcher(line);
        if (!bare.find()) {
            return Optional.empty();
        }
        priority(out, bare.group(1));
        tag(out, line.substring(bare.end()));
        return Optional.of(out);
    }

    private static void tag(ObjectNode out, String rest) {
        Matcher tag = TAG.matcher(rest);
        if (tag.find()) {
            put(out, "program", tag.group(1));
            put(out, "pid", tag.group(2));
            out.put("message", rest.substring(tag.end()));
        } else {
            out.put("message", rest);
        }
    }

    private static void priority(ObjectNode out, String text) {
        if (text != null) {
            int value = Integer.parseInt(text);
            out.put("priority", value).put("facility", value / 8).put("severity", value % 8);
        }
    }

    private static void put(ObjectNode out, String name, String value) {
        if (value != null && !value.equals("-")) {
            out.put(name, value);
        }
    }

    /** The structured data, then the message. */
    private static ObjectNode structured(ObjectNode out, String rest) {
        if (rest.equals("-") || rest.startsWith("- ")) {
            out.put("message", rest.length() < 2 ? "" : text(rest.substring(2)));
            return out;
        }
        int end = 0;
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        while (end < rest.length() && rest.charAt(end) == '[') {
            int close = closing(rest, end + 1);
            String element = rest.substring(end + 1, close);
            int blank = element.indexOf(' ');
            ObjectNode members = data.putObject(blank < 0 ? element : element.substring(0, blank));
            Pairs.into(members, blank < 0 ? "" : element.substring(blank + 1));
            end = Math.min(rest.length(), close + 1);
        }
        if (!data.isEmpty()) {
            out.set("structured", data);
        }
        out.put("message", text(rest.substring(end).strip()));
        return out;
    }

    private static int closing(String line, int from) {
        boolean quoted = false;
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ']' && !quoted) {
                return i;
            }
        }
        return line.length();
    }

    private static String text(String message) {
        return message.startsWith("\uFEFF") ? message.substring(1) : message;
    }
}
