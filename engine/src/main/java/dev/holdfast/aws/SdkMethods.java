package dev.holdfast.aws;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Methods of the SDK's generated classes, each looked up by its name and exact type. Reflection resolves all methods of a
 * class to find one of them, and a client mentions every request and answer of its service: 1,500 classes for EC2.
 */
final class SdkMethods {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();
    private static final MethodType MAKING = MethodType.methodType(Object.class);
    private static final MethodType CALLING = MethodType.methodType(Object.class, Object.class, Object.class);
    private static final MethodType SENDING = CALLING.appendParameterTypes(Object.class);
    private static final Map<Class<?>, MethodHandle> BUILDERS = new ConcurrentHashMap<>();
    private static final Map<SdkOperation, MethodHandle> CALLS = new ConcurrentHashMap<>();

    private SdkMethods() {}

    /** What the static method {@code builder} of a generated class gives. */
    static Object builder(Class<?> type, String builder) throws ReflectiveOperationException {
        MethodHandle known = BUILDERS.get(type);
        if (known == null) {
            Class<?> given = Class.forName(builder, false, type.getClassLoader());
            known = LOOKUP.findStatic(type, "builder", MethodType.methodType(given))
                    .asType(MAKING);
            BUILDERS.put(type, known);
        }
        try {
            return (Object) known.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new ReflectiveOperationException(e);
        }
    }

    /** True when a client has the method in one of its forms: plain, or one that takes or gives a stream. */
    static boolean has(Class<?> client, String method, Class<?> request, Class<?> response) {
        return find(client, method, request, response, false).isPresent()
                || find(client, method, request, response, true).isPresent();
    }

    /**
     * Calls a client.
     *
     * @throws ReflectiveOperationException when the client has no such method, or it threw what no caller expects
     */
    static Object call(Object client, Class<?> door, SdkOperation operation, Object request)
            throws ReflectiveOperationException {
        try {
            return (Object) handle(door, operation, false).invokeExact(client, request);
        } catch (RuntimeException | Error | ReflectiveOperationException e) {
            throw e;
        } catch (Throwable e) {
            throw new ReflectiveOperationException(e);
        }
    }

    /** The same with a body to send. */
    static Object call(Object client, Class<?> door, SdkOperation operation, Object request, RequestBody body)
            throws ReflectiveOperationException {
        try {
            return (Object) handle(door, operation, true).invokeExact(client, request, (Object) body);
        } catch (RuntimeException | Error | ReflectiveOperationException e) {
            throw e;
        } catch (Throwable e) {
            throw new ReflectiveOperationException(e);
        }
    }

    private static MethodHandle handle(Class<?> door, SdkOperation operation, boolean body)
            throws NoSuchMethodException {
        MethodHandle known = body ? null : CALLS.get(operation);
        if (known == null) {
            known = find(door, operation.method(), operation.request(), operation.response(), body)
                    .orElseThrow(() -> new NoSuchMethodException(door.getName() + "." + operation.method()))
                    .asType(body ? SENDING : CALLING);
            if (!body) {
                CALLS.put(operation, known);
            }
        }
        return known;
    }

    private static Optional<MethodHandle> find(
            Class<?> client, String method, Class<?> request, Class<?> response, boolean body) {
        return form(client, method, response, request, body)
                .or(() -> form(client, method, ResponseInputStream.class, request, body));
    }

    private static Optional<MethodHandle> form(
            Class<?> client, String method, Class<?> given, Class<?> request, boolean body) {
        MethodType type = MethodType.methodType(given, request);
        try {
            return Optional.of(
                    LOOKUP.findVirtual(client, method, body ? type.appendParameterTypes(RequestBody.class) : type));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }
}
