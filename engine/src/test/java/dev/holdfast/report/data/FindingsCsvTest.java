package dev.holdfast.report.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.report.SampleReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FindingsCsvTest {
    @Test
    void noCellStartsAFormulaAndQuotesAreDoubled() {
        assertThat(line("=1+1", "@SUM(A1)")).contains(",'=1+1,", ",'@SUM(A1),");
        assertThat(line("\t=1", "-2")).contains(",' =1,", ",'-2,");
        assertThat(line("  +1", "\uFF1D1")).contains(",'  +1,", ",'\uFF1D1,");
        assertThat(line("a,b", "say \"x\"")).contains(",\"a,b\",", ",\"say \"\"x\"\"\",");
        assertThat(line("plain", "a=b")).contains(",plain,", ",a=b,");
    }

    private static String line(String resource, String reason) {
        var rule = new SampleReport.Rule(
                "r/s/t", "T", NistFunction.PROTECT, Severity.LOW, "", null, Map.of("f", List.of("1", "2")));
        List<Finding> findings = List.of(rule.says(Outcome.FAIL, resource, "", "global", reason));
        String csv = Written.text(out -> FindingsCsv.write(out, findings));
        assertThat(csv).startsWith("check,title,").endsWith("\r\n");
        return csv.substring(csv.indexOf("\r\n") + 2);
    }
}
