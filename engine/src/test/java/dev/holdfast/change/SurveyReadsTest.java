package dev.holdfast.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import dev.holdfast.runbook.Lookup;
import dev.holdfast.runbook.Lookup.ReadyCall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SurveyReadsTest {
    private static final Scope SCOPE = new Scope(new AccountId("111122223333"), new Region("eu-west-1"));

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch go = new CountDownLatch(1);

    private final AwsReader reader = new PagesOnly() {
        @Override
        public void pages(Scope scope, String service, String operation, JsonNode input, Consumer<JsonNode> each) {
            asked.add(operation + input.path("n").asText());
            if (operation.equals("Refused")) {
                throw new AwsFailure(AwsFailure.Kind.DENIED, "x:Refused", scope, "AccessDenied", 403, "no");
            }
            if (operation.equals("Slow")) {
                await();
            }
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            page.putArray("members").addObject().put("id", "a").put("status", "ENABLED");
            each.accept(page);
        }
    };

    private final SurveyReads reads = new SurveyReads(new Reads(reader));

    private void await() {
        try {
            assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ReadyCall call(String operation, int n) {
        return new ReadyCall(
                SCOPE, "x", operation, JsonNodeFactory.instance.objectNode().put("n", n));
    }

    private static Lookup member(String id, String... absentOn) {
        Lookup list = new Lookup(call("List", 0), "members[?id == '" + id + "'] | [0].status", List.of(absentOn));
        return new Lookup(call("Get" + id, 0), "status", List.of(absentOn), list);
    }

    @Test
    void aListTellsOfManyThings() {
        assertThat(reads.state(member("a")).asText()).isEqualTo("ENABLED");
        assertThat(reads.state(member("b")).isNull()).isTrue();
        assertThat(asked).containsExactly("List0");
    }

    @Test
    void theThingItselfIsReadBeforeAStep() {
        new Reads(reader).state(member("a"));
        assertThat(asked).containsExactly("Geta0");
    }

    @Test
    void whoAsksAtTheSameTimeWaitsForTheOneAnswer() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Future<JsonNode>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(pool.submit(() -> reads.answer(call("Slow", 0))));
            }
            go.countDown();
            for (Future<JsonNode> one : all) {
                assertThat(one.get(20, TimeUnit.SECONDS).path("members")).hasSize(1);
            }
        }
        assertThat(asked).containsExactly("Slow0");
    }

    @Test
    void aRefusalIsToldToAllAndMeansAbsenceOnlyWhereTheDocumentSaysSo() {
        Lookup strict = new Lookup(call("Refused", 0), "a", List.of());
        Lookup lenient = new Lookup(call("Refused", 0), "a", List.of("AccessDenied"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> reads.state(strict)).isInstanceOf(AwsFailure.class);
            assertThat(reads.state(lenient).isNull()).isTrue();
        }
        assertThat(asked).containsExactly("Refused0");
    }

    @Test
    void whatWasAskedLongAgoIsAskedAgain() {
        for (int n = 0; n <= 64; n++) {
            reads.answer(call("List", n));
        }
        reads.answer(call("List", 64));
        assertThat(asked).hasSize(65);
        reads.answer(call("List", 0));
        assertThat(asked).hasSize(66).endsWith("List0");
    }
}
