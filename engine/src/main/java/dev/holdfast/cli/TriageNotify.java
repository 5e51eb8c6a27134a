package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Nearest;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.Outbox;
import dev.holdfast.model.Severity;
import dev.holdfast.notify.Notice;
import dev.holdfast.notify.Refused;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.data.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells other systems what they were not told yet. */
@Command(
        name = "notify",
        description = {
            "Send what waits to be told to the doors of `notify` in holdfast.yaml, and show what was sent last.",
            "",
            "News of cases is sent when logs are read and when a case is closed. What was not taken is tried again by the"
                    + " next run or by this verb, later each time, and given up after twelve attempts.",
            "Ends with 1 when a message was given up."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast triage notify",
            "  holdfast triage notify --again",
            "  holdfast triage notify --try chat"
        })
final class TriageNotify extends TriageVerb.OnLedger {
    private static final int SHOWN = 20;

    @Option(names = "--again", description = "Try at once what waits or was given up.")
    boolean again;

    @Option(names = "--try", paramLabel = "DOOR", description = "Only send a trial message through this door.")
    @Nullable
    String door;

    @Override
    public Integer call() {
        return door == null ? ledger(this::send) : trial(door);
    }

    private int trial(String name) {
        NotifyDoors doors = new NotifyDoors(config(), here());
        List<String> names = doors.all().stream().map(NotifyDoors.Written::name).toList();
        NotifyDoors.Written written = doors.all().stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Stop.usage(
                        "there is no door `" + name + "` under `notify` in holdfast.yaml",
                        Nearest.among(name, names).isEmpty()
                                ? "There are: " + String.join(", ", names)
                                : "Did you mean `" + Nearest.among(name, names) + "`?"));
        try {
            String reference = doors.open(written)
                    .deliver(
                            new Notice(
                                    "trial-" + now().toEpochMilli(),
                                    Notice.Kind.TRIAL,
                                    "trial",
                                    "Holdfast tries this door; nothing is wrong",
                                    Severity.INFORMATIONAL,
                                    0,
                                    "",
                                    "",
                                    now(),
                                    List.of("Sent by hand with holdfast triage notify --try")),
                            now());
            screen().line(name + " took it" + (reference.isEmpty() ? "" : ", as " + reference));
            return Exit.FINE;
        } catch (Refused e) {
            throw new Stop(Exit.FAILED, name + " did not take it: " + e.getMessage(), "");
        } catch (IllegalArgumentException e) {
            throw Stop.usage(
                    "the door `" + name + "` cannot be used: " + e.getMessage(), "See `notify` in holdfast.yaml");
        }
    }

    private int send(Ledger ledger) {
        if (again) {
            ledger.outbox().again(now());
        }
        Courier.Sent sent = new Courier(this).send(ledger);
        List<Outbox.Message> messages = ledger.outbox().newest(SHOWN);
        if (json()) {
            ObjectNode top = JSON.createObjectNode()
                    .put("schemaVersion", 1)
                    .put("delivered", sent.delivered())
                    .put("waiting", sent.waiting());
            ArrayNode list = top.putArray("messages");
            messages.forEach(m -> list.addObject()
                    .put("id", m.id())
                    .put("door", m.door())
                    .put("case", m.caseId())
                    .put("standing", standing(m))
                    .put("attempts", m.attempts())
                    .put("reference", m.reference())
                    .put("lastError", m.lastError()));
            screen().line(Json.pretty(top));
        } else {
            screen().line("Sent now: " + sent.delivered() + ", to be tried again: " + sent.waiting());
            for (Outbox.Message m : messages) {
                screen().line("  " + Phrases.minute(m.createdAt()) + "  " + m.door() + "  " + m.caseId() + "  "
                        + standing(m)
                        + (m.reference() == null ? "" : "  " + screen().style().safe(m.reference()))
                        + (m.lastError() == null || m.deliveredAt() != null
                                ? ""
                                : "  " + screen().style().safe(m.lastError())));
            }
        }
        return messages.stream().anyMatch(m -> m.givenUpAt() != null) ? Exit.FINDINGS : Exit.FINE;
    }

    private static String standing(Outbox.Message message) {
        return message.deliveredAt() != null
                ? "delivered"
                : message.givenUpAt() != null ? "given up" : message.attempts() == 0 ? "new" : "waits";
    }
}
