package dev.holdfast.emulator.generated;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.content.Doc;
import dev.holdfast.content.Yaml;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the mix of resources and the templates of the operations that tell of them, one file per service. */
final class MixReader {
    private static final String FOLDER = "/emulator/generated/";
    private static final Form NOTHING = subject -> JsonNodeFactory.instance.objectNode();

    private MixReader() {}

    /** The kinds of resources by name, in the order of the file. */
    static Map<String, Kind> kinds() {
        Map<String, Kind> out = new LinkedHashMap<>();
        for (Doc doc : documents("mix.yaml")) {
            doc.entries().forEach((name, kind) -> {
                Doc known = kind.only(Set.of("share", "each", "in"));
                long share = known.number("share", 0);
                out.put(
                        name,
                        new Kind(
                                name,
                                out.size(),
                                share,
                                known.number("each", share == 0 ? 1 : 0),
                                known.choice("in", Kind.Place.class, Kind.Place.REGION)));
            });
        }
        return out;
    }

    /**
     * The operations of every service that has a file of its name.
     *
     * @param services service prefixes
     * @param kinds what can be listed
     */
    static Map<String, Operation> operations(List<String> services, Map<String, Kind> kinds) {
        Map<String, Operation> out = new HashMap<>();
        for (String service : services) {
            for (Doc doc : documents(service + ".yaml")) {
                doc.entries().forEach((name, operation) -> out.put(name, operation(name, operation, kinds)));
            }
        }
        return out;
    }

    private static List<Doc> documents(String file) {
        try (InputStream in = MixReader.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                return List.of();
            }
            List<ContentError> errors = new ArrayList<>();
            List<Doc> out = Yaml.read(FOLDER + file, in.readAllBytes(), errors);
            if (!errors.isEmpty()) {
                throw new Problems(errors);
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Operation operation(String name, Doc doc, Map<String, Kind> kinds) {
        Doc known = doc.only(Set.of("when", "answer", "lists", "page"));
        Map<String, Pattern> when = new HashMap<>();
        known.get("when")
                .ifPresent(w -> w.entries()
                        .forEach((member, value) -> when.put(member, Pattern.compile(value.text(), Pattern.DOTALL))));
        List<Operation.Listing> lists = new ArrayList<>();
        known.get("lists")
                .ifPresent(l -> l.entries().forEach((path, list) -> {
                    Doc listing = list.only(Set.of("of", "item", "line", "head"));
                    String kind = listing.needText("of");
                    Kind found = kinds.get(kind);
                    if (found == null) {
                        listing.error("the mix has no kind `" + kind + "`", "See mix.yaml");
                        return;
                    }
                    boolean encoded = listing.get("line").isPresent();
                    Form item = listing.get(encoded ? "line" : "item")
                            .map(i -> Form.of(i.json(), name + "/" + path))
                            .orElse(NOTHING);
                    Form head = Form.of(TextNode.valueOf(listing.text("head", "")), name + "/head");
                    lists.add(new Operation.Listing(path, found, item, encoded, head));
                }));
        Form answer = known.get("answer").map(a -> Form.of(a.json(), name)).orElse(NOTHING);
        return new Operation(when, answer, lists, (int) known.number("page", 100));
    }
}
