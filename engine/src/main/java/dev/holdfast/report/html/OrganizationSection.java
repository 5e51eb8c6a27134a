package dev.holdfast.report.html;

import dev.holdfast.model.AccountId;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Organization;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.report.OrganizationUnit;
import dev.holdfast.report.Phrases;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The organization as a tree, every account marked by its worst failure, beside what the verdicts add up to. */
final class OrganizationSection {
    private static final int CALM_ACCOUNTS_SHOWN = 12;

    private final Page page;
    private final Markup html;
    private final Map<String, Integer> places = new HashMap<>();

    OrganizationSection(Page page) {
        this.page = page;
        this.html = page.html();
    }

    void write() {
        Organization organization = page.report().collection().organization();
        page.section("organization", "Organization");
        html.leaf(
                "p",
                Phrases.count(organization.accounts().size(), "account", "accounts") + " in "
                        + Phrases.count(organization.regions().size(), "region", "regions")
                        + ". Each account is marked by its worst failure.",
                "class",
                "soft");
        html.open("div", "class", "split");
        html.open("div", "class", "card");
        OrganizationUnit root = page.report().root();
        html.open("ul", "class", "tree");
        if (root == null) {
            accounts(organization.accounts());
        } else {
            number(root);
            unit(root);
        }
        html.close("ul").close("div");
        html.open("div", "class", "card charts");
        severities();
        new OutcomeDonut(page).write();
        html.close("div").close("div");
        page.endSection();
    }

    /** Numbered as the filter of the findings numbers them: each unit before those in it, in the report's order. */
    private void number(OrganizationUnit unit) {
        places.put(unit.id(), places.size());
        unit.units().forEach(this::number);
    }

    private void unit(OrganizationUnit unit) {
        html.open("li").open("div", "class", "unit");
        html.open(
                        "a",
                        "href",
                        "#findings",
                        "data-filter",
                        "unit",
                        "data-value",
                        String.valueOf(places.getOrDefault(unit.id(), 0)))
                .foreign(unit.name())
                .close("a")
                .close("div")
                .open("ul");
        accounts(unit.accounts());
        unit.units().stream()
                .sorted(Comparator.comparing(OrganizationUnit::name).thenComparing(OrganizationUnit::id))
                .forEach(this::unit);
        html.close("ul").close("li");
    }

    /** Accounts that need someone are all shown; of the others, a few, so that a large organization stays readable. */
    private void accounts(List<Organization.Account> accounts) {
        int calm = 0;
        for (Organization.Account account : accounts.stream()
                .sorted(Comparator.comparing(Organization.Account::name).thenComparing(Organization.Account::id))
                .toList()) {
            List<Finding> pressing = page.pressing(account.id().value());
            if (!pressing.isEmpty() || calm++ < CALM_ACCOUNTS_SHOWN) {
                account(account, pressing);
            }
        }
        if (calm > CALM_ACCOUNTS_SHOWN) {
            String more = "and " + Phrases.number(calm - CALM_ACCOUNTS_SHOWN) + " more without failures";
            html.leaf("li", more, "class", "soft small");
        }
    }

    private void account(Organization.Account account, List<Finding> pressing) {
        String id = account.id().value();
        html.open("li")
                .open(
                        "a",
                        "class",
                        "account",
                        "href",
                        "#findings",
                        "title",
                        id,
                        "data-filter",
                        "account",
                        "data-value",
                        id);
        List<Finding> failed = pressing.stream()
                .filter(finding -> finding.outcome() == Outcome.FAIL)
                .toList();
        Severity worst = failed.stream()
                .map(Finding::severity)
                .max(Comparator.naturalOrder())
                .orElse(null);
        if (worst != null) {
            page.glyphs().severity(worst);
        } else {
            page.glyphs().outcome(pressing.isEmpty() ? Outcome.PASS : Outcome.UNKNOWN);
        }
        html.open("span", "class", "name").foreign(page.names().label(id));
        AccountId management = page.report().collection().organization().management();
        if (account.id().equals(management)) {
            html.leaf("span", " management account", "class", "soft small");
        }
        html.close("span");
        int unknown = pressing.size() - failed.size();
        html.open("span", "class", "counts");
        if (worst != null) {
            html.open("span", "class", worst.word())
                    .text(Phrases.number(failed.size()) + " failed")
                    .leaf("span", ", worst " + worst.word(), "class", "worst")
                    .close("span");
        }
        if (unknown > 0) {
            html.leaf("span", (worst == null ? "" : " · ") + Phrases.number(unknown) + " unknown", "class", "unknown");
        }
        if (pressing.isEmpty()) {
            html.leaf("span", "no failure", "class", "soft");
        }
        html.close("span").close("a").close("li");
    }

    private void severities() {
        long most = 1;
        for (Severity severity : Severity.values()) {
            most = Math.max(most, page.failures(severity));
        }
        html.open("div").leaf("h3", "Failures by severity").open("ul", "class", "severities");
        for (Severity severity :
                List.of(Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.INFORMATIONAL)) {
            long count = page.failures(severity);
            html.open("li");
            page.glyphs().severityWord(severity);
            html.open("svg", "class", "bar", "aria-hidden", "true");
            html.open("rect", "class", "track", "width", "100%", "height", "12", "rx", "3")
                    .close("rect");
            if (count > 0) {
                String width = Math.max(2, count * 100 / most) + "%";
                html.open("rect", "class", "fill-" + severity.word(), "width", width, "height", "12", "rx", "3")
                        .close("rect");
            }
            html.close("svg")
                    .leaf("span", Phrases.number(count), "class", "number")
                    .close("li");
        }
        html.close("ul").close("div");
    }
}
