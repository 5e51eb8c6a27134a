package dev.holdfast.config;

import dev.holdfast.content.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names that must mean something: permission sets, networks and purposes within the file, and units and accounts as far
 * as the organization is known.
 */
final class References implements Concern {
    private static final List<String> PURPOSES = List.of("logging", "audit", "network");
    private static final String ROOT = "root";

    @Override
    public void look(Branch top, Ground ground, Complaints say) {
        Purposes purposes = Purposes.of(top);
        Set<String> sets = top.at("access", "permission-sets").members().keySet();
        for (Branch one : top.at("access", "assignments").items()) {
            inFile(one.at("set"), sets, "permission set", say);
        }
        Set<String> networks = new TreeSet<>();
        top.at("network", "vpcs").items().forEach(v -> v.at("name").text().ifPresent(networks::add));
        if (top.at("network", "client-vpn", "enabled").isTrue()) {
            inFile(top.at("network", "client-vpn", "vpc"), networks, "network", say);
        }
        if (top.at("nids", "enabled").isTrue()) {
            inFile(top.at("nids", "sensor-vpc"), networks, "network", say);
        }
        Set<String> units = new TreeSet<>();
        Set<String> accounts = new TreeSet<>();
        top.at("organization", "units").members().forEach((name, unit) -> collect(name, name, unit, units, accounts));
        for (Branch account : accountPlaces(top)) {
            purpose(account, purposes, say);
            known(account, purposes, accounts, Set.of(), ground, "account", say);
        }
        for (Branch unit : unitPlaces(top)) {
            known(unit, purposes, Set.of(), units, ground, "unit", say);
        }
        for (Branch target : targets(top)) {
            purpose(target, purposes, say);
            known(target, purposes, accounts, units, ground, "unit or account", say);
        }
    }

    private static void collect(String path, String name, Branch unit, Set<String> units, Set<String> accounts) {
        units.add(path);
        units.add(name);
        unit.at("accounts").items().forEach(a -> a.text().ifPresent(accounts::add));
        unit.at("units").members().forEach((below, tree) -> collect(path + "/" + below, below, tree, units, accounts));
    }

    private static List<Branch> accountPlaces(Branch top) {
        List<Branch> out = new ArrayList<>();
        top.at("keys").items().forEach(k -> out.add(k.at("account")));
        top.at("network", "vpcs").items().forEach(v -> out.add(v.at("account")));
        top.at("root-access", "holders").items().forEach(h -> out.add(h.at("account")));
        members(top.at("organization", "units"), out);
        return out;
    }

    private static void members(Branch units, List<Branch> out) {
        units.members().forEach((name, unit) -> {
            out.addAll(unit.at("accounts").items());
            members(unit.at("units"), out);
        });
    }

    private static List<Branch> unitPlaces(Branch top) {
        List<Branch> out = new ArrayList<>();
        top.at("network", "vpcs")
                .items()
                .forEach(v -> out.addAll(v.at("share-with").items()));
        return out;
    }

    private static List<Branch> targets(Branch top) {
        List<Branch> out = new ArrayList<>();
        for (String kind : List.of("scp", "rcp")) {
            top.at("policies", kind)
                    .items()
                    .forEach(p -> out.addAll(p.at("targets").items()));
        }
        top.at("access", "assignments")
                .items()
                .forEach(a -> out.addAll(a.at("targets").items()));
        top.at("exceptions").items().forEach(e -> out.add(e.at("where")));
        return out;
    }

    private static void inFile(Branch at, Set<String> known, String what, Complaints say) {
        at.text()
                .filter(name -> !known.contains(name))
                .ifPresent(name -> say.wrong(
                        at,
                        "there is no " + what + " `" + name + "` in this file",
                        meant(name, known, "Write it into the file, or name one of: ")));
    }

    private static String meant(String name, Set<String> known, String otherwise) {
        String near = Nearest.among(name, known);
        if (!near.isEmpty()) {
            return "Did you mean `" + near + "`?";
        }
        return otherwise + (known.isEmpty() ? "none is written yet" : String.join(", ", new TreeSet<>(known)));
    }

    /** A purpose without an account means nobody. */
    private static void purpose(Branch at, Purposes purposes, Complaints say) {
        at.text()
                .filter(name -> PURPOSES.contains(name) && !purposes.given().contains(name))
                .ifPresent(name -> say.wrong(
                        at,
                        "no account is given for `" + name + "`",
                        "Write it under `organization.accounts." + name + "`, or name another account"));
    }

    /** Whether a name means anything outside of the file is known only where somebody looked. */
    private static void known(
            Branch at,
            Purposes purposes,
            Set<String> accounts,
            Set<String> units,
            Ground ground,
            String what,
            Complaints say) {
        if (ground.known().isEmpty() || at.text().isEmpty()) {
            return;
        }
        String name = at.text().get();
        Ground.Known there = ground.known().get();
        boolean member = at.path().startsWith("organization.units.");
        boolean found = purposes.given().contains(name)
                || PURPOSES.contains(name)
                || Set.of(ROOT, Purposes.MANAGEMENT, "all").contains(name)
                || there.accounts().contains(name)
                || (!member && accounts.contains(name))
                || units.contains(name)
                || (!what.equals("account") && there.units().contains(name));
        if (!found) {
            Set<String> candidates = new TreeSet<>(units);
            candidates.addAll(there.accounts());
            candidates.addAll(there.units());
            String near = Nearest.among(name, candidates);
            say.wrong(
                    at,
                    "the organization has no " + what + " `" + name + "`",
                    near.isEmpty()
                            ? "Correct the name, or collect again: holdfast identify"
                            : "Did you mean `" + near + "`?");
        }
    }
}
