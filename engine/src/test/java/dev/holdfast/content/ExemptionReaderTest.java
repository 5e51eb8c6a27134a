package dev.holdfast.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.content.Exemption.Where;
import dev.holdfast.model.ContentError;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExemptionReaderTest {
    private static final int ROUNDS = Boolean.getBoolean("holdfast.full") ? 50_000 : 4_000;
    private static final String GOOD = """
            exceptions:
              - id: sandbox
                where:
                  check: [protect/s3/versioning, "protect/s3/life*"]
                  any: [{ou: Sandbox}, {tag: "data=scratch"}]
                  not: {account: "1*"}
                owner: storage team
                reason: nothing there is worth a version
                until: 2027-01-31
                ticket: OPS-7
              - id: key
                where: {resource-pattern: "^test-[0-9]+$", region: eu-west-1, severity: [low, medium]}
                owner: ana
                reason: a test
                until: "2027-02-01"
            """;

    private final List<ContentError> errors = new ArrayList<>();

    private List<Exemption> read(String text) {
        return ExemptionReader.read("exceptions.yaml", text.getBytes(StandardCharsets.UTF_8), errors);
    }

    @Test
    void aGoodFileIsReadWhole() {
        List<Exemption> found = read(GOOD);
        assertThat(errors).isEmpty();
        assertThat(found).extracting(Exemption::id).containsExactly("sandbox", "key");
        Exemption first = found.get(0);
        assertThat(first.line()).isEqualTo(2);
        assertThat(first.until()).isEqualTo(LocalDate.parse("2027-01-31"));
        assertThat(first.ticket()).isEqualTo("OPS-7");
        assertThat(first.where()).isInstanceOfSatisfying(Where.All.class, all -> {
            assertThat(all.of()).hasSize(3);
            assertThat(all.of().get(0))
                    .isInstanceOfSatisfying(
                            Where.Any.class, any -> assertThat(any.of()).hasSize(2));
            assertThat(all.of().get(2)).isInstanceOf(Where.Not.class);
        });
        assertThat(first.expired(LocalDate.parse("2027-01-31"))).isFalse();
        assertThat(first.expired(LocalDate.parse("2027-02-01"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "owner: storage team | owner: ' ' | `owner` is empty",
                "    reason: a test | | reason",
                "until: 2027-01-31 | until: next year | `next year` is not a date",
                "    until: 2027-01-31 | | until",
                "id: key | id: sandbox | there are two exceptions `sandbox`",
                "account: \"1*\" | acount: \"1*\" | unknown key `acount`",
                "tag: \"data=scratch\" | tag: scratch | `scratch` is not a tag",
                "severity: [low, medium] | severity: [low, bad] | `bad` is not a severity",
                "\"^test-[0-9]+$\" | \"^test-[0-9\" | is not a regular expression",
                "any: [{ou: Sandbox}, {tag: \"data=scratch\"}] | any: [] | take a list of conditions",
                "not: {account: \"1*\"} | not: {} | this would silence everything",
                "check: [protect/s3/versioning, \"protect/s3/life*\"] | check: [] | `check` names nothing",
                "region: eu-west-1 | region: \"\" | `region` is empty",
            })
    void whatIsWrongIsNamed(String from, String to, String problem) {
        read(GOOD.replace(from, to == null ? "" : to));
        assertThat(errors).anySatisfy(e -> assertThat(e.toString()).contains(problem));
        assertThat(errors).allSatisfy(e -> assertThat(e.line()).isPositive());
    }

    @Test
    void globsAreWholeAndTakeNothingForAnExpression() {
        assertThat(ExemptionReader.glob("a.c").matches("abc")).isFalse();
        assertThat(ExemptionReader.glob("a?c").matches("abc")).isTrue();
        assertThat(ExemptionReader.glob("a*").matches("a\nb")).isTrue();
        assertThat(ExemptionReader.glob("a").matches("ab")).isFalse();
        assertThat(ExemptionReader.glob("\\E.*").matches("x")).isFalse();
    }

    @Test
    void tooManyConditionsAreRefused() {
        read("exceptions:\n  - {id: a, owner: o, reason: r, until: 2027-01-01, where: {any: ["
                + "{check: a}, ".repeat(20_001) + "{check: b}]}}\n");
        assertThat(errors).anySatisfy(e -> assertThat(e.problem()).contains("conditions"));
    }

    /** Whatever stands in a file, it is either refused or every exception in it is complete and about something. */
    @Test
    void noFileGivesAnExceptionWithoutOwnerReasonOrSubject() {
        Random random = new Random(11);
        String pieces = "{}[]:,\"'*?&!|>-# \n\t\\ab0=:é\u0000";
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder(GOOD);
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
                    case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
                    default -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                }
            }
            errors.clear();
            List<Exemption> found = read(text.toString());
            if (errors.isEmpty()) {
                assertThat(found).as(text.toString()).allSatisfy(one -> {
                    assertThat(one.id()).isNotBlank();
                    assertThat(one.owner()).isNotBlank();
                    assertThat(one.reason()).isNotBlank();
                    assertThat(asks(one.where())).isTrue();
                });
            }
        }
    }

    private static boolean asks(Where where) {
        return switch (where) {
            case Where.All all -> !all.of().isEmpty() && all.of().stream().allMatch(ExemptionReaderTest::asks);
            case Where.Any any -> !any.of().isEmpty() && any.of().stream().allMatch(ExemptionReaderTest::asks);
            case Where.Not not -> asks(not.of());
            case Where.Is is -> !is.text().isBlank();
        };
    }
}
