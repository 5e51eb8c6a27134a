package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leaves the home as a planned change arrives: runbooks in Systems Manager, evidence under Object Lock; boto3 looks. */
class HandedOutTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RecoverEstate ESTATE = RecoverEstate.founded();
    private static final String ACCOUNT = ESTATE.kept().path("good").asText();

    @Test
    void aRunbookAndItsBlocksBecomeDocumentsOfSystemsManagerAndGoAgain() throws IOException {
        JsonNode run = planned("publish", "respond", "publish", "s3-public-access", "--account", ACCOUNT);
        JsonNode there = looked("""
                out = {}
                ssm = client('ssm')
                for d in ssm.list_documents(Filters=[{'Key': 'Owner', 'Values': ['Self']}])['DocumentIdentifiers']:
                    text = json.loads(ssm.get_document(Name=d['Name'])['Content'])
                    out[d['Name']] = {'type': d['DocumentType'], 'steps': len(text['mainSteps']), 'own': 'holdfast' in text}
                """);
        assertThat(there.size()).isGreaterThanOrEqualTo(3);
        assertThat(there).allSatisfy(d -> {
            assertThat(d.path("type").asText()).isEqualTo("Automation");
            assertThat(d.path("steps").asInt()).isPositive();
            assertThat(d.path("own").asBoolean())
                    .as("nothing of Holdfast's own is published")
                    .isFalse();
        });
        assertThat(ESTATE.verbs()
                        .type("protect", "undo", run.path("run").asText(), "--json")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("UNDONE");
        assertThat(looked("""
                out = client('ssm').list_documents(Filters=[{'Key': 'Owner', 'Values': ['Self']}])['DocumentIdentifiers']
                """)).isEmpty();
    }

    @Test
    void evidenceLiesUnderLockAndIsWhatTheChainSays() throws IOException {
        looked("""
                s3 = client('s3')
                s3.create_bucket(Bucket='hf-evidence', ObjectLockEnabledForBucket=True,
                                 CreateBucketConfiguration={'LocationConstraint': 'eu-central-1'})
                out = {}
                """);
        JsonNode drill =
                ESTATE.verbs().type("recover", "drill", "dynamodb", "--json").json();
        String run = drill.at("/drills/0/run").asText();
        planned("upload", "evidence", "upload", run, "--bucket", "hf-evidence", "--account", ACCOUNT, "--days", "30");
        JsonNode there = looked("""
                import hashlib
                out = {}
                s3 = client('s3')
                for o in s3.list_objects_v2(Bucket='hf-evidence')['Contents']:
                    got = s3.get_object(Bucket='hf-evidence', Key=o['Key'])
                    out[o['Key']] = {'sha256': hashlib.sha256(got['Body'].read()).hexdigest(),
                                     'said': got['Metadata']['sha256'], 'mode': got['ObjectLockMode']}
                """);
        Path exported = Files.createTempDirectory("holdfast-evidence");
        assertThat(ESTATE.verbs()
                        .type("evidence", "export", run, exported.toString())
                        .code())
                .isZero();
        long files;
        try (var all = Files.walk(exported)) {
            files = all.filter(Files::isRegularFile).count();
        }
        assertThat(there.size()).isEqualTo((int) files).isGreaterThanOrEqualTo(4);
        assertThat(there).allSatisfy(o -> {
            assertThat(o.path("sha256")).isEqualTo(o.path("said"));
            assertThat(o.path("mode").asText()).isEqualTo("GOVERNANCE");
        });
    }

    @Test
    void everyBlockOfASnapshotIsHashedAndAChangedDiskIsTold() throws IOException {
        JsonNode made = looked("""
                import base64, hashlib
                def sha(b):
                    return hashlib.sha256(b).digest()
                ebs = client('ebs')
                snap = ebs.start_snapshot(VolumeSize=1, Description='x')['SnapshotId']
                row = []
                for n, index in enumerate([0, 3, 7]):
                    data = bytes([n + 1]) * 524288
                    ebs.put_snapshot_block(SnapshotId=snap, BlockIndex=index, BlockData=data, DataLength=len(data),
                        Checksum=base64.b64encode(sha(data)).decode(), ChecksumAlgorithm='SHA256')
                    row.append(sha(bytes([0]) + index.to_bytes(8, 'big') + sha(data)))
                ebs.complete_snapshot(SnapshotId=snap, ChangedBlocksCount=3)
                while len(row) > 1:
                    row = [sha(bytes([1]) + row[i] + row[i + 1]) if i + 1 < len(row) else row[i]
                           for i in range(0, len(row), 2)]
                out = {'snapshot': snap, 'root': row[0].hex()}
                """);
        String snapshot = made.path("snapshot").asText();
        String run = ESTATE.verbs()
                .type("recover", "drill", "ebs", "--json")
                .json()
                .at("/drills/0/run")
                .asText();
        Typed.Answer first = ESTATE.verbs().type("evidence", "snapshot", run, "--snapshot", snapshot, "--json");
        assertThat(first.code()).as(first.out() + first.err()).isZero();
        assertThat(first.json().path("root")).isEqualTo(made.path("root"));
        assertThat(ESTATE.verbs()
                        .type("evidence", "snapshot", run, "--snapshot", snapshot)
                        .out())
                .contains("the same as at");
        looked("""
                import base64, hashlib
                data = bytes([9]) * 524288
                client('ebs').put_snapshot_block(SnapshotId='%s', BlockIndex=3, BlockData=data, DataLength=len(data),
                    Checksum=base64.b64encode(hashlib.sha256(data).digest()).decode(), ChecksumAlgorithm='SHA256')
                out = {}
                """.formatted(snapshot));
        Typed.Answer changed = ESTATE.verbs().type("evidence", "snapshot", run, "--snapshot", snapshot);
        assertThat(changed.code()).isEqualTo(4);
        assertThat(changed.out()).contains("NOT the same as at");
        assertThat(ESTATE.verbs().type("evidence", "verify", run).code()).isZero();
    }

    /** Plans by a verb, approves and applies. */
    private static JsonNode planned(String name, String... words) throws IOException {
        String file = ESTATE.folder().resolve(name + ".json").toString();
        List<String> all = new java.util.ArrayList<>(List.of(words));
        all.addAll(List.of("--region", "eu-central-1", "--out", file));
        Typed.Answer plan = ESTATE.verbs().type(all.toArray(String[]::new));
        assertThat(plan.code()).as(plan.out() + plan.err()).isZero();
        assertThat(ESTATE.verbs().type("protect", "apply", file, "--json").code())
                .as("not without an approval")
                .isNotZero();
        assertThat(ESTATE.verbs()
                        .type("protect", "approve", file, "--by", "ana")
                        .code())
                .isZero();
        Typed.Answer applied = ESTATE.verbs().type("protect", "apply", file, "--json");
        assertThat(applied.code()).as(applied.out() + applied.err()).isZero();
        assertThat(applied.json().path("state").asText()).isEqualTo("SUCCEEDED");
        return applied.json();
    }

    /** What a script finds by calls of its own; it leaves its answer in {@code out}. */
    private static JsonNode looked(String script) throws IOException {
        String head = """
                import boto3, json, sys
                url, key, secret, account, role = sys.argv[1:6]
                kw = dict(endpoint_url=url, region_name='eu-central-1')
                given = boto3.client('sts', aws_access_key_id=key, aws_secret_access_key=secret, **kw).assume_role(
                    RoleArn='arn:aws:iam::' + account + ':role/' + role, RoleSessionName='look')['Credentials']
                def client(name):
                    return boto3.client(name, aws_access_key_id=given['AccessKeyId'],
                        aws_secret_access_key=given['SecretAccessKey'], aws_session_token=given['SessionToken'], **kw)
                """;
        return JSON.readTree(RecoverEstate.said(List.of(
                SharedEmulator.python().toString(),
                "-c",
                head + script + "print(json.dumps(out, default=str))\n",
                ESTATE.emulator().endpoint().toString(),
                ESTATE.kept().path("key").asText(),
                ESTATE.kept().path("secret").asText(),
                ACCOUNT,
                EmulatorOptions.ROLE)));
    }
}
