package dev.holdfast.report.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Sighting;
import dev.holdfast.report.FindingGroup;
import dev.holdfast.report.OrganizationUnit;
import dev.holdfast.report.Phrases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * All findings as data for the page's script: a list for each attribute of each rule, in the order of the page's groups,
 * so that tens of thousands of findings stay small and only those looked at become rows. What repeats stands once and is
 * named by its place.
 */
final class FindingsData {
    private final Page page;
    private final Map<String, List<Integer>> unitsOf = new HashMap<>();
    private final List<Unit> units = new ArrayList<>();

    /** An organizational unit with how deep it lies. */
    record Unit(String name, int depth) {}

    FindingsData(Page page) {
        this.page = page;
        OrganizationUnit root = page.report().root();
        if (root != null) {
            place(root, List.of(), 0);
        }
    }

    private void place(OrganizationUnit unit, List<Integer> above, int depth) {
        List<Integer> path = new ArrayList<>(above);
        path.add(units.size());
        units.add(new Unit(unit.name(), depth));
        unit.accounts().forEach(account -> unitsOf.put(account.id().value(), path));
        unit.units().forEach(inner -> place(inner, path, depth + 1));
    }

    /** The units, each before those in it; a unit's place is its name in the filter. */
    List<Unit> units() {
        return List.copyOf(units);
    }

    void write() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        Map<String, Integer> accounts =
                places(page.report().findings().stream().map(Finding::account).toList());
        Map<String, Integer> regions =
                places(page.report().findings().stream().map(Finding::region).toList());
        ArrayNode accountList = data.putArray("accounts");
        for (String account : accounts.keySet()) {
            ArrayNode one = accountList.addArray();
            one.add(account.isEmpty() ? "organization" : Markup.honest(account));
            one.add(Markup.honest(page.names().label(account)));
            ArrayNode in = one.addArray();
            unitsOf.getOrDefault(account, List.of()).forEach(in::add);
        }
        ArrayNode regionList = data.putArray("regions");
        regions.keySet().forEach(region -> regionList.add(Markup.honest(region)));
        ArrayNode rules = data.putArray("rules");
        page.groups().forEach(group -> rule(rules.addObject(), group, accounts, regions));
        page.html().data("data", data.toString());
    }

    private static void rule(
            ObjectNode rule, FindingGroup group, Map<String, Integer> accounts, Map<String, Integer> regions) {
        ArrayNode outcomes = rule.putArray("o");
        ArrayNode where = rule.putArray("a");
        ArrayNode region = rule.putArray("r");
        ArrayNode resources = rule.putArray("s");
        ArrayNode reasons = rule.putArray("t");
        ObjectNode notes = rule.putObject("n");
        for (int i = 0; i < group.findings().size(); i++) {
            Finding finding = group.findings().get(i);
            outcomes.add(List.of(Outcome.values()).indexOf(finding.outcome()));
            where.add(accounts.getOrDefault(finding.account(), 0));
            region.add(regions.getOrDefault(finding.region(), 0));
            resources.add(Markup.honest(finding.resource()));
            reasons.add(Markup.honest(finding.reason()));
            if (finding.sighting() != null) {
                notes.put(Integer.toString(i), Markup.honest(seen(finding.sighting())));
            }
        }
    }

    /** What was seen, when and from where. */
    static String seen(Sighting sighting) {
        return sighting.event() + " " + Phrases.second(sighting.time())
                + (sighting.sourceIp().isEmpty() ? "" : " from " + sighting.sourceIp())
                + (sighting.attack().isEmpty() ? "" : " " + String.join(", ", sighting.attack()));
    }

    private static Map<String, Integer> places(List<String> values) {
        Map<String, Integer> out = new LinkedHashMap<>();
        new TreeSet<>(values).forEach(value -> out.put(value, out.size()));
        return out;
    }
}
