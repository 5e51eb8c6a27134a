package dev.holdfast.logs;

import dev.holdfast.logs.FlowQuestions.Answers;
import dev.holdfast.model.Event;

/** The flow records among kept events, and what they answer. */
public final class KeptTraffic {
    /** Where flow records come from. */
    public static final Event.LogSource SOURCE = new Event.LogSource("aws", "vpcflow");

    private static final int SHOWN = 20;

    private final FlowQuestions questions = new FlowQuestions(new OwnNetworks(OwnNetworks.PRIVATE));
    private long unread;

    /** Takes in an event; one of another source says nothing here. */
    public void add(Event event) {
        if (event.source().equals(SOURCE)) {
            Flow.of(event.raw()).ifPresentOrElse(questions::add, () -> unread++);
        }
    }

    /** Records that have no time, so that they could not be read. */
    public long unread() {
        return unread;
    }

    /** The answers; private addresses count as the company's own. */
    public Answers answers() {
        return questions.answers(SHOWN);
    }

    /** The answers in part of a sentence, empty when there is no record. */
    public static String says(Answers answers) {
        long out = answers.volume().values().stream().mapToLong(Long::longValue).sum();
        long rejects = answers.rejected().stream()
                .mapToLong(FlowQuestions.Talk::rejects)
                .sum();
        long proven =
                answers.holes().stream().filter(FlowQuestions.Hole::proven).count();
        return answers.records() == 0
                ? ""
                : answers.records() + " flow records: " + out + " bytes out to "
                        + answers.volume().size() + " addresses, "
                        + answers.admin().size()
                        + " ways to administration ports, " + rejects + " records turned away, "
                        + answers.beacons().size() + " beacons, " + proven + " holes proven";
    }
}
