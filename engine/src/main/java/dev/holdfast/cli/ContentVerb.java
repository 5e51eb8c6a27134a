package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.content.Check;
import dev.holdfast.content.CheckReader;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Detection;
import dev.holdfast.content.Detections;
import dev.holdfast.content.FindingMapReader;
import dev.holdfast.content.Framework;
import dev.holdfast.content.FrameworkReader;
import dev.holdfast.content.PriceList;
import dev.holdfast.content.ProgramReader;
import dev.holdfast.content.ProgramUnit;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookReader;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableLint;
import dev.holdfast.content.TableReader;
import dev.holdfast.detect.DetectionExamples;
import dev.holdfast.detect.DetectionRules;
import dev.holdfast.detect.Placeholders;
import dev.holdfast.insight.Insight;
import dev.holdfast.lake.Workspace;
import dev.holdfast.logs.SourceExamples;
import dev.holdfast.model.ContentError;
import dev.holdfast.posture.BaselineExamples;
import dev.holdfast.posture.CheckExamples;
import dev.holdfast.posture.CheckLint;
import dev.holdfast.posture.FactTables;
import dev.holdfast.posture.FrameworkResult;
import dev.holdfast.report.data.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Content: what Holdfast knows. */
@Command(
        name = "content",
        description = "What Holdfast knows: tables, checks, frameworks, detections, runbooks. One file per unit.",
        subcommands = {
            ContentVerb.Lint.class,
            ContentVerb.Test.class,
            ContentVerb.Coverage.class,
            ContentVerb.Docs.class,
            ContentVerb.New.class
        })
final class ContentVerb extends GroupVerb {
    /** Adds what checks may ask for beside the collected tables. */
    static void derive(Workspace workspace) {
        Insight.prepare(workspace);
    }

    @Command(
            name = "lint",
            description = "Check every file against AWS's own models and the tables there are; name file and line.")
    static final class Lint extends Verb {
        @Override
        public Integer call() {
            List<ContentError> errors = new ArrayList<>();
            ContentFolder content = content();
            SdkCatalog catalog = new SdkCatalog();
            List<TableDefinition> tables = TableReader.read(content, errors);
            tables.forEach(t -> TableLint.check(t, catalog, errors));
            List<Check> checks = CheckReader.read(content, errors);
            CheckLint.check(checks, tables, ContentVerb::derive, errors);
            List<Framework> frameworks = FrameworkReader.read(content, errors);
            FrameworkReader.check(frameworks, checks, errors);
            List<Detection> detections = Detections.read(content, errors);
            errors.addAll(Detections.lint(detections));
            DetectionRules.compile(detections, Placeholders.NONE, errors);
            List<SourceDefinition> known = SourceDefinitions.read(content, errors);
            FindingMapReader.check(FindingMapReader.read(content, errors), known, errors);
            int sources = known.size();
            int runbooks = new RunbookReader(catalog).all(content, errors).size();
            PriceList.read(content, errors);
            List<ProgramUnit> program = ProgramReader.read(content, errors);
            Set<String> mapped = frameworks.stream().map(Framework::id).collect(Collectors.toSet());
            ProgramReader.check(program, mapped, ProgramChoices.runbooks(content), errors);
            errors.stream()
                    .distinct()
                    .sorted(java.util.Comparator.comparing(ContentError::file))
                    .forEach(e -> screen().line(e.toString()));
            screen().line(String.format(
                    Locale.ROOT,
                    "%d tables, %d checks, %d frameworks, %d detections, %d sources, %d runbooks, %d units of the program: %d problems",
                    tables.size(),
                    checks.size(),
                    frameworks.size(),
                    detections.size(),
                    sources,
                    runbooks,
                    program.size(),
                    errors.size()));
            return errors.isEmpty() ? Exit.FINE : Exit.USAGE;
        }
    }

    @Command(name = "test", description = "Run the examples that checks and detections carry.")
    static final class Test extends Verb {
        @Parameters(arity = "0..1", paramLabel = "ID", description = "Only units whose id begins with this.")
        String id = "";

        @Override
        public Integer call() {
            ContentFolder content = content();
            List<TableDefinition> tables = Library.whole(content, TableReader::read);
            CheckExamples examples = new CheckExamples(tables, ContentVerb::derive);
            List<String> wrong = new ArrayList<>();
            int ran = 0;
            for (Check check : Library.whole(content, CheckReader::read)) {
                if (check.id().startsWith(id)) {
                    ran += check.examples().size();
                    examples.run(check).forEach(e -> wrong.add(e.toString()));
                }
            }
            BaselineExamples baseline = new BaselineExamples(examples);
            for (Runbook document :
                    ChangeDesk.documents(content, new SdkCatalog()).values()) {
                if (document.id().startsWith(id) && document.settings().baseline() != null) {
                    ran += document.settings().baseline().examples().size();
                    baseline.run(document, document.id() + ".yaml").forEach(e -> wrong.add(e.toString()));
                }
            }
            List<Detection> detections = Library.detections(content);
            for (DetectionExamples.Result result :
                    DetectionExamples.run(detections, Library.rules(detections), Library.sources(content))) {
                if (result.rule().startsWith(id)) {
                    ran++;
                    if (!result.passed()) {
                        wrong.add(result.file() + ":" + result.line() + ": " + result.example() + ": "
                                + result.message());
                    }
                }
            }
            for (SourceExamples.Result result : SourceExamples.run(Library.sources(content))) {
                if (("sources/" + result.source()).startsWith(id)
                        || result.source().startsWith(id)) {
                    ran++;
                    result.problems()
                            .forEach(p -> wrong.add(
                                    result.file() + ":" + result.line() + ": " + result.example() + ": " + p));
                }
            }
            screen().lines(wrong);
            if (ran == 0) {
                throw Stop.usage("there is no unit `" + id + "` with examples", "See `holdfast content docs checks`");
            }
            screen().line(ran + " examples, " + wrong.size() + " failed");
            return wrong.isEmpty() ? Exit.FINE : Exit.FAILED;
        }
    }

    @Command(
            name = "coverage",
            description = "How far each framework is judged: controls listed, judged, manual, not yet.")
    static final class Coverage extends Verb {
        @Override
        public Integer call() {
            ContentFolder content = content();
            List<Check> checks = Library.whole(content, CheckReader::read);
            ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
            ArrayNode list = top.putArray("frameworks");
            for (Framework framework : Library.whole(content, FrameworkReader::read)) {
                TreeMap<FrameworkResult.Coverage, Integer> counts = new TreeMap<>();
                FrameworkResult.of(framework, checks, List.of())
                        .controls()
                        .forEach(c -> counts.merge(c.coverage(), 1, Integer::sum));
                int judged =
                        counts.values().stream().mapToInt(Integer::intValue).sum()
                                - counts.getOrDefault(FrameworkResult.Coverage.MANUAL, 0)
                                - counts.getOrDefault(FrameworkResult.Coverage.NOT_YET, 0);
                list.addObject()
                        .put("framework", framework.id())
                        .put("listed", framework.controls().size())
                        .put("judged", judged)
                        .put("manual", counts.getOrDefault(FrameworkResult.Coverage.MANUAL, 0))
                        .put("notYet", counts.getOrDefault(FrameworkResult.Coverage.NOT_YET, 0));
            }
            if (json()) {
                screen().line(Json.pretty(top));
            } else {
                list.forEach(f -> screen().line(String.format(
                        Locale.ROOT,
                        "%-18s %3d controls: %d judged, %d manual, %d not yet",
                        f.path("framework").asText(),
                        f.path("listed").asInt(),
                        f.path("judged").asInt(),
                        f.path("manual").asInt(),
                        f.path("notYet").asInt())));
            }
            return Exit.FINE;
        }
    }

    @Command(name = "docs", description = "List tables (with columns) or checks.")
    static final class Docs extends Verb {
        @Parameters(paramLabel = "KIND", description = "tables or checks")
        String kind = "";

        @Override
        public Integer call() {
            switch (kind) {
                case "tables" ->
                    Library.whole(content(), TableReader::read)
                            .forEach(t -> screen().line(t.name() + "  " + t.title() + "\n    "
                                    + String.join(", ", t.schema().names())));
                case "checks" ->
                    Library.whole(content(), CheckReader::read)
                            .forEach(c -> screen().line(String.format(
                                    Locale.ROOT,
                                    "%-58s %-8s %s",
                                    c.id(),
                                    c.severity().word(),
                                    c.title())));
                default -> throw Stop.usage("`" + kind + "` is not known here", "tables or checks");
            }
            FactTables.ALL.forEach(t -> {
                if (kind.equals("tables")) {
                    screen().line(t.name() + "  facts of Holdfast's own work\n    " + String.join(", ", t.names()));
                }
            });
            return Exit.FINE;
        }
    }

    @Command(name = "new", description = "Write a skeleton that passes lint once you filled it in.")
    static final class New extends Verb {
        @Parameters(index = "0", paramLabel = "KIND", description = "check")
        String kind = "";

        @Parameters(index = "1", paramLabel = "ID", description = "Such as protect/s3/bucket-versioning")
        String id = "";

        @Option(
                names = "--folder",
                paramLabel = "DIR",
                description = "Content folder to write to (default: the shipped one).")
        @Nullable
        Path folder;

        @Override
        public Integer call() throws IOException {
            if (!kind.equals("check")) {
                throw Stop.usage(
                        "a skeleton of `" + kind + "` is not offered", "check; for other kinds copy the nearest file");
            }
            if (!id.matches("(identify|protect|detect|respond|recover)/[a-z0-9-]+/[a-z0-9-]+")) {
                throw Stop.usage(
                        "`" + id + "` is not an id of a check", "Write function/service/what-holds, in lower case");
            }
            Path root = folder == null
                    ? here().root().resolve("content")
                    : here().folder().resolve(folder);
            Path file = root.resolve("checks").resolve(id + ".yaml");
            if (Files.exists(file)) {
                throw Stop.usage("`" + file + "` is there already", "Choose another id");
            }
            Files.createDirectories(file.getParent());
            Files.write(file, Skeleton.check(id).getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
            screen().line("Written: " + file);
            screen().line("Next: fill it in, then holdfast content lint && holdfast content test " + id);
            return Exit.FINE;
        }
    }
}
