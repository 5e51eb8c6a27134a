package dev.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcernsTest {
    private static void one(String text, String problem) {
        assertThat(Say.wrong(text)).singleElement().asString().contains(problem);
    }

    private static void fine(String text) {
        assertThat(Say.wrong(text)).isEmpty();
    }

    @Test
    void unitsAreFiveLevelsDeepAtMost() {
        String five = "organization: {units: {A: {units: {B: {units: {C: {units: {D: {units: {E: %s}}}}}}}}}}";
        fine(five.formatted("{accounts: [x]}"));
        one(
                five.formatted("{units: {F: {}}}"),
                "`organization.units.A.units.B.units.C.units.D.units.E.units.F`: lies on level 6");
    }

    @Test
    void anAccountLiesInOneUnit() {
        String twice =
                "organization: {accounts: {audit: {id: \"333333333333\"}}, units: {A: {accounts: [%s]}, B: {accounts: [%s]}}}";
        one(twice.formatted("audit", "\"333333333333\""), "`organization.units.A.accounts[0]`");
        fine(twice.formatted("audit", "shop"));
    }

    @Test
    void dedicatedAccountsAreApart() {
        String two = "organization: {management-account: \"111111111111\", accounts: {logging: %s, audit: %s}}";
        one(two.formatted("{name: logs}", "{name: logs}"), "is the same account as `logging`");
        one(two.formatted("\"111111111111\"", "{name: a}"), "is the same account as `management`");
        one(
                two.formatted("{name: l, email: a@b.example}", "{name: a, email: A@b.example}")
                        .replace("organization: {", "organization: {create: true, "),
                "is the address of `logging` too");
        fine(two.formatted("{name: l}", "{id: \"\"}"));
    }

    @Test
    void namesWithinTheFileMeanSomething() {
        one(
                "access: {permission-sets: {Audit: {}}, assignments: [{group: g, set: Audi, targets: [root]}]}",
                "Did you mean `Audit`?");
        one("keys: [{alias: a, account: logging}]", "no account is given for `logging`");
        fine("organization: {accounts: {logging: {name: logs}}}\nkeys: [{alias: a, account: logging}]");
        one("nids: {enabled: true, sensor-vpc: core}", "there is no network `core` in this file");
        fine("nids: {enabled: false, sensor-vpc: core}");
    }

    @Test
    void namesInTheOrganizationAreLookedUpWhereItIsKnown() {
        String file =
                "organization: {units: {Work: {accounts: [%s]}}}\npolicies: {scp: [{use: builtin/deny-leave-org, targets: [%s]}]}";
        Set<String> units = Set.of("Production", "Work", "Work/Test");
        Set<String> accounts = Set.of("111111111111", "shop");
        fine(file.formatted("shopp", "Prodction"));
        assertThat(Say.wrong(file.formatted("shopp", "Prodction"), units, accounts))
                .satisfiesExactly(
                        first ->
                                assertThat(first).contains("no account `shopp`").contains("Did you mean `shop`?"),
                        second -> assertThat(second)
                                .contains("no unit or account `Prodction`")
                                .contains("Did you mean `Production`?"));
        assertThat(Say.wrong(file.formatted("shop, \"111111111111\"", "Work/Test, root, shop"), units, accounts))
                .isEmpty();
    }

    @Test
    void namesInAListAreUsedOnce() {
        one(
                "siem: {readers: [{name: a, principal: \"arn:aws:iam::1:role/a\"}, {name: a, principal: \"arn:aws:iam::1:role/b\"}]}",
                "`a` is there already: `siem.readers[0].name`");
        one(
                "access: {permission-sets: {S: {}}, assignments: [{group: g, set: S, targets: [root]}, {group: g, set: S, targets: [a]}]}",
                "`g / S` is there already");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.0/33|is not a network", "10.0.256.0/24|is not a network", "ten|is not a network",
                "10.0.3.0/16|Write the network: `10.0.0.0/16`", "10.0.0.0/8|a network of /8 cannot stand here",
                        "10.0.0.0/29|AWS takes /16 to /28"
            })
    void aVpcIsANetwork(String cidr, String problem) {
        assertThat(Say.wrong(
                        "network: {vpcs: [{name: a, account: x, region: eu-west-1, public-bits: 1, private-bits: 1, zones: 1, cidr: %s}]}"
                                .formatted(cidr)))
                .anyMatch(e -> e.contains(problem));
    }

    @Test
    void networksLieApart() {
        String two =
                "network: {vpcs: [{name: a, account: x, region: eu-west-1, cidr: 10.0.0.0/16}, {name: b, account: x, region: eu-west-1, cidr: %s}], client-vpn: {client-cidr: %s}}";
        fine(two.formatted("10.1.0.0/16", "10.2.0.0/22"));
        one(
                two.formatted("10.0.128.0/18", "10.2.0.0/22"),
                "shares addresses with 10.0.0.0/16 of `network.vpcs[0].cidr`");
        one(two.formatted("10.1.0.0/16", "10.1.4.0/22"), "shares addresses with 10.1.0.0/16 of `network.vpcs[1].cidr`");
        one(
                "network: {vpcs: [{name: a, account: x, region: eu-west-1, cidr: 10.0.0.0/16, zones: 3, private-bits: 1}]}",
                "the subnets need");
        one(
                "network: {vpcs: [{name: a, account: x, region: eu-west-1, cidr: 10.0.0.0/24}]}",
                "its subnets would be /32");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cron(0 2 * * ? *)",
                "cron(0 3 ? * SUN *)",
                "cron(*/5 8-17 L * ? 2027)",
                "cron(0,30 1 ? JAN-MAR 6L *)",
                "cron(0 0 ? * 2#1 *)",
                "cron(0 0 15W * ? *)",
                "rate(1 day)",
                "rate(12 hours)"
            })
    void schedulesThatAwsTakes(String text) {
        assertThat(Schedule.problem(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cron(0 2 * * * *)",
                "cron(0 2 ? * ? *)",
                "cron(60 2 * * ? *)",
                "cron(0 24 * * ? *)",
                "cron(0 2 32 * ? *)",
                "cron(0 2 * 13 ? *)",
                "cron(0 2 ? * FOO *)",
                "cron(0 2 * * ?)",
                "cron(0 2 5-2 * ? *)",
                "cron(0 2/0 * * ? *)",
                "rate(1 days)",
                "rate(5 day)",
                "rate(0 days)",
                "daily",
                "cron()",
                "cron(0 2 ? * 8 *)",
                "cron(0 2 ? * 2#6 *)"
            })
    void schedulesThatAwsRefuses(String text) {
        assertThat(Schedule.problem(text)).isPresent();
    }

    @Test
    void schedulesAreLookedAtWhereverTheyStand() {
        String bad = "\"cron(0 2 * * * *)\"";
        assertThat(Say.wrong("""
                patching: {windows: [{name: a, when: %1$s, do: scan, targets: all}]}
                backup: {plans: [{name: a, when: %1$s, keep-days: 5, targets: all}], restore-tests: {when: %1$s}}
                """.formatted(bad))).hasSize(3);
    }

    @Test
    void locksLeaveRoomForBackups() {
        String vault =
                "backup: {vault: {lock: %s, %s}, plans: [{name: a, when: rate(1 day), keep-days: %d, targets: all}]}";
        fine(vault.formatted("governance", "min-days: 7, max-days: 30", 30));
        one(
                vault.formatted("governance", "min-days: 31, max-days: 30", 30)
                        .replace("plans", "plans: [], restore-tests: {when: rate(1 day)}, objectives: {} }\n#"),
                "31 days are more than `max-days`, 30");
        one(
                vault.formatted("governance", "min-days: 7, max-days: 30", 31),
                "31 days do not fit the lock of the vault: at least 7, at most 30");
        one(vault.formatted("governance", "min-days: 7", 6), "6 days do not fit");
        fine(vault.formatted("none", "min-days: 7", 6));
        one(vault.formatted("governance", "min-days: 0", 6), "0 days cannot be locked");
        one(vault.formatted("compliance", "changeable-days: 2", 6), "AWS asks at least 3");
        fine(vault.formatted("compliance", "changeable-days: 3", 6));
        one(vault.formatted("governance", "changeable-days: 3", 6), "only a compliance lock");
        one(
                "backup: {plans: [{name: a, when: rate(1 day), keep-days: 119, cold-after-days: 30, targets: all}]}",
                "must be kept for 120, not 119");
        one("logging: {bucket: {retention-days: 90, archive-after-days: 90}}", "logs would be archived after 90 days");
    }

    @Test
    void regionsLieInScope() {
        one(
                "organization: {home-region: eu-west-1, regions: [eu-west-2]}",
                "`eu-west-1` is not among `organization.regions`");
        fine("organization: {home-region: eu-west-1, regions: enabled}");
        String lock =
                "organization: {home-region: eu-west-1}\npolicies: {scp: [{use: builtin/%s, targets: %s, allow: %s}]}";
        one(
                lock.formatted("region-allow-list", "[root]", "[eu-west-2]"),
                "the home region `eu-west-1` would be closed");
        one(lock.formatted("region-allow-list", "[root]", "[]"), "no region would stay open");
        fine(lock.formatted("region-allow-list", "[]", "[]"));
        fine(lock.formatted("region-allow-list", "[root]", "[eu-west-1]"));
        one(
                lock.formatted("deny-leave-org", "[root]", "[eu-west-1]"),
                "only `builtin/region-allow-list` takes regions");
    }

    @Test
    void someThingsNeedOthers() {
        one("services: {detective: {enabled: true}}", "Detective works on GuardDuty");
        String key = "keys: [{alias: logs, account: \"111122223333\", used-by: [%s]}]\n";
        one(
                key.formatted("ebs") + "services: {guardduty: {enabled: true, export: true}}",
                "exports its findings only under a key");
        one(
                key.formatted("cloudtrail") + "services: {guardduty: {enabled: false, export: true}}",
                "whose findings are to be exported, is not wanted");
        fine(key.formatted("cloudtrail") + "services: {guardduty: {enabled: true, export: true}}");
        fine("services: {detective: {enabled: true}, guardduty: {enabled: true}}");
        one("control-tower: {mode: manage}", "has a version");
        one("control-tower: {mode: adopt, version: \"4.0\"}", "only counts where the landing zone is managed");
        fine("control-tower: {mode: manage, version: \"4.0\", controls: {A: [b]}}");
        assertThat(Say.doubtful("organization: {create: true, accounts: {audit: {name: a}}}"))
                .singleElement()
                .asString()
                .contains("has no `email`");
        assertThat(Say.doubtful("organization: {accounts: {audit: {name: a, email: a@b.example}}}"))
                .singleElement()
                .asString()
                .contains("only used to create");
    }

    @Test
    void exclusionsSayWhyAndEnd() {
        String skip = "services: {skip: [{service: inspector, region: me-south-1, reason: %s}]}";
        one(skip.formatted("\"TODO\""), "`TODO` is no reason");
        one(skip.formatted("\"12345\""), "is no reason");
        fine(skip.formatted("Not offered there"));
        one("services: {security-hub: {disabled-controls: {S3.11: tbd}}}", "`tbd` is no reason");
        String exception =
                "exceptions: [{what: scp/builtin/deny-root-user, where: a, until: %s, reason: Migration of mail}]";
        fine(exception.formatted("2026-11-27"));
        assertThat(Say.doubtful(exception.formatted("2026-11-27"))).isEmpty();
        assertThat(Say.doubtful(exception.formatted("2026-11-26")))
                .singleElement()
                .asString()
                .contains("ended on 2026-11-26");
        one(exception.formatted("2026-02-30"), "there is no day `2026-02-30`");
    }

    @Test
    void theRootRegisterIsReviewed() {
        String register = "root-access: {review-by: %s, signed: {by: R. Okafor, at: %s}, holders: [%s]}";
        String good = "{account: management, mailbox: [a, b], mfa: [c], device: hardware-key}";
        assertThat(Say.doubtful(register.formatted("2027-01-31", "2026-11-27", good)))
                .isEmpty();
        fine(register.formatted("2026-11-27", "2026-11-27", good));
        assertThat(Say.doubtful(register.formatted("2026-11-26", "2026-01-01", good)))
                .singleElement()
                .asString()
                .contains("OVERDUE since 2026-11-26");
        one(register.formatted("2027-01-31", "2026-11-28", good), "is yet to come");
        one(register.formatted("2026-12-01", "2026-11-27", good + ", " + good), "is registered already");
        assertThat(Say.wrong(register.formatted("2026-10-01", "2026-11-01", good)))
                .singleElement()
                .asString()
                .contains("lies before the day it was signed");
        assertThat(Say.doubtful(register.formatted("2028-01-31", "2026-11-27", good)))
                .singleElement()
                .asString()
                .contains("more than a year");
        assertThat(Say.doubtful(register.formatted(
                        "2027-01-31", "2026-11-27", "{account: management, mailbox: [a], mfa: [a], device: none}")))
                .satisfiesExactly(
                        f -> assertThat(f).contains("a alone reads"),
                        s -> assertThat(s).contains("no second factor"));
    }
}
