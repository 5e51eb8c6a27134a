package dev.holdfast.logs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/**
 * Reads {@code key=value key="value"} as the Linux audit daemon writes it: what stands in single quotes holds pairs itself,
 * and a value with unusual characters is written in hexadecimal. A key that comes again keeps its first value.
 */
final class Pairs {
    private static final int MOST = 500;
    private static final Set<String> HEX =
            Set.of("proctitle", "cmd", "comm", "exe", "cwd", "name", "acct", "key", "data", "dir", "path");

    private Pairs() {}

    static void into(ObjectNode record, String text) {
        into(record, text, 0);
    }

    private static void into(ObjectNode record, String text, int depth) {
        int at = 0;
        int length = text.length();
        while (at < length && record.size() < MOST) {
            while (at < length && separator(text.charAt(at))) {
                at++;
            }
            int equals = at;
            while (equals < length && text.charAt(equals) != '=' && !separator(text.charAt(equals))) {
                equals++;
            }
            if (equals >= length || text.charAt(equals) != '=') {
                at = equals + 1;
                continue;
            }
            String key = text.substring(at, equals);
            int from = equals + 1;
            char quote = from < length ? text.charAt(from) : ' ';
            int end;
            if (quote == '"' || quote == '\'') {
                end = closing(text, from + 1, quote);
                String inside = text.substring(from + 1, end);
                if (quote == '\'' && inside.indexOf('=') > 0 && depth == 0) {
                    into(record, inside, 1);
                } else {
                    put(record, key, inside);
                }
                at = end + 1;
            } else {
                end = from;
                while (end < length && !separator(text.charAt(end))) {
                    end++;
                }
                put(record, key, plain(record, key, text.substring(from, end)));
                at = end;
            }
        }
    }

    private static int closing(String text, int from, char quote) {
        int end = text.indexOf(quote, from);
        return end < 0 ? text.length() : end;
    }

    private static boolean separator(char c) {
        return c == ' ' || c == '\t' || c == ',' || c == '\u001d';
    }

    private static void put(ObjectNode record, String key, String value) {
        if (!key.isEmpty() && !record.has(key)) {
            record.put(key, value);
        }
    }

    private static String plain(ObjectNode record, String key, String value) {
        boolean argument =
                key.matches("a\\d{1,3}") && record.path("type").asText().equals("EXECVE");
        if (!(argument || HEX.contains(key)) || value.length() < 2 || value.length() % 2 != 0) {
            return value;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'))) {
                return value;
            }
        }
        return new String(HexFormat.of().parseHex(value), StandardCharsets.UTF_8).replace('\u0000', ' ');
    }
}
