package dev.holdfast.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.insight.Identities.Identity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReachTest {
    private static final String ROLE = "arn:aws:iam::111111111111:role/keeper";
    private static final String STEP = "arn:aws:iam::222222222222:role/step";
    private static final String ANN = "arn:aws:iam::222222222222:user/ann";
    private static final String BOB = "arn:aws:iam::333333333333:user/bob";
    private static final String ROOT = "arn:aws:iam::222222222222:root";

    private static Grant grant(boolean allow, List<String> principals, String... resources) {
        return new Grant(allow, principals, null, List.of("sts:assumerole"), null, List.of(resources), null, null);
    }

    private static Grant own(boolean allow, String resource) {
        return new Grant(allow, null, null, List.of("sts:*"), null, List.of(resource), null, null);
    }

    private static Identity who(String arn, String kind, Grant... grants) {
        return new Identity(arn, arn.split(":")[4], kind, List.of(grants), List.of(), false);
    }

    private static List<String> acting(List<Identity> all, Map<String, List<Grant>> trust) {
        Reach reach = new Reach(Identities.of(all, trust));
        return reach.names(reach.actingAs(List.of(ROLE)), 10);
    }

    @Test
    void whoCanTakeOnARoleThatCanTakeOnAnotherCanActAsIt() {
        var trust = Map.of(
                ROLE, List.of(grant(true, List.of("AWS:222222222222"), "*")),
                STEP, List.of(grant(true, List.of("AWS:" + ANN), "*")));
        assertThat(acting(
                        List.of(
                                who(ROLE, "role"),
                                who(STEP, "role", own(true, ROLE)),
                                who(ANN, "user"),
                                who(BOB, "user")),
                        trust))
                .as("Ann is named in her own account, which needs no policy of hers")
                .containsExactly(ROLE, STEP, ANN);
        assertThat(acting(List.of(who(ROLE, "role"), who(STEP, "role", own(true, STEP)), who(ANN, "user")), trust))
                .as("the step's own policy is about another role")
                .containsExactly(ROLE);
    }

    @Test
    void aRoleThatTrustsEverybodyIsTakenOnByThoseWhoMay() {
        var everybody = Map.of(ROLE, List.of(grant(true, List.of("*"), "*")));
        List<Identity> all = List.of(
                who(ROLE, "role"),
                who(ANN, "user", own(true, "*")),
                who(BOB, "user", own(true, "*"), own(false, ROLE)),
                who(STEP, "role"),
                who(ROOT, "root"));
        assertThat(acting(all, everybody)).containsExactly(ROLE, ANN, ROOT);
        assertThat(acting(
                        all,
                        Map.of(
                                ROLE,
                                List.of(grant(true, List.of("*"), "*"), grant(false, List.of("AWS:" + ANN), "*")))))
                .as("a trust policy that refuses Ann")
                .containsExactly(ROLE, ROOT);
    }

    @Test
    void bothAreThoseOfTwoSortedSets() {
        assertThat(Reach.both(new int[] {1, 3, 5, 9}, new int[] {0, 3, 4, 9, 10}))
                .containsExactly(3, 9);
        assertThat(Reach.both(new int[] {}, new int[] {1})).isEmpty();
    }
}
