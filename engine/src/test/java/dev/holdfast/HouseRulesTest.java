package dev.holdfast;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house: which room may know which, who may touch the outside, how long a file may be. */
class HouseRulesTest {
    private static final String ROOT = "dev.holdfast";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** Room to the rooms it may import; exactly these edges (docs/architecture.md). */
    private static final Map<String, Set<String>> EDGES = new TreeMap<>(Map.ofEntries(
            Map.entry("model", Set.of()),
            Map.entry("access", Set.of("content", "model")),
            Map.entry("content", Set.of("model")),
            Map.entry("config", Set.of("content", "model")),
            Map.entry("aws", Set.of("model")),
            Map.entry("lake", Set.of("model")),
            Map.entry("inventory", Set.of("aws", "content", "lake", "model")),
            Map.entry("insight", Set.of("lake", "model")),
            Map.entry("recovery", Set.of("lake", "model")),
            Map.entry("posture", Set.of("content", "lake", "model")),
            Map.entry("logs", Set.of("aws", "content", "lake", "model")),
            Map.entry("detect", Set.of("content", "model")),
            Map.entry("enrich", Set.of("lake", "model")),
            Map.entry("triage", Set.of("model")),
            Map.entry("notify", Set.of("model")),
            Map.entry("runbook", Set.of("content", "model")),
            Map.entry("ledger", Set.of("model")),
            Map.entry("evidence", Set.of("ledger", "model")),
            Map.entry("change", Set.of("aws", "aws.write", "content", "evidence", "ledger", "runbook", "model")),
            Map.entry("template", Set.of("model")),
            Map.entry("report", Set.of("content", "lake", "model")),
            Map.entry("aws.write", Set.of("aws", "model"))));

    /** Files over 400 lines, each with its reason. */
    private static final Map<String, String> LONG_FILES = Map.of();

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void roomsImportOnlyWhatTheyMay() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass origin : CLASSES) {
            String room = room(origin);
            if (!EDGES.containsKey(room)) {
                continue;
            }
            origin.getDirectDependenciesFromSelf().forEach(d -> {
                String target = room(d.getTargetClass().getBaseComponentType());
                if (!target.isEmpty()
                        && !target.equals(room)
                        && !EDGES.get(room).contains(target)) {
                    wrong.add(d.getDescription());
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyRoomIsKnown() {
        Set<String> known = new java.util.TreeSet<>(EDGES.keySet());
        known.add("cli");
        known.add("console");
        assertThat(CLASSES.stream().map(HouseRulesTest::room).filter(r -> !r.isEmpty()))
                .isSubsetOf(known);
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        if (name.equals(ROOT) || !name.startsWith(ROOT + ".")) {
            return "";
        }
        String inner = name.substring(ROOT.length() + 1);
        return inner.startsWith("aws.write") ? "aws.write" : inner.split("\\.")[0];
    }

    @Test
    void librariesStayInTheirRooms() {
        only("software.amazon.awssdk..", "the SDK is known to one room, so that it can be replaced", "aws");
        only("org.duckdb..", "one room owns the lake, so that every query is locked down", "lake");
        only("org.snakeyaml..", "files of people are read in one place, with line numbers", "content");
        only("com.networknt..", "one room knows how the form of a file is validated", "config");
        only("org.apache.kafka..", "only what reads logs knows where they come from", "logs");
        only("com.maxmind..", "one room knows how places of addresses are kept", "enrich");
        only("info.picocli..", "only the command line knows the command line", "cli");
    }

    private static void only(String library, String why, String room) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .resideOutsideOfPackage(ROOT + "." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because(why)
                .check(CLASSES);
    }

    @Test
    void onlyTheWritingDoorUsesTheCallerThatCanWrite() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".aws", ROOT + ".aws.write")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ROOT + ".aws.Caller")
                .because("everything else must not be able to change AWS")
                .check(CLASSES);
    }

    @Test
    void onlyChangeMayWriteToAws() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".aws.write..", ROOT + ".change..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".aws.write..")
                .because("every write is planned, approved and journalled by the room `change`")
                .check(CLASSES);
    }

    @Test
    void onlyFollowedQueuesAreEmptied() throws IOException {
        List<String> naming = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(sources())) {
            for (Path file : walk.filter(f -> f.toString().endsWith(".java")).toList()) {
                if (Files.readString(file).contains("DeleteMessageBatch\"")) {
                    naming.add(file.getFileName().toString());
                }
            }
        }
        assertThat(naming).containsExactly("SdkQueue.java");
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".aws..")
                .and()
                .resideOutsideOfPackage(ROOT + ".logs..")
                .should()
                .callMethod(
                        ROOT + ".aws.QueueDoor",
                        "acknowledge",
                        "dev.holdfast.model.Scope",
                        "java.lang.String",
                        "java.util.List")
                .because("taking a message off a queue is what following a queue needs, and nobody else")
                .check(CLASSES);
    }

    @Test
    void clocksRandomnessEnvironmentAndOutputBelongToTheCommandLine() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should(new ArchCondition<>("not touch the clock, randomness, environment or standard streams") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                            if (ambient(access)) {
                                events.add(SimpleConditionEvent.violated(access, access.getDescription()));
                            }
                        }
                    }
                })
                .because("what they give is passed in, so that every room can be tested and replayed")
                .check(CLASSES);
    }

    private static boolean ambient(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        return (owner.equals("java.lang.System")
                        && (Set.of("currentTimeMillis", "nanoTime", "getenv", "exit", "console")
                                        .contains(name)
                                || (access instanceof JavaFieldAccess
                                        && Set.of("out", "err", "in").contains(name))))
                || (owner.startsWith("java.time.")
                        && name.equals("now")
                        && access.getTarget().getDescription().contains("now()"))
                || (owner.equals("java.time.Clock") && name.startsWith("system"))
                || (owner.equals("java.time.InstantSource") && name.equals("system"))
                || (owner.equals("java.lang.Math") && name.equals("random"))
                || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
                || ((owner.equals("java.util.Random") || owner.equals("java.security.SecureRandom"))
                        && name.equals("<init>"))
                || owner.equals("java.util.concurrent.ThreadLocalRandom");
    }

    @Test
    void theModelHoldsValuesOnly() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(ROOT + ".model..")
                .should(new ArchCondition<>("be records, enums, interfaces or exceptions") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean fits = type.isRecord()
                                || type.isEnum()
                                || type.isInterface()
                                || type.isAssignableTo(Throwable.class)
                                || type.isAnonymousClass()
                                || type.getSimpleName().equals("package-info");
                        if (!fits) {
                            events.add(SimpleConditionEvent.violated(type, type.getName()));
                        }
                    }
                })
                .check(CLASSES);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .that(new DescribedPredicate<>("are named after nothing in particular") {
                    @Override
                    public boolean test(JavaClass type) {
                        return type.getSimpleName().matches(".*(Util|Utils|Helper|Manager|Impl|Base)");
                    }
                })
                .should()
                .resideInAPackage(ROOT + "..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(sources())) {
            for (Path folder : walk.filter(Files::isDirectory).toList()) {
                try (Stream<Path> files = Files.list(folder)) {
                    boolean code = files.anyMatch(f -> f.toString().endsWith(".java"));
                    Path info = folder.resolve("package-info.java");
                    if (code
                            && !(Files.exists(info)
                                    && Files.readString(info).split("\\.\\s").length >= 3
                                    && Files.readString(info).contains("@NullMarked"))) {
                        wrong.add(folder + " needs a package-info of three sentences, @NullMarked");
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void filesAreShort() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(sources())) {
            for (Path file : walk.filter(f -> f.toString().endsWith(".java")).toList()) {
                int lines = Files.readAllLines(file).size();
                lengths.add(lines);
                if (lines > 400 && !LONG_FILES.containsKey(file.getFileName().toString())) {
                    wrong.add(file + " has " + lines + " lines");
                }
            }
        }
        lengths.sort(null);
        assertThat(wrong).isEmpty();
        assertThat(lengths.get(lengths.size() / 2)).as("median length of files").isLessThan(120);
    }

    @Test
    void publicTypesAreDocumented() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            if (type.getModifiers().contains(JavaModifier.PUBLIC)
                    && !type.isMemberClass()
                    && !type.isAnonymousClass()) {
                Path file = sources()
                        .resolve(type.getName().substring(ROOT.length() + 1).replace('.', '/') + ".java");
                if (Files.exists(file) && !Files.readString(file).contains("/**")) {
                    wrong.add(type.getName());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Path sources() {
        return Path.of(System.getProperty("holdfast.root", ".."), "engine/src/main/java/dev/holdfast");
    }
}
