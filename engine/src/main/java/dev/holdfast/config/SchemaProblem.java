package dev.holdfast.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import dev.holdfast.content.Doc;
import dev.holdfast.content.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One answer of the schema's validator, in words for the person who wrote the file. */
final class SchemaProblem {
    private static final Map<String, String> FORMS = Map.of(
            "object", "a mapping (`key: value`)",
            "array", "a list",
            "string", "text",
            "integer", "a whole number",
            "number", "a number",
            "boolean", "`true` or `false`");
    private static final Set<String> YES = Set.of("yes", "on", "y");
    private static final Set<String> NO = Set.of("no", "off", "n");

    private final JsonNode root;
    private final JsonNode schema;
    private final Branch at;
    private final ValidationMessage message;
    private final String keyword;

    SchemaProblem(JsonNode root, Branch top, ValidationMessage message) {
        this.root = root;
        this.message = message;
        this.keyword = message.getType();
        this.schema = holder(root, message);
        this.at = place(top, message.getInstanceLocation());
    }

    /** The part of the schema in which the violated keyword stands. */
    private static JsonNode holder(JsonNode root, ValidationMessage message) {
        JsonNodePath fragment = message.getSchemaLocation().getFragment();
        JsonPointer keyword = JsonPointer.empty();
        for (int i = 0; i < fragment.getNameCount() - 1; i++) {
            keyword = keyword.append(JsonPointer.compile(
                    "/" + fragment.getElement(i).toString().replace("~", "~0").replace("/", "~1")));
        }
        return root.at(keyword);
    }

    /** Where the value stands; the nearest place above it when it is not there. */
    private static Branch place(Branch top, JsonNodePath path) {
        Branch at = top;
        for (int i = 0; i < path.getNameCount(); i++) {
            Object name = path.getElement(i);
            Branch next = null;
            if (name instanceof Integer index) {
                List<Branch> items = at.items();
                next = index < items.size() ? items.get(index) : null;
            } else {
                next = at.members().get(name.toString());
            }
            if (next == null) {
                return at;
            }
            at = next;
        }
        return at;
    }

    void tell(Complaints say) {
        switch (keyword) {
            case "additionalProperties" -> unknownKey(say);
            case "required" -> missing(message.getProperty(), say);
            case "dependentRequired" -> company(say);
            case "propertyNames" -> name(say);
            case "type" -> form(say);
            case "enum", "const" -> choice(say);
            case "minimum", "exclusiveMinimum" ->
                say.wrong(at, "`" + value() + "` is too small", "At least " + limit());
            case "maximum" -> say.wrong(at, "`" + value() + "` is too large", "At most " + limit());
            case "minLength" -> say.wrong(at, "is empty", "Write it, or delete the line");
            case "maxLength" -> say.wrong(at, "is too long", "At most " + limit() + " characters");
            case "minItems", "minProperties" -> say.wrong(at, "holds nothing", "Name at least " + limit());
            case "uniqueItems" -> say.wrong(at, "names something twice", "Keep one of them");
            default -> say.wrong(at, "`" + value() + "` cannot stand here", example());
        }
    }

    private void unknownKey(Complaints say) {
        String name = message.getProperty();
        Set<String> known = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(known::add);
        String near = Nearest.among(name, known);
        say.wrong(
                key(name),
                "unknown key `" + name + "`",
                near.isEmpty()
                        ? "Allowed here: " + String.join(", ", known)
                        : "Did you mean `" + near + "`? It takes: " + takes(near));
    }

    /** What a key says of itself. */
    private String takes(String key) {
        JsonNode member = schema.path("properties").path(key);
        String said = member.path("description").asText("");
        return said.isEmpty() ? forms(member).collect(Collectors.joining(" or ")) : said;
    }

    private static Stream<String> forms(JsonNode member) {
        List<String> out = new ArrayList<>();
        if (member.path("type").isArray()) {
            member.path("type").forEach(t -> out.add(FORMS.getOrDefault(t.asText(), t.asText())));
        } else {
            out.add(FORMS.getOrDefault(member.path("type").asText(), "a value"));
        }
        return out.stream();
    }

    private void missing(String name, Complaints say) {
        say.wrong(at, "`" + name + "` is missing", "Add `" + name + ": …`");
    }

    /** What is only written together with others. */
    private void company(Complaints say) {
        Set<String> there = at.members().keySet();
        schema.path(keyword)
                .properties()
                .forEach(rule -> rule.getValue().forEach(needed -> {
                    if (there.contains(rule.getKey()) && !there.contains(needed.asText())) {
                        missing(needed.asText(), say);
                    }
                }));
    }

    /** A key that cannot be a name here. */
    private void name(Complaints say) {
        JsonNode rule = schema.path(keyword);
        JsonNode named = rule.has("$ref") ? root.at(rule.path("$ref").asText().substring(1)) : rule;
        String name = message.getProperty() == null ? "" : message.getProperty();
        say.wrong(key(name), "`" + shortened(name) + "` cannot be a name here", example(named));
    }

    private void form(Complaints say) {
        String wanted = forms(schema).collect(Collectors.joining(" or "));
        String value = value();
        Doc doc = at.doc();
        boolean scalar = doc != null && doc.isText();
        if (doc != null && doc.isNull()) {
            say.wrong(at, "nothing is written here", "Write " + wanted + ", or delete the line");
        } else if (scalar && wanted.contains(FORMS.get("string")) && fits(value)) {
            say.wrong(
                    at, "`" + value + "` is read as a number or a truth value", "Put it in quotes: \"" + value + "\"");
        } else if (scalar && wanted.equals(FORMS.get("boolean")) && (YES.contains(value) || NO.contains(value))) {
            say.wrong(at, "`" + value + "` is only text in YAML 1.2", "Write `" + YES.contains(value) + "`");
        } else {
            String found = scalar ? "`" + value + "`" : doc != null && doc.isList() ? "a list" : "a mapping";
            say.wrong(at, found + " stands where " + wanted + " belongs", example());
        }
    }

    private boolean fits(String text) {
        String pattern = schema.path("pattern").asText("");
        return pattern.isEmpty() || Pattern.compile(pattern).matcher(text).find();
    }

    private void choice(Complaints say) {
        List<String> allowed = new ArrayList<>();
        schema.path("enum").forEach(v -> allowed.add(v.asText()));
        if (schema.has("const")) {
            allowed.add(schema.path("const").asText());
        }
        String near = Nearest.among(value(), allowed);
        say.wrong(
                at,
                "`" + value() + "` is not one of " + String.join(", ", allowed),
                near.isEmpty() ? "Write one of them" : "Did you mean `" + near + "`?");
    }

    /** A name of a member that cannot be a name is told at the key. */
    private Branch key(String name) {
        Doc doc = at.doc();
        Optional<Doc> key = doc == null ? Optional.empty() : doc.key(name);
        return key.map(k -> new Branch(at.at(name).path(), k)).orElse(at);
    }

    private String limit() {
        return schema.path(keyword).asText();
    }

    private String value() {
        Doc doc = at.doc();
        return doc != null && doc.isText() ? shortened(doc.text()) : at.path();
    }

    private static String shortened(String text) {
        String line = text.replaceAll("[\\p{Cntrl}]", " ");
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }

    private String example() {
        return example(schema);
    }

    private static String example(JsonNode schema) {
        List<String> examples = new ArrayList<>();
        schema.path("examples").forEach(e -> examples.add("`" + e.asText() + "`"));
        String said = schema.path("description").asText("");
        String such = examples.isEmpty() ? "" : "Write it like " + String.join(", ", examples);
        return said.isEmpty() ? such : such.isEmpty() ? said : such + ". " + said;
    }
}
