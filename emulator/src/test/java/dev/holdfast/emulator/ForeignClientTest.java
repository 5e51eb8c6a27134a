package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An organization that another client (boto3) founds with other account ids and unusual names, through the overlay. */
class ForeignClientTest {
    private static final String SCRIPT = """
            import boto3, json, sys
            from botocore.config import Config
            endpoint = sys.argv[1]
            def client(name, account, region='eu-central-1'):
                c = boto3.client(name, endpoint_url=endpoint, region_name=region, aws_access_key_id='foreign',
                                 aws_secret_access_key='x', config=Config(retries={'max_attempts': 1}))
                c.meta.events.register('before-sign.*.*',
                    lambda request, **kw: request.headers.add_header('x-moto-account-id', account))
                return c
            manager = '111122223333'
            org = client('organizations', manager)
            org.create_organization(FeatureSet='ALL')
            made = org.create_account(AccountName='Büro "Nord" & Söhne', Email='a@example.org')
            member = made['CreateAccountStatus']['AccountId']
            s3 = client('s3', member)
            s3.create_bucket(Bucket='foreign-bucket', CreateBucketConfiguration={'LocationConstraint': 'eu-central-1'})
            s3.put_object(Bucket='foreign-bucket', Key="quotes' \\"und\\" ümlaut/ä+b.txt", Body=b'x' * 100000)
            iam = client('iam', manager)
            iam.create_user(UserName='foreign')
            key = iam.create_access_key(UserName='foreign')['AccessKey']
            print(json.dumps({'id': key['AccessKeyId'], 'secret': key['SecretAccessKey'], 'member': member}))
            """;

    private static JsonNode seed(Emulator emulator) throws IOException, InterruptedException {
        Path python;
        try (Stream<Path> homes = Files.list(SharedEmulator.ROOT.resolve("build/test-home"))) {
            python = homes.filter(p -> p.getFileName().toString().matches("venv-[0-9a-f]{12}"))
                    .findFirst()
                    .orElseThrow()
                    .resolve("bin/python");
        }
        Process process = new ProcessBuilder(
                        python.toString(), "-c", SCRIPT, emulator.endpoint().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return new ObjectMapper().readTree(said);
    }

    @TempDir
    Path home;

    @Test
    void anOrganizationOfOtherAccountsIsReadAsItIs() throws IOException, InterruptedException {
        try (Emulator emulator = SharedEmulator.fresh("foreign")) {
            JsonNode said = seed(emulator);
            var keys = new dev.holdfast.aws.Keys(
                    said.path("id").asText(), said.path("secret").asText(), null);
            try (Client client = new Client(emulator, keys)) {
                JsonNode accounts = client.call("111122223333", "eu-central-1", "organizations:ListAccounts", "{}");
                assertThat(accounts.findValuesAsText("Id"))
                        .containsExactlyInAnyOrder(
                                "111122223333", said.path("member").asText());
                assertThat(accounts.findValuesAsText("Name")).contains("Büro \"Nord\" & Söhne");
                JsonNode objects = client.call(
                        said.path("member").asText(),
                        "eu-central-1",
                        "s3:ListObjectsV2",
                        "{\"Bucket\":\"foreign-bucket\"}");
                assertThat(objects.path("Contents").path(0).path("Key").asText())
                        .isEqualTo("quotes' \"und\" ümlaut/ä+b.txt");
                assertThat(objects.path("Contents").path(0).path("Size").asInt())
                        .isEqualTo(100_000);
            }
            Typed verbs = new Typed(
                    emulator,
                    home,
                    Map.of(
                            "AWS_ACCESS_KEY_ID",
                            keys.id(),
                            "AWS_SECRET_ACCESS_KEY",
                            keys.secret(),
                            "AWS_REGION",
                            "eu-central-1",
                            "HOLDFAST_REGIONS",
                            "eu-central-1"));
            Typed.Answer identified = verbs.type("identify", "--json");
            JsonNode run = identified.json();
            assertThat(identified.code())
                    .as(run.path("unknown").toPrettyString())
                    .isZero();
            assertThat(run.path("organization").path("accounts").findValuesAsText("name"))
                    .contains("Büro \"Nord\" & Söhne");
            assertThat(verbs.type("query", "SELECT name, account_id, region FROM aws_s3_bucket", "--json")
                            .json())
                    .isEqualTo(new ObjectMapper()
                            .createObjectNode()
                            .put("name", "foreign-bucket")
                            .put("account_id", said.path("member").asText())
                            .put("region", "eu-central-1"));
            assertThat(verbs.type("protect", "check", "--json").code()).isIn(0, 3);
            assertThat(emulator.counts().tally().writes())
                    .containsEntry("s3:PutObject", 1L)
                    .containsEntry("organizations:CreateAccount", 1L);
        }
    }
}
