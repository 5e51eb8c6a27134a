package dev.holdfast.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.aws.Keys;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.emulator.moto.EmulatorFailure;
import dev.holdfast.emulator.moto.MotoServer;
import dev.holdfast.emulator.moto.Python;
import dev.holdfast.emulator.moto.VirtualEnvironment;
import dev.holdfast.emulator.organization.OwnEndpoint;
import dev.holdfast.emulator.organization.Player;
import dev.holdfast.emulator.organization.ScriptReader;
import dev.holdfast.emulator.overlay.ControlDoor;
import dev.holdfast.emulator.overlay.Counts;
import dev.holdfast.emulator.overlay.Faults;
import dev.holdfast.emulator.overlay.GivenAnswers;
import dev.holdfast.emulator.overlay.Overlay;
import dev.holdfast.emulator.record.Disguise;
import dev.holdfast.emulator.record.Recorder;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Region;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A running emulated AWS organization: moto behind, the overlay in front, the recorder beside. Ends with
 * {@link #close()}, and in any case with this process.
 */
public final class Emulator implements AutoCloseable {
    private static final int DELIVER_SECONDS = 5;

    private final Path home;
    private final EmulatorOptions options;
    private final InstantSource clock;
    private final MotoServer moto;
    private final Overlay overlay;
    private final Recorder recorder;
    private final Player player;
    private final Map<String, String> environment;
    private final ScheduledExecutorService delivery = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("trail-delivery").factory());
    private final Thread hook = new Thread(this::end, "emulator-end");
    private boolean seeded;
    private boolean closed;

    private Emulator(Path home, EmulatorOptions options, Ways ways, MotoServer moto) throws IOException {
        this.home = home;
        this.options = options;
        this.clock = ways.clock();
        this.moto = moto;
        String management = EmulatorOptions.MANAGEMENT;
        overlay = new Overlay(moto.port(), options.port(), management, clock, ways.random());
        Disguise disguise = new Disguise();
        recorder = new Recorder(overlay, clock, ways.random(), disguise);
        overlay.observe(recorder);
        String token = EmulatorState.newToken();
        overlay.control(new ControlDoor(token, overlay.faults(), overlay.counts(), overlay.given(), this::flush));
        overlay.start();
        Keys operator = Operator.create(overlay.backstage(), management);
        environment = Operator.environment(overlay.endpoint(), operator, options.regions());
        player = new Player(
                OwnEndpoint.prove(overlay.endpoint(), ControlDoor.TOKEN, token),
                operator,
                new Region(options.regions().get(0)),
                EmulatorOptions.ROLE,
                disguise,
                clock,
                System::nanoTime,
                ways.random());
        state(token).save(home);
        Runtime.getRuntime().addShutdownHook(hook);
        var unused = delivery.scheduleWithFixedDelay(this::deliver, DELIVER_SECONDS, DELIVER_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * What a test replaces.
     *
     * @param clock the time of records
     * @param random ids of records and the luck of faults
     */
    record Ways(InstantSource clock, RandomGenerator random) {}

    /**
     * Starts an emulator, making its Python environment first where there is none.
     *
     * @param home Holdfast's home folder; the emulator keeps its things below {@code emulator} there
     * @param options how
     * @param progress told what is being done
     * @throws EmulatorFailure saying what to do when it cannot be started
     */
    public static Emulator start(Path home, EmulatorOptions options, Progress progress) {
        return start(home, home.resolve("emulator"), options, progress);
    }

    static Emulator start(Path home, Path environments, EmulatorOptions options, Progress progress, Ways ways) {
        Optional<EmulatorState> running = EmulatorState.find(home);
        if (running.isPresent()) {
            throw new EmulatorFailure("An emulator already runs at "
                    + running.get().endpoint() + ". End it with `holdfast emulator stop`, or use another --home.");
        }
        VirtualEnvironment python =
                VirtualEnvironment.open(environments, () -> Python.find(options.searchPath()), progress);
        progress.at(0, 0, "Starting the emulated AWS");
        MotoServer moto = MotoServer.start(python, home.resolve("emulator").resolve("moto.log"), Map.of());
        try {
            return new Emulator(home, options, ways, moto);
        } catch (IOException e) {
            moto.close();
            throw new EmulatorFailure(
                    "The emulator's port " + options.port() + " cannot be opened: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            moto.close();
            throw e;
        }
    }

    /** The emulator that runs from this home folder, in whatever process. */
    public static Optional<EmulatorState> find(Path home) {
        return EmulatorState.find(home);
    }

    /**
     * Ends the emulator that runs from this home folder.
     *
     * @return false when none runs
     */
    public static boolean stop(Path home) {
        Optional<EmulatorState> state = EmulatorState.find(home);
        state.ifPresent(EmulatorState::stop);
        EmulatorState.forget(home);
        return state.isPresent();
    }

    /** The address for clients. */
    public URI endpoint() {
        return overlay.endpoint();
    }

    /** Variables that lead AWS clients (and Holdfast) here. */
    public Map<String, String> environment() {
        return environment;
    }

    /** The management account's operator, who may assume the role in each member account. */
    public Keys operator() {
        return new Keys(
                environment.getOrDefault("AWS_ACCESS_KEY_ID", ""),
                environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
                null);
    }

    /** Faults to inject. */
    public Faults faults() {
        return overlay.faults();
    }

    /** Answers for facts that no call can make. */
    public GivenAnswers given() {
        return overlay.given();
    }

    /** Calls counted. */
    public Counts counts() {
        return overlay.counts();
    }

    /** Delivers the records of all calls so far into the trail's bucket. */
    public void flush() {
        recorder.flush();
    }

    /**
     * Builds the demo's organization; does nothing the second time.
     *
     * @param progress told in sentences for people
     */
    public synchronized void seed(Progress progress) {
        if (!seeded) {
            play("demo/organization", progress);
            seeded = true;
        }
    }

    /** Lets the attacker use the leaked key, and delivers the records. */
    public void attack(Progress progress) {
        play("demo/attack", progress);
        flush();
    }

    /**
     * Lets the attacker try again.
     *
     * @return true when AWS refused as it should
     */
    public boolean attackerRetry(Progress progress) {
        try {
            play("demo/retry", progress);
            return true;
        } catch (Player.NotRefused e) {
            return false;
        }
    }

    /** Makes calls in it, as whoever a script names. */
    public Player player() {
        return player;
    }

    /**
     * Starts one with its state in one folder and its Python environment in another.
     *
     * @param home where its state lies
     * @param environments where Python environments lie
     * @throws EmulatorFailure saying what to do when it cannot be started
     */
    public static Emulator start(Path home, Path environments, EmulatorOptions options, Progress progress) {
        return start(home, environments, options, progress, new Ways(Clock.systemUTC(), new SecureRandom()));
    }

    /** What a script kept under a name: an account's id by its name, an access key, a group … */
    public @Nullable JsonNode kept(String name) {
        return player.kept(name);
    }

    /**
     * Plays the scripts of a folder below content.
     *
     * @param kind the folder, such as {@code demo/ransom/attack}
     * @param progress told in sentences for people
     */
    public synchronized void play(String kind, Progress progress) {
        ScriptReader reader =
                new ScriptReader(new SdkCatalog(), options.regions().get(0));
        player.play(reader.read(options.content(), kind), progress);
    }

    private EmulatorState state(String token) {
        return EmulatorState.here(overlay.endpoint(), token, environment, moto.process());
    }

    private void deliver() {
        try {
            recorder.flush();
        } catch (RuntimeException e) {
            // What could not be delivered is kept and tried again; a scheduled task that throws would be its last.
            return;
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already and the hook does the same work.
            end();
            return;
        }
        end();
    }

    private synchronized void end() {
        if (!closed) {
            closed = true;
            delivery.shutdownNow();
            player.close();
            overlay.close();
            moto.close();
            EmulatorState.forget(home);
        }
    }
}
