package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.change.RunHistory;
import dev.holdfast.content.Check;
import dev.holdfast.content.Framework;
import dev.holdfast.content.FrameworkReader;
import dev.holdfast.evidence.EvidenceStore;
import dev.holdfast.lake.QueryFailure;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Gap;
import dev.holdfast.model.Organization;
import dev.holdfast.model.Region;
import dev.holdfast.posture.FrameworkResult;
import dev.holdfast.report.CaseStory;
import dev.holdfast.report.Collection;
import dev.holdfast.report.Environment;
import dev.holdfast.report.FrameworkStanding;
import dev.holdfast.report.OrganizationUnit;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.Report;
import dev.holdfast.report.RunStory;
import dev.holdfast.report.Scorecard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Gathers from the home what the one-file report shows. */
final class Reports {
    private Reports() {}

    /**
     * Everything for the page.
     *
     * @param verb gives home and surroundings
     * @param file the snapshot
     * @param name what the reader calls the organization, empty for its id
     * @param judged the verdicts
     * @param earlier earlier scores to compare with, null when there are none
     * @param now the scores of the verdicts
     */
    static Report of(
            Verb verb, Path file, String name, Verdicts.Judged judged, @Nullable Scorecard earlier, Scorecard now) {
        List<CaseStory> cases = new ArrayList<>();
        List<RunStory> runs = new ArrayList<>();
        try (Ledger ledger = verb.home().ledger()) {
            for (CaseFile one : ledger.cases().all()) {
                cases.add(Stories.ofCase(one, ledger));
            }
            RunHistory history = new RunHistory(
                    new SdkCatalog(),
                    ledger,
                    EvidenceStore.open(verb.home().sub("evidence")),
                    verb.here().clock());
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
                judged.at(),
                environment(file),
                collection,
                units(file),
                judged.findings(),
                earlier,
                now,
                cases,
                runs,
                frameworks(verb, judged));
    }

    private static List<FrameworkStanding> frameworks(Verb verb, Verdicts.Judged judged) {
        List<Check> checks = Library.checks(verb.content());
        List<FrameworkStanding> out = new ArrayList<>();
        for (Framework framework : Library.whole(verb.content(), FrameworkReader::read)) {
            out.add(new FrameworkStanding(
                    framework.id(),
                    framework.title(),
                    FrameworkResult.of(framework, checks, judged.findings()).controls().stream()
                            .map(c -> new FrameworkStanding.Control(
                                    c.control(),
                                    c.subject(),
                                    c.coverage() == FrameworkResult.Coverage.NOT_YET
                                            ? "not yet"
                                            : Phrases.outcome(c.outcome()),
                                    c.checks(),
                                    c.note()))
                            .toList()));
        }
        return out;
    }

    private static Environment environment(Path file) {
        JsonNode run = Snapshots.description(file);
        String word = run == null ? "aws" : run.path("environment").asText("aws");
        return Environment.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The run that collected the snapshot, as it described itself. */
    static Collection collection(Path file) {
        JsonNode run = Snapshots.description(file);
        JsonNode top = run == null ? Verb.JSON.createObjectNode() : run;
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
                        g.path("error").asText(),
                        g.path("action").asText(),
                        g.path("principal").asText())));
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
