package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.ContentError;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value in a YAML file together with its place. Reading never throws: what is wrong is added to the file's list of
 * errors and a harmless value is returned, so that a person sees all problems at once.
 */
public final class Doc {
    private final String file;
    private final Node node;
    private final List<ContentError> errors;

    Doc(String file, Node node, List<ContentError> errors) {
        this.file = file;
        this.node = node;
        this.errors = errors;
    }

    /** The same, with its problems told elsewhere. */
    Doc tellingOf(List<ContentError> elsewhere) {
        return new Doc(file, node, elsewhere);
    }

    /** The file, relative to its content folder. */
    public String file() {
        return file;
    }

    /** Line of the value, from 1. */
    public int line() {
        return node.getStartMark().map(m -> m.getLine() + 1).orElse(0);
    }

    /** Column of the value, from 1. */
    public int column() {
        return node.getStartMark().map(m -> m.getColumn() + 1).orElse(0);
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public boolean isText() {
        return node instanceof ScalarNode;
    }

    /** Adds an error at this place. */
    public void error(String problem, String mend) {
        errors.add(new ContentError(file, line(), column(), problem, mend));
    }

    /** The members of a mapping in the file's order; an error and an empty map when it is not one. */
    public Map<String, Doc> entries() {
        Map<String, Doc> out = new LinkedHashMap<>();
        if (!(node instanceof MappingNode map)) {
            error("a mapping (`key: value`) is expected here", "");
            return out;
        }
        for (NodeTuple tuple : map.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                out.put(key.getValue(), new Doc(file, tuple.getValueNode(), errors));
            } else {
                error("a key must be plain text", "");
            }
        }
        return out;
    }

    /** The elements of a list; a single value counts as a list of one. */
    public List<Doc> items() {
        if (node instanceof SequenceNode list) {
            List<Doc> out = new ArrayList<>();
            for (Node item : list.getValue()) {
                out.add(new Doc(file, item, errors));
            }
            return out;
        }
        return isNull() ? List.of() : List.of(this);
    }

    /** Reports every key that is not among the allowed ones, with the likeliest meant. */
    public Doc only(Set<String> allowed) {
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key && !allowed.contains(key.getValue())) {
                    String near = Nearest.among(key.getValue(), allowed);
                    new Doc(file, key, errors)
                            .error(
                                    "unknown key `" + key.getValue() + "`",
                                    near.isEmpty()
                                            ? "Allowed here: " + String.join(", ", sorted(allowed))
                                            : "Did you mean `" + near + "`?");
                }
            }
        }
        return this;
    }

    /** The member, when present and not null. */
    public Optional<Doc> get(String key) {
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode k && k.getValue().equals(key)) {
                    Doc value = new Doc(file, tuple.getValueNode(), errors);
                    return value.isNull() ? Optional.empty() : Optional.of(value);
                }
            }
        }
        return Optional.empty();
    }

    /** The key itself, where it stands; empty when there is none. */
    public Optional<Doc> key(String name) {
        if (node instanceof MappingNode map) {
            for (NodeTuple tuple : map.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode k && k.getValue().equals(name)) {
                    return Optional.of(new Doc(file, k, errors));
                }
            }
        }
        return Optional.empty();
    }

    /** True when the value has a name that others may refer to (an anchor). */
    public boolean anchored() {
        return node.getAnchor().isPresent();
    }

    /** The member; an error at this place when it is missing. */
    public Optional<Doc> need(String key) {
        Optional<Doc> value = get(key);
        if (value.isEmpty()) {
            error("`" + key + "` is missing", "Add `" + key + ": …`");
        }
        return value;
    }

    /** The text of a required member; empty (and an error) when missing or not text. */
    public String needText(String key) {
        return need(key).map(Doc::text).orElse("");
    }

    /** The text of an optional member. */
    public String text(String key, String otherwise) {
        return get(key).map(Doc::text).orElse(otherwise);
    }

    /** The texts of an optional member that is a list (or one text). */
    public List<String> texts(String key) {
        return get(key).map(d -> d.items().stream().map(Doc::text).toList()).orElse(List.of());
    }

    /** The whole number of an optional member; an error when it is something else. */
    public long number(String key, long otherwise) {
        return get(key).map(d -> {
                    try {
                        return Long.parseLong(d.text());
                    } catch (NumberFormatException e) {
                        d.error("`" + d.text() + "` is not a whole number", "");
                        return otherwise;
                    }
                })
                .orElse(otherwise);
    }

    /** The truth value of an optional member; an error when it is something else. */
    public boolean truth(String key, boolean otherwise) {
        return get(key).map(d -> switch (d.text()) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> {
                        d.error("`" + d.text() + "` is neither `true` nor `false`", "");
                        yield otherwise;
                    }
                })
                .orElse(otherwise);
    }

    /** The enum constant named by a member in lower case with dashes; an error listing the choices otherwise. */
    public <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        Optional<Doc> value = get(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String word = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (word.equals(value.get().text())) {
                return constant;
            }
            words.add(word);
        }
        value.get().error("`" + value.get().text() + "` is not one of " + String.join(", ", words), "");
        return otherwise;
    }

    /** The scalar as text; an error when it is not a scalar. */
    public String text() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        error("plain text is expected here", "");
        return "";
    }

    /** True for an explicit or implicit null. */
    public boolean isNull() {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }

    /** The value as JSON, by the YAML 1.2 core schema. Deep nesting was refused when the file was read. */
    public JsonNode json() {
        JsonNodeFactory make = JsonNodeFactory.instance;
        switch (node) {
            case MappingNode map -> {
                ObjectNode out = make.objectNode();
                entries().forEach((key, value) -> out.set(key, value.json()));
                return out;
            }
            case SequenceNode list -> {
                ArrayNode out = make.arrayNode();
                items().forEach(item -> out.add(item.json()));
                return out;
            }
            case ScalarNode scalar -> {
                return scalarJson(scalar, make);
            }
            default -> {
                return make.nullNode();
            }
        }
    }

    private static JsonNode scalarJson(ScalarNode scalar, JsonNodeFactory make) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return make.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return make.booleanNode(text.toLowerCase(Locale.ROOT).equals("true"));
        }
        try {
            if (tag.equals(Tag.INT)) {
                BigInteger value = new BigInteger(text);
                return value.bitLength() < 64 ? make.numberNode(value.longValue()) : make.numberNode(value);
            }
            if (tag.equals(Tag.FLOAT)) {
                return make.numberNode(Double.parseDouble(text));
            }
        } catch (NumberFormatException e) {
            return make.textNode(text);
        }
        return make.textNode(text);
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }
}
