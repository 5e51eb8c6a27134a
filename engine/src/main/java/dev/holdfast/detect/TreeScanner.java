package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes from a tree what {@link RecordScanner} takes from bytes, and what only a tree shows. One thread. */
final class TreeScanner {
    private final PathTrie trie;
    private final int everything;
    private final Found found;

    TreeScanner(PathTrie trie, int everything, Found found) {
        this.trie = trie;
        this.everything = everything;
        this.found = found;
    }

    void scan(JsonNode record) {
        found.begin(new byte[0]);
        descend(trie, record);
        if (everything >= 0) {
            all(record);
        }
    }

    private void all(JsonNode node) {
        if (!node.isContainerNode()) {
            found.put(everything, found.value(node));
            return;
        }
        for (JsonNode child : node) {
            all(child);
        }
    }

    /** The members of an object, of the objects in an array, or of the document that a text is. */
    private void descend(PathTrie at, JsonNode node) {
        if (node.isArray()) {
            for (JsonNode element : node) {
                descend(at, element);
            }
            return;
        }
        JsonNode object = node.isTextual() ? FieldPath.embedded(node.textValue()) : node;
        if (object.isArray()) {
            descend(at, object);
            return;
        }
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            PathTrie child = at.child(member.getKey());
            if (child != null) {
                value(child, member.getValue());
            }
        }
    }

    private void value(@Nullable PathTrie node, JsonNode value) {
        if (node == null) {
            return;
        }
        if (node.slot() >= 0) {
            found.present(node.slot());
            spread(node.slot(), value);
        }
        if (node.hasChildren()) {
            descend(node, value);
        }
    }

    private void spread(int slot, JsonNode value) {
        if (!value.isArray()) {
            found.put(slot, found.value(value));
            return;
        }
        for (JsonNode element : value) {
            spread(slot, element);
        }
    }
}
