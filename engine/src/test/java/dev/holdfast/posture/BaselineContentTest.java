package dev.holdfast.posture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.content.Baseline;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.PriceList;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookReader;
import dev.holdfast.insight.Insight;
import dev.holdfast.model.ContentError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped baseline: its SQL, its examples, and its prices. */
class BaselineContentTest {
    private static final ContentFolder FOLDER =
            new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root", ".."), "content")));
    private static final List<ContentError> ERRORS = new ArrayList<>();
    private static final List<Runbook> DOCUMENTS = new RunbookReader(new SdkCatalog())
            .all(FOLDER, ERRORS).values().stream()
                    .filter(d -> d.settings().baseline() != null)
                    .toList();
    private static final BaselineExamples EXAMPLES =
            new BaselineExamples(new CheckExamples(ShippedContent.TABLES, Insight::prepare));

    static Stream<Runbook> documents() {
        return DOCUMENTS.stream();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void examplesHold(Runbook document) {
        assertThat(EXAMPLES.run(document, document.id() + ".yaml")).isEmpty();
    }

    @Test
    void everyPriceThatADocumentNamesIsListed() {
        PriceList prices = PriceList.read(FOLDER, ERRORS);
        assertThat(ERRORS).isEmpty();
        assertThat(prices.asOf()).matches("\\d{4}-\\d{2}-\\d{2}");
        for (Runbook document : DOCUMENTS) {
            Baseline baseline = document.settings().baseline();
            assertThat(baseline).isNotNull();
            assertThat(prices.prices().keySet())
                    .containsAll(
                            baseline.costs().stream().map(Baseline.Cost::price).toList());
        }
    }

    @Test
    void configurationBecomesARowForEachNode() throws Exception {
        JsonNode config = new ObjectMapper().readTree("{\"a\":{\"b\":true,\"c\":[1,2]},\"d\":null}");
        assertThat(ConfigRows.of(config).stream().map(Object::toString))
                .containsExactly(
                        "{\"path\":\"a\",\"value\":\"{\\\"b\\\":true,\\\"c\\\":[1,2]}\"}",
                        "{\"path\":\"a.b\",\"value\":\"true\"}",
                        "{\"path\":\"a.c\",\"value\":\"[1,2]\"}");
    }
}
