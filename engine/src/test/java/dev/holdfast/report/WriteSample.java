package dev.holdfast.report;

import dev.holdfast.report.html.HtmlReport;
import java.nio.file.Files;
import java.nio.file.Path;

final class WriteSample {
    public static void main(String[] args) throws Exception {
        Files.writeString(Path.of(args[0]), HtmlReport.of(SampleReport.report()));
    }
}
