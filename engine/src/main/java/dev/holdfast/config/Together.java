package dev.holdfast.config;

/** What only works, or only makes sense, together with something else. */
final class Together implements Concern {
    @Override
    public void look(Branch top, Ground ground, Complaints say) {
        Branch services = top.at("services");
        Branch detective = services.at("detective", "enabled");
        if (detective.isTrue() && !services.at("guardduty", "enabled").isTrue()) {
            say.wrong(
                    detective,
                    "Detective works on GuardDuty, which is not wanted",
                    "Write `guardduty: {enabled: true}`");
        }
        Branch export = services.at("guardduty", "export");
        boolean sealed = top.at("keys").items().stream()
                .flatMap(key -> key.at("used-by").items().stream())
                .anyMatch(use -> use.text().filter("cloudtrail"::equals).isPresent());
        if (export.isTrue() && !sealed) {
            say.wrong(
                    export,
                    "GuardDuty exports its findings only under a key, and no key seals the logs",
                    "Add a key with `account: logging, used-by: [cloudtrail]` under `keys`");
        }
        if (export.isTrue() && !services.at("guardduty", "enabled").isTrue()) {
            say.wrong(export, "GuardDuty, whose findings are to be exported, is not wanted", "Write `enabled: true`");
        }
        Branch tower = top.at("control-tower");
        boolean manage = tower.at("mode").text().filter("manage"::equals).isPresent();
        if (manage && tower.at("version").text().isEmpty()) {
            say.wrong(
                    tower.at("mode"),
                    "a landing zone that is managed has a version",
                    "Write `version: \"4.0\"` or the one you have");
        }
        for (String key : new String[] {"version", "controls"}) {
            Branch at = tower.at(key);
            boolean filled = at.text().isPresent() || !at.members().isEmpty();
            if (!manage && filled) {
                say.wrong(
                        at,
                        "only counts where the landing zone is managed",
                        "Write `mode: manage`, or delete this line");
            }
        }
        Branch create = top.at("organization", "create");
        top.at("organization", "accounts").members().forEach((purpose, account) -> {
            boolean known =
                    account.text().isPresent() || account.at("id").text().isPresent();
            if (create.isTrue()
                    && !known
                    && account.at("name").text().isPresent()
                    && account.at("email").text().isEmpty()) {
                say.warn(
                        account,
                        "has no `email`, so it is not created when it is missing",
                        "Add `email: …` to have it created");
            }
            if (!create.isTrue() && account.at("email").text().isPresent() && !known) {
                say.warn(
                        account.at("email"),
                        "is only used to create accounts, and `create` is false",
                        "Write `create: true`, or leave it");
            }
        });
    }
}
