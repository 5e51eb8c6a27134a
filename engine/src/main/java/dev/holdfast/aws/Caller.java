package dev.holdfast.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Any operation by name, once or with retries. This type can write: only this room and {@code aws.write} may use it,
 * and a test sees to it.
 */
public final class Caller {
    /** Answers that another try may mend; an operation that only reads loses nothing by it. */
    private static final Set<AwsFailure.Kind> TRANSIENT =
            Set.of(AwsFailure.Kind.THROTTLED, AwsFailure.Kind.UNAVAILABLE, AwsFailure.Kind.TIMED_OUT);

    private static final int SERVER_ERROR_ATTEMPTS = 4;
    private static final String ORGANIZATIONS = "organizations";

    private final AwsSettings settings;
    private final SdkIndex index = new SdkIndex();
    private final SdkClients clients;
    private final SignIn signIn;
    private final CallLedger ledger;
    private final Pace pace;
    private final Semaphore slots;
    private final Map<String, AwsFailure> notOffered = new ConcurrentHashMap<>();

    Caller(AwsSettings settings, SdkClients clients, SignIn signIn, CallLedger ledger, Pace pace) {
        this.settings = settings;
        this.clients = clients;
        this.signIn = signIn;
        this.ledger = ledger;
        this.pace = pace;
        this.slots = new Semaphore(settings.concurrency());
    }

    SdkOperation operation(String service, String operation) {
        return index.find(service, operation)
                .orElseThrow(() -> new IllegalArgumentException(
                        "`" + service + ":" + operation + "` is not an operation of the AWS SDK"));
    }

    /**
     * Makes a call that may be repeated.
     *
     * @throws AwsFailure after the last try
     */
    Object repeat(Scope scope, SdkOperation operation, JsonNode input) {
        for (int attempt = 1; ; attempt++) {
            try {
                return send(scope, operation, input);
            } catch (AwsFailure failure) {
                int most = failure.kind() == AwsFailure.Kind.THROTTLED
                        ? settings.attempts()
                        : Math.min(settings.attempts(), SERVER_ERROR_ATTEMPTS);
                if (!TRANSIENT.contains(failure.kind()) || attempt >= most) {
                    throw failure;
                }
                pace.pause(attempt);
            }
        }
    }

    /**
     * Makes a call that must not be repeated unless AWS said that it did nothing.
     *
     * @param scope account and region
     * @param service service prefix
     * @param operation API name
     * @param input the request
     * @return the answer
     * @throws AwsFailure see {@link AwsFailure#ambiguous()}
     */
    public JsonNode once(Scope scope, String service, String operation, JsonNode input) {
        SdkOperation known = operation(service, operation);
        for (int attempt = 1; ; attempt++) {
            try {
                return json(send(scope, known, input));
            } catch (AwsFailure failure) {
                if (failure.kind() != AwsFailure.Kind.THROTTLED || attempt >= settings.attempts()) {
                    throw failure;
                }
                pace.pause(attempt);
            }
        }
    }

    /** The principal that calls are made as. */
    public String principal(Scope scope) {
        return signIn.principal(scope.account());
    }

    private Object send(Scope scope, SdkOperation operation, JsonNode input) {
        String name = operation.service().prefix() + ":" + operation.name();
        AwsFailure refused = notOffered.get(offer(name, scope));
        if (refused != null) {
            throw new AwsFailure(
                            refused.kind(),
                            name,
                            scope,
                            refused.code(),
                            refused.status(),
                            String.valueOf(refused.getMessage()))
                    .by(principal(scope));
        }
        ObjectNode members = input.isObject() ? ((ObjectNode) input).deepCopy() : null;
        if (members == null) {
            throw new IllegalArgumentException("the input of `" + name + "` must be an object");
        }
        JsonNode body = members.remove("Body");
        AwsRequest request = (AwsRequest) SdkJson.toSdk(operation.newRequest(), members, name);
        AwsCredentialsProvider session = signIn.credentials(scope.account());
        try {
            return send(scope, operation, request, body, session);
        } catch (AwsFailure failure) {
            if (!Failures.expired(failure) || !signIn.renewable(scope.account(), session)) {
                throw failure;
            }
            return send(scope, operation, request, body, signIn.credentials(scope.account()));
        }
    }

    private Object send(
            Scope scope,
            SdkOperation operation,
            AwsRequest request,
            @Nullable JsonNode body,
            AwsCredentialsProvider session) {
        AwsRequest signed = signed(request, session);
        String lane = scope.account() + "/" + scope.region() + "/"
                + operation.service().prefix();
        pace.before(lane);
        SingleFile file = settings.organizations();
        if (file != null && operation.service().prefix().equals(ORGANIZATIONS)) {
            return file.pass(() -> call(scope, operation, signed, body, lane));
        }
        return call(scope, operation, signed, body, lane);
    }

    private Object call(Scope scope, SdkOperation operation, AwsRequest signed, @Nullable JsonNode body, String lane) {
        String name = operation.service().prefix() + ":" + operation.name();
        ledger.sent(name);
        slots.acquireUninterruptibly();
        try {
            Object answer = invoke(clients.client(operation.service(), scope.region()), operation, signed, body);
            pace.answered(lane);
            return answer;
        } catch (SdkException e) {
            ledger.failed(name);
            AwsFailure failure = Failures.of(e, name, scope);
            if (failure.kind() == AwsFailure.Kind.THROTTLED) {
                pace.throttled(lane);
            } else if (failure.kind() == AwsFailure.Kind.NOT_OFFERED) {
                notOffered.put(offer(name, scope), failure);
            }
            throw failure.by(principal(scope));
        } finally {
            slots.release();
        }
    }

    private String offer(String name, Scope scope) {
        return settings.endpoint() != null ? name : name + "@" + scope.region();
    }

    private static AwsRequest signed(AwsRequest request, AwsCredentialsProvider session) {
        return request.toBuilder()
                .overrideConfiguration(AwsRequestOverrideConfiguration.builder()
                        .credentialsProvider(session)
                        .build())
                .build();
    }

    private static Object invoke(Object client, SdkOperation operation, AwsRequest request, @Nullable JsonNode body) {
        try {
            Class<?> door = clientInterface(client, operation);
            if (body != null) {
                byte[] bytes = body.asText().getBytes(StandardCharsets.UTF_8);
                return SdkMethods.call(client, door, operation, request, RequestBody.fromBytes(bytes));
            }
            return SdkMethods.call(client, door, operation, request);
        } catch (SdkException e) {
            throw e;
        } catch (RuntimeException unexpected) {
            throw SdkException.create("the SDK could not make the call: " + unexpected.getMessage(), unexpected);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("`" + operation.name() + "` cannot be called by name", e);
        }
    }

    private static Class<?> clientInterface(Object client, SdkOperation operation) throws ClassNotFoundException {
        return Class.forName(
                operation.service().basePackage() + "." + operation.service().client() + "Client",
                true,
                client.getClass().getClassLoader());
    }

    static JsonNode json(Object answer) {
        if (answer instanceof ResponseInputStream<?> stream) {
            stream.abort();
            return SdkJson.fromSdk((SdkPojo) stream.response());
        }
        return SdkJson.fromSdk((SdkPojo) answer);
    }
}
