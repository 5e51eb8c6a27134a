package dev.holdfast.emulator.organization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.aws.AwsSettings;
import dev.holdfast.aws.Keys;
import dev.holdfast.aws.Sandbox;
import dev.holdfast.aws.write.SdkWriter;
import dev.holdfast.emulator.moto.EmulatorFailure;
import dev.holdfast.emulator.record.Disguise;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes the calls of scripts, one after the other, against an emulator of our own or in a proven sandbox. */
public final class Player implements AutoCloseable {
    /** A call went through that AWS should have refused. */
    public static final class NotRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotRefused(String message) {
            super(message);
        }
    }

    private static final String MANAGEMENT = "management";

    private final AwsSettings settings;
    private final AwsSession base;
    private final @Nullable AccountId only;
    private final Disguise disguise;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final Map<String, JsonNode> kept = new HashMap<>();
    private final Map<String, AwsSession> byKey = new HashMap<>();

    /**
     * @param home an emulator that proved to be ours
     * @param operator keys of the management account
     * @param homeRegion region of global services
     * @param roleName role to act as in member accounts
     * @param disguise told where calls seem to come from
     * @param clock the time
     * @param nanos a steady clock
     * @param random source of jitter
     */
    public Player(
            OwnEndpoint home,
            Keys operator,
            Region homeRegion,
            String roleName,
            Disguise disguise,
            InstantSource clock,
            LongSupplier nanos,
            RandomGenerator random) {
        this.settings = AwsSettings.of(home.uri(), homeRegion, roleName).writing(roleName);
        this.disguise = disguise;
        this.clock = clock;
        this.nanos = nanos;
        this.random = random;
        this.base = AwsSession.open(settings, operator, clock, nanos, random);
        this.only = null;
    }

    /**
     * In an account of somebody else's that was proven to be a sandbox; no call is made to another.
     *
     * @param sandbox the account; closed with this
     */
    public Player(Sandbox sandbox, InstantSource clock, LongSupplier nanos, RandomGenerator random) {
        this.settings = sandbox.session().settings();
        this.disguise = new Disguise();
        this.clock = clock;
        this.nanos = nanos;
        this.random = random;
        this.base = sandbox.session();
        this.only = sandbox.account();
    }

    /**
     * Plays scripts in order.
     *
     * @throws EmulatorFailure at the first call that does not go as the script says
     * @throws NotRefused when a call goes through that the script expects to be refused
     */
    public void play(List<Script> scripts, Progress progress) {
        kept.putIfAbsent(MANAGEMENT, TextNode.valueOf(base.account().value()));
        long total = scripts.stream()
                .flatMap(s -> s.steps().stream())
                .filter(s -> !s.say().isEmpty())
                .count();
        long done = 0;
        for (Script script : scripts) {
            for (Script.Step step : script.steps()) {
                if (!step.say().isEmpty()) {
                    progress.at(++done, total, step.say());
                }
                play(script, step);
            }
        }
    }

    /** What was kept under a name by a step, or null. */
    public @Nullable JsonNode kept(String name) {
        return kept.get(name);
    }

    /** Keeps a value under a name, as a step would. */
    public void keep(String name, JsonNode value) {
        kept.put(name, value);
    }

    /** Fills {@code ${name}} in a value with what was kept. */
    public JsonNode filled(JsonNode template) {
        return Holes.filled(template, kept);
    }

    /** Makes the call of each step and gives the answers; a refusal is an answer too: its code. */
    public List<JsonNode> look(Script script) {
        List<JsonNode> out = new ArrayList<>();
        for (Script.Step step : script.steps()) {
            try {
                out.add(answer(script, step));
            } catch (AwsFailure failure) {
                out.add(TextNode.valueOf(failure.code()));
            } catch (IllegalArgumentException wrong) {
                throw new EmulatorFailure(script.file() + ":" + step.line() + ": " + wrong.getMessage(), wrong);
            }
        }
        return out;
    }

    /**
     * Makes the calls of a script that takes things away; those that find nothing to take away have nothing to do.
     *
     * @return the steps that failed, each with the reason
     */
    public Map<Script.Step, String> clear(Script script) {
        Map<Script.Step, String> out = new LinkedHashMap<>();
        for (Script.Step step : script.steps()) {
            String name = step.service() + ":" + step.operation();
            try {
                for (JsonNode each : step.forEach().isEmpty() ? List.of(NullNode.getInstance()) : step.forEach()) {
                    kept.put("each", each);
                    answer(script, step);
                }
            } catch (AwsFailure failure) {
                if (!failure.code().matches(".*(NoSuch|NotFound|DoesNotExist|InvalidStateTransition).*")) {
                    out.put(step, name + ": " + failure.explain());
                }
            } catch (Holes.Unfilled nothingMade) {
                // What was never made has no id to be taken away by.
            } catch (IllegalArgumentException wrong) {
                out.put(step, name + ": " + wrong.getMessage());
            } finally {
                kept.remove("each");
            }
        }
        return out;
    }

    private void play(Script script, Script.Step step) {
        String place = script.file() + ":" + step.line();
        try {
            if (step.forEach().isEmpty()) {
                call(script, step);
            }
            for (JsonNode each : step.forEach()) {
                kept.put("each", each);
                call(script, step);
            }
        } catch (AwsFailure failure) {
            throw new EmulatorFailure(place + ": " + failure.explain(), failure);
        } catch (IllegalArgumentException wrong) {
            throw new EmulatorFailure(place + ": " + wrong.getMessage(), wrong);
        } finally {
            kept.remove("each");
        }
    }

    private void call(Script script, Script.Step step) {
        String name = step.service() + ":" + step.operation();
        try {
            JsonNode answer = answer(script, step);
            if (!step.expect().isEmpty()) {
                throw new NotRefused(name + " succeeded, though " + step.expect() + " was expected");
            }
            keep(step, answer, name);
        } catch (AwsFailure failure) {
            if (!failure.code().equals(step.expect()) || step.expect().isEmpty()) {
                throw failure;
            }
        }
    }

    private JsonNode answer(Script script, Script.Step step) {
        String as = Holes.text(step.as(), kept);
        JsonNode player = kept.get(as);
        if (player == null) {
            throw new IllegalArgumentException("`" + as + "` is neither an account nor a kept access key");
        }
        AwsSession session = player.isObject() ? sessionOf(player, script.from()) : base;
        Region region = new Region(Holes.text(step.region(), kept));
        JsonNode input = Holes.filled(step.with(), kept);
        AccountId account = player.isObject() ? session.account() : new AccountId(player.asText());
        if (only != null && !only.equals(account)) {
            throw new IllegalArgumentException("the call would go to account " + account + ", not to the sandbox");
        }
        return new SdkWriter(session).write(new Scope(account, region), step.service(), step.operation(), input);
    }

    private void keep(Script.Step step, JsonNode answer, String name) {
        step.keep().forEach((as, path) -> {
            JsonNode value = Holes.at(answer, path);
            if (value == null) {
                throw new IllegalArgumentException("the answer of " + name + " has nothing at `" + path + "`");
            }
            kept.put(Holes.text(as, kept), value);
        });
    }

    private AwsSession sessionOf(JsonNode key, Script.@Nullable From from) {
        String id = key.path("AccessKeyId").asText();
        if (from != null) {
            disguise.put(id, new Disguise.Origin(from.address(), from.agent()));
        }
        return byKey.computeIfAbsent(id, k -> {
            Keys keys = new Keys(id, key.path("SecretAccessKey").asText(), null);
            return AwsSession.open(settings, keys, clock, nanos, random);
        });
    }

    @Override
    public void close() {
        byKey.values().forEach(AwsSession::close);
        base.close();
    }
}
