package dev.holdfast.posture;

import dev.holdfast.content.Check;
import dev.holdfast.content.Exemption;
import dev.holdfast.content.Exemption.Where;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.Decision;
import dev.holdfast.model.Decision.Kind;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Silences failures by exceptions. Only what is certain to be meant is silenced: where a tag or a unit is not known, the
 * expression that asks for it is neither true nor false.
 */
public final class Exemptions {
    private final List<Exemption> exemptions;
    private final LocalDate today;
    private final Places places;
    private final ResourceTags tags;
    private final Map<String, String> tables = new HashMap<>();
    private final long[] matched;
    private final long[] unsure;

    /**
     * @param snapshot tells names, units and tags
     * @param definitions the tables it was collected by
     * @param checks tell which table a finding is about
     * @param today the day that ends are held against (UTC)
     */
    public Exemptions(
            List<Exemption> exemptions,
            Snapshot snapshot,
            List<TableDefinition> definitions,
            List<Check> checks,
            LocalDate today) {
        this.exemptions = List.copyOf(exemptions);
        this.today = today;
        this.places = new Places(snapshot);
        Map<String, TableDefinition> byName = new HashMap<>();
        definitions.forEach(d -> byName.put(d.name(), d));
        this.tags = new ResourceTags(snapshot, byName);
        checks.forEach(c -> tables.put(c.id(), c.about()));
        this.matched = new long[this.exemptions.size()];
        this.unsure = new long[this.exemptions.size()];
    }

    /**
     * What became of one exception.
     *
     * @param exemption the exception
     * @param days days left, negative when it expired
     * @param matched failures that it fits
     * @param unsure failures of which nobody can tell, since a tag or a unit it asks for was not read: they stay failures
     */
    public record Use(Exemption exemption, long days, long matched, long unsure) {
        /** True when its time is over. */
        public boolean expired() {
            return days < 0;
        }
    }

    /** The findings with exceptions taken into account. */
    public List<Finding> apply(List<Finding> findings) {
        return exemptions.isEmpty()
                ? findings
                : findings.stream().map(this::apply).toList();
    }

    /** What became of each exception, in the file's order; to be asked after {@link #apply}. */
    public List<Use> uses() {
        List<Use> out = new ArrayList<>();
        for (int i = 0; i < matched.length; i++) {
            Exemption one = exemptions.get(i);
            out.add(new Use(one, one.until().toEpochDay() - today.toEpochDay(), matched[i], unsure[i]));
        }
        return List.copyOf(out);
    }

    private Finding apply(Finding finding) {
        if (finding.outcome() != Outcome.FAIL) {
            return finding;
        }
        Exemption live = null;
        Exemption over = null;
        for (int i = 0; i < exemptions.size(); i++) {
            Exemption one = exemptions.get(i);
            Boolean holds = holds(one.where(), finding);
            if (holds == null) {
                unsure[i]++;
            } else if (holds) {
                matched[i]++;
                live = live == null && !one.expired(today) ? one : live;
                over = over == null && one.expired(today) ? one : over;
            }
        }
        if (live != null) {
            String ticket = live.ticket().isEmpty() ? "" : ", " + live.ticket();
            return finding.decided(
                    Outcome.MUTED,
                    finding.reason() + ". Silenced until " + live.until() + " by " + live.owner() + ": " + live.reason()
                            + " (exception " + live.id() + ticket + ")",
                    decision(Kind.EXCEPTION, live));
        } else if (over != null) {
            return finding.decided(
                    Outcome.FAIL,
                    finding.reason() + ". The exception " + over.id() + " of " + over.owner() + " expired on "
                            + over.until(),
                    decision(Kind.EXPIRED_EXCEPTION, over));
        }
        return finding;
    }

    private static Decision decision(Kind kind, Exemption one) {
        return new Decision(
                kind, one.id(), one.owner(), one.reason(), one.until().toString());
    }

    /** True, false, or null when a fact it needs is not known. */
    private @Nullable Boolean holds(Where where, Finding finding) {
        return switch (where) {
            case Where.All all -> fold(all.of(), finding, false);
            case Where.Any any -> fold(any.of(), finding, true);
            case Where.Not not -> {
                Boolean inner = holds(not.of(), finding);
                yield inner == null ? null : !inner;
            }
            case Where.Is is -> holds(is, finding);
        };
    }

    /** One part that is {@code decides} settles it; else one that is not known leaves it open. */
    private @Nullable Boolean fold(List<Where> parts, Finding finding, boolean decides) {
        boolean open = false;
        for (Where part : parts) {
            Boolean holds = holds(part, finding);
            if (holds == null) {
                open = true;
            } else if (holds == decides) {
                return decides;
            }
        }
        return open ? null : !decides;
    }

    private @Nullable Boolean holds(Where.Is is, Finding finding) {
        Set<String> values = values(is, finding);
        if (values == null) {
            return null;
        }
        boolean anywhere = is.field() == Exemption.Field.RESOURCE_PATTERN;
        return values.stream()
                .anyMatch(v -> anywhere
                        ? is.pattern().matcher(v).find()
                        : is.pattern().matcher(v).matches());
    }

    private @Nullable Set<String> values(Where.Is is, Finding finding) {
        return switch (is.field()) {
            case CHECK -> Set.of(finding.rule());
            case ACCOUNT -> two(finding.account(), places.name(finding.account()));
            case OU -> finding.account().isEmpty() ? Set.of() : places.units(finding.account());
            case REGION -> Set.of(finding.region());
            case RESOURCE -> Set.of(finding.resource());
            case RESOURCE_PATTERN -> Set.of(last(finding.resource()));
            case TAG -> tags.of(tables.getOrDefault(finding.rule(), ""), finding.account(), finding.resource());
            case SEVERITY -> Set.of(finding.severity().word());
            case FRAMEWORK -> {
                Set<String> out = new HashSet<>(finding.frameworks().keySet());
                finding.frameworks().forEach((f, controls) -> controls.forEach(c -> out.add(f + "/" + c)));
                yield out;
            }
        };
    }

    private static Set<String> two(String a, String b) {
        Set<String> out = new HashSet<>();
        out.add(a);
        out.add(b);
        out.remove("");
        return out;
    }

    private static String last(String resource) {
        return resource.substring(Math.max(resource.lastIndexOf('/'), resource.lastIndexOf(':')) + 1);
    }
}
