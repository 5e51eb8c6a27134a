package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.change.RunHistory;
import dev.holdfast.evidence.EvidenceStore;
import dev.holdfast.lake.QueryFailure;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Gap;
import dev.holdfast.model.Organization;
import dev.holdfast.model.Region;
import dev.holdfast.report.CaseStory;
import dev.holdfast.report.Collection;
import dev.holdfast.report.Environment;
import dev.holdfast.report.OrganizationUnit;
import dev.holdfast.report.Report;
import dev.holdfast.report.RunStory;
import dev.holdfast.report.Scorecard;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.data.RunJson;
import dev.holdfast.report.html.HtmlReport;
import dev.holdfast.report.terminal.ScorecardView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The five functions for people who decide. */
@Command(
        name = "report",
        description = "The five-function scorecard for people who decide, with everything behind it.",
        footer = {"", "Example:", "  holdfast report --format html --out report.html"})
final class ReportVerb extends Verb {
    @Option(names = "--format", paramLabel = "FORMAT", description = "table, html or json (default: table).")
    String format = "table";

    @Option(names = "--snapshot", paramLabel = "NAME", description = "Snapshot by name or file (default: the newest).")
    @Nullable
    String snapshot;

    @Option(names = "--since", paramLabel = "NAME", description = "An earlier snapshot to compare the scores with.")
    @Nullable
    String since;

    @Option(names = "--name", paramLabel = "TEXT", description = "What the reader calls the organization.")
    String name = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Where the HTML goes (default: report.html).")
    Path out = Path.of("report.html");

    @Override
    public Integer call() throws IOException {
        Path file = Snapshots.of(home()).find(snapshot, here());
        Map<String, List<Map<String, @Nullable Object>>> facts = Verdicts.facts(home());
        List<Finding> findings = Verdicts.of(content(), file, facts, config(), here());
        Scorecard now = Scores.of(findings);
        Scorecard earlier = since == null
                ? null
                : Scores.of(
                        Verdicts.of(content(), Snapshots.of(home()).find(since, here()), Map.of(), config(), here()));
        switch (json() ? "json" : format) {
            case "table" -> screen().lines(new ScorecardView(screen().style()).lines(earlier, now));
            case "json" -> screen().line(Json.pretty(RunJson.scorecard(earlier, now)));
            case "html" -> {
                Path target = here().folder().resolve(out);
                Path partial = target.resolveSibling("." + target.getFileName() + ".part");
                Files.writeString(partial, HtmlReport.of(report(file, findings, earlier, now)), StandardCharsets.UTF_8);
                Files.move(
                        partial,
                        target,
                        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                screen().line("The report is in " + target);
            }
            default -> throw Stop.usage("`--format " + format + "` is not known here", "table, html or json");
        }
        return Exit.FINE;
    }

    private Report report(Path file, List<Finding> findings, @Nullable Scorecard earlier, Scorecard now) {
        List<CaseStory> cases = new ArrayList<>();
        List<RunStory> runs = new ArrayList<>();
        try (Ledger ledger = Ledger.open(home().sub("ledger"))) {
            for (CaseFile one : ledger.cases().all()) {
                cases.add(Stories.ofCase(one, ledger));
            }
            RunHistory history = new RunHistory(
                    new SdkCatalog(), ledger, EvidenceStore.open(home().sub("evidence")), here().clock());
            ledger.runs().forEach(r -> runs.add(RunStories.of(history.report(r.id()), ledger)));
        }
        Collection collection = collection(file);
        String title = !name.isEmpty()
                ? name
                : collection.organization().id() == null
                        ? "AWS"
                        : String.valueOf(collection.organization().id());
        return new Report(
                title,
                here().clock().instant(),
                environment(file),
                collection,
                units(file),
                findings,
                earlier,
                now,
                cases,
                runs);
    }

    private static Environment environment(Path file) {
        JsonNode run = Snapshots.description(file);
        String word = run == null ? "aws" : run.path("environment").asText("aws");
        return Environment.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The run that collected the snapshot, as it described itself. */
    static Collection collection(Path file) {
        JsonNode run = Snapshots.description(file);
        JsonNode top = run == null ? JSON.createObjectNode() : run;
        JsonNode organization = top.path("organization");
        List<Organization.Account> accounts = new ArrayList<>();
        organization
                .path("accounts")
                .forEach(a -> accounts.add(new Organization.Account(
                        new AccountId(a.path("id").asText()),
                        a.path("name").asText(),
                        a.path("status").asText())));
        List<Region> regions = new ArrayList<>();
        organization.path("regions").forEach(r -> regions.add(new Region(r.asText())));
        List<Collection.TableCount> tables = new ArrayList<>();
        top.path("tables")
                .forEach(t -> tables.add(new Collection.TableCount(
                        t.path("table").asText(),
                        t.path("rows").asLong(),
                        t.path("calls").asLong(),
                        t.path("errors").asLong())));
        List<Gap> gaps = new ArrayList<>();
        top.path("unknown")
                .forEach(g -> gaps.add(new Gap(
                        g.path("account").asText(),
                        g.path("region").asText(),
                        g.path("table").asText(),
                        g.path("operation").asText(),
                        g.path("resource").asText(),
                        AwsFailure.Kind.valueOf(
                                g.path("kind").asText("unavailable").toUpperCase(Locale.ROOT)),
                        g.path("error").asText())));
        JsonNode management = organization.path("managementAccountId");
        return new Collection(
                Snapshots.name(file),
                new Organization(
                        organization.path("id").isTextual()
                                ? organization.path("id").asText()
                                : null,
                        management.isTextual() ? new AccountId(management.asText()) : null,
                        accounts,
                        regions),
                tables,
                top.path("calls").asLong(),
                Duration.ofMillis(top.path("durationMs").asLong()),
                gaps);
    }

    private static @Nullable OrganizationUnit units(Path file) {
        try (Snapshot open = Verdicts.prepared(file, QueryLimits.USUAL)) {
            List<ObjectNode> roots = open.answer("SELECT id, name FROM aws_organizations_root ORDER BY id")
                    .rows();
            if (roots.isEmpty()) {
                return null;
            }
            List<ObjectNode> units = open.answer(
                            "SELECT id, name, parent_id FROM aws_organizations_organizational_unit ORDER BY name, id")
                    .rows();
            List<ObjectNode> accounts = open.answer(
                            "SELECT id, name, status, parent_id FROM aws_organizations_account ORDER BY name, id")
                    .rows();
            return unit(roots.get(0), units, accounts, 0);
        } catch (QueryFailure e) {
            return null;
        }
    }

    private static OrganizationUnit unit(ObjectNode own, List<ObjectNode> units, List<ObjectNode> accounts, int depth) {
        String id = own.path("id").asText();
        List<OrganizationUnit> inner = depth > 8
                ? List.of()
                : units.stream()
                        .filter(u -> u.path("parent_id").asText().equals(id))
                        .map(u -> unit(u, units, accounts, depth + 1))
                        .toList();
        List<Organization.Account> here = accounts.stream()
                .filter(a -> a.path("parent_id").asText().equals(id))
                .map(a -> new Organization.Account(
                        new AccountId(a.path("id").asText()),
                        a.path("name").asText(),
                        a.path("status").asText()))
                .toList();
        return new OrganizationUnit(id, own.path("name").asText(), inner, here);
    }
}
