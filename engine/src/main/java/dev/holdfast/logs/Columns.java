package dev.holdfast.logs;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a line into columns. Between blanks a value may stand in double quotes (a backslash, or a quote doubled, keeps a quote)
 * or in brackets.
 */
final class Columns {
    private static final int MOST = 500;

    private Columns() {}

    static List<String> of(String line, char separator) {
        List<String> out = new ArrayList<>();
        int at = 0;
        int length = line.length();
        while (at <= length && out.size() < MOST) {
            if (separator == ' ') {
                while (at < length && line.charAt(at) == ' ') {
                    at++;
                }
                if (at >= length) {
                    break;
                }
            }
            char first = at < length ? line.charAt(at) : separator;
            if (first == '"' && separator != '\t') {
                at = quoted(line, at + 1, separator, out);
            } else {
                int closed = first == '[' && separator == ' ' ? line.indexOf(']', at) : -1;
                // An address of version 6 has brackets too, and a port behind them.
                boolean bracketed = closed > 0 && (closed + 1 == length || line.charAt(closed + 1) == ' ');
                int to = bracketed ? closed : line.indexOf(separator, at);
                to = to < 0 ? length : to;
                out.add(line.substring(bracketed ? at + 1 : at, to));
                at = bracketed ? to + 2 : to + 1;
            }
        }
        return out;
    }

    private static int quoted(String line, int from, char separator, List<String> out) {
        StringBuilder value = new StringBuilder();
        int at = from;
        while (at < line.length()) {
            char c = line.charAt(at);
            boolean more = at + 1 < line.length();
            if (c == '\\' && more && (line.charAt(at + 1) == '"' || line.charAt(at + 1) == '\\')) {
                value.append(line.charAt(at + 1));
                at += 2;
            } else if (c == '"' && more && line.charAt(at + 1) == '"' && separator == ',') {
                value.append('"');
                at += 2;
            } else if (c == '"' && (!more || line.charAt(at + 1) == separator)) {
                break;
            } else {
                value.append(c);
                at++;
            }
        }
        out.add(value.toString());
        return at + 2;
    }
}
