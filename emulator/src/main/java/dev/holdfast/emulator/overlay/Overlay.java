package dev.holdfast.emulator.overlay;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.CallResolver;
import dev.holdfast.emulator.wire.Header;
import dev.holdfast.emulator.wire.MemberReader;
import dev.holdfast.emulator.wire.Upstream;
import dev.holdfast.emulator.wire.WireAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/**
 * The HTTP server that clients talk to. Every call walks the same way: who asks, is a fault due, would AWS refuse, who
 * answers, what is learnt from it, who sees it. Listens on the loopback interface only.
 */
public final class Overlay implements AutoCloseable {
    private static final List<String> REST_FIRST = List.of("s3", "s3control", "account", "guardduty");

    private final SdkCatalog catalog = new SdkCatalog();
    private final MemberReader reader = new MemberReader(catalog);
    private final CallResolver resolver = new CallResolver(catalog);
    private final Counts counts = new Counts(catalog);
    private final Trails trails = new Trails(reader);
    private final List<CallObserver> observers = new CopyOnWriteArrayList<>();
    private final Map<String, OwnAnswer> own = new HashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private final Upstream upstream;
    private final Backstage backstage;
    private final Identities identities;
    private final Faults faults;
    private final GivenAnswers given;
    private final Strictness strictness;
    private final OwnAnswer organization;
    private final HttpServer server;
    private final Reception reception;

    /**
     * Opens the server; it answers once {@link #start} was called.
     *
     * @param upstreamPort port of the server behind
     * @param port port to listen on, 0 for any
     * @param management the management account
     * @param clock the time
     * @param random decides faults that befall a share of calls
     * @throws IOException when the port is taken
     */
    public Overlay(int upstreamPort, int port, String management, InstantSource clock, RandomGenerator random)
            throws IOException {
        // The JDK's server writes head and body apart; without this each answer waits for the client's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.upstream = new Upstream(upstreamPort);
        this.backstage = new Backstage(upstream);
        this.identities = new Identities(backstage);
        this.faults = new Faults(random);
        this.strictness = new Strictness(backstage, reader, counts, trails);
        this.organization = new OrganizationAnswers(backstage, upstream, reader, management, clock);
        AnswerWriter writer = new AnswerWriter(catalog);
        Map<String, StoredAnswers.Operation> stored = StoredOperations.load(catalog.services());
        OwnAnswer store = new StoredAnswers(stored, reader, writer, management);
        stored.keySet().forEach(name -> own.put(name, store));
        this.given = new GivenAnswers(reader, writer);
        own.put("s3:GetBucketPolicyStatus", new BucketPolicyStatus(backstage, writer));
        OwnAnswer spared = new SparedByPolicy(backstage, upstream);
        for (String write : List.of("DeleteObject", "PutObject", "PutBucketVersioning")) {
            own.put("s3:" + write, spared);
        }
        own.put("sns:GetTopicAttributes", new TopicSubscriptions(upstream));
        Machines machines = new Machines(backstage, upstream, reader, writer);
        own.put("ec2:DescribeSnapshots", machines::snapshots);
        own.put("ec2:ModifyNetworkInterfaceAttribute", machines::interfaces);
        own.put("ec2:DescribeInstanceImageMetadata", machines::images);
        PatchDefaults patches = new PatchDefaults(upstream, reader, writer);
        own.put("ssm:CreatePatchBaseline", patches::create);
        own.put("ssm:RegisterDefaultPatchBaseline", patches::register);
        own.put("ssm:GetDefaultPatchBaseline", patches::get);
        AwsPolicies policies = new AwsPolicies(upstream, reader, writer);
        own.put("iam:AttachRolePolicy", policies::attach);
        own.put("iam:DetachRolePolicy", policies::detach);
        own.put("iam:ListAttachedRolePolicies", policies::list);
        own.putAll(new BackupJobs(backstage, reader, writer, clock).answers());
        own.put("rds:DeleteDBCluster", new AutomaticSnapshots(backstage, upstream, reader));
        own.put("iam:GetCredentialReport", new CredentialReport(backstage, upstream));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        server.setExecutor(threads);
        this.reception = new Reception(resolver, counts, faults, new Desk());
        server.createContext("/", reception::handle);
    }

    /** Begins to answer. */
    public void start() {
        server.start();
        threads.execute(new WarmUp(backstage));
        threads.execute(() -> REST_FIRST.forEach(resolver::prepare));
    }

    /** Opens the control door below {@code /_holdfast/}. */
    public void control(ControlDoor door) {
        server.createContext(ControlDoor.PATH, exchange -> reception.control(exchange, door));
    }

    /** Adds somebody who sees every call. */
    public void observe(CallObserver observer) {
        observers.add(observer);
    }

    /** The address for clients. By name, since S3 Control puts the account id before it. */
    public URI endpoint() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    public Faults faults() {
        return faults;
    }

    public Counts counts() {
        return counts;
    }

    public GivenAnswers given() {
        return given;
    }

    public Trails trails() {
        return trails;
    }

    public Identities identities() {
        return identities;
    }

    /** The way to the server behind that is neither counted nor recorded. */
    public Backstage backstage() {
        return backstage;
    }

    /** Reads members of requests and answers. */
    public MemberReader reader() {
        return reader;
    }

    private final class Desk implements Reception.Desk {
        @Override
        public Identity identity(Call call) {
            return identities.of(call.accessKey()).in(call.request().header("x-moto-account-id"));
        }

        @Override
        public WireAnswer take(Call call, Identity identity) throws IOException {
            return taken(call, identity);
        }

        @Override
        public void denied(Call call, Identity identity, WireAnswer answer) {
            observers.forEach(o -> o.seen(call, identity, answer));
        }
    }

    /** Makes the call take effect and lets everybody see it. */
    private WireAnswer taken(Call call, Identity identity) throws IOException {
        if (strictness.isDisabled(call.accessKey())) {
            return Strictness.invalidKey(call);
        }
        WireAnswer answer = strictness.refusal(call, identity);
        if (answer == null) {
            answer = answered(call, identity);
            strictness.learn(call, answer);
            trails.learn(call, identity, answer);
        }
        for (CallObserver observer : observers) {
            observer.seen(call, identity, answer);
        }
        return answer;
    }

    private WireAnswer answered(Call call, Identity identity) throws IOException {
        WireAnswer wanted = given.answer(call, identity).orElse(null);
        if (wanted != null) {
            return wanted;
        }
        OwnAnswer answerer = own.get(call.name());
        if (answerer == null && call.service().equals("organizations")) {
            answerer = organization;
        }
        return answerer == null ? upstream.send(call.request()) : answerer.answer(call, identity);
    }

    /** Ends the server; calls under way are broken off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Header names that the JDK's server writes itself. */
    static List<Header> forwarded(List<Header> headers) {
        List<Header> out = new ArrayList<>();
        for (Header header : headers) {
            String name = header.name().toLowerCase(java.util.Locale.ROOT);
            if (!Upstream.HOP.contains(name) && !name.equals("date")) {
                out.add(header);
            }
        }
        return out;
    }
}
