package dev.holdfast.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.Lease;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.Outbox;
import dev.holdfast.model.Case;
import dev.holdfast.model.Finding;
import dev.holdfast.notify.Door;
import dev.holdfast.notify.Masking;
import dev.holdfast.notify.Notice;
import dev.holdfast.notify.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tells other systems about cases. News are kept in the outbox together with nothing else to be done, then sent, then
 * marked: a crash in between sends one again under the same id and never loses one.
 */
final class Courier {
    /** After so many attempts somebody has to look; with the waits below that is about a day and a half. */
    private static final int MOST_ATTEMPTS = 12;

    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(6);
    private static final int AT_ONCE = 200;
    private static final int LINES = 12;

    private final Verb verb;
    private final NotifyDoors doors;

    Courier(Verb verb) {
        this.verb = verb;
        this.doors = new NotifyDoors(verb.config(), verb.here());
    }

    /**
     * What became of sending.
     *
     * @param delivered messages taken
     * @param waiting messages to be tried again
     * @param problems for each that was not taken, why
     */
    record Sent(int delivered, int waiting, List<String> problems) {}

    /** Keeps the news of cases by their ids, one case in the heap at a time. */
    void tell(Ledger ledger, Stream<String> ids) {
        if (!doors.all().isEmpty()) {
            ids.forEach(id -> ledger.cases()
                    .find(id, (state, finding) -> brief(finding))
                    .ifPresent(file -> tell(ledger, List.of(file))));
        }
    }

    /** News says of a finding its severity, title and reason. */
    private static Finding brief(Finding finding) {
        return new Finding(
                finding.kind(),
                finding.rule(),
                finding.title(),
                finding.function(),
                finding.severity(),
                finding.outcome(),
                "",
                "",
                "",
                finding.reason(),
                Map.of(),
                "",
                null,
                null);
    }

    /** Keeps the news that cases are, or became worse, or were closed; what was kept before is left as it is. */
    void tell(Ledger ledger, List<CaseFile> files) {
        for (CaseFile file : files) {
            for (NotifyDoors.Written door : doors.all()) {
                boolean told = ledger.outbox().known(file.facts().id(), door.name());
                boolean meant = file.facts().severity().compareTo(door.atLeast()) >= 0;
                // Whoever was not told of a case need not hear that it is closed.
                if (file.open() ? meant : told) {
                    put(ledger, door, news(file, told));
                }
            }
        }
    }

    /** Keeps a message for each door that takes long texts. */
    void digest(Ledger ledger, Notice notice) {
        for (NotifyDoors.Written door : doors.all()) {
            if (!door.kind().equals("pagerduty") && !door.kind().equals("jira")) {
                put(ledger, door, notice);
            }
        }
    }

    private void put(Ledger ledger, NotifyDoors.Written door, Notice notice) {
        ledger.outbox()
                .put(
                        door.name() + "/" + notice.id(),
                        door.name(),
                        notice.about(),
                        notice.json().toString(),
                        now());
    }

    private static Notice news(CaseFile file, boolean told) {
        Case facts = file.facts();
        Notice.Kind kind =
                facts.state() == Case.State.CLOSED ? Notice.Kind.CLOSED : told ? Notice.Kind.WORSE : Notice.Kind.OPENED;
        Instant closed = file.signedOffAt() == null ? file.changedAt() : file.signedOffAt();
        // The first news carries the severity in its id too, so that only a rise is news again.
        String id = facts.id() + "/"
                + (kind == Notice.Kind.CLOSED
                        ? "closed-" + closed.toEpochMilli()
                        : facts.severity().word());
        return new Notice(
                id,
                kind,
                facts.id(),
                Masking.masked(facts.title()),
                facts.severity(),
                facts.score(),
                facts.account(),
                facts.actor(),
                kind == Notice.Kind.CLOSED ? closed : facts.lastEvent(),
                lines(file));
    }

    private static List<String> lines(CaseFile file) {
        Case facts = file.facts();
        List<String> out = new ArrayList<>();
        out.add("Case " + facts.id() + ", score " + facts.score() + ", account " + facts.account()
                + (facts.actor().isEmpty() ? "" : ", actor " + facts.actor()));
        if (file.disposition() != null && facts.state() == Case.State.CLOSED) {
            out.add("It turned out to be: " + file.disposition());
        }
        facts.findings().stream()
                .sorted(java.util.Comparator.comparing(Finding::severity).reversed())
                .limit(LINES)
                .forEach(
                        f -> out.add(Masking.masked(f.severity().word() + ": " + f.title() + " (" + f.reason() + ")")));
        if (facts.findings().size() > LINES) {
            out.add("and " + (facts.findings().size() - LINES) + " more findings");
        }
        if (facts.respond() != null) {
            out.add("Answer: holdfast respond plan " + facts.respond() + " --case " + facts.id());
        }
        return out;
    }

    /** Sends what is due and says on the side what was not taken. */
    void sendAndSay(Ledger ledger) {
        if (!doors.all().isEmpty()) {
            send(ledger).problems().forEach(p -> verb.screen().note("not told: " + p));
        }
    }

    /** Sends what is due; nothing while another process does. */
    Sent send(Ledger ledger) {
        Optional<Lease> lease = ledger.lease("outbox");
        if (lease.isEmpty()) {
            return new Sent(0, 0, List.of("another process is sending already"));
        }
        try {
            return sendAll(ledger);
        } finally {
            lease.get().close();
        }
    }

    private Sent sendAll(Ledger ledger) {
        Map<String, NotifyDoors.Written> written = new TreeMap<>();
        doors.all().forEach(d -> written.put(d.name(), d));
        List<String> problems = new ArrayList<>();
        int delivered = 0;
        int waiting = 0;
        for (Outbox.Message message : ledger.outbox().due(now(), AT_ONCE)) {
            NotifyDoors.Written door = written.get(message.door());
            try {
                if (door == null) {
                    throw new IllegalArgumentException("it is not in holdfast.yaml any more");
                }
                String reference = deliver(doors.open(door), message);
                ledger.outbox().delivered(message.id(), reference.isEmpty() ? null : reference, now());
                delivered++;
            } catch (Refused e) {
                boolean last = e.lasting() || message.attempts() + 1 >= MOST_ATTEMPTS;
                Instant next = last ? null : now().plus(wait(message.attempts(), e));
                waiting += last ? 0 : 1;
                ledger.outbox().failed(message.id(), String.valueOf(e.getMessage()), next, now());
                problems.add(message.door() + ": " + e.getMessage() + (last ? "; given up" : ""));
            } catch (IllegalArgumentException e) {
                // A door that is wrongly written down may be mended: its messages wait.
                Duration wait = FIRST_WAIT;
                waiting++;
                ledger.outbox().failed(message.id(), String.valueOf(e.getMessage()), now().plus(wait), now());
                problems.add(message.door() + ": " + e.getMessage());
            }
        }
        return new Sent(delivered, waiting, List.copyOf(new java.util.LinkedHashSet<>(problems)));
    }

    private String deliver(Door door, Outbox.Message message) throws Refused {
        try {
            return door.deliver(Notice.of(Verb.JSON.readTree(message.body())), now());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the message `" + message.id() + "` is broken", e);
        }
    }

    private static Duration wait(long attempts, Refused refused) {
        Duration own = FIRST_WAIT.multipliedBy(1L << Math.min(attempts, 10));
        Duration bounded = own.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : own;
        Duration asked = refused.after();
        return asked != null && asked.compareTo(bounded) > 0 ? asked : bounded;
    }

    private Instant now() {
        return verb.here().clock().instant();
    }
}
