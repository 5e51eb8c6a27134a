package dev.holdfast.emulator.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a template is filled for: one resource of a listing, or what a request names. Its values follow from the seed and
 * from what it is, never from the order of calls.
 *
 * @param census the organization
 * @param account the account asked
 * @param region the region asked
 * @param request the request's members
 * @param kind the kind of a listed resource, empty for what a request names
 * @param number its number in the listing, from 0
 * @param root decides all choices for it
 */
record Subject(Census census, String account, String region, JsonNode request, String kind, long number, long root) {
    private static final Instant FIRST_DAY = Instant.parse("2023-01-01T06:30:00Z");
    private static final int DAYS = 1_050;
    private static final List<String> WORDS = List.of(
            "orders",
            "billing",
            "search",
            "payments",
            "ledger",
            "catalog",
            "media",
            "login",
            "reports",
            "events",
            "stock",
            "pricing",
            "mail",
            "audit",
            "export",
            "import",
            "mobile",
            "partner",
            "shipping",
            "support");

    /** A resource of a listing. */
    static Subject listed(Census census, String account, String region, JsonNode request, Kind kind, long number) {
        return new Subject(
                census, account, region, request, kind.name(), number, root(census, account, region, kind, number));
    }

    /** What a request names. */
    static Subject named(Census census, String account, String region, JsonNode request) {
        long root = mixed(mixed(census.seed(), account), request.toString());
        return new Subject(census, account, region, request, "", 0, root);
    }

    private static long root(Census census, String account, String region, Kind kind, long number) {
        boolean regional = kind.place() == Kind.Place.REGION;
        return mixed(mixed(mixed(mixed(census.seed(), account), regional ? region : ""), kind.name()) + number, "");
    }

    /** A number for a choice at a place of a template. */
    long luck(String place) {
        return mixed(root, place) >>> 1;
    }

    /** The value of a hole, missing when the request lacks it. */
    JsonNode value(String hole, String place) {
        int dot = hole.indexOf('.');
        String word = dot < 0 ? hole : hole.substring(0, dot);
        String rest = dot < 0 ? "" : hole.substring(dot + 1);
        return switch (word) {
            case "account" -> TextNode.valueOf(account);
            case "region" -> TextNode.valueOf(region);
            case "home" -> TextNode.valueOf(census.home());
            case "management" -> TextNode.valueOf(census.management());
            case "member" -> TextNode.valueOf(census.account(number));
            case "n" -> TextNode.valueOf(Long.toString(number));
            case "id" -> TextNode.valueOf(rest.isEmpty() ? id(root) : other(rest));
            case "number" -> new com.fasterxml.jackson.databind.node.LongNode(luck(place) % Long.parseLong(rest));
            case "word" -> TextNode.valueOf(WORDS.get((int) (luck("word") % WORDS.size())));
            case "day" ->
                TextNode.valueOf(
                        FIRST_DAY.plus(luck(place) % DAYS, ChronoUnit.DAYS).toString());
            case "request" -> request.at("/" + rest.replace('.', '/'));
            case "last" -> last(request.path(rest));
            default -> throw new IllegalArgumentException("there is no hole `${" + hole + "}`");
        };
    }

    /** The id of a resource of another kind in the same place: the same one whenever this subject is asked about. */
    private String other(String name) {
        Kind kind = census.kind(name);
        long there = Math.max(1, census.count(kind, account, region));
        return id(root(census, account, region, kind, Long.remainderUnsigned(mixed(root, name), there)));
    }

    /** What stands behind the last slash or colon of a name. */
    private static JsonNode last(JsonNode name) {
        if (!name.isTextual()) {
            return MissingNode.getInstance();
        }
        String text = name.asText();
        return TextNode.valueOf(text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1));
    }

    /** 17 hexadecimal digits, as EC2's ids have. */
    private static String id(long root) {
        String digits = Long.toHexString(root);
        return "0".repeat(17 - digits.length()) + digits;
    }

    /** Spreads text and a number over all bits (FNV-1a, then the finalizer of SplitMix64). */
    private static long mixed(long from, String text) {
        long h = 0xcbf29ce484222325L ^ from;
        for (int i = 0; i < text.length(); i++) {
            h = (h ^ text.charAt(i)) * 0x100000001b3L;
        }
        h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
        h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
        return h ^ (h >>> 31);
    }
}
