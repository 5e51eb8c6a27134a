package dev.holdfast.report.html;

import dev.holdfast.report.Paper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/** A paper as one HTML file: no script, nothing loaded from elsewhere, made to be printed. */
public final class PaperPage {
    private static final String STYLE = "body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;"
            + "padding:0 1rem;color:#1c2430;background:#fff}h1{margin-bottom:0}h2{margin-top:2.2rem;border-bottom:1px "
            + "solid #c9d1dc}h3{margin-top:1.6rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;"
            + "vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #dde3ea}table{font-size:.9rem}"
            + "th{white-space:nowrap}.wide{overflow-x:auto}td.long{overflow-wrap:anywhere;min-width:11rem}"
            + "thead{border-bottom:2px solid #8a97a8}@media(prefers-color-scheme:dark){body{color:#e4e9f0;"
            + "background:#14181f}th,td{border-color:#333c49}h2{border-color:#46515f}}@media print{h2{break-after:avoid}"
            + "tr{break-inside:avoid}.wide{overflow:visible}}";

    private static final Pattern LONG_WORD = Pattern.compile("\\S{28}");

    private PaperPage() {}

    /** The whole file. */
    public static String of(Paper paper) {
        Markup html = new Markup();
        html.doctype().open("html", "lang", "en").open("head").open("meta", "charset", "utf-8");
        html.open(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src " + hash() + "; base-uri 'none'; form-action 'none'");
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .leaf("title", paper.title())
                .style(STYLE)
                .close("head")
                .open("body")
                .leaf("h1", paper.title())
                .leaf("p", paper.subtitle());
        paper.blocks().forEach(block -> write(block, html));
        return html.close("body").close("html").finish();
    }

    private static void write(Paper.Block block, Markup html) {
        switch (block) {
            case Paper.Heading heading -> html.leaf("h" + heading.level(), heading.text());
            case Paper.Text text -> html.leaf("p", text.text());
            case Paper.Points points -> {
                html.open("ul");
                points.points().forEach(p -> html.leaf("li", p));
                html.close("ul");
            }
            case Paper.Rows rows -> {
                html.open("div", "class", "wide").open("table").open("thead").open("tr");
                rows.heads().forEach(h -> html.leaf("th", h, "scope", "col"));
                html.close("tr").close("thead").open("tbody");
                rows.rows().forEach(row -> {
                    html.open("tr");
                    row.forEach(cell -> {
                        // Ids and names stay whole; only what no column holds is broken.
                        if (LONG_WORD.matcher(cell).find()) {
                            html.leaf("td", cell, "class", "long");
                        } else {
                            html.leaf("td", cell);
                        }
                    });
                    html.close("tr");
                });
                html.close("tbody").close("table").close("div");
            }
        }
    }

    private static String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(STYLE.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
