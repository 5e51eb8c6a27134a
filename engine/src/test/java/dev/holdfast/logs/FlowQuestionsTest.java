package dev.holdfast.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowQuestionsTest {
    private static final long NOON = 1_795_780_800L;

    @TempDir
    Path folder;

    private static String line(String face, String from, String to, int port, long bytes, long start, String action) {
        return "2 111122223333 " + face + " " + from + " " + to + " 50000 " + port + " 6 10 " + bytes + " " + start
                + " " + (start + 60) + " " + action + " OK\n";
    }

    private FlowQuestions.Answers answers() throws Exception {
        StringBuilder text =
                new StringBuilder("version account-id interface-id srcaddr dstaddr srcport dstport protocol"
                        + " packets bytes start end action log-status\n");
        for (int i = 0; i < 60; i++) {
            // A little late each time, as beacons are.
            text.append(line("eni-1", "10.0.0.5", "198.51.100.7", 443, 500, NOON + i * 60 + i % 3, "ACCEPT"));
        }
        text.append(line("eni-1", "10.0.0.5", "203.0.113.9", 8443, 7_000_000_000L, NOON + 100, "ACCEPT"));
        text.append(line("eni-2", "203.0.113.50", "10.0.0.6", 22, 9_000, NOON + 30, "ACCEPT"));
        text.append(line("eni-2", "203.0.113.51", "10.0.0.6", 3389, 40, NOON + 40, "REJECT"));
        text.append(line("eni-2", "203.0.113.51", "10.0.0.6", 3389, 40, NOON + 3500, "REJECT"));
        text.append("2 111122223333 eni-3 - - - - - - - " + NOON + " " + (NOON + 600) + " - SKIPDATA\n");
        text.append("not a record\n");
        Path file = folder.resolve("a.log.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        FlowQuestions questions = new FlowQuestions(a -> a.startsWith("10."));
        assertThat(FlowFiles.read(folder, questions::add)).isEqualTo(1);
        return questions.answers(5);
    }

    @Test
    void whatRespondersAskIsAnswered() throws Exception {
        FlowQuestions.Answers answers = answers();
        assertThat(answers.records()).isEqualTo(65);
        assertThat(answers.talkers().getFirst().to()).isEqualTo("203.0.113.9");
        assertThat(answers.talkers().getFirst().direction()).isEqualTo("out");
        // A port that only rejects were seen at was not reached.
        assertThat(answers.admin()).extracting(FlowQuestions.Talk::from).containsExactly("203.0.113.50");
        assertThat(answers.admin().getFirst().direction()).isEqualTo("in");
        assertThat(answers.rejected()).extracting(FlowQuestions.Talk::rejects).containsExactly(2L);
        assertThat(answers.beacons()).hasSize(1);
        assertThat(answers.beacons().getFirst().everySeconds()).isEqualTo(60);
        assertThat(answers.volume())
                .containsEntry("203.0.113.9", 7_000_000_000L)
                .containsEntry("198.51.100.7", 30_000L);
    }

    @Test
    void holesAreToldAndThoseThatTheLogItselfAdmitsAreProven() throws Exception {
        List<FlowQuestions.Hole> holes = answers().holes();
        assertThat(holes).anySatisfy(h -> {
            assertThat(h.face()).isEqualTo("eni-3");
            assertThat(h.proven()).isTrue();
            assertThat(h.to() - h.from()).isEqualTo(600);
        });
        assertThat(holes).anySatisfy(h -> {
            assertThat(h.face()).isEqualTo("eni-2");
            assertThat(h.proven()).isFalse();
            assertThat(h.to() - h.from()).isGreaterThan(3000);
        });
        assertThat(holes).noneMatch(h -> h.face().equals("eni-1"));
    }

    @Test
    void anEmptyLogHasNoAnswersAndDoesNotBreak() {
        FlowQuestions.Answers answers = new FlowQuestions(a -> true).answers(5);
        assertThat(answers.records()).isZero();
        assertThat(answers.holes()).isEmpty();
    }
}
