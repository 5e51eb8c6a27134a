package dev.holdfast.emulator.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.emulator.overlay.CallObserver;
import dev.holdfast.emulator.overlay.Identity;
import dev.holdfast.emulator.overlay.Overlay;
import dev.holdfast.emulator.overlay.Trails;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.WireAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;

/**
 * Keeps a record of every call for each trail that is on, and delivers what has gathered as files into the trail's
 * bucket. Its own deliveries go to the server behind and are not recorded.
 */
public final class Recorder implements CallObserver {
    /** A record and the trail it belongs to. */
    private record Pending(Trails.Trail trail, String account, ObjectNode record) {}

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'").withZone(ZoneOffset.UTC);
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Most records kept while a bucket does not take them; the oldest give way. */
    private static final int MAX_PENDING = 200_000;

    private final Overlay overlay;
    private final RecordWriter writer;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final List<Pending> pending = new ArrayList<>();
    private final Map<String, String> organizations = new ConcurrentHashMap<>();

    /**
     * @param overlay where calls are seen and trails are known
     * @param clock the time of records and file names
     * @param random gives ids; seed it for the same files twice
     * @param disguise where players' calls seem to come from
     */
    public Recorder(Overlay overlay, InstantSource clock, RandomGenerator random, Disguise disguise) {
        this.overlay = overlay;
        this.clock = clock;
        this.random = random;
        this.writer = new RecordWriter(new SdkCatalog(), overlay.reader(), clock, random, disguise);
    }

    @Override
    public synchronized void seen(Call call, Identity identity, WireAnswer answer) {
        // AWS writes nothing about keys that it does not know: it cannot say whose log it would be.
        if (!call.known() || !identity.account().matches("\\d{12}") || refusedKey(call, answer)) {
            return;
        }
        ObjectNode record = null;
        for (Trails.Trail trail : overlay.trails().all()) {
            if (!covers(trail, identity.account(), call)) {
                continue;
            }
            if (record == null) {
                record = writer.write(call, identity, answer);
            }
            keep(new Pending(trail, identity.account(), record));
            String other = assumedIn(call);
            if (answer.good() && !other.isEmpty() && !other.equals(identity.account()) && trail.organization()) {
                record.put("sharedEventID", record.path("eventID").asText());
                keep(new Pending(trail, other, writer.received(record, other)));
            }
        }
    }

    private void keep(Pending one) {
        if (pending.size() >= MAX_PENDING) {
            pending.remove(0);
        }
        pending.add(one);
    }

    private static boolean refusedKey(Call call, WireAnswer answer) {
        return !answer.good()
                && List.of("InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "AuthFailure")
                        .contains(dev.holdfast.emulator.wire.MemberReader.error(call, answer)
                                .code());
    }

    private boolean covers(Trails.Trail trail, String account, Call call) {
        // A trail that was just stopped still records the call that stopped it.
        boolean stopping = call.is("cloudtrail", "StopLogging");
        if (!trail.logging() && !stopping) {
            return false;
        }
        boolean place = trail.organization() || trail.account().equals(account);
        boolean region = trail.multiRegion() || trail.homeRegion().equals(call.region());
        return place && region && (!S3Spelling.isData(call) || asksFor(trail, call));
    }

    private static boolean asksFor(Trails.Trail trail, Call call) {
        String object = "arn:aws:s3:::" + call.members().getOrDefault("Bucket", "") + "/"
                + call.members().getOrDefault("Key", "");
        return trail.dataPrefixes().stream().anyMatch(object::startsWith);
    }

    private String assumedIn(Call call) {
        if (!call.is("sts", "AssumeRole")) {
            return "";
        }
        String[] arn = overlay.reader().request(call).path("RoleArn").asText().split(":", 6);
        return arn.length == 6 ? arn[4] : "";
    }

    /**
     * Delivers all that has gathered. Does nothing when nothing has.
     *
     * @return files delivered
     */
    public int flush() {
        Map<String, List<Pending>> files = new TreeMap<>();
        synchronized (this) {
            for (Pending one : pending) {
                String key = one.trail().arn() + " " + one.account() + " "
                        + one.record().path("awsRegion").asText();
                files.computeIfAbsent(key, k -> new ArrayList<>()).add(one);
            }
            pending.clear();
        }
        files.values().forEach(this::deliver);
        return files.size();
    }

    private void deliver(List<Pending> file) {
        Trails.Trail trail = file.get(0).trail();
        String account = file.get(0).account();
        String region = file.get(0).record().path("awsRegion").asText();
        ArrayNode records = MAPPER.createArrayNode();
        file.forEach(one -> records.add(one.record()));
        Instant now = clock.instant();
        String folder =
                trail.organization() ? organizations.computeIfAbsent(trail.account(), this::organizationOf) + "/" : "";
        String key = (trail.prefix().isEmpty() ? "" : trail.prefix() + "/") + "AWSLogs/" + folder + account
                + "/CloudTrail/" + region + "/" + DAY.format(now) + "/" + account + "_CloudTrail_" + region + "_"
                + MINUTE.format(now) + "_" + name() + ".json.gz";
        byte[] bytes = gzip(MAPPER.createObjectNode().set("Records", records).toString());
        WireAnswer answer = overlay.backstage().s3(trail.account(), "PUT", "/" + trail.bucket() + "/" + key, bytes);
        if (!answer.good()) {
            synchronized (this) {
                pending.addAll(0, file);
            }
            // moto asks a bucket's policy without its conditions: one that denies plain HTTP denies CloudTrail too.
            // What it
            // refuses waits, as with AWS.
            if (answer.status() != 403) {
                throw new IllegalStateException("The trail " + trail.name() + " cannot deliver into the bucket "
                        + trail.bucket() + ": status " + answer.status());
            }
        }
    }

    private String organizationOf(String account) {
        WireAnswer answer = overlay.backstage()
                .json(account, "organizations", "AWSOrganizationsV20161128.DescribeOrganization", "{}");
        try {
            return MAPPER.readTree(answer.text())
                    .path("Organization")
                    .path("Id")
                    .asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The organization cannot be described", e);
        }
    }

    private String name() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            out.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return out.toString();
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
