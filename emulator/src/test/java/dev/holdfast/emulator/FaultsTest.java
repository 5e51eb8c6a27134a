package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.emulator.overlay.Fault;
import dev.holdfast.emulator.overlay.Fault.Kind;
import dev.holdfast.model.AwsFailure;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each kind of fault as the AWS SDK sees it, in each protocol. */
class FaultsTest {
    private static final String HOME = "eu-west-1";
    private static final Emulator EMULATOR = SharedEmulator.seeded();
    private static final Client CLIENT = new Client(EMULATOR);

    /** One reading operation of each protocol, with its input. */
    private static final List<String[]> PROTOCOLS = List.of(
            new String[] {"cloudtrail:DescribeTrails", "{}"},
            new String[] {"iam:ListUsers", "{}"},
            new String[] {"ec2:DescribeVpcs", "{}"},
            new String[] {"account:GetAlternateContact", "{\"AlternateContactType\":\"SECURITY\"}"},
            new String[] {"s3:ListBuckets", "{}"});

    @AfterEach
    void mend() {
        EMULATOR.faults().clear();
    }

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Test
    void denialsCarryTheCodeOfTheirProtocol() {
        List<String> codes = List.of(
                "AccessDeniedException",
                "AccessDenied",
                "UnauthorizedOperation",
                "AccessDeniedException",
                "AccessDenied");
        for (int i = 0; i < PROTOCOLS.size(); i++) {
            AwsFailure failure = under(Fault.of(Kind.DENY), PROTOCOLS.get(i));
            assertThat(failure.kind()).as(PROTOCOLS.get(i)[0]).isEqualTo(AwsFailure.Kind.DENIED);
            assertThat(failure.code()).as(PROTOCOLS.get(i)[0]).isEqualTo(codes.get(i));
        }
    }

    @Test
    void throttlingIsKnownAsSuchAndPasses() {
        for (String[] call : PROTOCOLS) {
            long before = EMULATOR.counts().tally().total();
            EMULATOR.faults().add(on(Fault.of(Kind.THROTTLE), call).first(2));
            call(call);
            assertThat(EMULATOR.counts().tally().total() - before).as(call[0]).isEqualTo(3);
            EMULATOR.faults().clear();
        }
    }

    @Test
    void pagesOfHtmlHaveNoCode() {
        for (String[] call : PROTOCOLS) {
            AwsFailure broken = under(Fault.of(Kind.STATUS_500), call);
            assertThat(broken.code()).as(call[0]).isEmpty();
            assertThat(broken.status()).as(call[0]).isEqualTo(500);
        }
        // A client of its own, since a client remembers what an endpoint does not offer.
        try (Client client = new Client(EMULATOR)) {
            EMULATOR.faults().add(Fault.of(Kind.HTML_404).on("iam", "ListUsers"));
            assertThat(client.failure("management", HOME, "iam:ListUsers", "{}").kind())
                    .isEqualTo(AwsFailure.Kind.NOT_OFFERED);
        }
    }

    @Test
    void anEmptyAnswerHasNoMembers() {
        for (String[] call : PROTOCOLS) {
            EMULATOR.faults().add(on(Fault.of(Kind.EMPTY_200), call));
            assertThat(CLIENT.call("management", HOME, call[0], call[1]))
                    .as(call[0])
                    .isEmpty();
            EMULATOR.faults().clear();
        }
    }

    @Test
    void halfAnAnswerAndNoAnswerAreAmbiguousAndTookEffect() {
        for (Kind kind : List.of(Kind.TRUNCATED, Kind.CLOSE_AFTER)) {
            String topic = "effect-" + kind;
            EMULATOR.faults().add(Fault.of(kind).on("sns", "CreateTopic").first(1));
            AwsFailure failure = CLIENT.failure("sandbox", HOME, "sns:CreateTopic", "{\"Name\":\"" + topic + "\"}");
            assertThat(failure.ambiguous()).as(kind.name()).isTrue();
            assertThat(topics()).as(kind.name()).contains(topic);
        }
    }

    @Test
    void aConnectionClosedBeforeTookNoEffect() {
        EMULATOR.faults()
                .add(Fault.of(Kind.CLOSE_BEFORE).on("sns", "CreateTopic").first(1));
        AwsFailure failure = CLIENT.failure("sandbox", HOME, "sns:CreateTopic", "{\"Name\":\"never\"}");
        assertThat(failure.ambiguous()).isTrue();
        assertThat(topics()).doesNotContain("never");
    }

    @Test
    void aSlowAnswerIsTheTrueOne() {
        EMULATOR.faults().add(Fault.of(Kind.SLOW).on("iam", "ListUsers").after(1));
        assertThat(CLIENT.call("shop-production", HOME, "iam:ListUsers", "{}").findValuesAsText("UserName"))
                .contains("maria");
    }

    @Test
    void aFaultBefallsOnlyWhatItNames() {
        String shop = Client.text(EMULATOR, "shop-production");
        EMULATOR.faults().add(Fault.of(Kind.DENY).on("ec2", "DescribeVpcs").in(shop, "us-east-1"));
        EMULATOR.faults().add(Fault.of(Kind.DENY).on("s3", "").naming("meridian-shop-assets"));
        EMULATOR.faults().add(Fault.of(Kind.DENY).on("kms", "").by("nobody-of-that-name"));
        assertThat(CLIENT.failure("shop-production", "us-east-1", "ec2:DescribeVpcs", "{}")
                        .kind())
                .isEqualTo(AwsFailure.Kind.DENIED);
        CLIENT.call("shop-production", HOME, "ec2:DescribeVpcs", "{}");
        CLIENT.call("shop-staging", "us-east-1", "ec2:DescribeVpcs", "{}");
        CLIENT.call("shop-production", HOME, "kms:ListKeys", "{}");
        CLIENT.call("shop-production", HOME, "s3:GetBucketVersioning", "{\"Bucket\":\"meridian-shop-invoices\"}");
        assertThat(CLIENT.failure(
                                "shop-production",
                                HOME,
                                "s3:GetBucketVersioning",
                                "{\"Bucket\":\"meridian-shop-assets\"}")
                        .kind())
                .isEqualTo(AwsFailure.Kind.DENIED);
    }

    private static AwsFailure under(Fault fault, String[] call) {
        EMULATOR.faults().add(on(fault, call));
        AwsFailure failure = CLIENT.failure("management", HOME, call[0], call[1]);
        EMULATOR.faults().clear();
        return failure;
    }

    private static Fault on(Fault fault, String[] call) {
        String[] words = call[0].split(":", 2);
        return fault.on(words[0], words[1]);
    }

    private static void call(String[] call) {
        CLIENT.call("management", HOME, call[0], call[1]);
    }

    private static String topics() {
        return CLIENT.call("sandbox", HOME, "sns:ListTopics", "{}").toString();
    }
}
