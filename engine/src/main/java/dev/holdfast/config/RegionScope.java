package dev.holdfast.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Regions: what is asked for lies within the regions in scope. */
final class RegionScope implements Concern {
    @Override
    public void look(Branch top, Ground ground, Complaints say) {
        Set<String> scope = new TreeSet<>();
        top.at("organization", "regions").items().forEach(r -> r.text().ifPresent(scope::add));
        if (!scope.isEmpty()) {
            List<Branch> places = new ArrayList<>();
            places.add(top.at("organization", "home-region"));
            top.at("network", "vpcs").items().forEach(v -> places.add(v.at("region")));
            top.at("services", "skip").items().forEach(s -> places.add(s.at("region")));
            for (Branch at : places) {
                at.text()
                        .filter(r -> !scope.contains(r))
                        .ifPresent(r -> say.wrong(
                                at,
                                "`" + r + "` is not among `organization.regions`",
                                "Add it there, or name one of: " + String.join(", ", scope)));
            }
        }
        for (Branch policy : top.at("policies", "scp").items()) {
            allowList(policy, top.at("organization", "home-region"), say);
        }
    }

    /** A region lock without the home region shuts the administrators out. */
    private static void allowList(Branch policy, Branch home, Complaints say) {
        boolean regionLock = policy.at("use")
                .text()
                .filter("builtin/region-allow-list"::equals)
                .isPresent();
        Branch allow = policy.at("allow");
        if (!regionLock) {
            if (allow.there()) {
                say.wrong(allow, "only `builtin/region-allow-list` takes regions", "Delete this line");
            }
            return;
        }
        Set<String> open = new TreeSet<>();
        allow.items().forEach(r -> r.text().ifPresent(open::add));
        boolean used = !policy.at("targets").items().isEmpty();
        if (used && open.isEmpty()) {
            say.wrong(
                    policy,
                    "no region would stay open",
                    "Name them: `allow: [" + home.text().orElse("us-east-1") + "]`");
        } else if (used) {
            home.text()
                    .filter(r -> !open.contains(r))
                    .ifPresent(r -> say.wrong(
                            allow,
                            "the home region `" + r + "` would be closed",
                            "Add it, or nobody can administrate from there"));
        }
    }
}
