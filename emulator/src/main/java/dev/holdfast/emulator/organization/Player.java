package dev.holdfast.emulator.organization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.aws.AwsSettings;
import dev.holdfast.aws.Keys;
import dev.holdfast.aws.write.AwsWriter;
import dev.holdfast.aws.write.SdkWriter;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import io.burt.jmespath.JmesPath;
import io.burt.jmespath.jackson.JacksonRuntime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays scenes against an emulator that this program started, and against nothing else. */
public final class Player implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("\\{([a-z][a-z0-9.-]*)}");
    private static final String ROLE = "OrganizationAccountAccessRole";

    private final Stage stage;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final JmesPath<JsonNode> paths = new JacksonRuntime();
    private final Map<String, AwsSession> sessions = new HashMap<>();
    private final Map<String, String> kept = new TreeMap<>();

    /**
     * @param stage the emulator
     * @param kept what earlier scenes left behind
     * @throws IllegalArgumentException when the endpoint was not started by this program on this machine
     */
    public Player(
            Stage stage, Map<String, String> kept, InstantSource clock, LongSupplier nanos, RandomGenerator random) {
        if (!loopback(stage.endpoint().getHost()) || !stage.startedHere()) {
            throw new IllegalArgumentException(
                    stage.endpoint() + " was not started by this program; scenes are played on its own emulator only");
        }
        this.stage = stage;
        this.clock = clock;
        this.nanos = nanos;
        this.random = random;
        this.kept.putAll(kept);
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Plays scenes in order.
     *
     * @param say gets each sentence for people, just before it happens
     * @return what the scenes kept, by name; {@code account.NAME} are account ids
     * @throws IllegalStateException when a call answers otherwise than the scene says
     */
    public Map<String, String> play(List<Scene> scenes, Consumer<String> say) {
        for (Scene scene : scenes) {
            for (Scene.Step step : scene.steps()) {
                if (!step.say().isEmpty()) {
                    say.accept(step.say());
                }
                play(scene, step);
            }
        }
        return Map.copyOf(kept);
    }

    private void play(Scene scene, Scene.Step step) {
        String call = step.service() + ":" + step.operation();
        AwsSession session = session(scene, step.as());
        Region region = step.region().isEmpty() ? stage.home() : new Region(step.region());
        Scope scope = new Scope(account(session, step.as()), region);
        AwsWriter writer = new SdkWriter(session);
        try {
            JsonNode answer = writer.write(scope, step.service(), step.operation(), fill(step.with()));
            if (step.refused()) {
                throw new IllegalStateException(scene.id() + ": " + call + " was to be refused, and was not");
            }
            step.keep().forEach((name, path) -> keep(scene, call, name, path, answer));
        } catch (AwsFailure failure) {
            if (!step.refused() && !step.tolerate().contains(failure.code())) {
                throw new IllegalStateException(scene.id() + ": " + failure.explain(), failure);
            }
        }
    }

    private void keep(Scene scene, String call, String name, String path, JsonNode answer) {
        JsonNode value = paths.compile(path).search(answer);
        if (!value.isValueNode() || value.isNull()) {
            throw new IllegalStateException(scene.id() + ": the answer of " + call + " has no `" + path + "`");
        }
        kept.put(name, value.asText());
    }

    private AwsSession session(Scene scene, String as) {
        boolean key = as.startsWith("key:");
        return sessions.computeIfAbsent(key ? as : "", k -> {
            Keys keys = stage.operator();
            if (key) {
                String prefix = "key." + as.substring(4);
                keys = new Keys(known(prefix + ".id"), known(prefix + ".secret"), null);
                if (!scene.from().isEmpty()) {
                    stage.address(keys.id(), scene.from());
                }
            }
            AwsSettings settings =
                    AwsSettings.of(stage.endpoint(), stage.home(), ROLE).writing(ROLE);
            return AwsSession.open(settings, keys, clock, nanos, random);
        });
    }

    private AccountId account(AwsSession session, String as) {
        if (as.startsWith("key:")) {
            return new AccountId(
                    known("account.of." + as, () -> session.account().value()));
        }
        return as.equals("management") ? session.account() : new AccountId(known("account." + as));
    }

    /** A refused key cannot say whose it is, so the account is remembered from when it still worked. */
    private String known(String name, java.util.function.Supplier<String> ask) {
        return kept.computeIfAbsent(name, k -> ask.get());
    }

    private String known(String name) {
        String value = kept.get(name);
        if (value == null) {
            throw new IllegalStateException("nothing called `" + name + "` was kept by an earlier step");
        }
        return value;
    }

    private JsonNode fill(JsonNode node) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        if (node.isObject()) {
            ObjectNode out = make.objectNode();
            node.properties().forEach(e -> out.set(e.getKey(), fill(e.getValue())));
            return out;
        } else if (node.isArray()) {
            ArrayNode out = make.arrayNode();
            node.forEach(item -> out.add(fill(item)));
            return out;
        } else if (!node.isTextual()) {
            return node;
        }
        Matcher matcher = NAME.matcher(node.asText());
        return make.textNode(matcher.replaceAll(m -> Matcher.quoteReplacement(known(m.group(1)))));
    }

    @Override
    public void close() {
        sessions.values().forEach(AwsSession::close);
    }
}
