package dev.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.ProgramReader;
import dev.holdfast.content.ProgramUnit;
import dev.holdfast.content.ProgramUnit.Kind;
import dev.holdfast.content.ProgramUnit.Objectives;
import dev.holdfast.model.ContentError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgramChoiceTest {
    private static final List<ProgramUnit> UNITS = List.of(
            unit(
                    Kind.REGULATION,
                    "law",
                    Map.of("f1", "the law"),
                    Map.of("r1", "the law"),
                    new Objectives(24, 4, "law says")),
            unit(Kind.THREAT, "flood", Map.of("f2", "the flood"), Map.of("r2", "the flood"), null),
            unit(Kind.CRITICALITY, "low", Map.of(), Map.of(), new Objectives(100, 100, "low")),
            unit(Kind.CRITICALITY, "high", Map.of("f1", "high"), Map.of(), new Objectives(1, 8, "high")));

    private static ProgramUnit unit(
            Kind kind, String id, Map<String, String> frameworks, Map<String, String> runbooks, Objectives objectives) {
        return new ProgramUnit(kind, id, id + ".yaml", id, "why", frameworks, runbooks, Set.of(), objectives);
    }

    private static ProgramChoice choose(String text) {
        ConfigFile.Checked checked = Say.check("version: 1\n" + text);
        assertThat(checked.errors()).isEmpty();
        return ProgramChoice.of(checked.top().orElseThrow(), UNITS, Set.of("f1", "r1"), Say.TODAY);
    }

    @Test
    void choosesBecauseOfWhatIsNamed() {
        ProgramChoice choice = choose(
                "program: {regulations: [law], threats: [flood], criticality: {default: low, Production: high}}");
        assertThat(choice.frameworks()).extracting(ProgramChoice.Chosen::id).containsExactly("f1", "f2");
        assertThat(choice.frameworks().getFirst().because())
                .extracting(ProgramChoice.Because::unit)
                .containsExactly("regulation law", "criticality high");
        assertThat(choice.judged()).containsExactly("f1");
        assertThat(choice.runbooks())
                .extracting(ProgramChoice.Chosen::available)
                .containsExactly(true, false);
        assertThat(choice.objectives())
                .extracting(t -> t.environment() + " " + t.rpoHours() + " "
                        + t.rpoBecause().unit() + " " + t.rtoHours() + " "
                        + t.rtoBecause().unit())
                .containsExactly(
                        "Production 1 criticality high 4 regulation law", "default 24 regulation law 4 regulation law");
        assertThat(choice.errors()).isEmpty();
        assertThat(choice.warnings()).isEmpty();
    }

    @Test
    void leavesOutOnlyWhatIsExcludedAndStillHolds() {
        String file = "program: {regulations: [law], exclude: [{what: %s, reason: Bought elsewhere, until: %s}]}";
        ProgramChoice out = choose(file.formatted("framework/f1", "2026-11-27"));
        assertThat(out.frameworks()).isEmpty();
        assertThat(out.excluded())
                .containsExactly(new ProgramChoice.Excluded("framework/f1", "Bought elsewhere", "2026-11-27"));
        assertThat(choose(file.formatted("objectives/default", "2026-11-27")).objectives())
                .isEmpty();
        assertThat(choose(file.formatted("runbook/r1", "2026-11-27")).runbooks())
                .isEmpty();
        ProgramChoice ended = choose(file.formatted("framework/f1", "2026-11-26"));
        assertThat(ended.frameworks()).hasSize(1);
        assertThat(ended.excluded()).isEmpty();
        assertThat(choose(file.formatted("framework/f9", "2026-11-27")).warnings())
                .singleElement()
                .asString()
                .contains("`framework/f9` would not have been chosen anyway");
    }

    @Test
    void tellsUnknownWordsAndLooserObjectives() {
        assertThat(choose("program: {regulations: [lww], threats: [law]}").errors())
                .extracting(Object::toString)
                .satisfiesExactly(
                        a -> assertThat(a)
                                .contains(
                                        ":2:25: `program.regulations[0]`: there is no regulation `lww`. Did you mean `law`?"),
                        b -> assertThat(b).contains("there is no threat `law`. Known: flood"));
        assertThat(choose(
                                "program: {regulations: [law]}\nbackup: {objectives: {default: {rpo-hours: 25, rto-hours: 4}}}")
                        .warnings())
                .singleElement()
                .asString()
                .contains(
                        "`backup.objectives.default.rpo-hours`: 25 hours are more than the 24 that regulation law asks of default");
        assertThat(choose("program: {}").isEmpty()).isTrue();
    }

    @Test
    void theShippedUnitsNameWhatThereIs() {
        List<ContentError> errors = new ArrayList<>();
        ContentFolder folder =
                new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root", ".."), "content")));
        List<ProgramUnit> units = ProgramReader.read(folder, errors);
        assertThat(errors).isEmpty();
        assertThat(units).extracting(ProgramUnit::kind).contains(Kind.values());
        ProgramReader.check(
                units, Set.of("cis-aws-7.0", "fsbp", "seed"), Set.of("compromised-iam-credentials"), errors);
        assertThat(errors).isEmpty();
        ProgramReader.check(units, Set.of("cis-aws-7.0", "seed"), Set.of("compromised-iam-credential"), errors);
        assertThat(errors).extracting(ContentError::problem).contains("there is no framework `fsbp`");
        assertThat(errors).extracting(ContentError::mend).contains("Did you mean `compromised-iam-credential`?");
    }
}
