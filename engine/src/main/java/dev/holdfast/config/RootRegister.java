package dev.holdfast.config;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The register of who can become root: reviewed in time, and never in one person's hands alone. */
final class RootRegister implements Concern {
    private static final int LONGEST_DAYS = 366;

    @Override
    public void look(Branch top, Ground ground, Complaints say) {
        Branch register = top.at("root-access");
        Branch review = register.at("review-by");
        Branch signed = register.at("signed", "at");
        Optional<LocalDate> due = Reasons.date(review, say);
        Optional<LocalDate> done = Reasons.date(signed, say);
        due.filter(d -> d.isBefore(ground.today()))
                .ifPresent(d -> say.warn(
                        review,
                        "THE REVIEW OF THE ROOT REGISTER IS OVERDUE since " + d,
                        "Go through it with its holders, then renew `signed` and `review-by`"));
        done.filter(d -> d.isAfter(ground.today()))
                .ifPresent(d -> say.wrong(signed, d + " is yet to come", "Write the day on which it was gone through"));
        if (due.isPresent() && done.isPresent()) {
            if (due.get().isBefore(done.get())) {
                say.wrong(
                        review, "lies before the day it was signed, " + done.get(), "Write the day of the next review");
            } else if (due.get().isAfter(done.get().plusDays(LONGEST_DAYS))) {
                say.warn(
                        review,
                        "is more than a year after it was signed",
                        "People move on: review it every year at least");
            }
        }
        Map<String, Branch> seen = new HashMap<>();
        Purposes purposes = Purposes.of(top);
        for (Branch holder : register.at("holders").items()) {
            holder(holder, purposes, seen, say);
        }
    }

    private static void holder(Branch holder, Purposes purposes, Map<String, Branch> seen, Complaints say) {
        Branch account = holder.at("account");
        account.text().map(purposes::resolve).ifPresent(name -> {
            Branch before = seen.putIfAbsent(name, account);
            if (before != null) {
                say.wrong(account, "is registered already: `" + before.path() + "`", "Keep one entry for an account");
            }
        });
        Set<String> readers = people(holder.at("mailbox"));
        Set<String> keepers = people(holder.at("mfa"));
        if (readers.size() == 1 && readers.equals(keepers)) {
            say.warn(
                    holder,
                    readers.iterator().next() + " alone reads the mailbox and holds the device",
                    "Give mailbox and device to different people, so that nobody becomes root alone");
        }
        Branch device = holder.at("device");
        if (device.text().filter("none"::equals).isPresent()) {
            say.warn(device, "this root user has no second factor", "Register a hardware key");
        }
    }

    private static Set<String> people(Branch list) {
        Set<String> out = new TreeSet<>();
        list.items().forEach(p -> p.text().ifPresent(out::add));
        return out;
    }
}
