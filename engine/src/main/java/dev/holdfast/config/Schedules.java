package dev.holdfast.config;

/** When things run: whether AWS takes the expression. */
final class Schedules implements Concern {
    @Override
    public void look(Branch top, Ground ground, Complaints say) {
        top.at("patching", "windows").items().forEach(w -> one(w.at("when"), say));
        top.at("backup", "plans").items().forEach(p -> one(p.at("when"), say));
        one(top.at("backup", "restore-tests", "when"), say);
    }

    private static void one(Branch at, Complaints say) {
        at.text()
                .flatMap(text -> Schedule.problem(text).map(problem -> "`" + text + "`: " + problem))
                .ifPresent(
                        problem -> say.wrong(
                                at,
                                problem,
                                "Write `cron(minutes hours day-of-month month day-of-week year)`, such as `cron(0 3 ? * SUN *)`"));
    }
}
