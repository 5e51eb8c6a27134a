package dev.holdfast.emulator.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The failures that a reader should see first: the critical ones before the high ones, each reason and check once. */
final class Worst {
    private static final List<String> SEVERE = List.of("critical", "high");

    private Worst() {}

    /**
     * @param findings as {@code protect check --json} lists them
     * @param most how many lines at most
     * @return a line each: severity, reason, and how often the same check failed elsewhere
     */
    static List<String> lines(JsonNode findings, int most) {
        Map<String, Integer> failures = new LinkedHashMap<>();
        for (JsonNode finding : findings) {
            if (failed(finding)) {
                failures.merge(finding.path("check").asText(), 1, Integer::sum);
            }
        }
        List<String> out = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (String severity : SEVERE) {
            for (JsonNode finding : findings) {
                String check = finding.path("check").asText();
                String reason = finding.path("reason").asText();
                if (out.size() < most
                        && failed(finding)
                        && finding.path("severity").asText().equals(severity)
                        && !told.contains(check)
                        && told.add(reason)) {
                    told.add(check);
                    int more = failures.getOrDefault(check, 1) - 1;
                    out.add("  " + severity + "  " + reason + (more == 0 ? "" : " (and " + more + " more)"));
                }
            }
        }
        return out;
    }

    private static boolean failed(JsonNode finding) {
        return finding.path("outcome").asText().equals("FAIL");
    }
}
