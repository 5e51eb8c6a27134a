package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.aws.write.AwsWriter;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Scope;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A small AWS in memory: S3 blocks and versions, security group rules, IAM users, RDS copies, SNS messages. */
final class FakeAws implements AwsReader, AwsWriter {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final Map<String, JsonNode> publicAccessBlocks = new TreeMap<>();
    final Map<String, ArrayNode> bucketTags = new TreeMap<>();
    final Map<String, List<ObjectNode>> rules = new TreeMap<>();
    final Map<String, String> keyStatus = new TreeMap<>();
    final Map<String, String> inlinePolicies = new TreeMap<>();
    final Map<String, ObjectNode> databases = new TreeMap<>();
    final Map<String, List<ObjectNode>> versions = new TreeMap<>();
    /** Whether the one rule that can be asked by its id was taken away. */
    boolean ruleGone;

    final List<String> messages = new ArrayList<>();
    /** Every write that took effect, in order. */
    final List<String> effects = new ArrayList<>();
    /** Operations whose answer is lost after they took effect, once. */
    final List<String> losesAnswerOf = new ArrayList<>();
    /** Operations that are refused. */
    Predicate<String> refuses = operation -> false;

    /** Operations that never take effect and never get an answer. */
    Predicate<String> breaks = operation -> false;

    /** Told of each write before it is looked at. */
    Consumer<String> before = operation -> {};

    private int nextId = 1;

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Everything a later reading could show, except ids that AWS gives anew. */
    String state() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        publicAccessBlocks.forEach(out.putObject("blocks")::set);
        ObjectNode groups = out.putObject("groups");
        rules.forEach((group, list) -> {
            List<String> texts = new ArrayList<>();
            list.forEach(
                    r -> texts.add(r.deepCopy().without("SecurityGroupRuleId").toString()));
            texts.sort(null);
            texts.forEach(groups.putArray(group)::add);
        });
        keyStatus.forEach(out.putObject("keys")::put);
        inlinePolicies.forEach(out.putObject("policies")::put);
        databases.forEach(out.putObject("databases")::set);
        ObjectNode objects = out.putObject("objects");
        versions.forEach((key, list) ->
                objects.put(key, list.get(list.size() - 1).has("ETag") ? "there" : "deleted"));
        messages.forEach(out.putArray("messages")::add);
        return out.toPrettyString();
    }

    void rule(String group, String json) {
        ObjectNode rule = (ObjectNode) json(json);
        rule.put("SecurityGroupRuleId", "sgr-" + nextId++).put("GroupId", group);
        rules.computeIfAbsent(group, k -> new ArrayList<>()).add(rule);
    }

    void object(String key, String etag) {
        versions.computeIfAbsent(key, k -> new ArrayList<>())
                .add(version(key).put("ETag", etag).put("Size", 10));
    }

    void marker(String key) {
        of(versions, key).add(version(key));
    }

    private ObjectNode version(String key) {
        return JsonNodeFactory.instance.objectNode().put("Key", key).put("VersionId", "v" + nextId++);
    }

    @Override
    public synchronized JsonNode read(Scope scope, String service, String operation, JsonNode in) {
        return switch (service + ":" + operation) {
            case "s3:GetPublicAccessBlock" -> {
                JsonNode block = publicAccessBlocks.get(text(in, "Bucket"));
                if (block == null) {
                    throw refused(scope, "s3:GetPublicAccessBlock", "NoSuchPublicAccessBlockConfiguration");
                }
                yield JsonNodeFactory.instance.objectNode().set("PublicAccessBlockConfiguration", block);
            }
            case "s3:GetBucketTagging" -> {
                ArrayNode tags = bucketTags.get(text(in, "Bucket"));
                if (tags == null) {
                    throw refused(scope, "s3:GetBucketTagging", "NoSuchTagSet");
                }
                yield JsonNodeFactory.instance.objectNode().set("TagSet", tags);
            }
            case "s3:ListObjectVersions" -> listVersions(text(in, "Prefix"));
            case "s3:HeadObject" -> {
                List<ObjectNode> list = of(versions, text(in, "Key"));
                ObjectNode newest = list.get(list.size() - 1);
                yield json("{'ETag':'" + newest.path("ETag").asText("deleted") + "','ContentLength':10}");
            }
            case "ec2:DescribeSecurityGroups" -> json("{'SecurityGroups':[{'Tags':[]}]}");
            case "ec2:DescribeSecurityGroupRules" -> {
                if (in.has("SecurityGroupRuleIds")) {
                    yield ruleGone
                            ? json("{'SecurityGroupRules':[]}")
                            : json(
                                    "{'SecurityGroupRules':[{'SecurityGroupRuleId':'sgr-0123456789abcdef0','Tags':[]}]}");
                }
                ObjectNode out = JsonNodeFactory.instance.objectNode();
                String group = in.path("Filters").get(0).path("Values").get(0).asText();
                rules.getOrDefault(group, List.of()).forEach(out.putArray("SecurityGroupRules")::add);
                yield out;
            }
            case "iam:GetUser" ->
                json("{'User':{'Arn':'arn:aws:iam::111122223333:user/" + text(in, "UserName") + "'}}");
            case "iam:ListAccessKeys" -> {
                ObjectNode out = JsonNodeFactory.instance.objectNode();
                ArrayNode list = out.putArray("AccessKeyMetadata");
                keyStatus.forEach(
                        (id, status) -> list.addObject().put("AccessKeyId", id).put("Status", status));
                yield out;
            }
            case "iam:GetAccessKeyLastUsed" -> throw refused(scope, "iam:GetAccessKeyLastUsed", "AccessDenied");
            case "iam:ListUserPolicies" -> {
                ObjectNode out = JsonNodeFactory.instance.objectNode();
                inlinePolicies.keySet().forEach(out.putArray("PolicyNames")::add);
                yield out;
            }
            case "iam:GetUserPolicy" -> {
                String document = inlinePolicies.get(text(in, "PolicyName"));
                if (document == null) {
                    throw refused(scope, "iam:GetUserPolicy", "NoSuchEntity");
                }
                yield JsonNodeFactory.instance
                        .objectNode()
                        .put(
                                "PolicyDocument",
                                java.net.URLEncoder.encode(document, java.nio.charset.StandardCharsets.UTF_8)
                                        .replace("+", "%20"));
            }
            case "iam:ListAttachedUserPolicies", "iam:ListGroupsForUser" -> JsonNodeFactory.instance.objectNode();
            case "rds:DescribeDBInstances" -> {
                ObjectNode database = databases.get(text(in, "DBInstanceIdentifier"));
                if (database == null) {
                    throw refused(scope, "rds:DescribeDBInstances", "DBInstanceNotFound");
                }
                ObjectNode out = JsonNodeFactory.instance.objectNode();
                out.putArray("DBInstances").add(database);
                yield out;
            }
            case "rds:DescribeDBSnapshots" ->
                json("{'DBSnapshots':["
                        + "{'DBSnapshotIdentifier':'newer','Status':'available','SnapshotCreateTime':'2026-11-22T00:00:00Z',"
                        + "'AllocatedStorage':20},"
                        + "{'DBSnapshotIdentifier':'older','Status':'available','SnapshotCreateTime':'2026-11-01T00:00:00Z',"
                        + "'AllocatedStorage':20}]}");
            default -> throw new IllegalArgumentException("the fake does not know " + service + ":" + operation);
        };
    }

    private JsonNode listVersions(String prefix) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ArrayNode objects = out.putArray("Versions");
        ArrayNode markers = out.putArray("DeleteMarkers");
        versions.forEach((key, list) -> {
            for (int i = list.size() - 1; i >= 0 && key.startsWith(prefix); i--) {
                ObjectNode version = list.get(i).deepCopy().put("IsLatest", i == list.size() - 1);
                (version.has("ETag") ? objects : markers).add(version);
            }
        });
        return out;
    }

    @Override
    public JsonNode write(Scope scope, String service, String operation, JsonNode in) {
        before.accept(service + ":" + operation);
        return write(scope, service + ":" + operation, in);
    }

    private synchronized JsonNode write(Scope scope, String name, JsonNode in) {
        if (refuses.test(name)) {
            throw refused(scope, name, "AccessDenied");
        }
        if (breaks.test(name)) {
            throw new AwsFailure(AwsFailure.Kind.UNAVAILABLE, name, scope, "", 500, "the server broke");
        }
        apply(scope, name, in);
        effects.add(name + " " + in);
        if (losesAnswerOf.remove(name)) {
            throw new AwsFailure(AwsFailure.Kind.UNAVAILABLE, name, scope, "", 0, "the connection broke");
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private void apply(Scope scope, String name, JsonNode in) {
        switch (name) {
            case "s3:PutPublicAccessBlock" ->
                publicAccessBlocks.put(text(in, "Bucket"), in.path("PublicAccessBlockConfiguration"));
            case "s3:DeletePublicAccessBlock" -> publicAccessBlocks.remove(text(in, "Bucket"));
            case "s3:DeleteObject" -> {
                if (in.has("VersionId")) {
                    of(versions, text(in, "Key"))
                            .removeIf(v -> v.path("VersionId").asText().equals(text(in, "VersionId")));
                } else {
                    marker(text(in, "Key"));
                }
            }
            case "ec2:RevokeSecurityGroupIngress" -> {
                for (JsonNode id : in.path("SecurityGroupRuleIds")) {
                    if (!of(rules, text(in, "GroupId"))
                            .removeIf(r -> r.path("SecurityGroupRuleId").equals(id))) {
                        throw refused(scope, name, "InvalidSecurityGroupRuleId.NotFound");
                    }
                }
            }
            case "ec2:AuthorizeSecurityGroupIngress" -> authorize(in);
            case "iam:UpdateAccessKey" -> keyStatus.put(text(in, "AccessKeyId"), text(in, "Status"));
            case "iam:PutUserPolicy" -> inlinePolicies.put(text(in, "PolicyName"), text(in, "PolicyDocument"));
            case "iam:DeleteUserPolicy" -> inlinePolicies.remove(text(in, "PolicyName"));
            case "sns:Publish" -> messages.add(text(in, "Message"));
            case "rds:RestoreDBInstanceFromDBSnapshot" -> {
                String id = text(in, "DBInstanceIdentifier");
                if (databases.containsKey(id)) {
                    throw refused(scope, name, "DBInstanceAlreadyExists");
                }
                database(id);
            }
            case "rds:DeleteDBInstance" -> databases.remove(text(in, "DBInstanceIdentifier"));
            default -> throw new IllegalArgumentException("the fake does not know " + name);
        }
    }

    void database(String id) {
        databases.put(
                id,
                (ObjectNode)
                        json(
                                "{'DBInstanceIdentifier':'" + id
                                        + "','Engine':'postgres','StorageEncrypted':true,'DBInstanceStatus':'available','AllocatedStorage':20}"));
    }

    private void authorize(JsonNode in) {
        for (JsonNode permission : in.path("IpPermissions")) {
            String start = "{'IsEgress':false,'IpProtocol':'" + text(permission, "IpProtocol") + "','FromPort':"
                    + permission.path("FromPort") + ",'ToPort':" + permission.path("ToPort");
            for (JsonNode range : permission.path("IpRanges")) {
                rule(text(in, "GroupId"), start + ",'CidrIpv4':'" + text(range, "CidrIp") + "'" + description(range));
            }
            for (JsonNode range : permission.path("Ipv6Ranges")) {
                rule(text(in, "GroupId"), start + ",'CidrIpv6':'" + text(range, "CidrIpv6") + "'" + description(range));
            }
        }
    }

    private static String description(JsonNode range) {
        return range.has("Description") ? ",'Description':'" + text(range, "Description") + "'}" : "}";
    }

    private static List<ObjectNode> of(Map<String, List<ObjectNode>> map, String key) {
        return map.computeIfAbsent(key, k -> new ArrayList<>());
    }

    private static String text(JsonNode in, String name) {
        return in.path(name).asText();
    }

    private static AwsFailure refused(Scope scope, String operation, String code) {
        return new AwsFailure(AwsFailure.Kind.REFUSED, operation, scope, code, 400, "refused");
    }

    @Override
    public void pages(Scope scope, String service, String operation, JsonNode input, Consumer<JsonNode> each) {
        each.accept(read(scope, service, operation, input));
    }

    @Override
    public InputStream object(Scope scope, String bucket, String key) {
        throw new UnsupportedOperationException("no run opens objects");
    }

    @Override
    public String principal(Scope scope) {
        return "arn:aws:sts::" + scope.account() + ":assumed-role/test/x";
    }
}
