package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Exemption;
import dev.holdfast.content.ProwlerMuteList;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Problems;
import dev.holdfast.posture.Exemptions.Use;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.Style;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exceptions: which failures somebody answers for, and until when. */
@Command(
        name = "exceptions",
        description = {
            "Failures that somebody answers for, until a day: exceptions.yaml in the home or beside your",
            "configuration.",
            "",
            "  exceptions:",
            "    - id: sandbox-versioning",
            "      where: {check: protect/s3/versioning, any: [{ou: Sandbox}, {tag: \"data=scratch\"}]}",
            "      owner: storage team",
            "      reason: nothing in the sandbox is worth a version",
            "      until: 2027-01-31",
            "",
            "where: asks for check, account, ou, region, resource, resource-pattern, tag, severity, framework,",
            "joined by all, any and not. What is not known for sure is never silenced; an expired exception",
            "is a finding."
        },
        subcommands = {ExceptionsVerb.ListAll.class, ExceptionsVerb.Import.class})
final class ExceptionsVerb extends GroupVerb {
    @Command(
            name = "list",
            description = {
                "What each exception silences now, what expired, and what silences nothing.",
                "",
                "Ends with 1 when one has expired."
            },
            footer = {"", "Example:", "  holdfast protect exceptions list"})
    static final class ListAll extends Verb {
        @Option(
                names = "--snapshot",
                paramLabel = "NAME",
                description = "Snapshot by name or file (default: the newest).")
        @Nullable
        String snapshot;

        @Mixin
        Trust.Options trust = new Trust.Options();

        @Override
        public Integer call() {
            Path file = Snapshots.of(home()).find(snapshot, here());
            Trust said = Trust.of(this, trust, null);
            List<Use> uses = said.exemptions().isEmpty()
                    ? List.of()
                    : Verdicts.judge(
                                    Library.checks(content()),
                                    c -> true,
                                    content(),
                                    file,
                                    Verdicts.facts(home()),
                                    config(),
                                    here(),
                                    said,
                                    null,
                                    screen()::progress)
                            .uses();
            if (json()) {
                ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
                top.set("exceptions", ExceptionsVerb.json(uses));
                screen().line(Json.pretty(top));
            } else if (uses.isEmpty()) {
                screen().line(
                                "There are no exceptions. `holdfast protect exceptions --help` shows how one is written.");
            } else {
                uses.forEach(use -> screen().lines(lines(use, screen().style())));
            }
            return Trust.warn(this, uses);
        }
    }

    /** Each exception and what became of it. */
    static ArrayNode json(List<Use> uses) {
        ArrayNode list = Verb.JSON.createArrayNode();
        for (Use use : uses) {
            Exemption one = use.exemption();
            list.addObject()
                    .put("id", one.id())
                    .put("state", state(use))
                    .put("until", one.until().toString())
                    .put("daysLeft", use.days())
                    .put("silences", use.expired() ? 0 : use.matched())
                    .put("fits", use.matched())
                    .put("notKnown", use.unsure())
                    .put("owner", one.owner())
                    .put("reason", one.reason())
                    .put("ticket", one.ticket())
                    .put("file", one.file())
                    .put("line", one.line());
        }
        return list;
    }

    private static String state(Use use) {
        return use.expired() ? "expired" : use.matched() > 0 ? "in-use" : use.unsure() > 0 ? "not-known" : "idle";
    }

    private static List<String> lines(Use use, Style style) {
        Exemption one = use.exemption();
        String does = switch (state(use)) {
            case "expired" ->
                "EXPIRED on " + one.until() + "; " + Phrases.count(use.matched(), "failure counts", "failures count")
                        + " again";
            case "in-use" ->
                "silences " + Phrases.count(use.matched(), "failure", "failures") + " until " + one.until() + ", "
                        + Phrases.count(use.days(), "day", "days") + " left";
            case "not-known" -> "silences nothing: what it asks for was not read";
            default -> "silences nothing; until " + one.until();
        };
        List<String> out = new ArrayList<>();
        out.add(style.bold(style.safe(one.id())) + "  " + does);
        if (use.unsure() > 0) {
            out.add("  not known for " + Phrases.count(use.unsure(), "failure", "failures")
                    + ", which stay failures: a tag or a unit was not read");
        }
        out.add("  " + style.safe(one.owner() + ": " + one.reason())
                + style.dim("  "
                        + style.safe(
                                (one.ticket().isEmpty() ? "" : one.ticket() + "  ") + one.file() + ":" + one.line())));
        return out;
    }

    @Command(
            name = "import",
            description = {
                "Turn the mute list of another tool into exceptions; what cannot be carried over is named.",
                "",
                "Ends with 3 when something could not be carried over."
            },
            footer = {
                "",
                "Example:",
                "  holdfast protect exceptions import prowler mutelist.yaml --owner platform --until 2027-01-31"
            })
    static final class Import extends Verb {
        @Parameters(index = "0", paramLabel = "TOOL", description = "prowler")
        String tool = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "Its mute list.")
        Path list = Path.of("");

        @Option(names = "--owner", required = true, paramLabel = "NAME", description = "Who answers for all of it.")
        String owner = "";

        @Option(names = "--until", required = true, paramLabel = "DATE", description = "When all of it ends.")
        String until = "";

        @Option(names = "--out", paramLabel = "FILE", description = "Where to write (default: exceptions.yaml).")
        Path out = Path.of(Trust.FILE);

        @Override
        public Integer call() {
            if (!tool.equals("prowler")) {
                throw Stop.usage("mute lists of `" + tool + "` are not known here", "prowler");
            }
            if (owner.isBlank()) {
                throw Stop.usage("`--owner` is empty", "Somebody must answer for an exception");
            }
            Path target = here().folder().resolve(out);
            if (Files.exists(target)) {
                throw Stop.usage("`" + out + "` is there already", "Choose another --out, then join the two by hand");
            }
            List<ContentError> errors = new ArrayList<>();
            ProwlerMuteList.Imported imported = ProwlerMuteList.read(
                    list.toString(),
                    Trust.bytes(here().folder().resolve(list)),
                    Library.checks(content()),
                    owner.strip(),
                    date("--until", until, this),
                    errors);
            if (!errors.isEmpty()) {
                throw new Problems(errors);
            }
            OutFile.write(target, imported.yaml());
            if (json()) {
                ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
                top.put("file", out.toString()).put("exceptions", imported.exceptions());
                ArrayNode left = top.putArray("left");
                imported.left().forEach(left::add);
                screen().line(Json.pretty(top));
            } else {
                screen().line(Phrases.count(imported.exceptions(), "exception is", "exceptions are") + " in " + out);
                if (!imported.left().isEmpty()) {
                    screen().line("Not carried over:");
                    imported.left()
                            .forEach(l -> screen().line("  " + screen().style().safe(l)));
                }
            }
            return imported.left().isEmpty() ? Exit.FINE : Exit.PARTIAL;
        }
    }

    /** A day that is not over yet. */
    static LocalDate date(String option, String text, Verb verb) {
        LocalDate date;
        try {
            date = LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw Stop.usage("`" + option + " " + text + "` is not a date", "Write it like 2027-01-31");
        }
        LocalDate today =
                verb.here().clock().instant().atZone(java.time.ZoneOffset.UTC).toLocalDate();
        if (date.isBefore(today)) {
            throw Stop.usage("`" + option + " " + text + "` is over", "Give a day that is still to come");
        }
        return date;
    }
}
