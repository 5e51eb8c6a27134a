package dev.holdfast.report.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.report.DrillStory;
import dev.holdfast.report.Environment;
import dev.holdfast.report.RunStory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrillViewTest {
    @Test
    void aLoopOfMoreRoundsThanAnybodyReadsIsCounted() {
        List<RunStory.Step> steps = new ArrayList<>();
        steps.add(step("1/make", "Make a bucket", RunStory.State.DONE));
        for (int i = 0; i < 50; i++) {
            steps.add(step("1/bringBack[" + i + "].copy", "Copy " + i, RunStory.State.DONE));
        }
        steps.add(step("1/bringBack[50].copy", "Copy 50", RunStory.State.FAILED));
        steps.add(step("1/remove[0].delete", "Delete 0", RunStory.State.DONE));
        String said = String.join("\n", new DrillView(Style.PLAIN).lines(drill(steps, DrillStory.Outcome.FAILED)));
        assertThat(said).contains("Make a bucket", "Copy 0 ", "Copy 2 ", "Copy 50 ", "Delete 0 ");
        assertThat(said).contains("and 47 more steps like these").doesNotContain("Copy 3 ", "Copy 49 ");
    }

    @Test
    void aRestoreThatComparedNothingIsNotCalledPassed() {
        String said = String.join(
                "\n",
                new DrillView(Style.PLAIN)
                        .lines(drill(
                                List.of(step("1/make", "Make a bucket", RunStory.State.DONE)),
                                DrillStory.Outcome.SKIPPED)));
        assertThat(said).contains("nothing to restore").doesNotContain("passed");
    }

    private static RunStory.Step step(String id, String say, RunStory.State state) {
        return new RunStory.Step(
                id, "recovery", say, "s3:CopyObject", "111111111111", "eu-west-1", state, null, null, "", "", "", "");
    }

    private static DrillStory drill(List<RunStory.Step> steps, DrillStory.Outcome outcome) {
        RunStory run = new RunStory(
                "drill-1",
                RunStory.Kind.DRILL,
                "drills/s3-isolated-restore",
                "Restore objects",
                "a-bucket",
                RunStory.State.DONE,
                Environment.EMULATOR,
                Instant.EPOCH,
                null,
                steps,
                List.of(),
                Map.of(),
                List.of());
        return DrillStory.of(run, "s3", outcome, "a-bucket", null, List.of(), true, "", Instant.EPOCH);
    }
}
