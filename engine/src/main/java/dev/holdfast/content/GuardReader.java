package dev.holdfast.content;

import dev.holdfast.content.Guard.Denial;
import dev.holdfast.content.Guard.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code mitigated-by:} of a check. */
final class GuardReader {
    private static final Pattern ACTION = Pattern.compile("\\*|[a-z0-9-]+:(\\*|[A-Za-z]+\\*?)");
    private static final Pattern OPERATOR =
            Pattern.compile("(String|Arn|Numeric|Date|Bool|IpAddress|NotIpAddress|Null)[A-Za-z]*");
    private static final Pattern SETTING = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)+");

    private GuardReader() {}

    static Guard read(Doc doc) {
        doc.only(Set.of("scp", "rcp", "declarative"));
        List<Denial> denials = new ArrayList<>();
        doc.get("scp").ifPresent(d -> d.items().forEach(i -> denials.add(denial(Type.SERVICE_CONTROL_POLICY, i))));
        doc.get("rcp").ifPresent(d -> d.items().forEach(i -> denials.add(denial(Type.RESOURCE_CONTROL_POLICY, i))));
        Map<String, Set<String>> settings = new LinkedHashMap<>();
        doc.get("declarative")
                .ifPresent(d -> d.entries().forEach((path, values) -> {
                    if (!SETTING.matcher(path).matches()) {
                        values.error(
                                "`" + path + "` is not a path in a declarative policy", "Such as `a.b.state: [value]`");
                    }
                    settings.put(path, texts(values));
                }));
        if (denials.isEmpty() && settings.isEmpty()) {
            doc.error("`mitigated-by` names nothing", "Give `scp`, `rcp` or `declarative`, or leave it out");
        }
        return new Guard(denials, settings);
    }

    private static Denial denial(Type type, Doc doc) {
        doc.only(Set.of("deny", "when"));
        Set<String> actions = doc.need("deny").map(GuardReader::texts).orElse(Set.of());
        for (String action : actions) {
            if (!ACTION.matcher(action).matches()) {
                doc.error("`" + action + "` is not an action", "Such as `s3:GetObject`, `s3:*` or `*`");
            }
        }
        Map<String, Map<String, Set<String>>> when = new LinkedHashMap<>();
        doc.get("when")
                .ifPresent(w -> w.entries().forEach((operator, keys) -> {
                    if (!OPERATOR.matcher(operator).matches()) {
                        keys.error("`" + operator + "` is not a condition operator of IAM", "");
                    }
                    Map<String, Set<String>> values = new LinkedHashMap<>();
                    keys.entries().forEach((key, value) -> values.put(key, texts(value)));
                    when.put(operator, values);
                }));
        return new Denial(type, actions, when);
    }

    private static Set<String> texts(Doc doc) {
        Set<String> out = new LinkedHashSet<>();
        doc.items().forEach(d -> out.add(d.text()));
        if (out.isEmpty()) {
            doc.error("at least one value is needed", "");
        }
        return out;
    }
}
