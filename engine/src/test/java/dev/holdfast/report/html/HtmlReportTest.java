package dev.holdfast.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.report.Report;
import dev.holdfast.report.SampleReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: it shows, filters and sorts, and nothing that an attacker named runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HtmlReportTest {
    private static final String VISIBLE_ROWS = "[...document.querySelectorAll('.groups tbody tr')]"
            + ".filter(row => !row.hidden && !row.closest('.group').hidden).length";

    private Browser browser;

    @TempDir
    private Path folder;

    @BeforeAll
    void start() throws Exception {
        browser = Browser.start();
    }

    @AfterAll
    void stop() throws Exception {
        browser.close();
    }

    @BeforeEach
    void open() throws Exception {
        browser.look(1280, false, false);
        show(SampleReport.report());
    }

    private void show(Report report) throws Exception {
        Path file = folder.resolve("report.html");
        Files.writeString(file, HtmlReport.of(report));
        browser.open(file);
    }

    private void choose(String field, String value) throws Exception {
        browser.evaluate("(() => { const field = document.querySelector('.filters').elements['" + field
                + "']; field.value = " + '"' + value + '"'
                + "; field.dispatchEvent(new Event('input', {bubbles: true})); })()");
        // Longer than the pause after which the page looks at typed text.
        browser.evaluate("new Promise(done => setTimeout(done, 200))");
    }

    private long number(String expression) throws Exception {
        JsonNode value = browser.evaluate(expression);
        assertThat(value.isNumber()).as(expression).isTrue();
        return value.asLong();
    }

    @Test
    void nothingHostileRunsAndNothingIsFetched() throws Exception {
        assertThat(browser.evaluate("document.body.textContent").asText()).contains(SampleReport.HOSTILE);
        assertThat(browser.evaluate("typeof globalThis.owned").asText()).isEqualTo("undefined");
        assertThat(number("document.querySelectorAll('img, iframe, [onerror], [style]').length"))
                .isZero();
        assertThat(number("document.scripts.length")).isEqualTo(1);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void thePolicyStopsScriptsThatAreNotThePagesOwn() throws Exception {
        browser.evaluate("(() => { const added = document.createElement('script');"
                + " added.textContent = 'globalThis.owned = 1'; document.body.append(added); })()");
        assertThat(browser.evaluate("typeof globalThis.owned").asText()).isEqualTo("undefined");
        assertThat(browser.complaints()).anyMatch(complaint -> complaint.contains("Content Security Policy"));
    }

    @Test
    void filters() throws Exception {
        long attention = SampleReport.findings().stream()
                .filter(finding -> finding.outcome() == Outcome.FAIL || finding.outcome() == Outcome.UNKNOWN)
                .count();
        assertThat(number(VISIBLE_ROWS)).isEqualTo(attention);
        choose("outcome", "");
        assertThat(number(VISIBLE_ROWS)).isEqualTo(SampleReport.findings().size());
        choose("outcome", "UNKNOWN");
        assertThat(number(VISIBLE_ROWS)).isEqualTo(3);
        choose("account", SampleReport.NETWORK);
        assertThat(number(VISIBLE_ROWS)).isEqualTo(1);
        choose("account", "");
        choose("outcome", "");
        choose("severity", "critical");
        choose("function", "protect");
        assertThat(number(VISIBLE_ROWS)).isEqualTo(5);
        choose("region", "us-east-1");
        assertThat(number(VISIBLE_ROWS)).isEqualTo(1);
        choose("text", "WINDOWS-jump 3389");
        assertThat(number(VISIBLE_ROWS)).isEqualTo(1);
        choose("text", "no such thing");
        assertThat(number(VISIBLE_ROWS)).isZero();
        assertThat(browser.evaluate("document.querySelector('.nothing').hidden").asBoolean())
                .isFalse();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void sortsGroupsAndRows() throws Exception {
        String first = "document.querySelector('.group .name').textContent";
        assertThat(browser.evaluate(first).asText()).isEqualTo("No security group opens SSH or RDP to the world");
        choose("sort", "number");
        assertThat(browser.evaluate(first).asText()).isEqualTo("Every account names a security contact");
        String firstRegion = "document.querySelector('#rule-1 tbody tr').cells[3].textContent";
        assertThat(browser.evaluate(firstRegion).asText()).isEqualTo("eu-west-1");
        browser.evaluate("document.querySelectorAll('#rule-1 th button')[3].click()");
        browser.evaluate("document.querySelectorAll('#rule-1 th button')[3].click()");
        assertThat(browser.evaluate(firstRegion).asText()).isEqualTo("us-east-1");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anAccountOfTheTreeShowsItsFindings() throws Exception {
        browser.evaluate("document.querySelector('.account[data-value=\"" + SampleReport.STAGING + "\"]').click()");
        assertThat(number(VISIBLE_ROWS)).isEqualTo(4);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void fitsAPhone() throws Exception {
        browser.look(390, true, false);
        browser.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })");
        assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
    }

    @Test
    void everyControlHasANameForThoseWhoHearThePage() throws Exception {
        assertThat(number("[...document.querySelectorAll('input, select')].filter(c => !c.labels.length).length"))
                .isZero();
        assertThat(number("[...document.querySelectorAll('button, a')].filter(c => !c.textContent.trim()).length"))
                .isZero();
        assertThat(number("(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);"
                        + " return ids.length - new Set(ids).size; })()"))
                .isZero();
    }

    @Test
    void tenThousandFindingsOpenWithFewRowsLaidOut() throws Exception {
        Report sample = SampleReport.report();
        show(new Report(
                sample.name(),
                sample.generatedAt(),
                sample.environment(),
                sample.collection(),
                sample.root(),
                many(),
                null,
                sample.now(),
                List.of(),
                List.of()));
        assertThat(browser.evaluate("document.querySelector('.tally span').textContent")
                        .asText())
                .isEqualTo("10,000 of 10,000 findings, 2 rules");
        assertThat(number("[...document.querySelectorAll('#rule-1 tbody tr')].filter(row => !row.hidden).length"))
                .isEqualTo(200);
        choose("text", "bucket-9998");
        assertThat(number(VISIBLE_ROWS)).isEqualTo(1);
        assertThat(browser.complaints()).isEmpty();
    }

    private static List<Finding> many() {
        List<Finding> findings = new ArrayList<>();
        for (int index = 0; index < 10_000; index++) {
            var rule = new SampleReport.Rule(
                    "protect/s3/rule-" + index % 2,
                    "Rule " + index % 2,
                    NistFunction.PROTECT,
                    Severity.HIGH,
                    "",
                    null,
                    Map.of());
            findings.add(rule.says(
                    Outcome.FAIL, "arn:aws:s3:::bucket-" + index, SampleReport.SHOP, "eu-west-1", "open to the world"));
        }
        return findings;
    }

    @Test
    void theSameReportHasTheSameBytes() {
        Report sample = SampleReport.report();
        List<Finding> shuffled = new ArrayList<>(sample.findings());
        Collections.shuffle(shuffled, new Random(3));
        Report other = new Report(
                sample.name(),
                sample.generatedAt(),
                sample.environment(),
                sample.collection(),
                sample.root(),
                shuffled,
                sample.before(),
                sample.now(),
                sample.cases(),
                sample.runs());
        assertThat(HtmlReport.of(other)).isEqualTo(HtmlReport.of(sample));
    }
}
