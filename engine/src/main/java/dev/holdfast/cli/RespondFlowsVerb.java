package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.logs.FlowFiles;
import dev.holdfast.logs.FlowQuestions;
import dev.holdfast.logs.FlowQuestions.Talk;
import dev.holdfast.logs.OwnNetworks;
import dev.holdfast.report.data.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Questions to flow logs. */
@Command(
        name = "flows",
        description = {
            "Answer from VPC flow logs: top talkers, administration ports, rejects, beacons, bytes that left, holes.",
            "",
            "A hole is proven where the log itself says that records were skipped; a mere silence may be no traffic."
        },
        footer = {"", "Example:", "  holdfast respond flows --source flowlogs/ --inside 10.0.0.0/8 --top 20 --json"})
final class RespondFlowsVerb extends Verb {
    @Option(names = "--source", required = true, paramLabel = "PATH", description = "A file or folder. Repeatable.")
    List<Path> sources = new ArrayList<>();

    @Option(
            names = "--inside",
            split = ",",
            paramLabel = "CIDR",
            description = "The company's own IPv4 networks (default: the private ones).")
    List<String> inside = OwnNetworks.PRIVATE;

    @Option(names = "--top", paramLabel = "N", description = "How many of each sort (default: ${DEFAULT-VALUE}).")
    int top = 10;

    @Override
    public Integer call() throws IOException {
        FlowQuestions questions = new FlowQuestions(own());
        long wrong = 0;
        for (Path source : sources) {
            Path place = here().folder().resolve(source);
            if (!Files.exists(place)) {
                throw Stop.usage("`" + source + "` does not exist", "Give files as AWS delivers them");
            }
            wrong += FlowFiles.read(place, questions::add);
        }
        FlowQuestions.Answers answers = questions.answers(top);
        if (json()) {
            ObjectNode out = JSON.createObjectNode().put("schemaVersion", 1).put("unreadLines", wrong);
            out.setAll((ObjectNode) JSON.valueToTree(answers));
            screen().line(Json.pretty(out));
        } else {
            screen().line(answers.records() + " records, " + wrong + " lines that are none, from "
                    + Instant.ofEpochSecond(answers.first()) + " to " + Instant.ofEpochSecond(answers.last()));
            show("Top talkers", answers.talkers());
            show("Administration ports reached", answers.admin());
            show("Turned away", answers.rejected());
            show("At even intervals outward", answers.beacons());
            screen().line("");
            screen().line("Bytes that left, by receiver");
            answers.volume().forEach((to, bytes) -> screen().line("  " + to + "  " + bytes));
            screen().line("");
            screen().line("Holes");
            answers.holes()
                    .forEach(h -> screen().line("  " + h.face() + "  " + Instant.ofEpochSecond(h.from()) + " to "
                            + Instant.ofEpochSecond(h.to()) + (h.proven() ? "  records were skipped" : "  silence")));
        }
        return wrong > 0 ? Exit.PARTIAL : Exit.FINE;
    }

    private void show(String title, List<Talk> talks) {
        screen().line("");
        screen().line(title);
        for (Talk talk : talks) {
            screen().line(String.format(
                    Locale.ROOT,
                    "  %-18s %-18s %5d %12d bytes %8d records %6d rejects  %s%s",
                    talk.from(),
                    talk.to(),
                    talk.port(),
                    talk.bytes(),
                    talk.records(),
                    talk.rejects(),
                    talk.direction(),
                    talk.everySeconds() > 0 ? ", every " + talk.everySeconds() + " s" : ""));
        }
    }

    private Predicate<String> own() {
        try {
            return new OwnNetworks(inside);
        } catch (IllegalArgumentException e) {
            throw Stop.usage(String.valueOf(e.getMessage()), "Write it like 10.0.0.0/8");
        }
    }
}
