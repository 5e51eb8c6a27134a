package dev.holdfast.emulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules of the house for this module. */
class HouseRulesTest {
    private static final String ROOT = "dev.holdfast.emulator";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("dev.holdfast.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyThePlayerOfScriptsWrites() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".organization..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.holdfast.aws.write..")
                .because("the player refuses any endpoint that this program did not start")
                .check(CLASSES);
    }
}
