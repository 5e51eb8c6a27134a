package dev.holdfast.report.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.Phrases;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A saved plan (the JSON of {@code protect plan}) as a person reads it before agreeing to it. */
public final class PlanView {
    /** Nobody reads more than this on a screen. */
    public static final int MOST_SHOWN = 300;

    private static final int MOST_PRINCIPALS = 10;

    private final Style style;
    private final AccountNames names;

    /**
     * @param style how lines look
     * @param names what people call the accounts
     */
    public PlanView(Style style, AccountNames names) {
        this.style = style;
        this.names = names;
    }

    /**
     * The steps with what was found and what is wanted, how each is taken back, what cannot be, and the next command.
     *
     * @param plan the plan as it is saved
     * @param file where it is saved, for the commands shown
     */
    public List<String> lines(JsonNode plan, String file) {
        List<String> lines = new ArrayList<>();
        JsonNode steps = plan.path("steps");
        String digest = text(plan, "digest");
        lines.add(style.bold("Plan " + text(plan, "id"))
                + (digest.isEmpty() ? "" : style.dim("  " + DisplayText.cutEnd(digest, 19, style.ellipsis()))));
        if (steps.isEmpty()) {
            boolean known = plan.path("problems").isEmpty()
                    && plan.path("leftAlone").isEmpty()
                    && plan.path("proposals").isEmpty();
            lines.add(
                    known ? "  Nothing to change: everything is as wanted." : "  Nothing that can be changed is left.");
            lines.addAll(proposals(plan.path("proposals")));
            lines.addAll(problems("Not planned", plan.path("problems")));
            lines.addAll(problems("Left alone", plan.path("leftAlone")));
            return lines;
        }
        Set<String> accounts = new LinkedHashSet<>();
        steps.forEach(step -> accounts.add(step.path("account").asText("")));
        JsonNode radius = plan.path("blastRadius");
        int all = Math.max(steps.size(), radius.path("writes").asInt());
        int everywhere = Math.max(accounts.size(), radius.path("accounts").asInt());
        lines.add("  " + Phrases.count(all, "step", "steps") + " in " + Phrases.count(everywhere, "account", "accounts")
                + ", as " + text(plan, "caller"));
        for (int i = 0; i < Math.min(steps.size(), MOST_SHOWN); i++) {
            lines.add("");
            lines.addAll(step(steps.get(i)));
        }
        if (all > MOST_SHOWN) {
            lines.add("");
            lines.add("  " + (all - MOST_SHOWN) + " more steps stand in the plan's file.");
        }
        JsonNode irreversible = plan.path("irreversible");
        if (!irreversible.isEmpty()) {
            lines.add("");
            lines.add("  " + style.bold("Cannot be taken back"));
            irreversible.forEach(item -> lines.add("    " + style.safe(words(item))));
        }
        lines.addAll(effects(plan.path("effects")));
        lines.addAll(costs(plan.path("costs")));
        lines.addAll(proposals(plan.path("proposals")));
        lines.addAll(problems("Not planned", plan.path("problems")));
        lines.addAll(problems("Left alone", plan.path("leftAlone")));
        if (plan.has("mostFailures")) {
            lines.add("");
            lines.add("  Nothing more is begun after more than "
                    + plan.path("mostFailures").asInt() + " failures.");
        }
        lines.add("");
        lines.add("  Nothing has been changed. Next: " + style.accent(style.safe("holdfast protect approve " + file)));
        return lines;
    }

    private List<String> costs(JsonNode costs) {
        List<String> lines = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode cost : costs) {
            String monthly = text(cost, "monthly");
            sum = monthly.isEmpty() ? sum : sum.add(new BigDecimal(monthly));
            lines.add("    " + cost.path("count").asText() + "  " + text(cost, "price") + "  "
                    + (monthly.isEmpty() ? "depends on use" : monthly + " " + text(cost, "currency")));
        }
        if (!lines.isEmpty()) {
            lines.addFirst("  " + style.bold("Each month") + "  about " + sum + " "
                    + text(costs.get(0), "currency") + " and what depends on use, at prices of "
                    + text(costs.get(0), "asOf"));
            lines.addFirst("");
        }
        return lines;
    }

    /** Who would have been denied by each policy, and what is not known of it. */
    private List<String> effects(JsonNode effects) {
        List<String> lines = new ArrayList<>();
        for (JsonNode effect : effects) {
            lines.add("");
            lines.add("  " + style.bold("Had " + text(effect, "policy") + " held before")
                    + style.dim("  in " + Phrases.count(effect.path("accounts").asInt(), "account", "accounts")));
            JsonNode denied = effect.path("denied");
            lines.add("    "
                    + (denied.isEmpty()
                            ? "nothing that is known of would have been denied"
                            : Phrases.count(effect.path("acts").asLong(), "act", "acts") + " of "
                                    + Phrases.count(effect.path("principals").asLong(), "principal", "principals")
                                    + " would have been denied"));
            for (int i = 0; i < Math.min(denied.size(), MOST_PRINCIPALS); i++) {
                JsonNode one = denied.get(i);
                lines.addAll(hanging(
                        "- ",
                        text(one, "principal") + " " + text(one, "what") + " " + text(one, "region") + ", "
                                + one.path("count").asLong() + " times, last " + text(one, "last") + " ("
                                + text(one, "source") + (one.path("certain").asBoolean() ? ")" : ", perhaps)")));
            }
            effect.path("notKnown").forEach(n -> lines.addAll(hanging("? ", "Not known: " + words(n))));
        }
        return lines;
    }

    /** What its owner must change, with the values to put there. */
    private List<String> proposals(JsonNode proposals) {
        List<String> lines = new ArrayList<>();
        for (JsonNode proposal : proposals) {
            lines.addAll(hanging(
                    "> ",
                    text(proposal, "resource") + " belongs to " + text(proposal, "owner") + ". "
                            + text(proposal, "advice")));
            for (JsonNode change : proposal.path("patch")) {
                lines.add("      " + text(change, "operation"));
                lines.addAll(change(change.path("found"), change.path("wanted")));
            }
        }
        if (!lines.isEmpty()) {
            lines.addFirst("  " + style.bold("For the owner to change"));
            lines.addFirst("");
        }
        return lines;
    }

    private List<String> problems(String title, JsonNode problems) {
        List<String> lines = new ArrayList<>();
        for (JsonNode problem : problems) {
            lines.addAll(hanging(
                    "? ",
                    (text(problem, "resource") + " " + text(problem, "document") + ": " + text(problem, "why"))
                            .strip()));
        }
        if (!lines.isEmpty()) {
            lines.addFirst("  " + style.bold(title));
            lines.addFirst("");
        }
        return lines;
    }

    private List<String> step(JsonNode step) {
        List<String> lines = new ArrayList<>();
        String where = names.label(step.path("account").asText("")) + " "
                + step.path("region").asText("");
        lines.add("  " + DisplayText.padLeft(step.path("n").asText(""), 2) + "  " + style.bold(text(step, "name"))
                + "  " + style.dim(style.safe(where.strip())));
        lines.add("      " + text(step, "operation") + risk(step));
        lines.addAll(change(step.path("found"), step.path("wanted")));
        String undo = words(step.path("undo"));
        lines.addAll(hanging("undo    ", undo.isEmpty() ? "none" : undo));
        return lines;
    }

    private String risk(JsonNode step) {
        String risk = words(step.path("risk"));
        return risk.isEmpty() ? "" : style.dim(style.safe("  risk: " + risk));
    }

    private List<String> change(JsonNode found, JsonNode wanted) {
        List<String> lines = new ArrayList<>(hanging("found   ", orNothing(words(found))));
        lines.addAll(hanging("wanted  ", orNothing(words(wanted))));
        return lines;
    }

    private List<String> hanging(String label, String words) {
        List<String> wrapped = DisplayText.wrap(style.safe(words), Math.max(20, style.width() - 14));
        List<String> lines = new ArrayList<>();
        for (int index = 0; index < wrapped.size(); index++) {
            lines.add("      " + (index == 0 ? style.dim(label) : " ".repeat(label.length())) + wrapped.get(index));
        }
        return lines;
    }

    static String orNothing(String words) {
        return words.isEmpty() ? "nothing" : words;
    }

    private String text(JsonNode node, String member) {
        return style.safe(node.path(member).asText(""));
    }

    /** JSON as words: {@code a: 1, b: yes}; one level is written flat, deeper ones in brackets. */
    private static String words(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (value.isBoolean()) {
            return value.asBoolean() ? "on" : "off";
        }
        if (value.isValueNode()) {
            return value.asText();
        }
        List<String> parts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(item -> parts.add(nested(item)));
        } else {
            value.properties().forEach(member -> parts.add(member.getKey() + " " + nested(member.getValue())));
        }
        return String.join(", ", parts);
    }

    private static String nested(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isEmpty() ? "none" : "(" + words(value) + ")";
        }
        return value.isNull() ? "none" : words(value);
    }
}
