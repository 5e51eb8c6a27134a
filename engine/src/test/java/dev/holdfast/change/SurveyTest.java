package dev.holdfast.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SurveyTest {
    private static Wish wish(String document, String account) {
        Scope scope = new Scope(new AccountId(account), new Region("eu-west-1"));
        return new Wish(document, JsonNodeFactory.instance.objectNode(), scope, document);
    }

    private static Look makes() {
        return new Look.Work(null, JsonNodeFactory.instance.objectNode(), List.of(), true);
    }

    @Test
    void looksComeInTheOrderOfTheWishesAndWhatIsMadeIsKnownInItsOwnPlaceOnly() {
        List<Wish> wishes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String account = String.format("%012d", 111111111111L + i);
            wishes.add(wish("makes " + i % 2, account));
            wishes.add(wish("after " + i, account));
        }
        Set<String> knew = Collections.synchronizedSet(new TreeSet<>());
        Survey survey = new Survey(
                (wish, made) -> {
                    if (made) {
                        knew.add(wish.document());
                    }
                    return wish.document().equals("makes 1") ? makes() : new Look.Unknown(wish.document());
                },
                new HashSet<>());
        List<Look> looks = survey.of(wishes);
        for (int i = 0; i < looks.size(); i++) {
            if (looks.get(i) instanceof Look.Unknown unknown) {
                assertThat(unknown.why()).isEqualTo(wishes.get(i).document());
            }
        }
        assertThat(knew).hasSize(20).allMatch(d -> Integer.parseInt(d.substring(6)) % 2 == 1);
    }

    @Test
    void aPlaceInWhichSomethingIsMadeIsLookedAtBySeveralAtOnce() {
        CountDownLatch together = new CountDownLatch(3);
        Survey survey = new Survey(
                (wish, made) -> {
                    together.countDown();
                    try {
                        boolean met = together.await(20, TimeUnit.SECONDS);
                        return new Look.Unknown(wish.document() + " " + made + " " + met);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                new HashSet<>(Set.of(wish("a", "111111111111").scope())));
        assertThat(survey.of(List.of(wish("a", "111111111111"), wish("b", "111111111111"), wish("c", "111111111111"))))
                .extracting(look -> ((Look.Unknown) look).why())
                .containsExactly("a true true", "b true true", "c true true");
    }

    @Test
    void whatBreaksInOnePlaceBreaksThePlan() {
        Survey survey = new Survey(
                (wish, made) -> {
                    throw new Refusal("no");
                },
                new HashSet<>());
        assertThatThrownBy(() -> survey.of(List.of(wish("a", "111111111111"), wish("b", "222222222222"))))
                .isInstanceOf(Refusal.class);
    }
}
