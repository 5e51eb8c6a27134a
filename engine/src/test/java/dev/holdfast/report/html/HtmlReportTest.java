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
    private static final String VISIBLE_ROWS = "[...document.querySelectorAll('.groups > .group')]"
            + ".reduce((sum, group) => sum + Number(group.dataset.found), 0)";

    /** Opens every rule that fits the filters; rows are made when a rule opens. */
    private static final String OPEN =
            "(async () => { document.querySelectorAll('.groups > .group:not([hidden])').forEach(g => { g.open = true; });"
                    + " await new Promise(done => setTimeout(done, 300));"
                    + " return document.querySelectorAll('.groups > .group:not([hidden]) tbody tr').length; })()";

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
        choose("outcome", "");
        assertThat(number(OPEN)).isEqualTo(SampleReport.findings().size());
        assertThat(browser.evaluate("document.body.textContent").asText()).contains(SampleReport.HOSTILE);
        assertThat(browser.evaluate("typeof globalThis.owned").asText()).isEqualTo("undefined");
        assertThat(number("document.querySelectorAll('img, iframe, [onerror], [style]').length"))
                .isZero();
        assertThat(number("[...document.scripts].filter(s => s.type !== 'application/json').length"))
                .isEqualTo(1);
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
        assertThat(number(OPEN)).isEqualTo(3);
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
        number(OPEN);
        String firstRegion = "document.querySelector('#rule-1 tbody tr').cells[3].textContent";
        assertThat(browser.evaluate(firstRegion).asText()).isEqualTo("eu-west-1");
        browser.evaluate(
                "document.getElementById('rule-1').open = true;document.querySelectorAll('#rule-1 th button')[3].click()");
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
    void unitsAndFrameworksFilterToo() throws Exception {
        choose("outcome", "");
        long all = number(VISIBLE_ROWS);
        browser.evaluate(
                "[...document.querySelectorAll('.tree .unit a')].find(a => a.textContent === 'Production').click()");
        choose("outcome", "");
        long production = number(VISIBLE_ROWS);
        assertThat(production).isPositive().isLessThan(all);
        assertThat(number("document.querySelector('.filters').elements.unit.options.length"))
                .isEqualTo(6);
        choose("unit", "0");
        assertThat(number(VISIBLE_ROWS)).as("the root holds every account").isGreaterThan(production);
        choose("unit", "");
        choose("framework", "cis-aws-7.0");
        long served = SampleReport.findings().stream()
                .filter(finding -> finding.frameworks().containsKey("cis-aws-7.0"))
                .count();
        assertThat(number(VISIBLE_ROWS)).isEqualTo(served);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void everyControlOfAFrameworkIsThere() throws Exception {
        assertThat(number("document.querySelectorAll('.framework tbody tr').length"))
                .isEqualTo(SampleReport.framework().controls().size());
        assertThat(browser.evaluate("document.querySelector('.framework summary').textContent")
                        .asText())
                .contains("CIS AWS Foundations 7.0", "1 fail", "1 not yet", "1 manual", "1 unknown", "1 pass");
    }

    /** What the issue asks for: measured, so that a page which grows slow fails here. */
    @Test
    void fiftyThousandFindingsStayUsable() throws Exception {
        Report sample = SampleReport.report();
        Path file = folder.resolve("large.html");
        Report large = new Report(
                sample.name(),
                sample.generatedAt(),
                sample.environment(),
                sample.collection(),
                sample.root(),
                many(50_000, 100),
                null,
                sample.now(),
                List.of(),
                List.of(),
                sample.frameworks());
        Files.writeString(file, HtmlReport.of(large));
        browser.open(file);
        long painted = number("performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
                + " ?? performance.timing.loadEventEnd - performance.timing.navigationStart");
        assertThat(browser.evaluate("document.querySelector('.tally span').textContent")
                        .asText())
                .isEqualTo("50,000 of 50,000 findings, 100 rules");
        String timed =
                "(() => { const began = performance.now(); const field = document.querySelector('.filters').elements."
                        + "%s; field.value = '%s'; field.dispatchEvent(new Event('input', {bubbles: true}));"
                        + " return new Promise(done => setTimeout(() => done(performance.now() - began), %d)); })()";
        double account = browser.evaluate(String.format(timed, "account", SampleReport.SHOP, 0))
                .asDouble();
        browser.evaluate(String.format(timed, "account", "", 0));
        double text = browser.evaluate(String.format(timed, "text", "bucket-49998", 130))
                        .asDouble()
                - 130;
        assertThat(number(VISIBLE_ROWS)).isEqualTo(1);
        browser.evaluate(String.format(timed, "text", "", 130));
        assertThat(number("document.querySelectorAll('.groups tbody tr').length"))
                .as("rows laid out at first")
                .isLessThanOrEqualTo(2_600);
        browser.evaluate("document.querySelector('.groups > .group').open = true");
        browser.evaluate("new Promise(done => setTimeout(done, 300))");
        assertThat(number("document.querySelectorAll('.groups > .group[open] tbody tr').length"))
                .isEqualTo(200);
        String measured = String.format(
                java.util.Locale.ROOT,
                "{\"findings\": 50000, \"bytes\": %d, \"firstPaintMs\": %d, \"filterMs\": %.0f, \"textMs\": %.0f}%n",
                Files.size(file),
                painted,
                account,
                text);
        Files.writeString(Path.of("target/html-50000.json"), measured);
        assertThat(Files.size(file)).as(measured).isLessThan(16_000_000);
        assertThat(painted).as(measured).isLessThan(8_000);
        assertThat(account).as(measured).isLessThan(1_500);
        assertThat(text).as(measured).isLessThan(3_000);
        assertThat(browser.complaints()).isEmpty();
    }

    private static List<Finding> many(int count, int rules) {
        List<Finding> findings = new ArrayList<>();
        List<String> accounts = List.of(SampleReport.SHOP, SampleReport.NETWORK, SampleReport.DATA);
        for (int index = 0; index < count; index++) {
            var rule = new SampleReport.Rule(
                    "protect/s3/rule-" + index % rules,
                    "Rule " + index % rules,
                    NistFunction.PROTECT,
                    Severity.HIGH,
                    "Close the bucket to the world",
                    null,
                    Map.of("cis-aws-7.0", List.of("2.1." + index % rules)));
            findings.add(rule.says(
                    Outcome.FAIL,
                    "arn:aws:s3:::bucket-" + index,
                    accounts.get(index % 3),
                    "eu-west-1",
                    "The policy of bucket-" + index + " lets everyone in: statement PublicRead"));
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
                sample.runs(),
                sample.frameworks());
        assertThat(HtmlReport.of(other)).isEqualTo(HtmlReport.of(sample));
    }
}
