package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the block {@code examples:} of a log source. */
final class SourceExampleReader {
    private static final Set<String> MEMBERS =
            Set.of("id", "time", "actor", "access-key", "source-ip", "account", "region", "error", "event", "resource");

    private SourceExampleReader() {}

    static List<SourceExample> read(Doc list) {
        List<SourceExample> out = new ArrayList<>();
        for (Doc item : list.items()) {
            item.only(Set.of("name", "raw", "gives"));
            List<SourceExample.Expected> events = new ArrayList<>();
            item.need("gives").ifPresent(gives -> gives.items().forEach(e -> events.add(expected(e))));
            // A record may be written as YAML where the log is JSON: it is easier to read, and put into one line.
            String raw = item.need("raw")
                    .map(r -> r.isText() ? r.text() : r.json().toString())
                    .orElse("");
            out.add(new SourceExample(item.needText("name"), raw, List.copyOf(events), item.file(), item.line()));
        }
        return List.copyOf(out);
    }

    private static SourceExample.Expected expected(Doc doc) {
        Map<String, String> members = new LinkedHashMap<>();
        Map<String, JsonNode> record = new LinkedHashMap<>();
        Map<String, JsonNode> ocsf = new LinkedHashMap<>();
        doc.entries().forEach((name, value) -> {
            if (name.equals("record")) {
                value.entries().forEach((path, v) -> record.put(path, v.json()));
            } else if (name.equals("ocsf")) {
                value.entries().forEach((path, v) -> ocsf.put(path, v.json()));
            } else if (MEMBERS.contains(name)) {
                members.put(name, value.text());
            } else {
                value.error("`" + name + "` is nothing that an event has", "record, ocsf, " + MEMBERS);
            }
        });
        return new SourceExample.Expected(members, record, ocsf);
    }
}
