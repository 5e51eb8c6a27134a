package dev.holdfast.config;

import dev.holdfast.content.Doc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place in the document and what stands there, if anything. Looking never complains: where the form is wrong the
 * schema says so, and who looks for meaning sees nothing.
 *
 * @param path as people write it, such as {@code network.vpcs[0].cidr}; empty at the top
 * @param doc what stands there, null when nothing does
 */
record Branch(String path, @Nullable Doc doc) {
    boolean there() {
        return doc != null;
    }

    /** The member below these keys, one after the other. */
    Branch at(String... keys) {
        Branch at = this;
        for (String key : keys) {
            String path = at.path.isEmpty() ? key : at.path + "." + key;
            at = new Branch(path, at.doc == null ? null : at.doc.get(key).orElse(null));
        }
        return at;
    }

    /** The members of a mapping, by key; none when it is not one. */
    Map<String, Branch> members() {
        Map<String, Branch> out = new LinkedHashMap<>();
        if (doc != null && doc.isMap()) {
            doc.entries().forEach((key, value) -> out.put(key, new Branch(at(key).path(), value)));
        }
        return out;
    }

    /** The elements of a list; none when it is not one. */
    List<Branch> items() {
        List<Branch> out = new ArrayList<>();
        if (doc != null && doc.isList()) {
            for (Doc item : doc.items()) {
                out.add(new Branch(path + "[" + out.size() + "]", item));
            }
        }
        return out;
    }

    /** The text of a scalar that is not empty. */
    Optional<String> text() {
        return doc == null || !doc.isText() || doc.isNull() || doc.text().isBlank()
                ? Optional.empty()
                : Optional.of(doc.text());
    }

    /** True when it is written to be so. */
    boolean isTrue() {
        return text().filter("true"::equals).isPresent();
    }

    /** The whole number, when it is a small one. */
    Optional<Integer> number() {
        return text().filter(t -> t.matches("[-+]?\\d{1,9}")).map(Integer::valueOf);
    }
}
