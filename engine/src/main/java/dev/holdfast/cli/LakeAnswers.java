package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Ask;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.insight.BlastRadius;
import dev.holdfast.insight.Insight;
import dev.holdfast.lake.EventLake;
import dev.holdfast.lake.Hunt;
import dev.holdfast.lake.Needle;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.logs.Doings;
import dev.holdfast.logs.FlowQuestions;
import dev.holdfast.logs.KeptTraffic;
import dev.holdfast.logs.LakeEvents;
import dev.holdfast.report.Phrases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Answers questions from the kept events and the newest snapshot. Where the events of that time were not kept, that is the
 * answer; an empty list never stands for it.
 */
final class LakeAnswers {
    private static final int SHOWN = 50;

    private final EventLake lake;
    private final LakeEvents facts;
    private final Snapshots snapshots;

    LakeAnswers(Home home, ContentFolder content) {
        this.lake = new EventLake(home.sub("lake"));
        this.facts = new LakeEvents(Library.sources(content));
        this.snapshots = Snapshots.of(home);
    }

    /**
     * What is known about something.
     *
     * @param account the account whose CloudTrail should have been kept; empty for any
     * @return with {@code answer}: {@code seen}, {@code not-seen}, {@code no-logs}, {@code unreadable} or (of a range of
     *     addresses) {@code not-asked}; and {@code says},
     *     one sentence
     */
    ObjectNode about(Ask ask, String account, EventLake.Span span) {
        ObjectNode out = Verb.JSON.createObjectNode().put("schemaVersion", 1);
        String kind = ask.about().name().toLowerCase(Locale.ROOT);
        out.put("question", "What is known of the " + kind + " " + ask.value());
        out.put("about", kind).put("value", ask.value());
        out.putObject("span")
                .put("from", span.from().toString())
                .put("until", span.until().toString());
        if (ask.about() == Ask.About.ADDRESS && ask.value().contains("/")) {
            return out.put("answer", "not-asked")
                    .put("says", ask.value() + " is a range; the kept events are asked about single addresses only");
        }
        long held = held(ask, account, span, out.putObject("held"));
        KeptTraffic traffic = new KeptTraffic();
        Doings doings = new Doings(ask.about(), ask.value());
        List<String> unread = List.of();
        if (lake.holdsAny()) {
            try (Hunt hunt = new Hunt(lake)) {
                unread = hunt.run(Optional.of(Needle.words(ask.value())), span, event -> {
                            doings.add(facts.kept(event));
                            traffic.add(event);
                            return true;
                        })
                        .unread();
            }
        }
        unread.forEach(out.putArray("unread")::add);
        Doings.Side did = doings.did();
        Doings.Side suffered = doings.suffered();
        out.set("did", side(did));
        out.set("doneToIt", side(suffered));
        String answer = did.events() + suffered.events() > 0
                ? "seen"
                : !unread.isEmpty() ? "unreadable" : held == 0 ? "no-logs" : "not-seen";
        out.put("answer", answer).put("says", says(ask, answer, did, suffered, out.path("held"), account));
        traffic(ask, traffic, out);
        radius(ask, account, did, out);
        return out;
    }

    private static String log(Ask ask) {
        return ask.about() == Ask.About.INTERFACE ? KeptTraffic.SOURCE.service() : "cloudtrail";
    }

    /** What moved, where flow records are among the events that name it. */
    private static void traffic(Ask ask, KeptTraffic traffic, ObjectNode out) {
        FlowQuestions.Answers answers = traffic.answers();
        if (answers.records() == 0) {
            return;
        }
        ObjectNode node = out.putObject("traffic").put("unreadRecords", traffic.unread());
        node.setAll((ObjectNode) Verb.JSON.valueToTree(answers));
        String moved = KeptTraffic.says(answers);
        out.put(
                "says",
                ask.about() == Ask.About.INTERFACE
                        ? ask.value() + ": " + moved
                        : out.path("says").asText() + "; " + moved);
    }

    private static String says(
            Ask ask,
            String answer,
            Doings.Side did,
            Doings.Side suffered,
            com.fasterxml.jackson.databind.JsonNode held,
            String account) {
        String where = account.isEmpty() ? "" : " of account " + account;
        return switch (answer) {
            case "no-logs" ->
                "The lake holds nothing of "
                        + (ask.about() == Ask.About.INTERFACE ? "flow logs" : "CloudTrail") + where
                        + " for that time, so nothing can be said";
            case "unreadable" -> "Kept events could not be read, so nothing can be said";
            case "not-seen" ->
                ask.value() + " stands in none of the " + held.path("events").asLong() + " events kept" + where
                        + gaps(held);
            default ->
                ask.value() + " did " + Phrases.count(did.events(), "thing", "things")
                        + (did.refused() > 0 ? " (" + did.refused() + " refused)" : "")
                        + (did.first() == null || did.last() == null
                                ? ""
                                : ", first " + Phrases.second(did.first()) + ", last " + Phrases.second(did.last()))
                        + "; it is named in " + Phrases.count(suffered.events(), "other event", "other events")
                        + gaps(held);
        };
    }

    private static String gaps(com.fasterxml.jackson.databind.JsonNode held) {
        long without = held.path("daysWithout").asLong();
        return without == 0
                ? ""
                : "; of " + without + " of " + held.path("days").asLong() + " days nothing is kept";
    }

    /** What the lake holds of CloudTrail in that time, and of how many days it holds nothing; gives the number of events. */
    private long held(Ask ask, String account, EventLake.Span span, ObjectNode out) {
        long days = Math.max(1, (Duration.between(span.from(), span.until()).toHours() + 23) / 24);
        if (!lake.holdsAny()) {
            out.put("events", 0).put("days", days).put("daysWithout", days);
            return 0;
        }
        Workspace workspace = Workspace.empty();
        workspace.events(lake);
        try (Snapshot open = workspace.lock(QueryLimits.USUAL)) {
            String which = account.matches("\\d{12}") ? " AND account = '" + account + "'" : "";
            var row = open.answer("SELECT count(*) AS n, count(DISTINCT date_trunc('day', time)) AS days,"
                            + " min(time) AS first, max(time) AS last FROM holdfast_event WHERE product = 'aws' AND"
                            + " service = '" + log(ask) + "' AND time >= TIMESTAMP '" + stamp(span.from())
                            + "' AND time < TIMESTAMP '" + stamp(span.until()) + "'" + which)
                    .rows()
                    .getFirst();
            long with = row.path("days").asLong();
            out.put("events", row.path("n").asLong()).put("days", days);
            out.put("daysWithout", Math.max(0, days - with));
            out.set("first", row.path("first"));
            out.set("last", row.path("last"));
            return row.path("n").asLong();
        }
    }

    private static String stamp(java.time.Instant at) {
        return at.toString().replace("T", " ").replace("Z", "");
    }

    private static ObjectNode side(Doings.Side side) {
        ObjectNode out = Verb.JSON
                .createObjectNode()
                .put("events", side.events())
                .put("refused", side.refused())
                .put("firstSeen", side.first() == null ? null : side.first().toString())
                .put("lastSeen", side.last() == null ? null : side.last().toString());
        for (Map.Entry<String, List<Doings.Line>> one : side.by().entrySet()) {
            ArrayNode list = out.putArray(one.getKey());
            one.getValue().stream()
                    .limit(SHOWN)
                    .forEach(line -> list.addObject()
                            .put("what", line.what())
                            .put("count", line.count())
                            .put("refused", line.refused())
                            .put("first", line.first().toString())
                            .put("last", line.last().toString()));
            if (one.getValue().size() > SHOWN) {
                out.put(one.getKey() + "NotShown", one.getValue().size() - SHOWN);
            }
        }
        return out.put("valuesLeftOut", side.leftOut());
    }

    /** How far the identities behind it reach by the newest snapshot. */
    private void radius(Ask ask, String account, Doings.Side did, ObjectNode out) {
        ObjectNode radius = out.putObject("blastRadius");
        if (snapshots.names().isEmpty()) {
            radius.put("says", "There is no snapshot, so how far it reaches is not known");
            return;
        }
        Path newest = snapshots.folder().resolve(snapshots.names().getLast() + Snapshots.ENDING);
        radius.put("snapshot", snapshots.names().getLast());
        Workspace workspace = Workspace.over(newest);
        Insight.prepare(workspace);
        if (!BlastRadius.known(workspace)) {
            radius.put(
                    "says",
                    "The newest snapshot does not hold identities and data, so how far it reaches is not known");
            return;
        }
        List<BlastRadius> found = BlastRadius.of(workspace, identities(ask, account, did, workspace));
        if (found.isEmpty()) {
            radius.put("says", "The inventory knows no user or role behind it");
        }
        ArrayNode list = radius.putArray("identities");
        for (BlastRadius one : found) {
            ObjectNode node = list.addObject().put("identity", one.identity());
            one.roles().forEach(node.putArray("mayTakeOn")::add);
            one.powers().forEach(node.putArray("powers")::add);
            ObjectNode data = node.putObject("data");
            one.data().forEach((type, names) -> {
                data.put(type, names.size());
                names.stream().limit(SHOWN).forEach(node.withObject("names").withArray(type)::add);
            });
        }
    }

    /** The users and roles that are meant, and those that acted with it. */
    private static Set<String> identities(Ask ask, String account, Doings.Side did, Workspace workspace) {
        Set<String> out = new TreeSet<>();
        String path = switch (ask.about()) {
            case USER -> ":user/";
            case ROLE -> ":role/";
            default -> "";
        };
        for (String kind : List.of("user", "role")) {
            if (!path.isEmpty() && path.contains(kind)) {
                workspace.query("SELECT arn, account_id FROM aws_iam_" + kind, row -> {
                    String arn = row.path("arn").asText();
                    boolean here =
                            account.isEmpty() || row.path("account_id").asText().equals(account);
                    if (here && arn.endsWith("/" + ask.value())) {
                        out.add(arn);
                    }
                });
            }
        }
        did.by().getOrDefault("actors", List.of()).forEach(line -> out.add(role(line.what())));
        return out;
    }

    /** The role behind a session, or the user itself. */
    private static String role(String actor) {
        int at = actor.indexOf(":assumed-role/");
        if (at < 0) {
            return actor;
        }
        String[] parts = actor.substring(at + ":assumed-role/".length()).split("/");
        return actor.substring(0, at).replace(":sts:", ":iam:") + ":role/" + parts[0];
    }
}
