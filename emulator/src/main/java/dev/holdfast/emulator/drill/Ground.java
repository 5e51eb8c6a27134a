package dev.holdfast.emulator.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.aws.Keys;
import dev.holdfast.aws.Sandbox;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.emulator.Emulator;
import dev.holdfast.emulator.EmulatorOptions;
import dev.holdfast.emulator.EmulatorState;
import dev.holdfast.emulator.moto.EmulatorFailure;
import dev.holdfast.emulator.organization.OwnEndpoint;
import dev.holdfast.emulator.organization.Player;
import dev.holdfast.emulator.organization.Script;
import dev.holdfast.emulator.organization.ScriptReader;
import dev.holdfast.emulator.overlay.ControlDoor;
import dev.holdfast.emulator.record.Disguise;
import dev.holdfast.emulator.wire.Header;
import dev.holdfast.emulator.wire.Upstream;
import dev.holdfast.emulator.wire.WireRequest;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Region;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Where drills are played: an emulated organization of their own, or one that Holdfast started and the environment leads
 * to; or an account that was proven to be a sandbox. Never anything else.
 */
public final class Ground implements AutoCloseable {
    private final Player player;
    private final Map<String, String> environment;
    private final Runnable flush;
    private final Runnable end;
    private final Terms terms;

    private Ground(Player player, Map<String, String> environment, Runnable flush, Runnable end, Terms terms) {
        this.terms = terms;
        this.player = player;
        this.environment = environment;
        this.flush = flush;
        this.end = end;
    }

    /**
     * How things are there.
     *
     * @param environment {@code emulator} or {@code aws}
     * @param trail where the logs of calls are delivered, empty when nobody said
     * @param logs account of the trail's bucket, references allowed
     * @param settle how long what was made takes until it can be used
     * @param patience how long logs may take to come, and things to go
     */
    public record Terms(String environment, String trail, String logs, Duration settle, Duration patience) {
        private static final Terms EMULATED = new Terms(
                "emulator",
                "s3://meridian-organization-trail/AWSLogs/",
                "${log-archive}",
                Duration.ZERO,
                Duration.ZERO);
    }

    /** What a ground takes from outside. */
    public record Ways(InstantSource clock, RandomGenerator random) {}

    /**
     * Starts an emulated organization for these drills alone.
     *
     * @param home where its state lies, ended with it
     * @param environments where Python environments lie
     * @throws EmulatorFailure saying what to do when it cannot be started
     */
    public static Ground own(Path home, Path environments, EmulatorOptions options, Progress progress) {
        Emulator emulator = Emulator.start(home, environments, options, progress);
        try {
            emulator.seed(progress);
            return new Ground(
                    emulator.player(), emulator.environment(), emulator::flush, emulator::close, Terms.EMULATED);
        } catch (RuntimeException e) {
            emulator.close();
            throw e;
        }
    }

    /**
     * Uses an emulator that runs already.
     *
     * @throws EmulatorFailure when it is not one that Holdfast started, or has no organization
     */
    public static Ground running(EmulatorState state, EmulatorOptions options, Ways ways) {
        URI endpoint = URI.create(state.endpoint());
        Keys operator = new Keys(
                state.environment().getOrDefault("AWS_ACCESS_KEY_ID", ""),
                state.environment().getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
                null);
        Player player = new Player(
                OwnEndpoint.prove(endpoint, ControlDoor.TOKEN, state.token()),
                operator,
                new Region(options.regions().get(0)),
                EmulatorOptions.ROLE,
                new Disguise(),
                ways.clock(),
                System::nanoTime,
                ways.random());
        player.play(List.of(), Progress.SILENT);
        return new Ground(
                player, state.environment(), () -> flush(endpoint, state.token()), player::close, Terms.EMULATED);
    }

    /**
     * Uses an account that was proven to be a sandbox; whatever account a rehearsal names, it is played in this one.
     *
     * @param sandbox closed with the ground
     * @param flush delivers logs where that can be hurried
     */
    public static Ground sandbox(
            Sandbox sandbox, Collection<Rehearsal> rehearsals, Terms terms, Ways ways, Runnable flush) {
        Player player = new Player(sandbox, ways.clock(), System::nanoTime, ways.random());
        for (Rehearsal rehearsal : rehearsals) {
            player.keep(rehearsal.account(), TextNode.valueOf(sandbox.account().value()));
        }
        return new Ground(player, Map.of(), flush, player::close, terms);
    }

    private static void flush(URI endpoint, String token) {
        try {
            List<Header> headers = List.of(new Header("Host", "localhost"), new Header(ControlDoor.TOKEN, token));
            new Upstream(endpoint.getPort()).send(new WireRequest("POST", "/_holdfast/flush", headers, new byte[0]));
        } catch (IOException e) {
            throw new EmulatorFailure("The emulator at " + endpoint + " does not answer.", e);
        }
    }

    /** Learns the names of the accounts, so that scripts may use them. */
    public Ground named(EmulatorOptions options) {
        Script list = new Script(
                "accounts",
                null,
                List.of(new Script.Step(
                        1,
                        "management",
                        options.regions().get(0),
                        "organizations",
                        "ListAccounts",
                        JsonNodeFactory.instance.objectNode(),
                        Map.of(),
                        "",
                        "",
                        List.of())));
        JsonNode accounts = player.look(list).get(0).path("Accounts");
        if (accounts.isEmpty()) {
            throw new EmulatorFailure("The emulated AWS holds no organization. Start it without --empty.");
        }
        accounts.forEach(a -> player.keep(a.path("Name").asText(), a.path("Id")));
        return this;
    }

    Terms terms() {
        return terms;
    }

    /** Makes the calls. */
    public Player player() {
        return player;
    }

    /** Leads clients here. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Delivers the logs of all calls so far. */
    public void flush() {
        flush.run();
    }

    /** Reads the rehearsals as this ground understands them. */
    public static Map<String, Rehearsal> rehearsals(ContentFolder content, EmulatorOptions options) {
        return new RehearsalReader(
                        new ScriptReader(new SdkCatalog(), options.regions().get(0)))
                .read(content);
    }

    @Override
    public void close() {
        end.run();
    }
}
