package dev.holdfast.config;

import java.util.Optional;

/** How long things are kept: locks that hold what is written, and days that fit together. */
final class Retention implements Concern {
    /** Days before a compliance lock holds. Source: AWS Backup Developer Guide, Vault Lock. */
    private static final int LEAST_CHANGEABLE = 3;

    private static final int LONGEST = 36_500;
    /** What lies cold stays so for this long. Source: AWS Backup Developer Guide, lifecycle. */
    private static final int COLD_DAYS = 90;

    @Override
    public void look(Branch top, Ground ground, Complaints say) {
        Branch vault = top.at("backup", "vault");
        Optional<Integer> min = days(vault.at("min-days"), say);
        Optional<Integer> max = days(vault.at("max-days"), say);
        if (min.isPresent() && max.isPresent() && min.get() > max.get()) {
            say.wrong(
                    vault.at("min-days"),
                    min.get() + " days are more than `max-days`, " + max.get(),
                    "Swap them, or no backup fits into the vault");
        }
        Branch changeable = vault.at("changeable-days");
        changeable
                .number()
                .filter(n -> n < LEAST_CHANGEABLE)
                .ifPresent(n -> say.wrong(
                        changeable,
                        n + " days are too few",
                        "AWS asks at least " + LEAST_CHANGEABLE + " before a lock is for good"));
        if (changeable.there()
                && !vault.at("lock").text().filter("compliance"::equals).isPresent()) {
            say.wrong(
                    changeable,
                    "only a compliance lock has days to think it over",
                    "Delete it, or write `lock: compliance`");
        }
        boolean locked = vault.at("lock").text().filter(l -> !l.equals("none")).isPresent();
        for (Branch plan : top.at("backup", "plans").items()) {
            plan(plan, locked ? min : Optional.empty(), locked ? max : Optional.empty(), say);
        }
        Branch bucket = top.at("logging", "bucket");
        Optional<Integer> archive = bucket.at("archive-after-days").number();
        Optional<Integer> kept = bucket.at("retention-days").number();
        if (archive.isPresent() && kept.isPresent() && archive.get() >= kept.get()) {
            say.wrong(
                    bucket.at("archive-after-days"),
                    "logs would be archived after " + archive.get() + " days and deleted after " + kept.get(),
                    "Archive sooner, keep longer, or write 0 for no archive");
        }
    }

    private static Optional<Integer> days(Branch at, Complaints say) {
        Optional<Integer> days = at.number();
        days.filter(n -> n < 1 || n > LONGEST)
                .ifPresent(n -> say.wrong(at, n + " days cannot be locked", "AWS takes 1 to " + LONGEST));
        return days;
    }

    private static void plan(Branch plan, Optional<Integer> min, Optional<Integer> max, Complaints say) {
        Branch keep = plan.at("keep-days");
        keep.number().ifPresent(days -> {
            if (days < min.orElse(days) || days > max.orElse(days)) {
                say.wrong(
                        keep,
                        days + " days do not fit the lock of the vault: "
                                + min.map(n -> "at least " + n).orElse("")
                                + max.map(n -> (min.isPresent() ? ", " : "") + "at most " + n)
                                        .orElse(""),
                        "AWS would refuse every backup of this plan: change one of them");
            }
            plan.at("cold-after-days")
                    .number()
                    .filter(cold -> days < cold + COLD_DAYS)
                    .ifPresent(cold -> say.wrong(
                            plan.at("cold-after-days"),
                            "what turns cold after " + cold + " days must be kept for " + (cold + COLD_DAYS) + ", not "
                                    + days,
                            "Keep it longer, or leave this line out"));
        });
    }
}
