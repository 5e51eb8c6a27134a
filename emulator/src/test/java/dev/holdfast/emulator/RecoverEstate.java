package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.emulator.organization.Script;
import dev.holdfast.emulator.organization.ScriptReader;
import dev.holdfast.model.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An organization that boto3 founded, with everything that holds data, kept well and not, and one snapshot of it, which
 * holds all tables with {@code holdfast.full} and what recovery reads without. Founded once for all tests of this JVM.
 *
 * @param emulator where it is
 * @param folder of its own
 * @param verbs typed by somebody who may all
 * @param kept what the seeds kept, such as the accounts
 */
record RecoverEstate(Emulator emulator, Path folder, Typed verbs, JsonNode kept) {
    static final String HOME = "eu-central-1";
    static final Path SEEDS = SharedEmulator.ROOT.resolve("emulator/src/test/resources");
    private static final List<String> READ = List.of(
            "aws_backup_",
            "aws_dynamodb_",
            "aws_ebs_",
            "aws_ec2_ami",
            "aws_ec2_autoscaling_group",
            "aws_ec2_instance",
            "aws_ec2_load_balancer",
            "aws_ec2_network_interface",
            "aws_ec2_target_group",
            "aws_efs_",
            "aws_fsx_",
            "aws_iam_group",
            "aws_iam_policy",
            "aws_iam_role",
            "aws_iam_user",
            "aws_kms_",
            "aws_lambda_",
            "aws_organizations_",
            "aws_rds_",
            "aws_redshift_",
            "aws_route53_",
            "aws_s3_bucket",
            "aws_secretsmanager_",
            "aws_ssoadmin_",
            "aws_vpc");
    private static final ObjectMapper JSON = new ObjectMapper();

    static RecoverEstate founded() {
        return Founded.ESTATE;
    }

    private static final class Founded {
        private static final RecoverEstate ESTATE = found();
    }

    private static RecoverEstate found() {
        try {
            Emulator emulator = SharedEmulator.fresh("recover", InstantSource.system());
            Path folder = Files.createTempDirectory("holdfast-recover");
            seed(emulator, folder, "found");
            JsonNode kept = seed(
                    emulator,
                    folder,
                    "worse",
                    SEEDS.resolve("recover/estate.yaml").toString());
            ledger(emulator, kept);
            Typed verbs = new Typed(emulator, folder.resolve("home"), variables(kept));
            RecoverEstate estate = new RecoverEstate(emulator, folder, verbs, kept);
            estate.identify();
            return estate;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What the demo's case of ransom is about, in an account that keeps its backups well. */
    private static void ledger(Emulator emulator, JsonNode kept) {
        emulator.player().keep("home", TextNode.valueOf(HOME));
        emulator.player().keep("shop-production", kept.path("good"));
        List<Script> scripts =
                new ScriptReader(new SdkCatalog(), HOME).read(SharedEmulator.CONTENT, "demo/ransom/before");
        emulator.player().play(scripts, Progress.SILENT);
    }

    /** Another snapshot, of all that this estate is asked about. */
    void identify() throws IOException {
        Typed.Answer run = Boolean.getBoolean("holdfast.full")
                ? verbs.type("identify", "--json")
                : verbs.type("identify", "--tables", read(), "--json");
        assertThat(run.code()).as(run.err()).isIn(0, 3);
        assertThat(run.json().path("unknown"))
                .as(run.err())
                .allSatisfy(g -> assertThat(g.path("table").asText()).isEqualTo("aws_ec2_instance_image"));
    }

    /** Plays a phase of a seed's file by boto3. */
    void seed(String phase, String file) throws IOException {
        seed(emulator, folder, phase, SEEDS.resolve(file).toString());
    }

    private static String read() throws IOException {
        try (Stream<Path> files = Files.walk(SharedEmulator.ROOT.resolve("content/tables"))) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".yaml") && READ.stream().anyMatch(f::startsWith))
                    .map(f -> f.substring(0, f.length() - ".yaml".length()))
                    .sorted()
                    .collect(Collectors.joining(","));
        }
    }

    private static Map<String, String> variables(JsonNode kept) {
        return Map.of(
                "AWS_ACCESS_KEY_ID",
                kept.path("key").asText(),
                "AWS_SECRET_ACCESS_KEY",
                kept.path("secret").asText(),
                "AWS_REGION",
                HOME,
                "HOLDFAST_REGIONS",
                "eu-central-1,us-east-1");
    }

    private static JsonNode seed(Emulator emulator, Path folder, String phase, String... files) throws IOException {
        Path state = folder.resolve("kept.json");
        List<String> command = new ArrayList<>(List.of(
                SharedEmulator.python().toString(),
                SEEDS.resolve("foreign/seed.py").toString(),
                emulator.endpoint().toString(),
                emulator.endpoint() + "/_holdfast/",
                Emulator.find(SharedEmulator.home("recover")).orElseThrow().token(),
                state.toString(),
                phase));
        command.addAll(List.of(files));
        said(command);
        return JSON.readTree(state.toFile());
    }

    /** What a program of its own says; it must end well. */
    static String said(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as(said).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return said;
    }

    /** The same verb as a process of its own, to be killed. */
    Process spawn(String... words) throws IOException {
        Map<String, String> all = new java.util.HashMap<>(emulator.environment());
        all.putAll(variables(kept));
        return new Typed(all, verbs.home(), Map.of()).spawn(words);
    }

    JsonNode status() throws IOException {
        Typed.Answer answer = verbs.type("recover", "status", "--json");
        assertThat(answer.code()).as(answer.err() + answer.out()).isZero();
        return answer.json();
    }
}
