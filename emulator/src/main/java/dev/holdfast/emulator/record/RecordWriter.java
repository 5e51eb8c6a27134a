package dev.holdfast.emulator.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.emulator.overlay.Identity;
import dev.holdfast.emulator.wire.AwsError;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.MemberReader;
import dev.holdfast.emulator.wire.Protocol;
import dev.holdfast.emulator.wire.WireAnswer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** One call as a CloudTrail record. Source: AWS CloudTrail User Guide, "CloudTrail record contents" (version 1.11). */
final class RecordWriter {
    private static final Pattern READING = Pattern.compile(
            "(Get|List|Describe|Head|BatchGet|Lookup|Search|Select|Check|Simulate|Validate|AssumeRole).*");

    /** Services with one endpoint, whose events happen in us-east-1. */
    private static final Set<String> GLOBAL =
            Set.of("iam", "organizations", "account", "route53", "cloudfront", "support");

    private static final Map<String, String> SOURCES = Map.of(
            "elbv2", "elasticloadbalancing",
            "accessanalyzer", "access-analyzer",
            "s3control", "s3",
            "cloudwatch", "monitoring");

    private final MemberReader reader;
    private final Spelling spelling;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Disguise disguise;
    private final Map<String, String> firstSeen = new ConcurrentHashMap<>();

    RecordWriter(
            SdkCatalog catalog, MemberReader reader, InstantSource clock, RandomGenerator random, Disguise disguise) {
        this.reader = reader;
        this.spelling = new Spelling(catalog);
        this.clock = clock;
        this.random = random;
        this.disguise = disguise;
    }

    ObjectNode write(Call call, Identity identity, WireAnswer answer) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        boolean readOnly = READING.matcher(call.operation()).matches();
        boolean data = S3Spelling.isData(call);
        JsonNode request = reader.request(call);
        String since = firstSeen.computeIfAbsent(identity.accessKey(), k -> now.toString());

        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("eventVersion", "1.11");
        out.set("userIdentity", UserIdentity.of(identity, since));
        out.put("eventTime", now.toString());
        out.put("eventSource", SOURCES.getOrDefault(call.service(), call.service()) + ".amazonaws.com");
        out.put("eventName", S3Spelling.eventName(call));
        out.put("awsRegion", region(call));
        Disguise.Origin origin = disguise.of(identity.accessKey());
        String address = call.request().header("x-holdfast-source-ip");
        String agent = call.request().header("User-Agent");
        out.put("sourceIPAddress", origin != null ? origin.address() : address != null ? address : Disguise.ELSEWHERE);
        out.put("userAgent", origin != null ? origin.userAgent() : agent == null ? "" : agent);
        if (!answer.good()) {
            AwsError error = MemberReader.error(call, answer);
            out.put("errorCode", code(call, error));
            if (!error.message().isEmpty()) {
                out.put("errorMessage", error.message());
            }
        }
        JsonNode spelled =
                call.service().equals("s3") ? S3Spelling.request(call, request) : spelling.request(call, request);
        out.set("requestParameters", spelled.isEmpty() ? JsonNodeFactory.instance.nullNode() : spelled);
        out.set("responseElements", response(call, answer, readOnly && !call.is("sts", "AssumeRole")));
        out.put("requestID", uuid());
        out.put("eventID", uuid());
        out.put("readOnly", readOnly);
        if (data) {
            resources(out, request, identity);
        }
        out.put("eventType", "AwsApiCall");
        out.put("managementEvent", !data);
        out.put("recipientAccountId", identity.account());
        out.put("eventCategory", data ? "Data" : "Management");
        return out;
    }

    /** The same AssumeRole as the account of the role sees it. */
    ObjectNode received(ObjectNode record, String account) {
        ObjectNode out = record.deepCopy();
        JsonNode caller = record.path("userIdentity");
        ObjectNode identity = out.putObject("userIdentity");
        identity.put("type", "AWSAccount");
        identity.put("principalId", caller.path("principalId").asText());
        identity.put("accountId", caller.path("accountId").asText());
        out.put("eventID", uuid());
        out.put("recipientAccountId", account);
        return out;
    }

    private JsonNode response(Call call, WireAnswer answer, boolean silent) {
        if (!answer.good() || silent || call.service().equals("s3")) {
            return JsonNodeFactory.instance.nullNode();
        }
        JsonNode members = spelling.answer(call, reader.answer(call, answer));
        return members.isEmpty() ? JsonNodeFactory.instance.nullNode() : members;
    }

    private static void resources(ObjectNode out, JsonNode request, Identity identity) {
        String bucket = request.path("Bucket").asText();
        String arn = "arn:aws:s3:::" + bucket;
        var resources = out.putArray("resources");
        if (request.has("Key")) {
            resources
                    .addObject()
                    .put("type", "AWS::S3::Object")
                    .put("ARN", arn + "/" + request.path("Key").asText());
        }
        resources
                .addObject()
                .put("accountId", identity.account())
                .put("type", "AWS::S3::Bucket")
                .put("ARN", arn);
    }

    private static String region(Call call) {
        boolean global = GLOBAL.contains(call.service()) || call.is("s3", "ListBuckets");
        return global ? "us-east-1" : call.region();
    }

    private static String code(Call call, AwsError error) {
        if (error.code().isEmpty()) {
            return error.status() >= 500 ? "InternalFailure" : "Http" + error.status();
        }
        String code = error.code().equals("AccessDeniedException") ? "AccessDenied" : error.code();
        return call.protocol() == Protocol.EC2 ? "Client." + code : code;
    }

    private String uuid() {
        return new UUID(
                        (random.nextLong() & 0xFFFFFFFFFFFF0FFFL) | 0x4000L,
                        (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L)
                .toString();
    }
}
