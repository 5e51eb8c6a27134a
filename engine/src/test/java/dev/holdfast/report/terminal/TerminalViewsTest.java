package dev.holdfast.report.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.Golden;
import dev.holdfast.report.Report;
import dev.holdfast.report.SampleReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every view as a person sees it, wide with shapes and narrow in ASCII. */
final class TerminalViewsTest {
    private static final Report REPORT = SampleReport.report();
    private static final AccountNames NAMES = REPORT.accountNames();
    private static final String PLAN = """
            {"id": "P-1", "digest": "sha256:9c1e4f00aa", "caller": "arn:aws:iam::123456789012:user/maria", "steps": [
              {"n": 1, "account": "210000000004", "region": "eu-west-1", "kind": "fix",
               "name": "Block public access to meridian-shop-invoices", "operation": "s3:PutPublicAccessBlock",
               "found": null, "wanted": {"BlockPublicAcls": true, "IgnorePublicAcls": true, "Tags": [{"Key": "a"}]},
               "undo": "s3:DeletePublicAccessBlock", "risk": "low", "permissions": ["s3:PutBucketPublicAccessBlock"]}],
             "irreversible": ["a message cannot be called back"]}
            """;

    @Test
    void wide() throws IOException {
        Golden.check("terminal-wide.txt", all(Style.PLAIN));
    }

    @Test
    void narrowInAscii() throws IOException {
        String text = all(new Style(false, false, 60));
        assertThat(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127)))
                .isTrue();
        Golden.check("terminal-narrow.txt", text);
    }

    @Test
    void colourChangesNoWord() throws IOException {
        String painted = all(new Style(true, true, 100));
        assertThat(painted).contains("\u001b[1;31m");
        assertThat(painted.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(all(Style.PLAIN));
    }

    private static String all(Style style) throws IOException {
        List<String> lines = new ArrayList<>();
        add(lines, new ScorecardView(style).lines(REPORT.before(), REPORT.now()));
        add(lines, new ScorecardView(style).lines(null, SampleReport.before()));
        add(lines, new FoundationView(style, NAMES).lines(REPORT.findings()));
        add(lines, new FindingsView(style, NAMES).lines(REPORT.findings()));
        add(lines, new FindingsView(style, NAMES).lines(List.of()));
        add(lines, new GapView(style, NAMES).lines(SampleReport.gaps()));
        add(lines, new GapView(style, NAMES).lines(List.of()));
        add(lines, new CaseView(style, NAMES).queue(List.of(SampleReport.leakedKey())));
        add(lines, new CaseView(style, NAMES).lines(REPORT.cases().getFirst()));
        REPORT.runs().forEach(run -> add(lines, new RunView(style, NAMES).lines(run)));
        add(lines, new PlanView(style, NAMES).lines(new ObjectMapper().readTree(PLAN), "plan.json"));
        add(lines, new PlanView(style, NAMES).lines(new ObjectMapper().readTree("{\"id\": \"P-2\"}"), "plan.json"));
        Map<String, Object> row = new TreeMap<>(Map.of("name", "\u5099\u4EFD\u001b[2J", "rows", 12));
        add(lines, new QueryView(style).lines(List.of("name", "rows", "none"), List.of(row)));
        return String.join("\n", lines) + "\n";
    }

    private static void add(List<String> lines, List<String> view) {
        lines.addAll(view);
        lines.add("");
    }
}
