package dev.holdfast.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rules and records out of a small world, so that they meet often. */
final class RandomRules {
    private static final String[] FIELDS = {
        "a", "b", "a.b", "a.b.c", "c", "c.d", "d[]", "e.f", "ä", "doc.x", "doc", "w", "g\\\"q", "A"
    };
    private static final String[] TEXTS = {
        "ab",
        "abc",
        "Abc",
        "b",
        "x",
        "xy",
        "a*",
        "*b",
        "*b*",
        "a*c",
        "?b",
        "*",
        "",
        "1",
        "12",
        "-5",
        "1.5",
        "ä",
        "Ä*",
        "a\\\\*",
        "\\\\\\\\",
        "*\\\\",
        "a-b",
        "/x",
        "true",
        "k",
        "*K*",
        "ſ",
        "null",
        "10.1.2.3",
        "*.1.*",
        "a b",
        "{*",
        "ABCABC"
    };
    private static final String[] MODIFIERS = {
        "",
        "",
        "",
        "|contains",
        "|startswith",
        "|endswith",
        "|contains|all",
        "|cased",
        "|contains|cased",
        "|neq",
        "|windash|contains",
        "|re",
        "|re|i",
        "|cidr",
        "|exists",
        "|gt",
        "|lte",
        "|fieldref",
        "|fieldref|contains",
        "|base64offset|contains",
        "|hour",
        "|all"
    };
    private static final String[] EXPRESSIONS = {
        "a.*b",
        "^ab",
        "(?i)ABC",
        "b{2,}|x",
        "[a-c]+x",
        "abc?d*",
        "x\\\\.y",
        "(ab|cd)abc",
        "abc\\\\d",
        "xy{0,1}z",
        "ab+c"
    };

    private final Random random;

    RandomRules(Random random) {
        this.random = random;
    }

    String rule() {
        StringBuilder out = new StringBuilder();
        int selections = 1 + random.nextInt(3);
        for (int i = 0; i < selections; i++) {
            out.append("s").append(i).append(":\n").append(selection().indent(2));
        }
        String[] conditions = {
            "1 of s*",
            "all of s*",
            "not s0",
            "s0 and not s" + (selections - 1),
            "not (s0 or s" + (selections - 1) + ")",
            "s0"
        };
        return out + "condition: " + pick(conditions) + "\n";
    }

    private String selection() {
        return switch (random.nextInt(6)) {
            case 0 -> "- '" + yaml(pick(TEXTS)) + "'\n- '" + yaml(pick(TEXTS)) + "'\n";
            case 1 -> "- " + field().strip() + "\n- " + field().strip() + "\n";
            case 2 -> "d[any]:\n" + field().indent(2);
            default -> {
                List<String> keys = new ArrayList<>();
                StringBuilder out = new StringBuilder();
                for (int i = 0; i < 1 + random.nextInt(3); i++) {
                    String field = field();
                    String key = field.substring(0, field.indexOf("': "));
                    if (!keys.contains(key)) {
                        keys.add(key);
                        out.append(field);
                    }
                }
                yield out.toString();
            }
        };
    }

    private String field() {
        String modifier = pick(MODIFIERS);
        String value = switch (modifier) {
            case "|re", "|re|i" -> "'" + yaml(pick(EXPRESSIONS)) + "'";
            case "|cidr" -> random.nextBoolean() ? "10.0.0.0/8" : "10.1.2.0/24";
            case "|exists" -> Boolean.toString(random.nextBoolean());
            case "|gt", "|lte", "|hour" -> Integer.toString(random.nextInt(15));
            case "|fieldref", "|fieldref|contains" -> "'" + pick(FIELDS).replace("\\\"", "\"") + "'";
            case "|base64offset|contains" -> "[abc, foo]";
            case "|all", "|contains|all" -> list(2);
            case "" ->
                switch (random.nextInt(6)) {
                    case 0 -> "null";
                    case 1 -> Integer.toString(random.nextInt(14));
                    case 2 -> "1.5";
                    case 3 -> "true";
                    case 4 -> "[1, 12, '" + yaml(pick(TEXTS)) + "']";
                    default -> list(1 + random.nextInt(3));
                };
            default -> list(1 + random.nextInt(3));
        };
        return "'" + pick(FIELDS).replace("\\\"", "\"") + modifier + "': " + value + "\n";
    }

    private String list(int size) {
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < size; i++) {
            out.append(i == 0 ? "" : ", ")
                    .append('\'')
                    .append(yaml(pick(TEXTS)))
                    .append('\'');
        }
        return out.append(']').toString();
    }

    private static String yaml(String text) {
        return text.replace("\\\\", "\\").replace("'", "''");
    }

    String record() {
        return object(0);
    }

    private String object(int depth) {
        StringBuilder out = new StringBuilder("{");
        int size = random.nextInt(6);
        for (int i = 0; i < size; i++) {
            String name = pick(FIELDS).replace("[]", "");
            if (random.nextInt(4) > 0) {
                name = name.substring(name.lastIndexOf('.') + 1);
            }
            out.append(i == 0 ? "" : random.nextInt(8) == 0 ? " ,\n " : ",");
            out.append('"')
                    .append(random.nextInt(40) == 0 ? escaped(name) : name)
                    .append("\":");
            out.append(value(depth));
        }
        return out.append('}').toString();
    }

    private static String escaped(String name) {
        return name.replace("a", "\\u0061");
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 3 ? 8 : 14)) {
            case 0 -> "null";
            case 1 -> Boolean.toString(random.nextBoolean());
            case 2 -> Integer.toString(random.nextInt(14));
            case 3 -> pick(new String[] {"1.5", "-0", "12.0", "1e1", "-5", "1.50E2", "123456789012345678901", "0"});
            case 4 ->
                "\""
                        + pick(new String[] {
                            "10.1.2.3", "2026-01-02T12:00:00Z", "YWJj", "xxFmb29", "\\u00c4bc", "x\\ny", "\\\"b"
                        })
                        + "\"";
            case 5 -> "\"{\\\"x\\\":\\\"abc\\\",\\\"b\\\":[1]}\"";
            case 6, 7 -> text();
            case 8, 9, 10 -> object(depth + 1);
            default -> {
                StringBuilder out = new StringBuilder("[");
                for (int i = 0; i < random.nextInt(4); i++) {
                    out.append(i == 0 ? "" : ",").append(value(depth + 1));
                }
                yield out.append(']').toString();
            }
        };
    }

    private String text() {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            out.append(pick(TEXTS).replace("*", "x").replace("?", "a"));
        }
        return out.append('"').toString();
    }

    private <T> T pick(T[] from) {
        return from[random.nextInt(from.length)];
    }
}
