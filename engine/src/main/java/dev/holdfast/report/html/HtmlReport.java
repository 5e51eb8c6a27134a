package dev.holdfast.report.html;

import dev.holdfast.report.Phrases;
import dev.holdfast.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The report as one HTML file that opens from disk, offline, with or without script. */
public final class HtmlReport {
    private static final String STYLE = asset("report.css");
    private static final String SCRIPT = asset("report.js");

    private HtmlReport() {}

    /** The whole file, UTF-8 when written. The same report always gives the same text. */
    public static String of(Report report) {
        Page page = Page.of(report);
        Markup html = page.html();
        html.doctype().open("html", "lang", "en");
        head(html, report);
        html.open("body").leaf("a", "Skip to what to do first", "class", "skip", "href", "#first");
        html.open("header", "class", "wrap");
        new SummarySection(page).heading();
        html.close("header");
        navigation(page);
        html.open("main", "class", "wrap");
        new SummarySection(page).write();
        new OrganizationSection(page).write();
        FindingsData data = new FindingsData(page);
        new FindingsSection(page, data.units()).write();
        new FrameworksSection(page).write();
        new DecisionsSection(page).write();
        new GapsSection(page).write();
        new CasesSection(page).write();
        new RunsSection(page).write();
        html.close("main");
        new AboutSection(page).write();
        data.write();
        html.script(SCRIPT).close("body").close("html");
        return html.finish();
    }

    private static void head(Markup html, Report report) {
        String policy = "default-src 'none'; style-src " + hash(STYLE) + "; script-src " + hash(SCRIPT)
                + "; base-uri 'none'; form-action 'none'";
        html.open("head")
                .open("meta", "charset", "utf-8")
                .open("meta", "http-equiv", "Content-Security-Policy", "content", policy)
                .open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .open("meta", "name", "referrer", "content", "no-referrer")
                .leaf("title", report.name() + ": security report, " + Phrases.minute(report.generatedAt()))
                .style(STYLE)
                .close("head");
    }

    private static void navigation(Page page) {
        Report report = page.report();
        Markup html = page.html().open("nav", "aria-label", "Sections").open("ul", "class", "wrap");
        link(html, "Scorecard", "scorecard");
        link(html, "Organization", "organization");
        link(html, "Findings", "findings");
        if (!report.frameworks().isEmpty()) {
            link(html, "Frameworks", "frameworks");
        }
        if (report.findings().stream().anyMatch(finding -> finding.decision() != null)) {
            link(html, "Decisions", "decisions");
        }
        link(html, "Not read", "gaps");
        if (!report.cases().isEmpty()) {
            link(html, "Cases", "cases");
        }
        if (!report.runs().isEmpty()) {
            link(html, "Changes and drills", "changes");
        }
        link(html, "About", "about");
        html.close("ul").close("nav");
    }

    private static void link(Markup html, String words, String section) {
        html.open("li").leaf("a", words, "href", "#" + section).close("li");
    }

    /** Lets exactly this text run or style the page (Content Security Policy Level 3, hash sources). */
    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    static String asset(String name) {
        try (InputStream stream = HtmlReport.class.getResourceAsStream("/report/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("the program was built without /report/" + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
