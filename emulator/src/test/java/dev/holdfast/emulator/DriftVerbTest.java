package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.aws.Keys;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code protect drift} and {@code protect plan --emit} as they are typed, on the organization that all tests share. */
class DriftVerbTest {
    private static final Emulator EMULATOR = SharedEmulator.seeded();

    @TempDir
    Path folder;

    /** A default that was set and that somebody set back is told, and gone once it is set again. */
    @Test
    void whatSomebodySetBackIsTold() throws IOException {
        Typed verbs = new Typed(EMULATOR, folder.resolve("home"));
        Path config = folder.resolve("holdfast.yaml");
        Files.writeString(
                config,
                "version: 1\norganization: {home-region: eu-west-1}\naccount-defaults: {ebs-encryption: true}\n"
                        + "network:\n  vpcs: [{name: emitted, account: \"" + EmulatorOptions.MANAGEMENT
                        + "\", region: eu-west-1, cidr: 10.77.0.0/16, zones: 1, public-bits: 8, private-bits: 4, nat: one}]\n"
                        + "limits: {organizations-rps: 100}\n");
        verbs.type(
                "identify",
                "--config",
                config.toString(),
                "--tables",
                "aws_ec2_regional_settings,aws_availability_zone,aws_organizations_account,aws_organizations_organization,"
                        + "aws_ec2_load_balancer,aws_wafv2_web_acl,aws_s3_bucket,aws_cloudtrail_organization_trail");
        emitted(verbs, config);
        String plan = folder.resolve("plan.json").toString();
        Typed.Answer planned = verbs.type(
                "protect",
                "plan",
                "--deploy",
                "--section",
                "account-defaults",
                "--accounts",
                EmulatorOptions.MANAGEMENT,
                "--config",
                config.toString(),
                "--out",
                plan,
                "--json");
        JsonNode steps = planned.json().path("steps");
        assertThat(steps).as(planned.err()).isNotEmpty();
        assertThat(verbs.type("protect", "approve", plan, "--config", config.toString())
                        .code())
                .isZero();
        Typed.Answer applied = verbs.type("protect", "apply", plan, "--config", config.toString());
        assertThat(applied.code()).as(applied.out() + applied.err()).isZero();
        Typed.Answer quiet = verbs.type("protect", "drift", "--config", config.toString(), "--fail-on-drift", "--json");
        assertThat(quiet.code()).as(quiet.err()).isZero();
        assertThat(quiet.json().path("compared").asInt()).isEqualTo(steps.size());
        String region = steps.get(0).path("region").asText();
        Scope scope = new Scope(new AccountId(EmulatorOptions.MANAGEMENT), new Region(region));
        Keys keys = new Keys(
                EMULATOR.environment().getOrDefault("AWS_ACCESS_KEY_ID", ""),
                EMULATOR.environment().getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
                null);
        try (AwsSession session = SharedEmulator.session(EMULATOR, keys)) {
            ObjectNode nothing = JsonNodeFactory.instance.objectNode();
            session.caller().once(scope, "ec2", "DisableEbsEncryptionByDefault", nothing);
        }
        Typed.Answer told = verbs.type("protect", "drift", "--config", config.toString(), "--fail-on-drift", "--json");
        assertThat(told.code()).isEqualTo(1);
        assertThat(told.json().path("drifted")).hasSize(1);
        assertThat(told.json().path("drifted").get(0).path("region").asText()).isEqualTo(region);
        assertThat(verbs.type("protect", "drift", "--config", config.toString()).out())
                .contains("1 of " + steps.size() + " things");
        Typed.Answer undone = verbs.type(
                "protect", "undo", planned.json().path("id").asText(), "--config", config.toString(), "--by", "tester");
        assertThat(undone.out() + undone.err()).contains("eu-west-1");
    }

    /** What would be deployed is written instead; the numbers of things are those of the plan. */
    private void emitted(Typed verbs, Path config) throws IOException {
        List<String> words =
                List.of("protect", "plan", "--deploy", "--section", "network", "--config", config.toString());
        Typed.Answer plan = verbs.type(with(words, "--json"));
        long subnets = plan.json().path("steps").findValuesAsText("operation").stream()
                .filter("ec2:CreateSubnet"::equals)
                .count();
        assertThat(subnets).as(plan.out() + plan.err()).isEqualTo(2);
        Path cfn = folder.resolve("cfn");
        Typed.Answer written = verbs.type(with(words, "--emit", "cfn", "--out", cfn.toString()));
        assertThat(written.code()).as(written.err()).isZero();
        String template = Files.readString(cfn.resolve(EmulatorOptions.MANAGEMENT + "-eu-west-1.template.json"));
        assertThat(template.split("AWS::EC2::Subnet\"", -1)).hasSize((int) subnets + 1);
        Path terraform = folder.resolve("tf");
        verbs.type(with(words, "--emit", "terraform", "--out", terraform.toString()));
        String module = Files.readString(terraform.resolve(EmulatorOptions.MANAGEMENT + "-eu-west-1/main.tf"));
        assertThat(module.split("resource \"aws_subnet\"", -1)).hasSize((int) subnets + 1);
    }

    private static String[] with(List<String> words, String... more) {
        List<String> all = new java.util.ArrayList<>(words);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
