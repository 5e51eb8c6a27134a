package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.aws.write.AwsWriter;
import dev.holdfast.evidence.EvidenceStore;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Progress;
import dev.holdfast.runbook.Lookup;
import dev.holdfast.runbook.StateForm;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** What a run works with. */
record Tools(
        Reads reads,
        AwsWriter writer,
        EvidenceStore evidence,
        Witnesses witnesses,
        Pause pause,
        Progress progress,
        Lanes lanes) {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    Tools with(Lanes other) {
        return new Tools(reads, writer, evidence, witnesses, pause, progress, other);
    }

    Tools with(Witnesses other) {
        return new Tools(reads, writer, evidence, other, pause, progress, lanes);
    }

    /** A condition that reading may find to hold. */
    interface Condition {
        boolean holds();
    }

    /** Reads again and again until a condition holds; false when it does not by the deadline. */
    boolean until(RunLog log, Instant deadline, Condition condition) {
        Duration wait = FIRST_PAUSE;
        while (true) {
            if (holds(condition)) {
                return true;
            }
            if (!log.now().isBefore(deadline)) {
                return false;
            }
            pause.of(wait);
            wait = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait.multipliedBy(2);
        }
    }

    /** A reading that fails says nothing yet; the deadline ends it. */
    private static boolean holds(Condition condition) {
        try {
            return condition.holds();
        } catch (AwsFailure failure) {
            return false;
        }
    }

    /** Reads until the state is as wanted. */
    boolean settles(RunLog log, Lookup lookup, JsonNode wanted, Set<String> apart, Instant deadline) {
        return until(log, deadline, () -> StateForm.same(reads.state(lookup), wanted, apart));
    }
}
