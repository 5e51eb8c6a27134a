package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.emulator.generated.GeneratedAnswers;
import dev.holdfast.emulator.generated.OrganizationSize;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.AwsError;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.CallResolver;
import dev.holdfast.emulator.wire.MemberReader;
import dev.holdfast.emulator.wire.WireAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/**
 * The overlay with nothing behind it: a generated organization that can only be read. Access keys carry their account,
 * so that no session is remembered. Listens on the loopback interface only.
 */
public final class GeneratedOverlay implements AutoCloseable {
    private static final String KEY = "AKIA";
    private static final String SESSION_KEY = "ASIA";
    private static final String TAIL = "HOLD";
    private static final String SECRET = "generated";
    private static final int INTERNAL = 500;
    private static final Duration SESSION = Duration.ofHours(1);

    private final SdkCatalog catalog = new SdkCatalog();
    private final MemberReader reader = new MemberReader(catalog);
    private final AnswerWriter writer = new AnswerWriter(catalog);
    private final Counts counts = new Counts(catalog);
    private final GivenAnswers given = new GivenAnswers(reader, writer);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Faults faults;
    private final GeneratedAnswers answers;
    private final String role;
    private final InstantSource clock;
    private final HttpServer server;
    private final Reception reception;

    /**
     * Opens the server; it answers once {@link #start} was called.
     *
     * @param size how large the organization is
     * @param regions regions in use, the home region first
     * @param role the role that can be assumed in each account
     * @param port port to listen on, 0 for any
     * @param clock the time, for the end of sessions
     * @param random decides faults that befall a share of calls
     * @throws IOException when the port is taken
     */
    public GeneratedOverlay(
            OrganizationSize size,
            List<String> regions,
            String role,
            int port,
            InstantSource clock,
            RandomGenerator random)
            throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.faults = new Faults(random);
        this.answers = new GeneratedAnswers(catalog, size, regions);
        this.role = role;
        this.clock = clock;
        this.reception = new Reception(new CallResolver(catalog), counts, faults, new Desk());
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        server.setExecutor(threads);
        server.createContext("/", reception::handle);
    }

    /** Begins to answer. */
    public void start() {
        server.start();
    }

    /** Opens the control door for whoever knows the token. */
    public void control(String token) {
        ControlDoor door = new ControlDoor(token, faults, counts, given, () -> {});
        server.createContext(ControlDoor.PATH, exchange -> reception.control(exchange, door));
    }

    /** The address for clients. By name, since S3 Control puts the account id before it. */
    public URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** The access key id of the management account's operator. */
    public String operatorKey() {
        return KEY + answers.management() + TAIL;
    }

    /** The secret of every key; nothing here checks signatures. */
    public String secret() {
        return SECRET;
    }

    public Faults faults() {
        return faults;
    }

    public Counts counts() {
        return counts;
    }

    /** What is answered, for tests that count. */
    public GeneratedAnswers answers() {
        return answers;
    }

    private Identity identity(Call call) {
        String key = call.accessKey();
        boolean ours = key.length() == KEY.length() + 12 + TAIL.length() && key.endsWith(TAIL);
        String account = ours ? key.substring(KEY.length(), KEY.length() + 12) : "";
        if (!answers.has(account)) {
            return new Identity(key, "", "", "");
        }
        return key.startsWith(SESSION_KEY)
                ? new Identity(
                        key,
                        account,
                        "arn:aws:sts::" + account + ":assumed-role/" + role + "/holdfast",
                        "AROA" + account + TAIL + ":holdfast")
                : new Identity(key, account, "arn:aws:iam::" + account + ":user/operator", "AIDA" + account + TAIL);
    }

    private WireAnswer taken(Call call, Identity identity) {
        if (identity.account().isEmpty()) {
            return Strictness.invalidKey(call);
        }
        WireAnswer wanted = given.answer(call, identity).orElse(null);
        if (wanted != null) {
            return wanted;
        } else if (call.is("sts", "AssumeRole")) {
            return session(call, identity);
        } else if (call.is("sts", "GetCallerIdentity")) {
            return writer.answer(
                    call,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("Account", identity.account())
                            .put("Arn", identity.arn())
                            .put("UserId", identity.userId()));
        } else if (!counts.reads(call)) {
            return AnswerWriter.error(
                    call, AwsError.denied(call, "A generated organization can only be read: " + call.name()));
        }
        try {
            return answers.answer(call, identity.account());
        } catch (IllegalArgumentException e) {
            // A template that does not fit the operation: said aloud, or it would look like a broken network.
            return AnswerWriter.error(
                    call, new AwsError(INTERNAL, "InternalFailure", call.name() + ": " + e.getMessage()));
        }
    }

    private WireAnswer session(Call call, Identity identity) {
        String arn = reader.request(call).path("RoleArn").asText();
        String[] parts = arn.split(":", 6);
        if (parts.length < 6 || !answers.has(parts[4]) || !parts[5].equals("role/" + role)) {
            return AnswerWriter.error(
                    call,
                    AwsError.denied(
                            call,
                            "User: " + identity.arn() + " is not authorized to perform: sts:AssumeRole on resource: "
                                    + arn));
        }
        var members = JsonNodeFactory.instance.objectNode();
        members.putObject("Credentials")
                .put("AccessKeyId", SESSION_KEY + parts[4] + TAIL)
                .put("SecretAccessKey", SECRET)
                .put("SessionToken", "generated-session")
                .put(
                        "Expiration",
                        clock.instant()
                                .plus(SESSION)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString());
        return writer.answer(call, members);
    }

    private final class Desk implements Reception.Desk {
        @Override
        public Identity identity(Call call) {
            return GeneratedOverlay.this.identity(call);
        }

        @Override
        public WireAnswer take(Call call, Identity identity) {
            return taken(call, identity);
        }

        @Override
        public void denied(Call call, Identity identity, WireAnswer answer) {}
    }

    /** Ends the server; calls under way are broken off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
