package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The open findings that GuardDuty or Security Hub give through their own API, in one account and some regions; the
 * administrator's account gives those of all members. Each page is a file in the form in which the service writes it.
 */
final class AwsFindingsPlace implements LogPlace {
    /** Source: GuardDuty API, GetFindings. */
    private static final int BATCH = 50;

    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final AwsReader aws;
    private final Scope home;
    private final String service;
    private final List<Region> regions;

    private AwsFindingsPlace(AwsReader aws, Scope home, String service, List<Region> regions) {
        this.aws = aws;
        this.home = home;
        this.service = service;
        this.regions = regions;
    }

    /** True when a URI means such findings. */
    static boolean meant(String uri) {
        return uri.startsWith("guardduty:") || uri.startsWith("securityhub:");
    }

    /** @param uri {@code guardduty:} or {@code securityhub:}, with regions after the colon, or none for the home region */
    static AwsFindingsPlace of(String uri, AwsReader aws, Scope home) {
        int colon = uri.indexOf(':');
        List<Region> regions = Arrays.stream(uri.substring(colon + 1).split(","))
                .map(String::strip)
                .filter(r -> !r.isEmpty())
                .map(Region::new)
                .toList();
        return new AwsFindingsPlace(
                aws, home, uri.substring(0, colon), regions.isEmpty() ? List.of(home.region()) : regions);
    }

    @Override
    public void each(Consumer<LogFile> consumer) throws IOException {
        List<String> refused = new ArrayList<>();
        for (Region region : regions) {
            Scope scope = new Scope(home.account(), region);
            try {
                if (service.equals("guardduty")) {
                    guardDuty(scope, consumer);
                } else {
                    securityHub(scope, consumer);
                }
            } catch (AwsFailure e) {
                refused.add(e.explain());
            }
        }
        if (!refused.isEmpty()) {
            throw new IOException(String.join("; ", refused));
        }
    }

    private void guardDuty(Scope scope, Consumer<LogFile> consumer) {
        List<String> detectors = new ArrayList<>();
        aws.pages(
                scope,
                "guardduty",
                "ListDetectors",
                MAKE.objectNode(),
                page -> page.path("DetectorIds").forEach(id -> detectors.add(id.asText())));
        for (String detector : detectors) {
            ObjectNode list = MAKE.objectNode().put("DetectorId", detector);
            list.putObject("FindingCriteria")
                    .putObject("Criterion")
                    .putObject("service.archived")
                    .putArray("Equals")
                    .add("false");
            List<String> ids = new ArrayList<>();
            aws.pages(
                    scope,
                    "guardduty",
                    "ListFindings",
                    list,
                    page -> page.path("FindingIds").forEach(id -> ids.add(id.asText())));
            for (int from = 0; from < ids.size(); from += BATCH) {
                ObjectNode get = MAKE.objectNode().put("DetectorId", detector);
                ArrayNode wanted = get.putArray("FindingIds");
                ids.subList(from, Math.min(ids.size(), from + BATCH)).forEach(wanted::add);
                JsonNode answer = aws.read(scope, "guardduty", "GetFindings", get);
                consumer.accept(file(scope, lowered(answer.path("Findings"))));
            }
        }
    }

    private void securityHub(Scope scope, Consumer<LogFile> consumer) {
        ObjectNode request = MAKE.objectNode().put("MaxResults", 100);
        ObjectNode filters = request.putObject("Filters");
        filter(filters, "RecordState", "EQUALS", "ACTIVE");
        filter(filters, "WorkflowStatus", "EQUALS", "NEW", "NOTIFIED");
        filter(filters, "Type", "PREFIX", "TTPs", "Effects", "Unusual Behaviors");
        aws.pages(
                scope,
                "securityhub",
                "GetFindings",
                request,
                page -> consumer.accept(file(scope, page.path("Findings"))));
    }

    private static void filter(ObjectNode filters, String name, String comparison, String... values) {
        ArrayNode list = filters.putArray(name);
        for (String value : values) {
            list.addObject().put("Value", value).put("Comparison", comparison);
        }
    }

    private LogFile file(Scope scope, JsonNode findings) {
        ObjectNode document = MAKE.objectNode();
        document.set("findings", findings);
        byte[] bytes = document.toString().getBytes(StandardCharsets.UTF_8);
        String name = service + ":" + scope.account() + "/" + scope.region();
        return new LogFile(name, null, () -> new ByteArrayInputStream(bytes));
    }

    /** The API names members with a capital, the findings that GuardDuty delivers do not. */
    static JsonNode lowered(JsonNode node) {
        if (node instanceof ArrayNode list) {
            ArrayNode out = MAKE.arrayNode();
            list.forEach(item -> out.add(lowered(item)));
            return out;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode out = MAKE.objectNode();
            object.properties()
                    .forEach(e -> out.set(
                            e.getKey().substring(0, 1).toLowerCase(Locale.ROOT)
                                    + e.getKey().substring(1),
                            lowered(e.getValue())));
            return out;
        }
        return node;
    }
}
