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

/**
 * Reads {@code mitigated-by:} of a check: under {@code scp} and {@code rcp} a list of denials with {@code deny}, and
 * {@code when}, {@code from: outside} or {@code in-region: true}; under {@code declarative} a list of settings.
 */
final class GuardReader {
    private static final Pattern ACTION = Pattern.compile("\\*|[a-z0-9-]+:(\\*|[A-Za-z]+\\*?)");
    private static final Pattern OPERATOR =
            Pattern.compile("(String|Arn|Numeric|Date|Bool|IpAddress|NotIpAddress|Null)[A-Za-z]*");
    private static final Pattern SETTING = Pattern.compile("(ec2|s3)_attributes(\\.[a-z0-9_]+)+");

    /** Foreign principals and nobody at all; a condition with IfExists also holds where the key is missing. */
    private static final Map<String, Map<String, Set<String>>> FOREIGNERS = Map.of(
            "StringNotEqualsIfExists", Map.of("aws:PrincipalOrgID", Set.of("{organization}")),
            "BoolIfExists", Map.of("aws:PrincipalIsAWSService", Set.of("false")));

    /** Services of AWS that a foreign account sends, such as a distribution of its own. */
    private static final Map<String, Map<String, Set<String>>> THEIR_SERVICES = Map.of(
            "StringNotEqualsIfExists", Map.of("aws:SourceOrgID", Set.of("{organization}")),
            "Null", Map.of("aws:SourceAccount", Set.of("false")),
            "Bool", Map.of("aws:PrincipalIsAWSService", Set.of("true")));

    private GuardReader() {}

    static Guard read(Doc doc) {
        doc.only(Set.of("scp", "rcp", "declarative"));
        List<Denial> denials = new ArrayList<>();
        doc.get("scp").ifPresent(d -> d.items().forEach(i -> denials.add(denial(Type.SERVICE_CONTROL_POLICY, i))));
        doc.get("rcp").ifPresent(d -> d.items().forEach(i -> denials.add(denial(Type.RESOURCE_CONTROL_POLICY, i))));
        List<Map<String, Set<String>>> settings = new ArrayList<>();
        doc.get("declarative").ifPresent(d -> d.items().forEach(i -> settings.add(setting(i))));
        if (denials.isEmpty() && settings.isEmpty()) {
            doc.error("`mitigated-by` names nothing", "Give `scp`, `rcp` or `declarative`, or leave it out");
        }
        return new Guard(denials, settings);
    }

    private static Map<String, Set<String>> setting(Doc doc) {
        Map<String, Set<String>> out = new LinkedHashMap<>();
        doc.entries().forEach((path, values) -> {
            if (!SETTING.matcher(path).matches()) {
                values.error(
                        "`" + path + "` is not a path in a declarative policy",
                        "Such as `ec2_attributes.image_block_public_access.state: [block_new_sharing]`");
            }
            out.put(path, texts(values));
        });
        if (out.isEmpty()) {
            doc.error("a declarative setting is a mapping of paths to values", "");
        }
        return out;
    }

    private static Denial denial(Type type, Doc doc) {
        doc.only(Set.of("deny", "when", "from", "in-region"));
        Set<String> actions = doc.need("deny").map(GuardReader::texts).orElse(Set.of());
        for (String action : actions) {
            if (!ACTION.matcher(action).matches()) {
                doc.error("`" + action + "` is not an action", "Such as `s3:GetObject`, `s3:*` or `*`");
            }
        }
        Map<String, Map<String, Set<String>>> when =
                doc.get("when").map(GuardReader::conditions).orElse(Map.of());
        boolean outside = !doc.text("from", "").isEmpty();
        if (outside && (!doc.text("from", "").equals("outside") || type != Type.RESOURCE_CONTROL_POLICY)) {
            doc.error("only `from: outside` of an `rcp` is known", "");
        }
        if (outside && doc.get("when").isPresent()) {
            doc.error("`from` and `when` exclude each other", "");
        }
        return new Denial(
                type,
                actions,
                outside ? List.of(FOREIGNERS, THEIR_SERVICES) : List.of(when),
                doc.text("in-region", "false").equals("true"));
    }

    private static Map<String, Map<String, Set<String>>> conditions(Doc doc) {
        Map<String, Map<String, Set<String>>> out = new LinkedHashMap<>();
        doc.entries().forEach((operator, keys) -> {
            if (!OPERATOR.matcher(operator).matches()) {
                keys.error("`" + operator + "` is not a condition operator of IAM", "");
            }
            Map<String, Set<String>> values = new LinkedHashMap<>();
            keys.entries().forEach((key, value) -> values.put(key, texts(value)));
            out.put(operator, values);
        });
        return out;
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
