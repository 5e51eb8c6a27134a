package dev.holdfast.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.content.Check.Judges;
import dev.holdfast.content.Exemption.Where;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Severity;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProwlerMuteListTest {
    private static final int ROUNDS = Boolean.getBoolean("holdfast.full") ? 20_000 : 1_500;
    private static final LocalDate END = LocalDate.parse("2027-01-31");
    private static final List<Check> CHECKS = List.of(
            check("protect/s3/versioning", "s3_bucket_object_versioning"),
            check("protect/s3/lifecycle", "s3_bucket_lifecycle_enabled"),
            check("protect/ec2/imdsv2", "ec2_instance_imdsv2_enabled"),
            check("protect/lambda/not-public", "awslambda_function_not_publicly_accessible"));

    private final List<ContentError> errors = new ArrayList<>();

    private static Check check(String id, String prowler) {
        return new Check(
                id,
                id + ".yaml",
                "t",
                NistFunction.PROTECT,
                Severity.LOW,
                "aws_s3_bucket",
                Judges.RESOURCE,
                "w",
                "SELECT 1",
                1,
                "r",
                null,
                Map.of(),
                List.of(),
                List.of(prowler),
                null);
    }

    private ProwlerMuteList.Imported read(String text) {
        return ProwlerMuteList.read("mutelist.yaml", text.getBytes(StandardCharsets.UTF_8), CHECKS, "ana", END, errors);
    }

    private List<Exemption> again(ProwlerMuteList.Imported imported) {
        return ExemptionReader.read("exceptions.yaml", imported.yaml().getBytes(StandardCharsets.UTF_8), errors);
    }

    @Test
    void whatCanBeSaidBecomesAnException() {
        ProwlerMuteList.Imported imported = read("""
                Mutelist:
                  Accounts:
                    "111111111111":
                      Checks:
                        s3_bucket_object_versioning:
                          Regions: ["eu-west-1", "us-*"]
                          Resources: ["^scratch-", "*tmp"]
                          Tags: ["data=scratch", "team=.*"]
                          Exceptions:
                            Accounts: []
                            Resources: ["scratch-keep"]
                          Description: "Scratch \\"data\\" – nothing to keep"
                    "*":
                      Checks:
                        "s3_*":
                          Regions: ["*"]
                          Resources: ["*"]
                """);
        assertThat(errors).isEmpty();
        assertThat(imported.left()).isEmpty();
        assertThat(imported.yaml())
                .contains("where: {all: [{check: [\"protect/s3/versioning\"]}, {account: [\"111111111111\"]},"
                        + " {region: [\"eu-west-1\", \"us-*\"]}, {resource-pattern: [\"^scratch-\", \".*tmp\"]},"
                        + " {tag: [\"data=scratch\"]}, {tag: [\"team=*\"]},"
                        + " {not: {all: [{resource: [\"*scratch-keep*\"]}]}}]}")
                .contains("where: {all: [{check: [\"protect/s3/lifecycle\", \"protect/s3/versioning\"]}]}");
        List<Exemption> found = again(imported);
        assertThat(errors).isEmpty();
        assertThat(found).hasSize(2).allSatisfy(e -> {
            assertThat(e.owner()).isEqualTo("ana");
            assertThat(e.until()).isEqualTo(END);
        });
        assertThat(found.get(0).reason()).isEqualTo("Scratch \"data\" – nothing to keep");
    }

    @Test
    void whatCannotBeSaidIsNamed() {
        ProwlerMuteList.Imported imported = read("""
                Mutelist:
                  Accounts:
                    "*":
                      Checks:
                        "*": {Regions: ["*"], Resources: ["*"]}
                        ecs_service: {Regions: ["*"], Resources: ["*"]}
                        s3_bucket_lifecycle_enabled: {Regions: ["*"], Resources: ["(?=a)"]}
                        s3_bucket_object_versioning: {Regions: ["*"], Resources: ["*"], Tags: ["a+=b"]}
                        ec2_instance_imdsv2_enabled: {Resources: ["*"]}
                        lambda_function_not_publicly_accessible:
                          {Regions: ["*"], Resources: ["*"], Exceptions: {Accounts: ["*"]}}
                        ec2_instance: {Regions: ["*"], Resources: ["a"]}
                    sandbox:
                      Checks:
                        s3_bucket_object_versioning: {Regions: ["*"], Resources: ["*"]}
                """);
        assertThat(errors).isEmpty();
        assertThat(imported.exceptions()).isZero();
        assertThat(again(imported)).isEmpty();
        assertThat(imported.left())
                .satisfiesExactly(
                        l -> assertThat(l).isEqualTo("mutelist.yaml:5: *: it would silence everything"),
                        l -> assertThat(l).contains("ecs_service: no check here asks the same"),
                        l -> assertThat(l).contains("`(?=a)` is not a regular expression that is run here"),
                        l -> assertThat(l).contains("the tag `a+=b` cannot be said as key=value"),
                        l -> assertThat(l).contains("names no region"),
                        l -> assertThat(l).contains("its exceptions take everything out again"),
                        l -> assertThat(l).contains("an earlier entry of its account excepts"),
                        l -> assertThat(l).contains("`sandbox` is not the id of an account"));
    }

    @Test
    void unknownMembersAndOtherFilesAreProblems() {
        read("Mutelist: {Accounts: {\"*\": {Checks: {x: {Region: [a]}}}}}");
        assertThat(errors).anySatisfy(e -> assertThat(e.problem()).contains("Region"));
        errors.clear();
        read("exceptions: []\n");
        assertThat(errors).isNotEmpty();
    }

    /** One finding as both tools see it. */
    private record Seen(
            String account,
            String ours,
            String prowler,
            String region,
            boolean global,
            String resource,
            List<String> tags) {}

    /** No exception silences what Prowler would not have muted, and every file that is written can be read. */
    @Test
    void nothingIsSilencedThatProwlerSpeaksOf() {
        Random random = new Random(5);
        int silenced = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<Entry> list = entries(random);
            errors.clear();
            ProwlerMuteList.Imported imported = read(yaml(list));
            List<Exemption> found = again(imported);
            assertThat(errors).as(yaml(list)).isEmpty();
            assertThat(found).as(yaml(list)).hasSize(imported.exceptions());
            assertThat(found.size() + imported.left().size()).isEqualTo(list.size());
            for (int i = 0; i < 20; i++) {
                Seen seen = seen(random);
                if (found.stream().anyMatch(e -> holds(e.where(), seen))) {
                    silenced++;
                    assertThat(muted(list, seen)).as("%s%n%s", seen, yaml(list)).isTrue();
                }
            }
        }
        assertThat(silenced).as("the test sees what it tests").isGreaterThan(ROUNDS / 4);
    }

    private record Entry(
            String account,
            String check,
            List<String> regions,
            List<String> resources,
            List<String> tags,
            Map<String, List<String>> exceptions) {}

    private static String pick(Random random, String... from) {
        return from[random.nextInt(from.length)];
    }

    private static List<String> some(Random random, int least, String... from) {
        List<String> out = new ArrayList<>();
        for (int i = least + random.nextInt(2); i > 0; i--) {
            out.add(pick(random, from));
        }
        return out;
    }

    private static List<Entry> entries(Random random) {
        List<Entry> out = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String account = pick(random, "*", "111111111111", "222222222222");
            String check = pick(
                    random, "*", "s3_bucket_object_versioning", "s3_*", "s3_bucket", "ec2_instance_imdsv2_enabled");
            if (taken.contains(account + check)) {
                continue;
            }
            taken.add(account + check);
            Map<String, List<String>> except = random.nextInt(3) > 0
                    ? Map.of()
                    : Map.of(
                            "Accounts", some(random, 0, "111111111111", "1111", "*"),
                            "Regions", some(random, 0, "eu", "eu-west-1", "us-east-1", "eu-.*"),
                            "Resources", some(random, 0, "keep", "^keep", "bucket", "*"),
                            "Tags", some(random, 0, "env=prod", "env", "nv=p"));
            out.add(new Entry(
                    account,
                    check,
                    some(random, random.nextInt(8) == 0 ? 0 : 1, "*", "eu-west-1", "us-*", "eu", "eu-*-1"),
                    some(random, 1, "*", "keep", "^bucket", "*a", "b.c", "t-[0-9]$", "arn"),
                    some(random, 0, "env=prod", "*=prod", "env=.*", "e*v=x", "env=p*"),
                    except));
        }
        // The tool reads one account after the other.
        Map<String, List<Entry>> byAccount = out.stream()
                .collect(Collectors.groupingBy(Entry::account, java.util.LinkedHashMap::new, Collectors.toList()));
        return byAccount.values().stream().flatMap(List::stream).toList();
    }

    private static String yaml(List<Entry> list) {
        StringBuilder out = new StringBuilder("Mutelist:\n  Accounts:\n");
        String account = "";
        for (Entry one : list) {
            if (!one.account().equals(account)) {
                account = one.account();
                out.append("    \"" + account + "\":\n      Checks:\n");
            }
            out.append("        \"" + one.check() + "\":\n");
            part(out, "          Regions: ", one.regions());
            part(out, "          Resources: ", one.resources());
            part(out, "          Tags: ", one.tags());
            if (!one.exceptions().isEmpty()) {
                out.append("          Exceptions:\n");
                one.exceptions().forEach((key, values) -> part(out, "            " + key + ": ", values));
            }
        }
        return out.toString();
    }

    private static void part(StringBuilder out, String key, List<String> values) {
        out.append(key).append(values.stream().map(v -> "'" + v + "'").collect(Collectors.joining(", ", "[", "]\n")));
    }

    private static Seen seen(Random random) {
        int which = random.nextInt(3);
        return new Seen(
                pick(random, "111111111111", "222222222222", "333333333333"),
                CHECKS.get(which).id(),
                CHECKS.get(which).prowler().get(0),
                pick(random, "eu-west-1", "eu-central-1", "us-east-1"),
                random.nextInt(4) == 0,
                pick(random, "keep", "bucket-keep", "data", "bucket-b.c", "t-1"),
                some(random, 0, "env=prod", "env=test", "env=x", "team=prod", "envoy=x"));
    }

    /** Prowler's own rule, as its documentation and code have it. */
    private static boolean muted(List<Entry> list, Seen seen) {
        for (String account : List.of("*", seen.account())) {
            boolean muted = false;
            for (Entry one : list) {
                if (!one.account().equals(account)) {
                    continue;
                }
                boolean check = one.check().equals("*") || found(List.of(one.check()), seen.prowler());
                if (check && excepted(one.exceptions(), seen)) {
                    break;
                }
                muted |= check
                        && found(one.regions(), seen.region())
                        && found(one.resources(), seen.resource())
                        && (one.tags().isEmpty() || one.tags().stream().allMatch(t -> found(List.of(t), tags(seen))));
            }
            if (muted) {
                return true;
            }
        }
        return false;
    }

    private static boolean excepted(Map<String, List<String>> exceptions, Seen seen) {
        Map<String, Function<List<String>, Boolean>> kinds = Map.of(
                "Accounts", v -> found(v, seen.account()),
                "Regions", v -> found(v, seen.region()),
                "Resources", v -> found(v, seen.resource()),
                "Tags", v -> !v.isEmpty() && v.stream().allMatch(t -> found(List.of(t), tags(seen))));
        boolean any = kinds.entrySet().stream()
                .anyMatch(k -> k.getValue().apply(exceptions.getOrDefault(k.getKey(), List.of())));
        return any
                && kinds.entrySet().stream().allMatch(k -> {
                    List<String> given = exceptions.getOrDefault(k.getKey(), List.of());
                    return given.isEmpty() || k.getValue().apply(given);
                });
    }

    private static String tags(Seen seen) {
        return String.join(" | ", seen.tags());
    }

    private static boolean found(List<String> patterns, String text) {
        return patterns.stream()
                .anyMatch(p -> Pattern.compile(p.startsWith("*") ? "." + p : p)
                        .matcher(text)
                        .find());
    }

    private static boolean holds(Where where, Seen seen) {
        return switch (where) {
            case Where.All all -> all.of().stream().allMatch(w -> holds(w, seen));
            case Where.Any any -> any.of().stream().anyMatch(w -> holds(w, seen));
            case Where.Not not -> !holds(not.of(), seen);
            case Where.Is is ->
                switch (is.field()) {
                    case CHECK -> is.pattern().matches(seen.ours());
                    case ACCOUNT -> is.pattern().matches(seen.account());
                    // What Prowler places in a region may be global here.
                    case REGION -> is.pattern().matches(seen.global() ? "global" : seen.region());
                    case RESOURCE -> is.pattern().matches("arn:aws:s3:::" + seen.resource());
                    case RESOURCE_PATTERN ->
                        is.pattern().matcher(seen.resource()).find();
                    case TAG -> seen.tags().stream().anyMatch(t -> is.pattern().matches(t));
                    default -> throw new IllegalStateException(is.field().key());
                };
        };
    }
}
