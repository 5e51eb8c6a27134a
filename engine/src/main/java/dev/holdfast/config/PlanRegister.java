package dev.holdfast.config;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The incident plan: its days hold, each role stands once, and whoever is to be called or to tell others is a role of it. */
final class PlanRegister implements Concern {
    @Override
    public void look(Branch top, Ground ground, Complaints say) {
        Branch plan = top.at(IncidentPlan.KEY);
        Branch review = plan.at("review-by");
        Branch signed = plan.at("approved", "at");
        Optional<LocalDate> due = Reasons.date(review, say);
        Optional<LocalDate> done = Reasons.date(signed, say);
        done.ifPresent(d -> past(signed, d, ground, say));
        if (due.isPresent() && done.isPresent() && due.get().isBefore(done.get())) {
            say.wrong(review, "lies before the day of approval, " + done.get(), "Write the day of the next review");
        }
        due.filter(d -> d.isBefore(ground.today()))
                .ifPresent(d -> say.warn(
                        review,
                        "the review of the incident plan is overdue since " + d,
                        "Go through the plan, have it approved and renew `review-by`"));
        Set<String> roles = new TreeSet<>();
        for (Branch role : plan.at("roles").items()) {
            Branch name = role.at("role");
            name.text()
                    .filter(n -> !roles.add(n))
                    .ifPresent(n -> say.wrong(name, "`" + n + "` stands twice", "Keep one"));
        }
        plan.at("escalation").items().forEach(step -> known(step.at("to"), roles, say));
        plan.at("notifications").items().forEach(one -> known(one.at("by"), roles, say));
        for (Branch contact : plan.at("contacts").items()) {
            Branch tested = contact.at("tested");
            Reasons.date(tested, say).ifPresent(d -> past(tested, d, ground, say));
        }
    }

    private static void past(Branch at, LocalDate day, Ground ground, Complaints say) {
        if (day.isAfter(ground.today())) {
            say.wrong(at, day + " is yet to come", "Write the day on which it was done");
        }
    }

    private static void known(Branch role, Set<String> roles, Complaints say) {
        role.text()
                .filter(n -> !roles.contains(n))
                .ifPresent(n -> say.wrong(
                        role, "`" + n + "` is not among the plan's roles", "One of " + String.join(", ", roles)));
    }
}
