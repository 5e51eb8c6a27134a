package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.console.Pages.Answer;
import dev.holdfast.console.Pages.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of the console, asked as its server asks them. */
final class TriageServeTest {
    private static final String SECRET = "form-secret";

    @TempDir
    private Path folder;

    private TriageServe console(Instant now) {
        TriageServe verb = new TriageServe();
        verb.place(new Surroundings(
                Map.of("USER", "ann"),
                () -> now,
                System::nanoTime,
                new Random(3),
                System.out,
                System.err,
                false,
                false,
                100,
                folder,
                SmallHome.ROOT));
        verb.global.home = folder;
        return verb;
    }

    private static Answer get(TriageServe console, String path) {
        return console.answer(new Request(false, path, Map.of()), SECRET);
    }

    private static Answer post(TriageServe console, String path, Map<String, String> form) {
        return console.answer(new Request(true, path, form), SECRET);
    }

    @Test
    void aCaseIsWorkedByTheVerbsOfTriageAndTheDayIsSigned() throws IOException {
        Path log = Files.writeString(folder.resolve("log.json"), """
                {"class_uid":2004,"category_uid":2,"severity_id":4,"status_id":1,"activity_id":1,"time":1795507200000,\
                "metadata":{"version":"1.8.0","uid":"g1","product":{"name":"Other"}},\
                "cloud":{"region":"eu-west-1","account":{"uid":"111111111111"}},\
                "finding_info":{"title":"<img src=x onerror=alert(1)>","desc":"<b>D</b>","types":["Scan"]},\
                "resources":[{"uid":"i-1"}]}
                """);
        SmallHome home = new SmallHome(folder);
        home.type("detect", "run", "--source", log.toString());
        TriageServe console = console(Instant.parse("2026-11-24T10:00:00Z"));
        String queue = get(console, "/").body();
        assertThat(queue).contains("1 case to look at", SECRET, "&lt;img src=x").doesNotContain("<img");
        String id = queue.replaceAll("(?s).*href=\"/case/(case-[0-9a-f]+)\".*", "$1");

        Answer early = post(console, "/sign-off", Map.of());
        assertThat(early.status()).isEqualTo(400);
        assertThat(early.body()).contains("looked at by nobody");

        assertThat(post(console, "/case/" + id + "/acknowledge", Map.of()).status())
                .isEqualTo(303);
        assertThat(post(console, "/case/" + id + "/note", Map.of("text", "--to=eve <script>"))
                        .status())
                .isEqualTo(303);
        assertThat(post(console, "/case/" + id + "/assign", Map.of("to", "bob")).status())
                .isEqualTo(303);
        Answer refused = post(console, "/case/" + id + "/close", Map.of("as", "true-positive"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("contain it before it is closed");
        String page = get(console, "/case/" + id).body();
        assertThat(page)
                .contains("assigned with bob", "--to=eve &lt;script&gt;")
                .doesNotContain("<script", "<b>D");
        assertThat(post(console, "/sign-off", Map.of("note", "quiet")).status()).isEqualTo(303);
        assertThat(get(console, "/").body()).contains("signed by ann").contains("quiet");
    }

    @Test
    void whatIsNoPageIsNone() {
        TriageServe console = console(Instant.parse("2026-11-24T10:00:00Z"));
        for (String path : new String[] {"/case/x", "/case/case-0123456789ab", "/case/../x", "/../etc/passwd", "/x"}) {
            assertThat(get(console, path).status()).as(path).isEqualTo(404);
        }
        assertThat(post(console, "/case/case-0123456789ab/suppress", Map.of()).status())
                .isEqualTo(404);
        assertThat(post(console, "/case/case-0123456789ab/close", Map.of("as", "benign"))
                        .status())
                .isEqualTo(404);
        assertThat(get(console, "/style.css").body()).contains(".card");
    }
}
