package dev.holdfast.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import software.amazon.awssdk.protocols.core.OperationInfo;

/**
 * Finds operations in the SDK's jars by name without loading their classes. The SDK spells acronyms its own way
 * ({@code DescribeDbInstances} for {@code DescribeDBInstances}), so names are compared without case and the documented
 * spelling comes from the generated marshaller.
 */
final class SdkIndex {
    private final Map<String, Map<String, String>> classNames = new ConcurrentHashMap<>();
    private final Map<String, Optional<SdkOperation>> operations = new ConcurrentHashMap<>();

    Optional<SdkOperation> find(String service, String operation) {
        return operations.computeIfAbsent(service + ":" + operation, key -> lookUp(service, operation));
    }

    /** The documented names of all operations of a service, sorted. */
    List<String> names(String service) {
        List<String> out = new ArrayList<>();
        for (String base : index(service).values()) {
            lookUpClass(ServiceNames.find(service).orElseThrow(), base).ifPresent(o -> out.add(o.name()));
        }
        out.sort(null);
        return out;
    }

    /** The same in lower case, from the names of files alone. */
    Set<String> lowered(String service) {
        return index(service).keySet();
    }

    private Optional<SdkOperation> lookUp(String service, String operation) {
        Optional<ServiceNames.Service> known = ServiceNames.find(service);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        String base = index(service).get(operation.toLowerCase(Locale.ROOT));
        return base == null
                ? Optional.empty()
                : lookUpClass(known.get(), base).filter(o -> o.name().equals(operation));
    }

    private static Optional<SdkOperation> lookUpClass(ServiceNames.Service service, String base) {
        try {
            Class<?> request = model(service, base, "Request");
            Class<?> response = model(service, base, "Response");
            String name = documentedName(service, base);
            return Optional.of(new SdkOperation(service, name, decapitalized(name), request, response));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    /** A class that is not initialized before one of it is made: its fields are described by hundreds of lambdas. */
    private static Class<?> model(ServiceNames.Service service, String base, String kind)
            throws ClassNotFoundException {
        return Class.forName(service.basePackage() + ".model." + base + kind, false, SdkIndex.class.getClassLoader());
    }

    private static String documentedName(ServiceNames.Service service, String base) {
        OperationInfo info = binding(service, base);
        String target = info == null ? null : info.operationIdentifier();
        return target == null ? restName(service, base) : target.substring(target.lastIndexOf('.') + 1);
    }

    /** REST protocols send no name, but the client's method keeps the documented spelling ({@code getIPSet}). */
    private static String restName(ServiceNames.Service service, String base) {
        try {
            Class<?> client = Class.forName(service.basePackage() + "." + service.client() + "Client");
            if (SdkMethods.has(
                    client, decapitalized(base), model(service, base, "Request"), model(service, base, "Response"))) {
                return base;
            }
            return Stream.of(client.getMethods())
                    .map(m -> m.getName().substring(0, 1).toUpperCase(Locale.ROOT)
                            + m.getName().substring(1))
                    .filter(n -> n.equalsIgnoreCase(base))
                    .findFirst()
                    .orElse(base);
        } catch (ClassNotFoundException e) {
            return base;
        }
    }

    private static String decapitalized(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /** How the operation travels over HTTP, or null where the SDK does not say. */
    static @org.jspecify.annotations.Nullable OperationInfo binding(ServiceNames.Service service, String base) {
        try {
            Class<?> marshaller = Class.forName(service.basePackage() + ".transform." + base + "RequestMarshaller");
            Field field = marshaller.getDeclaredField("SDK_OPERATION_BINDING");
            field.setAccessible(true);
            return (OperationInfo) field.get(null);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** Lower-case operation name to the SDK's spelling. */
    private Map<String, String> index(String service) {
        return classNames.computeIfAbsent(
                service,
                prefix -> ServiceNames.find(prefix).map(SdkIndex::readJar).orElse(Map.of()));
    }

    private static Map<String, String> readJar(ServiceNames.Service service) {
        String folder = service.basePackage().replace('.', '/') + "/transform/";
        String ending = "RequestMarshaller.class";
        Map<String, String> out = new HashMap<>();
        try (ZipFile jar = new ZipFile(jarOf(service).toFile())) {
            jar.stream().map(entry -> entry.getName()).forEach(name -> {
                if (name.startsWith(folder) && name.endsWith(ending)) {
                    String base = name.substring(folder.length(), name.length() - ending.length());
                    out.put(base.toLowerCase(Locale.ROOT), base);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(out);
    }

    private static Path jarOf(ServiceNames.Service service) {
        try {
            Class<?> client = Class.forName(service.basePackage() + "." + service.client() + "Client");
            return Path.of(
                    client.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException("the SDK module of `" + service.prefix() + "` is not in the build", e);
        }
    }
}
