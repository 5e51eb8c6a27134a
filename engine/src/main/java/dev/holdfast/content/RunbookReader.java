package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.PatternSyntaxException;
import dev.holdfast.content.Runbook.Fill;
import dev.holdfast.content.Runbook.OnFailure;
import dev.holdfast.content.Runbook.Parameter;
import dev.holdfast.content.Runbook.Reading;
import dev.holdfast.content.Runbook.Settings;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.OperationCatalog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads runbooks, fixes and drills and checks them like code: every operation and request member exists, every
 * reference has something to refer to, every write can be undone or says why not and can be repeated after a crash.
 */
public final class RunbookReader {
    /** The folders that hold runbooks. */
    public static final List<String> KINDS = List.of("blocks", "fixes", "runbooks", "drills", "baseline", "recoveries");

    private static final Set<String> DOCUMENT_KEYS = Set.of(
            "schemaVersion", "description", "assumeRole", "parameters", "outputs", "mainSteps", "files", "holdfast");
    private static final Set<String> SETTINGS_KEYS = Set.of(
            "title",
            "function",
            "on-failure",
            "target",
            "fill",
            "find",
            "exists",
            "owner",
            "notes",
            "baseline",
            "trigger");
    private static final Set<String> TRIGGER_KEYS = Set.of("guardduty", "rules", "checks", "other");
    private static final Set<String> PARAMETER_KEYS =
            Set.of("type", "description", "default", "allowedPattern", "allowedValues");
    private static final Set<String> TYPES =
            Set.of("String", "StringList", "Boolean", "Integer", "StringMap", "MapList");

    private final Map<String, Runbook> blocks = new TreeMap<>();
    private final StepReader steps;
    private final RequestReader requests;

    /** @param catalog what is known of AWS operations */
    public RunbookReader(OperationCatalog catalog) {
        this.requests = new RequestReader(catalog);
        this.steps = new StepReader(requests);
    }

    /**
     * Reads all runbooks of the content folders by id ({@code fixes/s3/block-public-access}).
     *
     * @param errors where problems are added; a file with problems gives no runbook
     */
    public Map<String, Runbook> all(ContentFolder content, List<ContentError> errors) {
        Map<String, Runbook> out = new TreeMap<>();
        blocks.clear();
        for (String kind : KINDS) {
            List<ContentError> found = new ArrayList<>();
            for (ContentFolder.Unit unit : content.units(kind, found)) {
                String id = kind + "/" + unit.id();
                read(id, unit.doc(), found).ifPresent(r -> out.put(id, r));
            }
            if (kind.equals("blocks")) {
                blocks.putAll(out);
            }
            errors.addAll(found);
        }
        return out;
    }

    /**
     * Reads a document from text: YAML, or the JSON that {@link Runbook#source()} gives.
     *
     * @param errors where problems are added
     */
    public Optional<Runbook> read(String id, String text, List<ContentError> errors) {
        List<Doc> docs = Yaml.read(id, text.getBytes(StandardCharsets.UTF_8), errors);
        return docs.isEmpty() ? Optional.empty() : read(id, docs.get(0), errors);
    }

    /**
     * Reads one document.
     *
     * @param errors the list that {@code doc} adds its problems to
     */
    public Optional<Runbook> read(String id, Doc doc, List<ContentError> errors) {
        int before = errors.size();
        doc.only(DOCUMENT_KEYS);
        if (!doc.needText("schemaVersion").equals("0.3")) {
            doc.error("only schemaVersion 0.3 is supported", "Write `schemaVersion: '0.3'`");
        }
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        doc.get("parameters")
                .ifPresent(p -> p.entries().forEach((name, value) -> parameters.put(name, parameter(name, value))));
        Settings settings = settings(doc, parameters);
        List<RunbookStep> read = new ArrayList<>();
        List<Doc> stepDocs = doc.need("mainSteps").map(Doc::items).orElse(List.of());
        for (Doc step : stepDocs) {
            read.add(steps.step(step, false));
        }
        JsonNode source = doc.json();
        Runbook runbook = new Runbook(id, doc.text("description", ""), parameters, settings, read, source, source);
        if (id.startsWith("baseline/") == (settings.baseline() == null)) {
            doc.error(
                    "a document has a `baseline:` block exactly when it lies below `baseline`",
                    "Say there when and where it is deployed, or move the file");
        }
        if (id.startsWith("runbooks/") && settings.trigger().isEmpty()) {
            doc.error("an incident runbook says what starts it", "Add `trigger:` to its `holdfast:` block");
        }
        new RunbookLint(runbook, blocks).check(doc, stepDocs);
        if (errors.size() != before) {
            return Optional.empty();
        }
        boolean calls = RunbookStep.flat(read).stream().anyMatch(s -> s.action() instanceof RunbookStep.Block);
        return calls && !id.startsWith("blocks/") ? inPlace(runbook, doc) : Optional.of(runbook);
    }

    /** The document with its blocks in place, checked once more as a whole. */
    private Optional<Runbook> inPlace(Runbook runbook, Doc doc) {
        JsonNode whole = BlockExpander.expanded((ObjectNode) runbook.source(), blocks);
        List<ContentError> errors = new ArrayList<>();
        Optional<Runbook> read = read(runbook.id(), whole.toString(), errors);
        errors.forEach(e -> doc.error("with its blocks in place: " + e.problem(), e.mend()));
        return read.map(r -> new Runbook(
                r.id(), r.description(), r.parameters(), r.settings(), r.steps(), r.source(), runbook.source()));
    }

    private static Parameter parameter(String name, Doc doc) {
        doc.only(PARAMETER_KEYS);
        String type = doc.needText("type");
        if (!TYPES.contains(type)) {
            doc.error(
                    "`" + type + "` is not a type of parameter",
                    "Types: " + String.join(", ", new java.util.TreeSet<>(TYPES)));
        }
        String pattern = doc.text("allowedPattern", "");
        checkPattern(doc, "allowedPattern", pattern);
        return new Parameter(
                name,
                type,
                doc.text("description", ""),
                doc.get("default").map(Doc::json).orElse(null),
                pattern,
                doc.get("allowedValues")
                        .map(d -> d.items().stream().map(Doc::json).toList())
                        .orElse(List.of()));
    }

    private Settings settings(Doc doc, Map<String, Parameter> parameters) {
        Optional<Doc> block = doc.need("holdfast");
        if (block.isEmpty()) {
            return new Settings(
                    "", NistFunction.RESPOND, OnFailure.HOLD, "", Map.of(), Map.of(), null, null, "", null, Map.of());
        }
        Doc settings = block.get().only(SETTINGS_KEYS);
        String target = settings.text("target", "");
        checkPattern(settings, "target", target);
        Map<String, Fill> fill = new TreeMap<>();
        settings.get("fill")
                .ifPresent(f -> f.entries().forEach((name, value) -> {
                    if (!parameters.containsKey(name)) {
                        value.error("`fill` names the parameter `" + name + "`, which does not exist", "");
                    }
                    fill.put(name, f.choice(name, Fill.class, Fill.ACCOUNT));
                }));
        Map<String, Reading> find = new TreeMap<>();
        settings.get("find")
                .ifPresent(f -> f.entries().forEach((name, value) -> {
                    if (!parameters.containsKey(name)) {
                        value.error("`find` names the parameter `" + name + "`, which does not exist", "");
                    }
                    find.put(name, requests.state(value));
                }));
        @Nullable Reading exists = settings.get("exists").map(requests::state).orElse(null);
        @Nullable Reading owner = settings.get("owner").map(requests::state).orElse(null);
        settings.need("function");
        settings.need("on-failure");
        return new Settings(
                settings.needText("title"),
                settings.choice("function", NistFunction.class, NistFunction.RESPOND),
                settings.choice("on-failure", OnFailure.class, OnFailure.HOLD),
                target,
                fill,
                find,
                exists,
                owner,
                settings.text("notes", ""),
                settings.get("baseline").map(BaselineReader::read).orElse(null),
                trigger(settings));
    }

    private static Map<String, List<String>> trigger(Doc settings) {
        Map<String, List<String>> out = new TreeMap<>();
        settings.get("trigger")
                .ifPresent(t -> t.only(TRIGGER_KEYS).entries().keySet().forEach(k -> out.put(k, t.texts(k))));
        return out;
    }

    private static void checkPattern(Doc doc, String key, String pattern) {
        try {
            LinearPattern.of(pattern, 0);
        } catch (PatternSyntaxException e) {
            doc.get(key)
                    .ifPresent(d -> d.error(
                            "not a pattern: " + e.getDescription().toLowerCase(Locale.ROOT), "RE2 syntax is expected"));
        }
    }
}
