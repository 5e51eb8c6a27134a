package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Detection;
import dev.holdfast.content.Nearest;
import dev.holdfast.content.SigmaMeta;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.SuppressionRow;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Sighting;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.data.Json;
import dev.holdfast.triage.Suppression;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps certain findings out of the queue, for a while, on somebody's word. */
@Command(
        name = "suppress",
        description = {
            "Keep certain findings out of the queue, for a while, on somebody's word.",
            "",
            "It is first tried on what the ledger holds. One that would silence a case that turned out to be harm is refused,"
                    + " unless --despite says why it is right all the same."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast triage suppress --rule aws/cloudtrail/root-login --account 111111111111 \\",
            "      --owner ann --reason \"break-glass drill\" --until 2026-12-31",
            "  holdfast triage suppress --rule aws/cloudtrail/reconnaissance-burst \\",
            "      --actor arn:aws:iam::111111111111:role/inventory --owner ann --reason \"nightly inventory\" --for 90d"
        })
final class TriageSuppress extends TriageVerb.OnLedger {
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,4})([dwh])");

    @Option(names = "--rule", required = true, paramLabel = "ID", description = "The rule that is silenced.")
    String rule = "";

    @Option(names = "--account", paramLabel = "ID", description = "Only in this account.")
    @Nullable
    String account;

    @Option(names = "--actor", paramLabel = "NAME", description = "Only for this actor, as findings name it.")
    @Nullable
    String actor;

    @Option(names = "--resource", paramLabel = "ARN", description = "Only for this resource, as findings name it.")
    @Nullable
    String resource;

    @Option(names = "--owner", required = true, paramLabel = "NAME", description = "Who answers for it.")
    String owner = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why it is right.")
    String reason = "";

    @Option(names = "--until", paramLabel = "DATE", description = "The day on which it ends (UTC).")
    @Nullable
    String until;

    @Option(names = "--for", paramLabel = "LENGTH", description = "How long it holds, such as 90d, 2w or 8h.")
    @Nullable
    String length;

    @Option(names = "--by", paramLabel = "NAME", description = "Who grants it (default: $USER).")
    @Nullable
    String by;

    @Option(
            names = "--despite",
            paramLabel = "REASON",
            description = "Grant it although it would silence something that was harm; the reason is kept.")
    @Nullable
    String despite;

    @Option(names = "--try", description = "Only show what it would silence.")
    boolean trial;

    @Override
    public Integer call() {
        return ledger(this::grant);
    }

    private int grant(Ledger ledger) {
        List<CaseFile> files = ledger.cases().all();
        knownRule(files);
        byte[] salt = new byte[4];
        here().random().nextBytes(salt);
        Suppression wanted;
        try {
            wanted = new Suppression(
                            "sup-" + HexFormat.of().formatHex(salt),
                            rule,
                            account,
                            actor,
                            resource,
                            owner,
                            reason,
                            end())
                    .granted(now());
        } catch (IllegalArgumentException e) {
            throw Stop.usage(String.valueOf(e.getMessage()), "");
        }
        List<Finding> all =
                files.stream().flatMap(f -> f.facts().findings().stream()).toList();
        List<Finding> covered = wanted.covered(all);
        List<Finding> harm = wanted.covered(CaseIntake.truePositives(files));
        if (!harm.isEmpty() && !trial && (despite == null || despite.isBlank())) {
            throw Stop.usage(
                    "this would silence " + Phrases.count(harm.size(), "finding", "findings")
                            + " of cases that turned out to be harm: " + examples(harm),
                    "Narrow it by --actor or --resource; or say with --despite why it is right all the same");
        }
        if (!trial) {
            ledger.suppressions()
                    .grant(new SuppressionRow(
                            wanted.id(),
                            rule,
                            account,
                            actor,
                            resource,
                            owner,
                            reason,
                            person(by),
                            now(),
                            wanted.expires(),
                            null,
                            null,
                            harm.isEmpty() ? null : despite,
                            0,
                            null));
        }
        if (json()) {
            screen().line(Json.pretty(JSON.createObjectNode()
                    .put("schemaVersion", 1)
                    .put("id", trial ? null : wanted.id())
                    .put("expires", wanted.expires().toString())
                    .put("wouldHaveSilenced", covered.size())
                    .put("truePositivesSilenced", harm.size())));
            return Exit.FINE;
        }
        screen().line(
                        trial
                                ? "Nothing is suppressed; this was a trial."
                                : wanted.id() + " holds until " + Phrases.minute(wanted.expires()));
        screen().line("Of the findings kept so far it would have silenced " + covered.size() + " of " + all.size()
                + "; of" + " these, harm: " + harm.size());
        if (!harm.isEmpty()) {
            screen().note("Warning: it silences what was harm before: " + examples(harm));
        }
        return Exit.FINE;
    }

    private static String examples(List<Finding> findings) {
        Set<String> out = new TreeSet<>();
        for (Finding finding : findings) {
            Sighting seen = finding.sighting();
            out.add(finding.rule() + " by " + (seen == null || seen.actor().isEmpty() ? "nobody known" : seen.actor())
                    + " on " + finding.resource());
        }
        return String.join("; ", out.stream().limit(3).toList()) + (out.size() > 3 ? "; and more" : "");
    }

    private void knownRule(List<CaseFile> files) {
        Set<String> known = new TreeSet<>();
        Library.detections(content()).stream()
                .map(Detection::finders)
                .flatMap(List::stream)
                .map(SigmaMeta::id)
                .forEach(known::add);
        files.forEach(f -> f.facts().findings().forEach(finding -> known.add(finding.rule())));
        boolean foreign = Library.findingMaps(content()).stream()
                .flatMap(map -> map.rule().stream())
                .anyMatch(name -> rule.startsWith(name.substring(0, name.indexOf('/') + 1)));
        if (!known.contains(rule) && !foreign) {
            String near = Nearest.among(rule, known);
            throw Stop.usage(
                    "there is no rule `" + rule + "`",
                    near.isEmpty() ? "See `holdfast detect rules`" : "Did you mean `" + near + "`?");
        }
    }

    private Instant end() {
        if ((until == null) == (length == null)) {
            throw Stop.usage("say until when it holds", "Add --until 2026-12-31 or --for 90d; none holds for ever");
        }
        if (length != null) {
            return now().plus(length(length));
        }
        try {
            // It holds through the day that is named.
            return LocalDate.parse(until)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
        } catch (DateTimeException e) {
            throw Stop.usage("`--until " + until + "` is not a day", "Write it like 2026-12-31");
        }
    }

    /** A length of time as people type it. */
    static Duration length(String text) {
        Matcher matcher = LENGTH.matcher(text);
        if (!matcher.matches()) {
            throw Stop.usage("`" + text + "` is not a length of time", "Write it like 90d, 2w or 8h");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "h" -> Duration.ofHours(number);
            case "w" -> Duration.ofDays(7 * number);
            default -> Duration.ofDays(number);
        };
    }

    @Command(
            name = "suppressions",
            description = {
                "What is kept out of the queue, by whose word, until when, and what it has hidden.",
                "",
                "Each is tried again on the cases that turned out to be harm. Ends with 1 when one in force would hide such."
            },
            footer = {
                "",
                "Examples:",
                "  holdfast triage suppressions",
                "  holdfast triage suppressions sup-0a1b2c3d --json"
            })
    static final class ListAll extends TriageVerb.OnLedger {
        @Parameters(paramLabel = "ID", arity = "0..1", description = "One of them, with the newest of what it hid.")
        @Nullable
        String id;

        @Option(names = "--all", description = "Those that ended too.")
        boolean all;

        @Override
        public Integer call() {
            return ledger(this::show);
        }

        private int show(Ledger ledger) {
            List<Finding> harm = CaseIntake.truePositives(ledger.cases().all());
            List<SuppressionRow> rows = ledger.suppressions().all().stream()
                    .filter(s -> id == null ? all || s.inForce(now()) : s.id().equals(id))
                    .toList();
            if (id != null && rows.isEmpty()) {
                String near = Nearest.among(
                        id,
                        ledger.suppressions().all().stream()
                                .map(SuppressionRow::id)
                                .toList());
                throw Stop.usage(
                        "there is no suppression `" + id + "`",
                        near.isEmpty() ? "See `holdfast triage suppressions --all`" : "Did you mean `" + near + "`?");
            }
            boolean bad = false;
            ArrayNode list = JSON.createArrayNode();
            List<String> lines = new ArrayList<>();
            for (SuppressionRow row : rows) {
                int silences = CaseIntake.rule(row).covered(harm).size();
                bad |= silences > 0 && row.inForce(now()) && row.despite() == null;
                ObjectNode node = json(row, silences);
                if (id != null) {
                    ArrayNode hidden = node.putArray("hidden");
                    ledger.suppressions()
                            .hidden(row.id(), 20)
                            .forEach(f -> hidden.add(dev.holdfast.report.data.FindingsJson.detection(f)));
                }
                list.add(node);
                lines.addAll(lines(row, silences));
                if (id != null) {
                    ledger.suppressions().hidden(row.id(), 20).forEach(f -> lines.add("    hid: " + f.reason()));
                }
            }
            if (json()) {
                ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
                top.set("suppressions", list);
                screen().line(Json.pretty(top));
            } else {
                screen().line(screen().style().bold("Suppressions"));
                screen().lines(lines.isEmpty() ? List.of("  None is in force.") : lines);
            }
            return bad ? Exit.FINDINGS : Exit.FINE;
        }

        private ObjectNode json(SuppressionRow row, int silences) {
            return JSON.createObjectNode()
                    .put("id", row.id())
                    .put("rule", row.rule())
                    .put("account", row.account())
                    .put("actor", row.actor())
                    .put("resource", row.resource())
                    .put("owner", row.owner())
                    .put("reason", row.reason())
                    .put("grantedBy", row.grantedBy())
                    .put("grantedAt", row.grantedAt().toString())
                    .put("expires", row.expiresAt().toString())
                    .put("endedAt", row.endedAt() == null ? null : row.endedAt().toString())
                    .put("endedBy", row.endedBy())
                    .put("inForce", row.inForce(now()))
                    .put("hid", row.hits())
                    .put("truePositivesSilenced", silences)
                    .put("despite", row.despite());
        }

        private List<String> lines(SuppressionRow row, int silences) {
            var style = screen().style();
            String scope = (row.account() == null ? "" : "  account " + row.account())
                    + (row.actor() == null ? "" : "  actor " + row.actor())
                    + (row.resource() == null ? "" : "  resource " + row.resource());
            String state = row.endedAt() != null
                    ? "ended by " + row.endedBy() + " on " + Phrases.minute(row.endedAt())
                    : (row.inForce(now()) ? "until " : "expired ") + Phrases.minute(row.expiresAt());
            return List.of(
                    "  " + style.accent(row.id()) + "  " + style.safe(row.rule() + scope),
                    "    " + state + ", hid " + row.hits() + "; " + style.safe(row.owner() + ": " + row.reason())
                            + (silences == 0
                                    ? ""
                                    : style.bold("  silences harm of before: " + silences)
                                            + (row.despite() == null
                                                    ? ""
                                                    : ", despite: " + style.safe(row.despite()))));
        }
    }

    @Command(
            name = "unsuppress",
            description = "End a suppression before its time.",
            footer = {"", "Example:", "  holdfast triage unsuppress sup-0a1b2c3d"})
    static final class End extends TriageVerb.OnLedger {
        @Parameters(paramLabel = "ID")
        String id = "";

        @Option(names = "--by", paramLabel = "NAME", description = "Who ends it (default: $USER).")
        @Nullable
        String by;

        @Override
        public Integer call() {
            return ledger(ledger -> {
                if (!ledger.suppressions().end(id, person(by), now())) {
                    throw Stop.usage(
                            "no suppression `" + id + "` is in force", "See `holdfast triage suppressions --all`");
                }
                screen().line(id + " has ended");
                return Exit.FINE;
            });
        }
    }
}
