package dev.holdfast.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** The tree of organizational units: its depth, and that no account is wanted in two places. */
final class UnitTree implements Concern {
    /** Levels below the root. Source: AWS Organizations User Guide, quotas. */
    private static final int DEEPEST = 5;

    @Override
    public void look(Branch top, Ground ground, Complaints say) {
        Purposes purposes = Purposes.of(top);
        Map<String, Branch> seen = new LinkedHashMap<>();
        top.at("organization", "units").members().forEach((name, unit) -> look(unit, 1, purposes, seen, say));
    }

    private void look(Branch unit, int depth, Purposes purposes, Map<String, Branch> seen, Complaints say) {
        if (depth > DEEPEST) {
            say.wrong(
                    unit,
                    "lies on level " + depth + " below the root",
                    "AWS allows " + DEEPEST + " levels: move it up");
            return;
        }
        for (Branch member : unit.at("accounts").items()) {
            member.text().ifPresent(name -> {
                Branch before = seen.putIfAbsent(purposes.resolve(name), member);
                if (before != null) {
                    say.wrong(
                            member,
                            "the account `" + name + "` is wanted in another place too: `" + before.path() + "`",
                            "An account lies in one unit: keep one of them");
                }
            });
        }
        unit.at("units").members().forEach((name, below) -> look(below, depth + 1, purposes, seen, say));
    }
}
