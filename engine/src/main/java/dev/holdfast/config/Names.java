package dev.holdfast.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names within a list: the same one twice would make two things fight over one. */
final class Names implements Concern {
    private static final List<List<String>> LISTS = List.of(
            List.of("network.vpcs", "name"),
            List.of("patching.windows", "name"),
            List.of("backup.plans", "name"),
            List.of("siem.readers", "name"),
            List.of("agents", "name"),
            List.of("keys", "alias"),
            List.of("policies.scp", "use"),
            List.of("policies.rcp", "use"));

    @Override
    public void look(Branch top, Ground ground, Complaints say) {
        for (List<String> list : LISTS) {
            Map<String, Branch> seen = new HashMap<>();
            for (Branch item : top.at(list.get(0).split("\\.")).items()) {
                Branch name = item.at(list.get(1));
                name.text().ifPresent(text -> once(text, name, seen, say));
            }
        }
        Map<String, Branch> seen = new HashMap<>();
        for (Branch one : top.at("access", "assignments").items()) {
            String pair = one.at("group").text().orElse("") + " / "
                    + one.at("set").text().orElse("");
            once(pair, one, seen, say);
        }
    }

    private static void once(String name, Branch at, Map<String, Branch> seen, Complaints say) {
        Branch before = seen.putIfAbsent(name, at);
        if (before != null) {
            say.wrong(
                    at,
                    "`" + name + "` is there already: `" + before.path() + "`",
                    "Merge them, or choose another name");
        }
    }
}
