package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.MemberReader;
import dev.holdfast.emulator.wire.WireAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The trails that pass by being made, started, stopped and deleted. */
public final class Trails {
    /**
     * A trail.
     *
     * @param name its name
     * @param arn its ARN
     * @param account the account that owns it
     * @param bucket where it delivers
     * @param prefix of keys in the bucket, empty for none
     * @param organization whether it covers all accounts
     * @param multiRegion whether it covers all regions
     * @param homeRegion where it was made
     * @param logging whether it is on
     * @param dataPrefixes S3 object ARNs (beginnings) whose calls are recorded
     */
    public record Trail(
            String name,
            String arn,
            String account,
            String bucket,
            String prefix,
            boolean organization,
            boolean multiRegion,
            String homeRegion,
            boolean logging,
            List<String> dataPrefixes) {
        public Trail {
            dataPrefixes = List.copyOf(dataPrefixes);
        }

        Trail logging(boolean on) {
            return new Trail(
                    name, arn, account, bucket, prefix, organization, multiRegion, homeRegion, on, dataPrefixes);
        }

        Trail data(List<String> prefixes) {
            return new Trail(
                    name, arn, account, bucket, prefix, organization, multiRegion, homeRegion, logging, prefixes);
        }
    }

    private final MemberReader reader;
    private final Map<String, Trail> byArn = new ConcurrentHashMap<>();

    /** @param reader reads requests and answers */
    public Trails(MemberReader reader) {
        this.reader = reader;
    }

    /** All trails. */
    public List<Trail> all() {
        return List.copyOf(byArn.values());
    }

    /** The organization trail a request means by name or ARN, whoever asks. */
    Optional<Trail> organizationTrail(String nameOrArn) {
        return byArn.values().stream()
                .filter(t -> t.organization()
                        && (t.arn().equals(nameOrArn) || t.name().equals(nameOrArn)))
                .findFirst();
    }

    void learn(Call call, Identity identity, WireAnswer answer) {
        if (!call.service().equals("cloudtrail") || !answer.good()) {
            return;
        }
        JsonNode request = reader.request(call);
        switch (call.operation()) {
            case "CreateTrail", "UpdateTrail" -> made(call, identity, reader.answer(call, answer));
            case "StartLogging" -> change(request, identity, t -> t.logging(true));
            case "StopLogging" -> change(request, identity, t -> t.logging(false));
            case "DeleteTrail" -> find(request, identity).ifPresent(t -> byArn.remove(t.arn()));
            case "PutEventSelectors" -> change(request, identity, t -> t.data(selected(request)));
            default -> {
                return;
            }
        }
    }

    private void made(Call call, Identity identity, JsonNode answer) {
        String arn = answer.path("TrailARN").asText();
        Optional<Trail> before = Optional.ofNullable(byArn.get(arn));
        byArn.put(
                arn,
                new Trail(
                        answer.path("Name").asText(),
                        arn,
                        identity.account(),
                        answer.path("S3BucketName").asText(),
                        answer.path("S3KeyPrefix").asText(""),
                        answer.path("IsOrganizationTrail").asBoolean(),
                        answer.path("IsMultiRegionTrail").asBoolean(),
                        before.map(Trail::homeRegion).orElse(call.region()),
                        before.map(Trail::logging).orElse(false),
                        before.map(Trail::dataPrefixes).orElse(List.of())));
    }

    private void change(JsonNode request, Identity identity, java.util.function.UnaryOperator<Trail> change) {
        find(request, identity).ifPresent(t -> byArn.put(t.arn(), change.apply(t)));
    }

    private Optional<Trail> find(JsonNode request, Identity identity) {
        String named = request.path("Name").asText(request.path("TrailName").asText());
        return byArn.values().stream()
                .filter(t -> t.arn().equals(named)
                        || (t.name().equals(named) && t.account().equals(identity.account())))
                .findFirst();
    }

    /** The S3 objects that basic and advanced event selectors ask for. */
    private static List<String> selected(JsonNode request) {
        List<String> out = new java.util.ArrayList<>();
        for (JsonNode selector : request.path("EventSelectors")) {
            for (JsonNode resource : selector.path("DataResources")) {
                if (resource.path("Type").asText().equals("AWS::S3::Object")) {
                    resource.path("Values").forEach(v -> out.add(v.asText()));
                }
            }
        }
        for (JsonNode selector : request.path("AdvancedEventSelectors")) {
            boolean objects = false;
            List<String> prefixes = new java.util.ArrayList<>();
            for (JsonNode field : selector.path("FieldSelectors")) {
                String name = field.path("Field").asText();
                objects |= name.equals("resources.type")
                        && field.path("Equals").toString().contains("AWS::S3::Object");
                if (name.equals("resources.ARN")) {
                    field.path("StartsWith").forEach(v -> prefixes.add(v.asText()));
                    field.path("Equals").forEach(v -> prefixes.add(v.asText()));
                }
            }
            if (objects) {
                out.addAll(prefixes.isEmpty() ? List.of("arn:aws:s3") : prefixes);
            }
        }
        return out;
    }
}
