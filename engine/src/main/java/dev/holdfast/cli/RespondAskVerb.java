package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Ask;
import dev.holdfast.lake.EventLake;
import dev.holdfast.report.data.Json;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Questions to the kept events and the inventory. */
@Command(
        name = "ask",
        description = {
            "What a key, user, role, address, instance or thing did and what was done to it: first and last seen, where",
            "from, what was refused, and how far it reaches by the newest snapshot.",
            "",
            "It is answered from the events kept by `detect keep`. Where nothing of that time was kept, that is the answer"
                    + " and the exit code is 3. Runbooks ask the same before their first step and keep the answers."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast respond ask AKIAIOSFODNN7EXAMPLE --about key --account 111122223333",
            "  holdfast respond ask i-0123456789abcdef0 --about instance --days 30 --json"
        })
final class RespondAskVerb extends Verb {
    @Parameters(paramLabel = "VALUE", description = "What is asked about.")
    String value = "";

    @Option(
            names = "--about",
            required = true,
            paramLabel = "WHAT",
            description = "key, user, role, address, instance or thing.")
    Ask.About about = Ask.About.THING;

    @Option(names = "--account", paramLabel = "ID", description = "Whose logs must be there (default: any).")
    String account = "";

    @Option(names = "--days", paramLabel = "N", description = "How far back (default: ${DEFAULT-VALUE}).")
    int days = 90;

    @Override
    public Integer call() {
        if (days < 1 || value.isBlank()) {
            throw Stop.usage("there is nothing to ask", "Give a value, and at least one day");
        }
        ObjectNode answer = new LakeAnswers(home(), content())
                .about(new Ask(about, value), account, span(here().clock().instant(), days));
        if (json()) {
            screen().line(Json.pretty(answer));
        } else {
            screen().line(answer.path("says").asText() + ".");
            show("Did", answer.path("did").path("operations"));
            show("From", answer.path("did").path("addresses"));
            show("Done to it", answer.path("doneToIt").path("operations"));
            screen().line("");
            screen().line("How far it reaches by the inventory");
            screen().line("  "
                    + answer.path("blastRadius")
                            .path("says")
                            .asText("Snapshot "
                                    + answer.path("blastRadius")
                                            .path("snapshot")
                                            .asText()));
            for (JsonNode one : answer.path("blastRadius").path("identities")) {
                screen().line("  " + one.path("identity").asText() + ": takes on "
                        + one.path("mayTakeOn").size() + " roles; powers " + one.path("powers") + "; data "
                        + one.path("data"));
            }
        }
        String said = answer.path("answer").asText();
        return said.equals("no-logs") || said.equals("unreadable") || said.equals("not-asked")
                ? Exit.PARTIAL
                : Exit.FINE;
    }

    static EventLake.Span span(Instant now, int days) {
        return new EventLake.Span(now.minus(Duration.ofDays(days)), now.plusSeconds(1));
    }

    private void show(String title, JsonNode lines) {
        screen().line("");
        screen().line(title);
        if (lines.isEmpty()) {
            screen().line("  nothing that is kept");
        }
        lines.forEach(l -> screen().line("  " + l.path("count").asLong() + "  "
                + l.path("what").asText()
                + (l.path("refused").asLong() > 0 ? "  (" + l.path("refused").asLong() + " refused)" : "") + "  "
                + l.path("first").asText() + " to " + l.path("last").asText()));
    }
}
