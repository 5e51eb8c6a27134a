package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.AwsError;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.MemberReader;
import dev.holdfast.emulator.wire.WireAnswer;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The backup, copy and restore jobs of AWS Backup, which moto lacks: a backup job leaves a complete recovery point at once,
 * a copy job puts it into another vault, and a restore job makes the table anew in moto, items and all. Only DynamoDB
 * tables are restored; how long a job takes says nothing about AWS.
 */
final class BackupJobs {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Backstage backstage;
    private final MemberReader reader;
    private final AnswerWriter writer;
    private final InstantSource clock;
    private final AtomicLong made = new AtomicLong();
    /** Vault ARN to its points by ARN. */
    private final Map<String, Map<String, ObjectNode>> vaults = new ConcurrentHashMap<>();

    private final Map<String, ObjectNode> jobs = new ConcurrentHashMap<>();

    BackupJobs(Backstage backstage, MemberReader reader, AnswerWriter writer, InstantSource clock) {
        this.backstage = backstage;
        this.reader = reader;
        this.writer = writer;
        this.clock = clock;
    }

    /** The operations it answers. */
    Map<String, OwnAnswer> answers() {
        return Map.of(
                "backup:StartBackupJob", this::backUp,
                "backup:StartCopyJob", this::copy,
                "backup:ListRecoveryPointsByBackupVault", this::list,
                "backup:DescribeRecoveryPoint", this::describe,
                "backup:DeleteRecoveryPoint", this::delete,
                "backup:GetRecoveryPointRestoreMetadata", this::metadata,
                "backup:StartRestoreJob", this::restore,
                "backup:DescribeRestoreJob", this::job);
    }

    private WireAnswer backUp(Call call, Identity identity) {
        JsonNode request = reader.request(call);
        String vault = vault(call, identity, request.path("BackupVaultName").asText());
        String resource = request.path("ResourceArn").asText();
        long number = made.incrementAndGet();
        String point = "arn:aws:backup:" + call.region() + ":" + identity.account() + ":recovery-point:"
                + "%08x-0000-4000-8000-%012x".formatted(number, number);
        ObjectNode row = MAPPER.createObjectNode()
                .put("RecoveryPointArn", point)
                .put("BackupVaultName", request.path("BackupVaultName").asText())
                .put("BackupVaultArn", vault)
                .put("ResourceArn", resource)
                .put("ResourceType", type(resource))
                .put("Status", "COMPLETED")
                .put("CreationDate", now())
                .put("CompletionDate", now())
                .put("IsEncrypted", true)
                .put("IamRoleArn", request.path("IamRoleArn").asText());
        points(vault).put(point, row);
        return writer.answer(
                call,
                MAPPER.createObjectNode()
                        .put("BackupJobId", "backup-job-" + number)
                        .put("RecoveryPointArn", point)
                        .put("CreationDate", now()));
    }

    private WireAnswer copy(Call call, Identity identity) {
        JsonNode request = reader.request(call);
        String from =
                vault(call, identity, request.path("SourceBackupVaultName").asText());
        ObjectNode source = points(from).get(request.path("RecoveryPointArn").asText());
        if (source == null) {
            return absent(call);
        }
        String to = request.path("DestinationBackupVaultArn").asText();
        String[] place = to.split(":", 7);
        long number = made.incrementAndGet();
        String point = "arn:aws:backup:" + place[3] + ":" + place[4] + ":recovery-point:"
                + "%08x-0000-4000-8000-%012x".formatted(number, number);
        ObjectNode row = source.deepCopy()
                .put("RecoveryPointArn", point)
                .put("BackupVaultName", place[6])
                .put("BackupVaultArn", to)
                .put("SourceBackupVaultArn", from);
        points(to).put(point, row);
        return writer.answer(call, MAPPER.createObjectNode().put("CopyJobId", "copy-job-" + number));
    }

    private WireAnswer list(Call call, Identity identity) {
        String vault = vault(
                call, identity, reader.request(call).path("BackupVaultName").asText());
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        points(vault).values().forEach(rows::add);
        ObjectNode out = MAPPER.createObjectNode();
        out.set("RecoveryPoints", rows);
        return writer.answer(call, out);
    }

    private WireAnswer describe(Call call, Identity identity) {
        ObjectNode point = point(call, identity);
        return point == null ? absent(call) : writer.answer(call, point);
    }

    private WireAnswer delete(Call call, Identity identity) {
        ObjectNode point = point(call, identity);
        if (point == null) {
            return absent(call);
        }
        points(point.path("BackupVaultArn").asText())
                .remove(point.path("RecoveryPointArn").asText());
        return writer.answer(call, MAPPER.createObjectNode());
    }

    private WireAnswer metadata(Call call, Identity identity) {
        ObjectNode point = point(call, identity);
        if (point == null) {
            return absent(call);
        }
        ObjectNode out = MAPPER.createObjectNode();
        out.putObject("RestoreMetadata")
                .put("originalTableName", last(point.path("ResourceArn").asText()))
                .put("encryptionType", "Default");
        return writer.answer(call, out);
    }

    private WireAnswer restore(Call call, Identity identity) throws IOException {
        JsonNode request = reader.request(call);
        String token =
                identity.account() + " " + request.path("IdempotencyToken").asText("none");
        ObjectNode before = jobs.get(token);
        if (before != null) {
            return writer.answer(call, MAPPER.createObjectNode().set("RestoreJobId", before.get("RestoreJobId")));
        }
        ObjectNode point = vaults.values().stream()
                .map(v -> v.get(request.path("RecoveryPointArn").asText()))
                .filter(p -> p != null)
                .findFirst()
                .orElse(null);
        if (point == null) {
            return absent(call);
        }
        String target = request.path("Metadata").path("targetTableName").asText();
        String id = "restore-job-" + made.incrementAndGet();
        boolean well = point.path("ResourceType").asText().equals("DynamoDB")
                && !target.isEmpty()
                && again(
                        identity.account(),
                        call.region(),
                        last(point.path("ResourceArn").asText()),
                        target);
        ObjectNode job = MAPPER.createObjectNode()
                .put("RestoreJobId", id)
                .put("RecoveryPointArn", point.path("RecoveryPointArn").asText())
                .put("CreationDate", now())
                .put("CompletionDate", now())
                .put("Status", well ? "COMPLETED" : "FAILED")
                .put("PercentDone", "100.00%")
                .put("ResourceType", point.path("ResourceType").asText())
                .put(
                        "CreatedResourceArn",
                        "arn:aws:dynamodb:" + call.region() + ":" + identity.account() + ":table/" + target);
        jobs.put(id, job);
        if (request.hasNonNull("IdempotencyToken")) {
            jobs.put(token, job);
        }
        return writer.answer(call, MAPPER.createObjectNode().put("RestoreJobId", id));
    }

    private WireAnswer job(Call call, Identity identity) {
        ObjectNode job = jobs.get(reader.request(call).path("RestoreJobId").asText());
        return job == null ? absent(call) : writer.answer(call, job);
    }

    /** Makes a table like another, with its items. */
    private boolean again(String account, String region, String from, String to) throws IOException {
        JsonNode table = dynamo(account, region, "DescribeTable", name(from)).path("Table");
        ObjectNode create = name(to);
        create.set("AttributeDefinitions", table.path("AttributeDefinitions"));
        create.set("KeySchema", table.path("KeySchema"));
        create.put("BillingMode", "PAY_PER_REQUEST");
        if (dynamo(account, region, "CreateTable", create)
                .path("TableDescription")
                .isMissingNode()) {
            return false;
        }
        for (JsonNode item : dynamo(account, region, "Scan", name(from)).path("Items")) {
            ObjectNode put = name(to);
            put.set("Item", item);
            dynamo(account, region, "PutItem", put);
        }
        return true;
    }

    private static ObjectNode name(String table) {
        return MAPPER.createObjectNode().put("TableName", table);
    }

    private JsonNode dynamo(String account, String region, String operation, ObjectNode members) throws IOException {
        return MAPPER.readTree(backstage
                .json(account, region, "dynamodb", "DynamoDB_20120810." + operation, members.toString())
                .body());
    }

    private @Nullable ObjectNode point(Call call, Identity identity) {
        JsonNode request = reader.request(call);
        String vault = vault(call, identity, request.path("BackupVaultName").asText());
        return points(vault).get(request.path("RecoveryPointArn").asText());
    }

    private Map<String, ObjectNode> points(String vault) {
        return vaults.computeIfAbsent(vault, k -> new TreeMap<>());
    }

    private static String vault(Call call, Identity identity, String name) {
        return "arn:aws:backup:" + call.region() + ":" + identity.account() + ":backup-vault:" + name;
    }

    private static String type(String arn) {
        return switch (arn.split(":", 6)[2]) {
            case "dynamodb" -> "DynamoDB";
            case "rds" -> arn.contains(":cluster:") ? "Aurora" : "RDS";
            case "s3" -> "S3";
            case "elasticfilesystem" -> "EFS";
            case "ec2" -> arn.contains(":volume/") ? "EBS" : "EC2";
            default -> "Other";
        };
    }

    private static String last(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private String now() {
        return Instant.ofEpochSecond(clock.instant().getEpochSecond()).toString();
    }

    private static WireAnswer absent(Call call) {
        return AnswerWriter.error(
                call, new AwsError(400, "ResourceNotFoundException", "The requested resource was not found."));
    }
}
