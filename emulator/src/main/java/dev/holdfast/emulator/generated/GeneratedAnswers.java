package dev.holdfast.emulator.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.AwsError;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.MemberReader;
import dev.holdfast.emulator.wire.PageMembers;
import dev.holdfast.emulator.wire.WireAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers calls to a generated organization: from the templates of its operations, page by page, and with an empty
 * listing where an operation lists what this organization has none of.
 */
public final class GeneratedAnswers {
    private static final String TOKEN = "from-";
    private static final int REFUSED = 400;

    private final MemberReader reader;
    private final AnswerWriter writer;
    private final PageMembers pages;
    private final Census census;
    private final OrganizationTree tree;
    private final Map<String, Operation> operations;
    private final Map<String, Boolean> lists = new ConcurrentHashMap<>();

    /**
     * @param catalog the operations of the SDK
     * @param size how large the organization is
     * @param regions regions in use, the home region first
     */
    public GeneratedAnswers(SdkCatalog catalog, OrganizationSize size, List<String> regions) {
        this.reader = new MemberReader(catalog);
        this.writer = new AnswerWriter(catalog);
        this.pages = new PageMembers(catalog);
        Map<String, Kind> kinds = MixReader.kinds();
        this.census = new Census(size, regions, kinds);
        this.tree = new OrganizationTree(census);
        this.operations = MixReader.operations(catalog.services(), kinds);
    }

    /** True for an account of this organization. */
    public boolean has(String account) {
        return census.number(account) >= 0;
    }

    /** The management account. */
    public String management() {
        return census.management();
    }

    /** How many of a kind of the mix the whole organization has. */
    public long total(String kind) {
        return census.total(census.kind(kind));
    }

    /** How many organizational units the organization has. */
    public int units() {
        return tree.units();
    }

    /**
     * The answer.
     *
     * @param call what is asked
     * @param account the account it is asked in
     */
    public WireAnswer answer(Call call, String account) {
        if (!call.known()) {
            return AnswerWriter.error(call, new AwsError(REFUSED, "InvalidAction", "There is no such operation."));
        }
        ObjectNode request = reader.request(call);
        if (call.service().equals("organizations")) {
            JsonNode told = tree.answer(call.operation(), request);
            if (told instanceof ObjectNode members) {
                return writer.answer(call, members);
            }
        }
        if (call.is("ec2", "DescribeRegions")) {
            return writer.answer(call, regions());
        }
        Operation operation = operations.get(call.name());
        if (operation == null || !operation.fits(request)) {
            return nothing(call);
        }
        PageMembers.Names names = pages.of(call);
        long from = names == null ? 0 : from(request.path(names.asked()).asText(""));
        // A token says nothing about what is asked, so it must not change what is drawn.
        request.remove(names == null ? "" : names.asked());
        Subject subject = Subject.named(census, account, call.region(), request);
        ObjectNode members = (ObjectNode) operation.answer().fill(subject);
        if (members.has("error")) {
            int status = members.path("status").asInt(REFUSED);
            return AnswerWriter.error(
                    call,
                    new AwsError(
                            status,
                            members.path("error").asText(),
                            members.path("message").asText("There is none.")));
        }
        long next = list(operation, subject, from, members);
        if (names != null && next > 0) {
            members.put(names.told(), TOKEN + next);
        }
        if (pages.truncates(call)) {
            members.put("IsTruncated", next > 0);
        }
        return writer.answer(call, members);
    }

    private ObjectNode regions() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ArrayNode list = out.putArray("Regions");
        census.regions()
                .forEach(region -> list.addObject()
                        .put("RegionName", region)
                        .put("Endpoint", "ec2." + region + ".amazonaws.com")
                        .put("OptInStatus", "opt-in-not-required"));
        return out;
    }

    /** Fills the lists of one page; the number of the first item of the next page, 0 when this is the last. */
    private long list(Operation operation, Subject about, long from, ObjectNode members) {
        long passed = 0;
        long until = from + operation.page();
        for (Operation.Listing listing : operation.lists()) {
            long count = census.count(listing.kind(), about.account(), about.region());
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            long last = listing.encoded() ? count : Math.min(count, until - passed);
            for (long i = Math.max(0, from - passed); i < last; i++) {
                items.add(listing.item()
                        .fill(Subject.listed(
                                census, about.account(), about.region(), about.request(), listing.kind(), i)));
            }
            if (listing.encoded()) {
                StringBuilder text =
                        new StringBuilder(listing.head().fill(about).asText());
                items.forEach(line -> text.append('\n').append(line.asText()));
                members.put(
                        listing.path(),
                        Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8)));
                return 0;
            }
            members.set(listing.path(), items);
            passed += count;
        }
        return passed > until ? until : 0;
    }

    private static long from(String token) {
        try {
            return token.startsWith(TOKEN) ? Math.max(0, Long.parseLong(token.substring(TOKEN.length()))) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** What an operation answers that has nothing to tell: an empty list, or that there is no such thing. */
    private WireAnswer nothing(Call call) {
        return lists.computeIfAbsent(call.name(), k -> writer.lists(call))
                ? writer.nothing(call)
                : AnswerWriter.error(
                        call, new AwsError(404, "ResourceNotFoundException", "The requested resource was not found."));
    }
}
