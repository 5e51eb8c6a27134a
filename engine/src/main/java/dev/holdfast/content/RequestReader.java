package dev.holdfast.content;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Runbook.Each;
import dev.holdfast.content.Runbook.Reading;
import dev.holdfast.content.Runbook.Request;
import dev.holdfast.model.OperationCatalog;
import dev.holdfast.model.OperationCatalog.Operation;
import dev.holdfast.model.OperationCatalog.Shape;
import dev.holdfast.model.OperationCatalog.Type;
import io.burt.jmespath.jackson.JacksonRuntime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads calls from runbooks and holds every operation and request member against the catalogue of operations. */
final class RequestReader {
    private static final Set<String> NOT_MEMBERS = Set.of("Service", "Api", "PropertySelector", "DesiredValues");

    private final OperationCatalog catalog;
    private final JacksonRuntime jmespath = new JacksonRuntime();

    RequestReader(OperationCatalog catalog) {
        this.catalog = catalog;
    }

    /** A call as Systems Manager writes it: {@code Service} and {@code Api} beside the members of the request. */
    Request request(Doc inputs, Set<String> others) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        inputs.entries().forEach((name, value) -> {
            if (!NOT_MEMBERS.contains(name) && !others.contains(name)) {
                members.set(name, value.json());
            }
        });
        Request request = new Request(inputs.needText("Service"), inputs.needText("Api"), members);
        operation(inputs, request).ifPresent(o -> checkMembers(inputs, o, others));
        return request;
    }

    /** Whether the operation may change something; false for one that is not known (which is an error already). */
    boolean writes(Request request) {
        return catalog.find(request.service(), request.api())
                .map(o -> !o.reads())
                .orElse(false);
    }

    /** A call that must only read. */
    Request reading(Doc inputs, Set<String> others) {
        Request request = request(inputs, others);
        if (writes(request)) {
            inputs.error(
                    "`" + request.operation() + "` is not on the list of operations that only read",
                    "Only reading operations are allowed here");
        }
        return request;
    }

    /** The same call with what is asked about each thing that it lists: {@code items} (JMESPath) and a call that only reads. */
    Request asking(Request request, Optional<Doc> each) {
        if (each.isEmpty()) {
            return request;
        }
        Doc doc = each.get();
        String items = doc.needText("items");
        try {
            jmespath.compile(items.isEmpty() ? "x" : items);
        } catch (RuntimeException e) {
            doc.error("`" + items + "` is not JMESPath", "See jmespath.org for its grammar");
        }
        Request about = reading(doc, Set.of("items"));
        if (!Template.references(about.members()).contains(Each.ITEM)) {
            doc.error("`each` asks the same about all", "Write `{{ each }}` where the id goes");
        }
        return new Request(request.service(), request.api(), request.members(), new Each(items, about));
    }

    /** A reading: a call that only reads, {@code selector} (JMESPath), {@code absentOn} and perhaps a {@code survey}. */
    Reading state(Doc doc) {
        Reading survey = doc.get("survey").map(list -> value(list, null)).orElse(null);
        return value(doc, survey);
    }

    private Reading value(Doc doc, @Nullable Reading survey) {
        Set<String> others = new HashSet<>(Set.of("selector", "absentOn", "each"));
        if (survey != null) {
            others.add("survey");
        }
        Request request = asking(reading(doc, others), doc.get("each"));
        String selector = doc.needText("selector");
        try {
            jmespath.compile(Template.fillSelector(selector, r -> JsonNodeFactory.instance.textNode("x")));
        } catch (RuntimeException e) {
            doc.error("`" + selector + "` is not JMESPath", "See jmespath.org for its grammar");
        }
        if (selector.matches("(?s).*(['\\w-]\\{\\{|\\}\\}['\\w-]).*")) {
            doc.error(
                    "a reference in a selector stands for a whole value, with its quotes",
                    "Write `Name == {{ Name }}`, or `ends_with(Name, {{ End }})` for a part of it");
        }
        return new Reading(request, selector, doc.texts("absentOn"), survey);
    }

    private Optional<Operation> operation(Doc inputs, Request request) {
        if (request.service().isEmpty() || request.api().isEmpty()) {
            return Optional.empty();
        }
        Optional<Operation> found = catalog.find(request.service(), request.api());
        if (found.isEmpty()) {
            List<String> known = catalog.operations(request.service());
            if (known.isEmpty()) {
                String near = Nearest.among(request.service(), new HashSet<>(catalog.services()));
                inputs.get("Service")
                        .ifPresent(d -> d.error("unknown service `" + request.service() + "`", meant(near)));
            } else {
                String near = Nearest.among(request.api(), new HashSet<>(known));
                inputs.get("Api")
                        .ifPresent(d -> d.error(
                                "`" + request.service() + "` has no operation `" + request.api() + "`", meant(near)));
            }
        }
        return found;
    }

    private static String meant(String near) {
        return near.isEmpty() ? "Write the name as AWS documents it" : "Did you mean `" + near + "`?";
    }

    private void checkMembers(Doc inputs, Operation operation, Set<String> others) {
        for (Map.Entry<String, Doc> member : inputs.entries().entrySet()) {
            // What is streamed stands apart from the request in the SDK's model; here it is text.
            boolean streamed =
                    operation.name().equals("PutObject") && member.getKey().equals("Body");
            if (!streamed && !NOT_MEMBERS.contains(member.getKey()) && !others.contains(member.getKey())) {
                checkMember(operation.input(), member.getKey(), member.getValue(), operation.name());
            }
        }
    }

    private static void checkMember(Shape parent, String name, Doc value, String where) {
        Optional<Shape> shape = parent.member(name);
        if (shape.isEmpty()) {
            String near = Nearest.among(name, new HashSet<>(parent.members()));
            value.error("`" + where + "` has no member `" + name + "`", meant(near));
            return;
        }
        checkValue(shape.get(), value, where + "." + name);
    }

    private static void checkValue(Shape shape, Doc value, String where) {
        boolean reference = value.isText() && !Template.references(value.json()).isEmpty();
        if (reference) {
            return;
        }
        switch (shape.type()) {
            case STRUCTURE -> {
                if (value.isMap()) {
                    value.entries().forEach((name, child) -> checkMember(shape, name, child, where));
                } else {
                    value.error("`" + where + "` is a mapping", "Write `key: value` lines below it");
                }
            }
            case LIST -> {
                if (value.isList()) {
                    value.items().forEach(item -> shape.member("[]").ifPresent(s -> checkValue(s, item, where)));
                } else {
                    value.error("`" + where + "` is a list", "Write `- item` lines below it");
                }
            }
            case MAP -> {
                if (value.isMap()) {
                    value.entries().values().forEach(v -> shape.member("*").ifPresent(s -> checkValue(s, v, where)));
                } else {
                    value.error("`" + where + "` is a mapping", "Write `key: value` lines below it");
                }
            }
            default -> checkScalar(shape.type(), value, where);
        }
    }

    private static void checkScalar(Type type, Doc value, String where) {
        boolean fits = switch (type) {
            case BOOLEAN -> value.isText() && value.json().isBoolean();
            case INTEGER -> value.isText() && value.json().isIntegralNumber();
            case DECIMAL -> value.isText() && value.json().isNumber();
            case STRING, TIMESTAMP, BLOB -> value.isText();
            default -> true;
        };
        if (!fits) {
            value.error("`" + where + "` takes a value of type " + type.name().toLowerCase(java.util.Locale.ROOT), "");
        }
    }
}
