package dev.holdfast.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.CanonicalJson;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code incident-plan} of {@code holdfast.yaml}, read for documents and drills.
 *
 * @param section the section as it stands, of the right form; empty when the company has none here
 */
public record IncidentPlan(JsonNode section) {
    /** The name of the section, and of the setting that carries its digest to checks. */
    public static final String KEY = "incident-plan";

    /** How long a test of a contact says anything. The same number stands in check respond/plan/roles-and-contacts. */
    public static final int TESTED_DAYS = 90;

    /** @param config the whole configuration */
    public static IncidentPlan of(JsonNode config) {
        return new IncidentPlan(config.path(KEY));
    }

    /** Whether there is a plan at all. */
    public boolean there() {
        return !version().isEmpty();
    }

    /** Its version, empty when there is no plan. */
    public String version() {
        return section.path("version").asText();
    }

    /**
     * What an approval is bound to: SHA-256 over the canonical JSON of everything in the section but the approval itself.
     * Empty when there is no plan.
     */
    public String digest() {
        if (!(section instanceof ObjectNode object) || !there()) {
            return "";
        }
        ObjectNode bare = object.deepCopy();
        bare.remove("approved");
        return CanonicalJson.of(bare).sha256();
    }

    /** Whether somebody approved exactly this wording. */
    public boolean approved() {
        return there() && section.path("approved").path("digest").asText().equals(digest());
    }

    /**
     * What keeps people from working by it: not approved as it stands, its review overdue, a role without a person, a
     * contact that was not reached lately. Empty when all is well, or when there is no plan.
     *
     * @param today the day that dates are held against (UTC)
     */
    public List<String> gaps(LocalDate today) {
        List<String> out = new ArrayList<>();
        if (!there()) {
            return out;
        }
        if (!approved()) {
            out.add(
                    section.has("approved")
                            ? "the incident response plan was changed after it was approved"
                            : "the incident response plan is not approved");
        }
        Optional<LocalDate> due = day(section.path("review-by"));
        if (due.isEmpty() || due.get().isBefore(today)) {
            out.add("the review of the incident response plan is overdue");
        }
        for (JsonNode role : section.path("roles")) {
            if (role.path("person").asText().isBlank()) {
                out.add("the role " + role.path("role").asText() + " is not filled");
            }
        }
        for (JsonNode contact : section.path("contacts")) {
            Optional<LocalDate> tested = day(contact.path("tested"));
            String whom = contact.path("who").asText() + " by "
                    + contact.path("channel").asText();
            if (tested.isEmpty()) {
                out.add("the contact " + whom + " was never tested");
            } else if (tested.get().isBefore(today.minusDays(TESTED_DAYS))) {
                out.add("the contact " + whom + " was last tested on " + tested.get());
            }
        }
        return out;
    }

    private static Optional<LocalDate> day(JsonNode value) {
        try {
            return value.asText().isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(value.asText()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
