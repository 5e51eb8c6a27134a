package dev.holdfast.emulator.overlay;

import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.Upstream;
import dev.holdfast.emulator.wire.WireAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Adds the row of the root user, which moto leaves out of the credential report. */
final class CredentialReport implements OwnAnswer {
    private static final Pattern CONTENT = Pattern.compile("<Content>([^<]*)</Content>");
    private static final String ROOT = "<root_account>";

    private final Backstage backstage;
    private final Upstream upstream;

    CredentialReport(Backstage backstage, Upstream upstream) {
        this.backstage = backstage;
        this.upstream = upstream;
    }

    @Override
    public WireAnswer answer(Call call, Identity identity) throws IOException {
        WireAnswer answer = upstream.send(call.request());
        Matcher content = CONTENT.matcher(answer.text());
        if (!answer.good() || !content.find()) {
            return answer;
        }
        String report = new String(Base64.getMimeDecoder().decode(content.group(1)), StandardCharsets.UTF_8);
        if (report.contains(ROOT)) {
            return answer;
        }
        int end = report.indexOf('\n');
        String header = end < 0 ? report : report.substring(0, end);
        String rest = end < 0 ? "" : report.substring(end + 1);
        String whole = header + "\n" + row(header, identity.account()) + "\n" + rest;
        String encoded = Base64.getEncoder().encodeToString(whole.getBytes(StandardCharsets.UTF_8));
        String text = content.replaceFirst("<Content>" + Matcher.quoteReplacement(encoded) + "</Content>");
        return new WireAnswer(answer.status(), answer.headers(), text.getBytes(StandardCharsets.UTF_8));
    }

    private String row(String header, String account) {
        Map<String, String> values = Map.ofEntries(
                Map.entry("user", ROOT),
                Map.entry("arn", "arn:aws:iam::" + account + ":root"),
                Map.entry("user_creation_time", "2024-01-15T09:00:00+00:00"),
                Map.entry("password_enabled", "not_supported"),
                Map.entry("password_last_used", "no_information"),
                Map.entry("password_last_changed", "not_supported"),
                Map.entry("password_next_rotation", "not_supported"),
                Map.entry("mfa_active", Boolean.toString(hasMfa(account))),
                Map.entry("access_key_1_active", "false"),
                Map.entry("access_key_2_active", "false"),
                Map.entry("cert_1_active", "false"),
                Map.entry("cert_2_active", "false"));
        return Arrays.stream(header.strip().split(","))
                .map(column -> values.getOrDefault(column.strip(), "N/A"))
                .collect(Collectors.joining(","));
    }

    private boolean hasMfa(String account) {
        String summary = backstage
                .query(account, "iam", Map.of("Action", "GetAccountSummary", "Version", "2010-05-08"))
                .text();
        return Pattern.compile("<key>AccountMFAEnabled</key>\\s*<value>1</value>")
                .matcher(summary)
                .find();
    }
}
